/** Two reports of one run: what the one says and the other does not, finding by finding. */
import { canonicalText } from '../formats/json-canonical.ts';
import type { Finding } from '../model/finding.ts';
import type { Report } from '../model/report.ts';

/** In sentences; `finding` counts by itself, for an audit is its findings. */
export interface Difference {
  readonly of: 'finding' | 'subject' | 'input' | 'run';
  readonly text: string;
}

/** What comes from earlier runs, which a pack does not hold. */
const ofHistory = ['failingSince', 'failingGap'];

/** @param told what the pack says. @param found what came out when it was evaluated again */
export function compareReports(told: Report, found: Report): Difference[] {
  const asked = (gate: string): boolean => !gate.startsWith('--fail-on-new'); // against an earlier run
  const gatesOf = ({ gates }: Report) => gates.filter(({ gate }) => asked(gate));
  return [
    ...listed(told.inputs, found.inputs, 'input', ({ path }) => path),
    ...listed(told.subjects, found.subjects, 'subject', ({ id }) => id),
    ...findings(told.findings, found.findings),
    ...listed(told.profiles, found.profiles, 'run', ({ id }) => `profile ${id}`),
    ...listed(gatesOf(told), gatesOf(found), 'run', ({ gate }) => `gate ${gate}`),
    ...parts(told, found, ['asOf', 'summary', 'ruleCounts', 'waivers']),
  ];
}

function findings(told: readonly Finding[], found: readonly Finding[]): Difference[] {
  const [before, after] = [keyed(told, findingName), keyed(found, findingName)];
  const differences: Difference[] = [];
  for (const [name, one] of before) {
    const other = after.get(name);
    if (other === undefined) differences.push(finding(name, `${verdict(one)} in the pack, not found again`));
    else if (verdict(one) !== verdict(other))
      differences.push(finding(name, `${verdict(one)} in the pack, ${verdict(other)} now`));
    else {
      const changed = changedKeys(one, other).filter((key) => !ofHistory.includes(key));
      if (changed.length > 0)
        differences.push(
          finding(
            name,
            `${verdict(one)} again, but ${changed.join(', ')} differ${changed.length === 1 ? 's' : ''}`,
          ),
        );
    }
  }
  for (const [name, one] of after)
    if (!before.has(name)) differences.push(finding(name, `not in the pack, ${verdict(one)} now`));
  return differences;
}

const finding = (name: string, what: string): Difference => ({ of: 'finding', text: `${name}: ${what}` });

const findingName = ({ subject, profile, rule, scope }: Finding): string =>
  `${subject}, ${profile} ${rule}${scope === undefined ? '' : ` [${scope}]`}`;

const verdict = ({ outcome, reason }: Finding): string =>
  reason === undefined ? outcome : `${outcome} (${reason})`;

function listed<T extends object>(
  told: readonly T[],
  found: readonly T[],
  of: Difference['of'],
  nameOf: (one: T) => string,
): Difference[] {
  const [before, after] = [keyed(told, nameOf), keyed(found, nameOf)];
  const differences: Difference[] = [];
  for (const [name, one] of before) {
    const other = after.get(name);
    const changed = other === undefined ? [] : changedKeys(one, other);
    if (other === undefined) differences.push({ of, text: `${name}: in the pack, not found again` });
    else if (changed.length > 0)
      differences.push({
        of,
        text: `${name}: ${changed.join(', ')} differ${changed.length === 1 ? 's' : ''}`,
      });
  }
  for (const name of after.keys())
    if (!before.has(name)) differences.push({ of, text: `${name}: not in the pack` });
  if (differences.length === 0 && [...before.keys()].join('\n') !== [...after.keys()].join('\n'))
    differences.push({ of, text: `${of === 'run' ? 'parts' : `${of}s`} in another order` });
  return differences;
}

/** Names are unique but for what a subject says twice of one rule; those are told apart by their place. */
function keyed<T>(items: readonly T[], nameOf: (one: T) => string): Map<string, T> {
  const map = new Map<string, T>();
  for (const item of items) {
    const name = nameOf(item);
    let free = name;
    for (let times = 2; map.has(free); times += 1) free = `${name} (${times})`;
    map.set(free, item);
  }
  return map;
}

function parts(told: Report, found: Report, keys: readonly string[]): Difference[] {
  return changedKeys(told, found)
    .filter((key) => keys.includes(key))
    .map((key) => ({ of: 'run', text: `${key} differs` }));
}

function changedKeys(told: object, found: object): string[] {
  const [before, after] = [new Map(Object.entries(told)), new Map(Object.entries(found))];
  const keys = new Set([...before.keys(), ...after.keys()]);
  return [...keys].filter((key) => textOf(before.get(key)) !== textOf(after.get(key))).sort();
}

const textOf = (value: unknown): string => (value === undefined ? '' : canonicalText(value));
