/** Two reports, finding by finding. A finding is the same when rule, subject and scope are. */
import {
  type Diff,
  type DiffClass,
  diffClasses,
  type DiffEntry,
  type DiffSide,
  type DiffVerdict,
  type ProfileChange,
} from '../model/diff.ts';
import type { Finding } from '../model/finding.ts';
import type { ProfileRecord, Report } from '../model/report.ts';
import type { SubjectKind } from '../model/subject.ts';
import { causesOf } from './causes.ts';
import { classify, type Classed, type KindsOf } from './classify.ts';

export interface Compared {
  /** File, or run of a history. */
  readonly name: string;
  readonly report: Report;
}

export interface CompareOptions {
  /** Fails of advisory profiles gate as well. */
  readonly gateAdvisory?: boolean;
}

export function compare(before: Compared, after: Compared, options: CompareOptions = {}): Diff {
  const otherPseudonyms = pseudonymsOf(before.report) !== pseudonymsOf(after.report);
  const { entries, unchanged } = new Comparison(before.report, after.report, otherPseudonyms, options).run();
  const counts = Object.fromEntries(diffClasses.map((one) => [one, 0])) as Record<DiffClass, number>;
  for (const { class: own } of entries) counts[own] += 1;
  return {
    schema: 'passmuster-diff/1',
    before: sideOf(before),
    after: sideOf(after),
    otherPseudonyms,
    profiles: profileChanges(before.report, after.report),
    counts: { ...counts, unchanged },
    gating: entries.filter(({ gates }) => gates).length,
    causes: causesOf(entries, before.report, after.report),
    findings: entries,
  };
}

function sideOf({ name, report }: Compared): DiffSide {
  const { asOf, subjects, summary } = report;
  const devices = subjects.filter(({ kind }) => kind === 'device').length;
  const { score, coverage, outcomes } = summary;
  return { name, asOf, devices, policies: subjects.length - devices, score, coverage, outcomes };
}

/** Reports from before the key was named tell only that there was one. */
function pseudonymsOf({ handling }: Report): string {
  const isCalled = handling?.withheld?.some(({ what }) => what === 'device identifiers') === true;
  return handling?.pseudonymKey ?? (isCalled ? 'of some key' : 'none');
}

function profileChanges(before: Report, after: Report): ProfileChange[] {
  const earlier = new Map(before.profiles.map((one) => [one.id, one]));
  const later = new Map(after.profiles.map((one) => [one.id, one]));
  return [...new Set([...later.keys(), ...earlier.keys()])].flatMap((id) => {
    const [from, to] = [earlier.get(id), later.get(id)];
    if (from !== undefined && to !== undefined && from.sha256 === to.sha256 && from.version === to.version)
      return [];
    const of = (one: ProfileRecord) => ({ version: one.version, sha256: one.sha256 });
    const rules = (one: ProfileRecord | undefined) => one?.rules.map((rule) => rule.id) ?? [];
    const [ours, theirs] = [rules(to), rules(from)];
    return [
      {
        id,
        ...(from === undefined ? {} : { before: of(from) }),
        ...(to === undefined ? {} : { after: of(to) }),
        added: ours.filter((rule) => !theirs.includes(rule)),
        removed: theirs.filter((rule) => !ours.includes(rule)),
      },
    ];
  });
}

const keyOf = ({ profile, rule, subject, scope }: Finding): string =>
  JSON.stringify([profile, rule, subject, scope ?? '']);
const ruleKey = (profile: string, rule: string): string => JSON.stringify([profile, rule]);
const rulesOf = ({ profiles }: Report): Set<string> =>
  new Set(profiles.flatMap(({ id, rules }) => rules.map((rule) => ruleKey(id, rule.id))));

class Comparison {
  readonly #before: Report;
  readonly #after: Report;
  readonly #otherPseudonyms: boolean;
  readonly #kinds: { readonly before: KindsOf; readonly after: KindsOf };
  readonly #subjects: {
    readonly before: ReadonlyMap<string, SubjectKind>;
    readonly after: ReadonlyMap<string, SubjectKind>;
  };
  readonly #rules: { readonly before: ReadonlySet<string>; readonly after: ReadonlySet<string> };
  /** Profiles whose fails do not gate. */
  readonly #advisory: ReadonlySet<string>;

  constructor(
    before: Report,
    after: Report,
    otherPseudonyms: boolean,
    { gateAdvisory = false }: CompareOptions,
  ) {
    this.#before = before;
    this.#after = after;
    this.#otherPseudonyms = otherPseudonyms;
    this.#kinds = { before: kindsIn(before), after: kindsIn(after) };
    this.#subjects = { before: kindsOfSubjects(before), after: kindsOfSubjects(after) };
    this.#rules = { before: rulesOf(before), after: rulesOf(after) };
    this.#advisory = new Set(
      gateAdvisory ? [] : after.profiles.filter(({ advisory }) => advisory === true).map(({ id }) => id),
    );
  }

  run(): { entries: DiffEntry[]; unchanged: number } {
    const earlier = new Map<string, Finding>();
    for (const finding of this.#before.findings)
      if (!this.#isHidden(finding, 'before')) earlier.set(keyOf(finding), finding);
    const entries: DiffEntry[] = [];
    let unchanged = 0;
    for (const after of this.#after.findings) {
      const key = keyOf(after);
      const before = earlier.get(key);
      earlier.delete(key);
      const { class: own, notes } = this.#isHidden(after, 'after')
        ? { class: 'incomparable' as const, notes: [] }
        : before === undefined
          ? this.#oneSided(after, 'before')
          : classify(before, after, this.#kinds);
      if (own === undefined) unchanged += 1;
      else entries.push(this.#entry(own, notes, before, after));
    }
    for (const before of earlier.values()) {
      const { class: own, notes } = this.#oneSided(before, 'after');
      if (own !== undefined) entries.push(this.#entry(own, notes, before, undefined));
    }
    return { entries, unchanged };
  }

  /** A device of pseudonyms that the other report does not use. */
  #isHidden({ subject }: Finding, side: 'before' | 'after'): boolean {
    return this.#otherPseudonyms && this.#subjects[side].get(subject) === 'device';
  }

  /** @param missing the side that does not have it */
  #oneSided({ profile, rule, subject, outcome }: Finding, missing: 'before' | 'after'): Classed {
    const kind = this.#subjects[missing === 'before' ? 'after' : 'before'].get(subject) ?? 'device';
    if (!this.#subjects[missing].has(subject))
      return { class: missing === 'before' ? `${kind}-added` : `${kind}-gone`, notes: [] };
    if (!this.#rules[missing].has(ruleKey(profile, rule)))
      return {
        class: 'profile-version-changed',
        notes: [missing === 'before' ? 'rule-added' : 'rule-removed'],
      };
    // The same rule on the same subject, on an app that one side does not know of.
    if (missing === 'after')
      return { class: outcome === 'fail' || outcome === 'unknown' ? 'scope-changed' : undefined, notes: [] };
    if (outcome === 'fail') return { class: 'new-fail', notes: [] };
    if (outcome === 'unknown') return { class: 'new-unknown', notes: [] };
    return { class: outcome === 'error' ? 'error' : undefined, notes: [] };
  }

  #entry(
    own: DiffClass,
    notes: DiffEntry['notes'],
    before: Finding | undefined,
    after: Finding | undefined,
  ): DiffEntry {
    const one = (after ?? before) as Finding;
    const { profile, rule, subject, scope, severity, title } = one;
    return {
      class: own,
      profile,
      rule,
      subject,
      kind: this.#subjects.after.get(subject) ?? this.#subjects.before.get(subject) ?? 'device',
      ...(scope === undefined ? {} : { scope }),
      severity,
      title,
      ...(before === undefined ? {} : { before: verdictOf(before) }),
      ...(after === undefined ? {} : { after: verdictOf(after) }),
      notes,
      gates: this.#gates(own, before, after),
    };
  }

  /** A fail that was not one before, and one of which that cannot be said. */
  #gates(own: DiffClass, before: Finding | undefined, after: Finding | undefined): boolean {
    if (after === undefined || (after.outcome !== 'fail' && after.outcome !== 'error')) return false;
    if (after.severity === 'info' || this.#advisory.has(after.profile)) return false;
    if (own === 'rule-changed' || own === 'error') return before?.outcome !== after.outcome;
    return own !== 'still-failing';
  }
}

function verdictOf({ outcome, reason, severity, expected, actual, message, evidence }: Finding): DiffVerdict {
  return {
    outcome,
    ...(reason === undefined ? {} : { reason }),
    severity,
    ...(expected === undefined ? {} : { expected }),
    ...(actual === undefined ? {} : { actual }),
    message,
    evidence,
  };
}

function kindsIn({ inputs }: Report): KindsOf {
  const sources = new Map(inputs.map(({ path, source }) => [path, source]));
  return ({ evidence }) =>
    new Set(evidence.map(({ input, layer }) => `${sources.get(input) ?? '-'} ${layer}`));
}

const kindsOfSubjects = ({ subjects }: Report): Map<string, SubjectKind> =>
  new Map(subjects.map(({ id, kind }) => [id, kind]));
