/**
 * Differences by what they come from: one line of a policy that was edited is one cause, however many phones it reaches. Places
 * in lists of devices are the same cause when they differ in the number of the record alone.
 */
import { diffClasses, type DiffCause, type DiffEntry } from '../model/diff.ts';
import type { FindingEvidence } from '../model/finding.ts';
import { locatorPattern, pathPattern } from '../model/place.ts';
import { severities } from '../model/profile.ts';
import type { InputRecord, Report } from '../model/report.ts';

interface Group {
  readonly class: DiffEntry['class'];
  readonly entries: DiffEntry[];
  readonly evidence: FindingEvidence | undefined;
  readonly what: string | undefined;
}

/** @param inputsOf inputs that subjects were read from, before and after */
export function causesOf(entries: readonly DiffEntry[], before: Report, after: Report): DiffCause[] {
  const told = new SubjectInputs(before, after);
  const groups = new Map<string, Group>();
  for (const entry of entries) {
    const evidence = decidingEvidence(entry);
    const what = evidence === undefined ? told.wordsOf(entry) : undefined;
    const key = JSON.stringify([
      entry.class,
      ...(evidence === undefined
        ? [what]
        : [evidence.input, evidence.entry ?? '', locatorPattern(evidence.locator, '*')]),
    ]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { class: entry.class, entries: [entry], evidence, what });
    else group.entries.push(entry);
  }
  return [...groups.values()].map(causeOf).toSorted(byWeight);
}

/** Demands and subjects that came or went have other causes than a witness. */
const withoutWitness: readonly DiffEntry['class'][] = [
  'rule-changed',
  'profile-version-changed',
  'device-added',
  'device-gone',
  'policy-added',
  'policy-gone',
];

/** What decides now; where nothing does any more, what decided before. */
function decidingEvidence({ class: own, before, after }: DiffEntry): FindingEvidence | undefined {
  return withoutWitness.includes(own) ? undefined : (after?.evidence[0] ?? before?.evidence[0]);
}

function causeOf({ class: own, entries, evidence, what }: Group): DiffCause {
  const values =
    evidence === undefined ? entries.map(demandsOf) : entries.map((entry) => valuesAt(entry, evidence));
  const common = (side: 'before' | 'after') => {
    const all = new Set(values.map((one) => one[side]));
    const [only] = all;
    return all.size === 1 && only !== undefined ? { [side]: only } : {};
  };
  const outcomes = new Map<string, number>();
  for (const { before, after } of entries) {
    const turn = `${before?.outcome ?? '-'} → ${after?.outcome ?? '-'}`;
    outcomes.set(turn, (outcomes.get(turn) ?? 0) + 1);
  }
  const rules = new Map(
    entries.map(({ profile, rule }) => [JSON.stringify([profile, rule]), { profile, rule }]),
  );
  return {
    class: own,
    ...(what === undefined ? {} : { what }),
    ...(evidence === undefined ? {} : { place: placeOf(entries, evidence) }),
    ...common('before'),
    ...common('after'),
    rules: [...rules.values()],
    severity: severities.find((severity) => entries.some((entry) => entry.severity === severity)) ?? 'info',
    outcomes: Object.fromEntries(outcomes),
    subjects: [...new Set(entries.map(({ subject }) => subject))],
    findings: entries.length,
    gating: entries.filter(({ gates }) => gates).length,
  };
}

/** The one place, or what its places have in common. */
function placeOf(entries: readonly DiffEntry[], evidence: FindingEvidence): NonNullable<DiffCause['place']> {
  const { input, entry, locator, line } = evidence;
  const isOne = entries.every((one) => decidingEvidence(one)?.locator === locator);
  return {
    input,
    ...(entry === undefined ? {} : { entry }),
    locator: isOne ? locator : locatorPattern(locator, '*'),
    ...(isOne && line !== undefined ? { line } : {}),
  };
}

interface Values {
  readonly before: string | undefined;
  readonly after: string | undefined;
}

const demandsOf = ({ before, after }: DiffEntry): Values => ({
  before: before?.expected,
  after: after?.expected,
});

/** What stood at the place, before and now; the value that was judged where the other run has no such place. */
function valuesAt({ before, after }: DiffEntry, place: FindingEvidence): Values {
  const there = (one: FindingEvidence): boolean =>
    pathPattern(one.input) === pathPattern(place.input) &&
    locatorPattern(one.locator, '*') === locatorPattern(place.locator, '*');
  const at = (side: DiffEntry['before']): string | undefined => {
    const own = side?.evidence.find(there);
    return own === undefined ? side?.actual : (own.value ?? side?.actual);
  };
  return { before: at(before), after: at(after) };
}

/** What is to be said where there is no witness. */
class SubjectInputs {
  readonly #before: ReadonlyMap<string, string>;
  readonly #after: ReadonlyMap<string, string>;
  readonly #now: ReadonlyMap<string, InputRecord>;

  constructor(before: Report, after: Report) {
    this.#before = new Map(before.subjects.map(({ id, input }) => [id, input]));
    this.#after = new Map(after.subjects.map(({ id, input }) => [id, input]));
    this.#now = new Map(after.inputs.map((input) => [pathPattern(input.path), input]));
  }

  wordsOf({ class: own, profile, rule, subject, notes, after, before }: DiffEntry): string {
    if (own === 'device-gone' || own === 'policy-gone') return this.#gone(this.#before.get(subject) ?? '-');
    if (own === 'device-added' || own === 'policy-added') return this.#after.get(subject) ?? '-';
    if (own === 'rule-changed') return `${profile} ${rule}`;
    if (own === 'profile-version-changed')
      return `${profile} ${rule}: ${notes.includes('rule-removed') ? 'not in the later profile' : 'not in the earlier profile'}`;
    const side = after ?? before;
    return `${profile} ${rule}${side?.reason === undefined ? '' : `: ${side.reason}`}`;
  }

  /** A file that was not read this time is another matter than a phone that left. */
  #gone(path: string): string {
    const input = this.#now.get(pathPattern(path));
    if (input === undefined) return `${path} was not among the inputs`;
    return input.status === 'read' ? `${input.path} no longer has them` : `${input.path} was ${input.status}`;
  }
}

function byWeight(a: DiffCause, b: DiffCause): number {
  return (
    diffClasses.indexOf(a.class) - diffClasses.indexOf(b.class) ||
    severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
    b.findings - a.findings
  );
}
