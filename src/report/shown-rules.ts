/** Counts by rule, and unknowns by what would decide them. */
import { type Finding, noOutcomes, type Outcome, outcomes } from '../model/finding.ts';
import { severities } from '../model/profile.ts';
import type { ProfileRecord, RuleCounts, RuleRecord, SubjectRecord } from '../model/report.ts';
import { type Platform, platforms, type SubjectKind, subjectKinds } from '../model/subject.ts';
import type { PlacedSeries } from './shown-series.ts';
import { collectOf } from './words.ts';
import { byText, totalOf, undecided } from './worst.ts';

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

/** What is counted of a finding, also of one that many subjects have. */
export type FindingFacts = Omit<Finding, 'subject' | 'evidence'>;

/** A finding, and where it is counted. */
export interface PlacedFinding {
  readonly facts: FindingFacts;
  readonly rule: CountedRule | undefined;
  /** Of an unknown. */
  readonly group: CountedGroup | undefined;
  /** It began to fail in this run. */
  readonly isFresh: boolean;
}

/** What the subject that was added last has of a rule. */
interface Last {
  subject: number;
  isConcerned: boolean;
  isFailing: boolean;
}

export interface CountedRule extends RuleTally {
  readonly last: Last;
}

export interface CountedGroup extends UnknownGroup {
  /** The subject that was added last to it. */
  last: number;
}

/** Of the report. */
export interface RuleHead {
  readonly profiles: readonly ProfileRecord[];
  readonly asOf: string;
  readonly ruleCounts?: readonly RuleCounts[];
}

export class RuleTallies {
  readonly #byProfile = new Map<string, Map<string, CountedRule>>();
  readonly #unknowns = new Map<string, CountedGroup>();
  /** With subjects that are not counted with the rules yet. */
  readonly #open = new Set<PlacedSeries>();
  #subjects = 0;
  /** Findings were counted before: those that come are some of them. */
  readonly #isCounted: boolean;
  readonly #asOf: string;

  constructor({ profiles, asOf, ruleCounts }: RuleHead) {
    this.#asOf = asOf;
    this.#isCounted = ruleCounts !== undefined;
    let index = 0;
    for (const [profileIndex, profile] of profiles.entries()) {
      const own = new Map<string, CountedRule>();
      this.#byProfile.set(profile.id, own);
      for (const rule of profile.rules)
        own.set(rule.id, { rule, profile, profileIndex, index: index++, ...noCounts() });
    }
    for (const { profile, rule, outcomes } of ruleCounts ?? [])
      Object.assign(this.#byProfile.get(profile)?.get(rule)?.counts ?? {}, outcomes);
  }

  /** Where a finding is counted, as often as it comes. */
  place(facts: FindingFacts): PlacedFinding {
    const { profile, rule, outcome, failingSince } = facts;
    return {
      facts,
      rule: this.#byProfile.get(profile)?.get(rule),
      group: outcome === 'unknown' ? this.#groupOf(facts) : undefined,
      isFresh: outcome === 'fail' && failingSince === this.#asOf,
    };
  }

  add(subject: SubjectRecord, placed: readonly PlacedFinding[]): void {
    this.#subjects += 1;
    for (const { facts, rule, group, isFresh } of placed) {
      if (rule) this.#addToRule(rule, subject, facts.outcome);
      if (rule && isFresh) rule.fresh += 1;
      if (group) this.#countUnknowns(group, 1);
      if (group && rule) group.rules.add(rule);
    }
  }

  /** The same of a subject whose findings are these series one after the other. */
  addSeries({ kind, platform }: SubjectRecord, all: readonly PlacedSeries[]): void {
    this.#subjects += 1;
    const bit = bitOf(kind, platform);
    for (const series of all) {
      if (series.subjects === 0) this.#open.add(series);
      series.subjects += 1;
      series.seen |= bit;
      for (const { group, findings } of series.groups) this.#countUnknowns(group, findings);
    }
    this.#oncePerRule(all);
    if (this.#open.size > mostOpen) this.#settle();
  }

  /** A rule whose findings lie in two series is counted with both: here it is taken off once. */
  #oncePerRule(all: readonly PlacedSeries[]): void {
    let last: { readonly rule: CountedRule; isConcerned: boolean; isFailing: boolean } | undefined;
    for (const { rules } of all) {
      const [first] = rules;
      const end = rules.at(-1);
      if (first === undefined || end === undefined) continue;
      const own = { isConcerned: concerns(first.counts), isFailing: first.counts.fail > 0 };
      if (last?.rule === first.rule) {
        const { rule } = first;
        rule.subjects -= 1;
        if (last.isConcerned && own.isConcerned) rule.concerned -= 1;
        if (last.isFailing && own.isFailing) rule.failing -= 1;
        last.isConcerned ||= own.isConcerned;
        last.isFailing ||= own.isFailing;
        if (end === first) continue;
      }
      last = { rule: end.rule, isConcerned: concerns(end.counts), isFailing: end.counts.fail > 0 };
    }
  }

  /** Counts with the rules what was counted with the series. */
  #settle(): void {
    for (const series of this.#open) {
      const { subjects, seen } = series;
      for (const { rule, counts, fresh } of series.rules) {
        if (!this.#isCounted)
          for (const outcome of outcomes) rule.counts[outcome] += counts[outcome] * subjects;
        rule.subjects += subjects;
        if (concerns(counts)) rule.concerned += subjects;
        if (counts.fail > 0) rule.failing += subjects;
        rule.fresh += fresh * subjects;
        for (const kind of subjectKinds)
          for (const platform of platforms)
            if ((seen & bitOf(kind, platform)) !== 0) {
              rule.kinds.add(kind);
              rule.platforms.add(platform);
            }
      }
      for (const { group, rules } of series.groups) for (const rule of rules) group.rules.add(rule);
      series.subjects = 0;
      series.seen = 0;
    }
    this.#open.clear();
  }

  /** A rule may have several findings on a subject, one for each app. */
  #addToRule(rule: CountedRule, { kind, platform }: SubjectRecord, outcome: Outcome): void {
    if (!this.#isCounted) rule.counts[outcome] += 1;
    const { last } = rule;
    if (last.subject !== this.#subjects) {
      last.subject = this.#subjects;
      last.isConcerned = false;
      last.isFailing = false;
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

  #groupOf({ reason = 'not-collected', message }: FindingFacts): CountedGroup {
    const collect = collectOf(message) ?? '';
    const key = `${reason} ${collect}`;
    const known = this.#unknowns.get(key);
    if (known !== undefined) return known;
    const group = { reason, collect, rules: new Set<RuleTally>(), subjects: 0, findings: 0, last: 0 };
    this.#unknowns.set(key, group);
    return group;
  }

  #countUnknowns(group: CountedGroup, findings: number): void {
    group.findings += findings;
    if (group.last !== this.#subjects) {
      group.last = this.#subjects;
      group.subjects += 1;
    }
  }

  /** By severity, then failing subjects, then what is not decided; equals in the order of the profiles. */
  rules(): RuleTally[] {
    this.#settle();
    return [...this.#byProfile.values()]
      .flatMap((own) => [...own.values()].map(({ last: _last, ...tally }) => tally))
      .toSorted(
        (a, b) =>
          severities.indexOf(a.rule.severity) - severities.indexOf(b.rule.severity) ||
          b.failing - a.failing ||
          undecided(b.counts) - undecided(a.counts) ||
          a.index - b.index,
      );
  }

  unknowns(): UnknownGroup[] {
    this.#settle();
    return [...this.#unknowns.entries()]
      .toSorted(([one, a], [other, b]) => b.findings - a.findings || byText(one, other))
      .map(([, { last: _last, rules, ...group }]) => ({
        ...group,
        rules: new Set([...rules].toSorted((a, b) => a.index - b.index)),
      }));
  }
}

/** Series that wait to be counted: beyond so many they are, so that they do not grow with the fleet. */
const mostOpen = 20_000;

const concerns = (counts: Readonly<Record<Outcome, number>>): boolean =>
  totalOf(counts) > counts['not-applicable'];

const bitOf = (kind: SubjectKind, platform: Platform): number =>
  1 << (subjectKinds.indexOf(kind) * platforms.length + platforms.indexOf(platform));

const noCounts = () => ({
  counts: noOutcomes(),
  kinds: new Set<SubjectKind>(),
  platforms: new Set<Platform>(),
  subjects: 0,
  concerned: 0,
  failing: 0,
  fresh: 0,
  last: { subject: 0, isConcerned: false, isFailing: false },
});
