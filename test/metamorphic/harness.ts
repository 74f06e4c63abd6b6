/** Reads and judges a document in memory: what each rule says of each subject. */
import { evaluate } from '../../src/evaluate/evaluate.ts';
import { inputOf } from '../../src/io/input.ts';
import type { Finding } from '../../src/model/finding.ts';
import { isKnown, type Observation } from '../../src/model/observation.ts';
import type { Comparison, Profile } from '../../src/model/profile.ts';
import type { InputRecord } from '../../src/model/report.ts';
import type { Subject } from '../../src/model/subject.ts';
import { readOpened } from '../../src/read/opened.ts';
import { settings } from '../../src/settings/catalogue.ts';
import type { Setting } from '../../src/settings/define.ts';

/** What was found: by rule, scope and subject; a subject may stand more than once, then each has its finding. */
export interface Judged {
  readonly record: InputRecord;
  readonly findings: ReadonlyMap<string, readonly Finding[]>;
  readonly observations: readonly Observation[];
}

/**
 * A profile that asks more than any built-in one: two opposite demands on every setting, so that whatever value turns up
 * where none was, or another than before, makes one of them pass.
 */
export function demandingProfile(apps: readonly string[]): Profile {
  const rules = settings.flatMap((setting: Setting) =>
    demandsOn(setting).map((is, index) => ({
      id: `${setting.id}-${index}`,
      title: setting.id,
      severity: 'high' as const,
      expression: { setting: setting.id, is: [is] },
      ...(setting.scope === 'app' ? { apps } : {}),
      appliesTo: {},
      enforced: false,
      references: [],
      examples: { pass: [], fail: [] },
    })),
  );
  return { id: 'demanding', title: 'Demanding', version: '1', sha256: '', rules };
}

function demandsOn({ type, values }: Setting): Comparison[] {
  const is = (operator: string, ...options: readonly unknown[]) =>
    options.map((option) => ({ operator, options: option }));
  switch (type) {
    case 'boolean':
      return is('equals', true, false);
    case 'integer':
    case 'number':
      return [...is('atLeast', 8), ...is('atMost', 7)];
    case 'choice':
      return is('equals', ...(values ?? []));
    case 'version':
      return is('versionAtLeast', '0');
    case 'date':
      return is('newerThan', 30);
    default:
      return []; // a list or a text without one part of it is another value, and says so
  }
}

type Outcomes = readonly (readonly [key: string, finding: Finding])[];

export class Judge {
  readonly #profiles: readonly Profile[];
  readonly #known = new Map<string, Outcomes>();

  constructor(profiles: readonly Profile[]) {
    this.#profiles = profiles;
  }

  async judge(name: string, bytes: Uint8Array, asOf: string): Promise<Judged> {
    const findings = new Map<string, Finding[]>();
    const observations: Observation[] = [];
    let record: InputRecord | undefined;
    for await (const event of readOpened(await inputOf(name, bytes), { asOf })) {
      if (event.kind === 'input') {
        record = event.record;
        continue;
      }
      if (event.kind !== 'subject') continue;
      for (const one of event.observations) observations.push(one);
      for (const [key, finding] of this.#evaluate(event.subject, event.observations, asOf)) {
        const same = findings.get(key);
        if (same === undefined) findings.set(key, [finding]);
        else same.push(finding);
      }
    }
    if (record === undefined) throw new Error('no record');
    return { record, findings, observations };
  }

  /** Most changes leave most subjects as they were; the evaluator is a function of what it is given. */
  #evaluate(subject: Subject, observations: readonly Observation[], asOf: string): Outcomes {
    const key = JSON.stringify([asOf, subject, observations.map(withoutPlace)]);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const found = this.#profiles.flatMap((profile) =>
      evaluate(profile, subject, observations, { asOf }).map((finding) => [keyOf(finding), finding] as const),
    );
    this.#known.set(key, found);
    return found;
  }
}

const keyOf = ({ profile, rule, scope = '', subject }: Finding): string =>
  `${profile} ${rule} ${scope} ${subject}`;

/** Evidence is for the reader's eye. */
function withoutPlace(observation: Observation): unknown {
  const { evidence: _evidence, ...rest } = observation;
  return isKnown(observation) ? [rest, observation.value] : rest;
}

/** Findings that pass although every one of that rule, scope and subject was a fail or unknown before. */
export function improved(before: Judged, after: Judged): Finding[] {
  return [...after.findings].flatMap(([key, findings]) => {
    const earlier = before.findings.get(key) ?? [];
    const wasOpen = earlier.length > 0 && earlier.every(isOpen);
    const [first] = findings;
    return wasOpen && first !== undefined && findings.every(({ outcome }) => outcome === 'pass')
      ? [first]
      : [];
  });
}

const isOpen = ({ outcome }: Finding): boolean => outcome === 'fail' || outcome === 'unknown';
