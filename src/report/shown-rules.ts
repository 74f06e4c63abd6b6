/** Counts by rule, and unknowns by what would decide them. */
import type { Finding, Outcome } from '../model/finding.ts';
import { severities } from '../model/profile.ts';
import type { ProfileRecord, RuleCounts, RuleRecord, SubjectRecord } from '../model/report.ts';
import type { Platform, SubjectKind } from '../model/subject.ts';
import { collectOf } from './words.ts';
import { byText, noOutcomes, undecided } from './worst.ts';

export interface RuleTally {
  readonly rule: RuleRecord;
  readonly profile: ProfileRecord;
  /** Place among the profiles, and among all rules. */
  readonly profileIndex: number;
  readonly index: number;
  readonly counts: Record<Outcome, number>;
  readonly kinds: Set<SubjectKind>;
  readonly platforms: Set<Platform>;
  /** Subjects with a finding of the rule, those that it concerns, and those that fail it. */
  subjects: number;
  concerned: number;
  failing: number;
  /** Findings that began to fail in this run, where a history tells. */
  fresh: number;
}

export interface UnknownGroup {
  readonly reason: NonNullable<Finding['reason']>;
  /** The words after "To decide it, add:"; empty where the message names nothing. */
  readonly collect: string;
  readonly rules: Set<RuleTally>;
  subjects: number;
  findings: number;
}

/** What the subject that was added last has of a rule. */
interface Last {
  subject: number;
  isConcerned: boolean;
  isFailing: boolean;
}

/** Of the report. */
export interface RuleHead {
  readonly profiles: readonly ProfileRecord[];
  readonly asOf: string;
  readonly ruleCounts?: readonly RuleCounts[];
}

export class RuleTallies {
  readonly #byProfile = new Map<string, Map<string, RuleTally>>();
  readonly #last = new Map<RuleTally, Last>();
  readonly #unknowns = new Map<string, UnknownGroup & { last: number }>();
  #subjects = 0;
  /** Findings were counted before: those that come are some of them. */
  readonly #isCounted: boolean;
  readonly #asOf: string;

  constructor({ profiles, asOf, ruleCounts }: RuleHead) {
    this.#asOf = asOf;
    this.#isCounted = ruleCounts !== undefined;
    let index = 0;
    for (const [profileIndex, profile] of profiles.entries()) {
      const own = new Map<string, RuleTally>();
      this.#byProfile.set(profile.id, own);
      for (const rule of profile.rules)
        own.set(rule.id, { rule, profile, profileIndex, index: index++, ...noCounts() });
    }
    for (const { profile, rule, outcomes } of ruleCounts ?? [])
      Object.assign(this.#byProfile.get(profile)?.get(rule)?.counts ?? {}, outcomes);
  }

  add(subject: SubjectRecord, findings: readonly Finding[]): void {
    this.#subjects += 1;
    for (const finding of findings) {
      const rule = this.#byProfile.get(finding.profile)?.get(finding.rule);
      if (rule) this.#addToRule(rule, subject, finding.outcome);
      if (rule && finding.outcome === 'fail' && finding.failingSince === this.#asOf) rule.fresh += 1;
      if (finding.outcome === 'unknown') this.#addToUnknowns(rule, finding);
    }
  }

  /** A rule may have several findings on a subject, one for each app. */
  #addToRule(rule: RuleTally, { kind, platform }: SubjectRecord, outcome: Outcome): void {
    if (!this.#isCounted) rule.counts[outcome] += 1;
    let last = this.#last.get(rule);
    if (last?.subject !== this.#subjects) {
      last = { subject: this.#subjects, isConcerned: false, isFailing: false };
      this.#last.set(rule, last);
      rule.subjects += 1;
      rule.kinds.add(kind);
      rule.platforms.add(platform);
    }
    if (outcome !== 'not-applicable' && !last.isConcerned) {
      last.isConcerned = true;
      rule.concerned += 1;
    }
    if (outcome === 'fail' && !last.isFailing) {
      last.isFailing = true;
      rule.failing += 1;
    }
  }

  #addToUnknowns(rule: RuleTally | undefined, { reason = 'not-collected', message }: Finding): void {
    const collect = collectOf(message) ?? '';
    const key = `${reason} ${collect}`;
    let group = this.#unknowns.get(key);
    if (group === undefined) {
      group = { reason, collect, rules: new Set(), subjects: 0, findings: 0, last: 0 };
      this.#unknowns.set(key, group);
    }
    group.findings += 1;
    if (group.last !== this.#subjects) {
      group.last = this.#subjects;
      group.subjects += 1;
    }
    if (rule) group.rules.add(rule);
  }

  /** By severity, then failing subjects, then what is not decided; equals in the order of the profiles. */
  rules(): RuleTally[] {
    return [...this.#byProfile.values()]
      .flatMap((own) => [...own.values()])
      .toSorted(
        (a, b) =>
          severities.indexOf(a.rule.severity) - severities.indexOf(b.rule.severity) ||
          b.failing - a.failing ||
          undecided(b.counts) - undecided(a.counts) ||
          a.index - b.index,
      );
  }

  unknowns(): UnknownGroup[] {
    return [...this.#unknowns.entries()]
      .toSorted(([one, a], [other, b]) => b.findings - a.findings || byText(one, other))
      .map(([, { last: _last, rules, ...group }]) => ({
        ...group,
        rules: new Set([...rules].toSorted((a, b) => a.index - b.index)),
      }));
  }
}

const noCounts = () => ({
  counts: noOutcomes(),
  kinds: new Set<SubjectKind>(),
  platforms: new Set<Platform>(),
  subjects: 0,
  concerned: 0,
  failing: 0,
  fresh: 0,
});
