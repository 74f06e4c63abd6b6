/** The states of single settings on one phone → observations. Shape: Graph, deviceCompliancePolicyState and deviceConfigurationState. */
import { type MapNode, stringOf, type TreeNode } from '../../formats/node.ts';
import type { Evidence, Observation } from '../../model/observation.ts';
import type { PlatformFamily } from '../../model/subject.ts';
import { findSetting } from '../../settings/catalogue.ts';
import { maskedText } from '../masking.ts';
import { checkNamed, type KnownCheck } from './setting-checks.ts';

type Meaning = 'met' | 'unmet' | 'doubt' | 'nothing';

/** Words without case and blanks. `remediated` is not described: whether it still holds is not said. */
const meanings: Readonly<Record<string, Meaning>> = {
  compliant: 'met',
  noncompliant: 'unmet',
  notcompliant: 'unmet',
  remediated: 'doubt',
  error: 'doubt',
  conflict: 'doubt',
  unknown: 'nothing',
  notapplicable: 'nothing',
  notassigned: 'nothing',
  notevaluated: 'nothing',
  '': 'nothing',
};

/** A number is a code that the vendor does not document, and as little known as a word of another language. */
const meaningOf = (state: string): Meaning => meanings[folded(state)] ?? 'doubt';
const folded = (state: string): string => state.replaceAll(/\s/g, '').toLowerCase();

/** Whoever has such a state is reached by the policy, be it met or not. */
export const isEvaluated = (state: string | undefined): boolean =>
  state !== undefined && Object.hasOwn(meanings, folded(state)) && meaningOf(state) !== 'nothing';

/** Identifiers of the policies in a list of states that the device has evaluated. */
export function policiesIn(policies: TreeNode): string[] {
  if (policies.type !== 'list') return [];
  return policies.items.flatMap((policy) => {
    const text = (name: string) => (policy.type === 'map' ? stringOf(spelled(policy, name)?.[1]) : undefined);
    const id = text('id');
    return id !== undefined && isEvaluated(text('state')) ? [id] : [];
  });
}

/**
 * What one state says; undefined where it says nothing.
 * @param where the place of the state
 */
export function observeState(
  check: KnownCheck,
  state: string | undefined,
  where: Omit<Evidence, 'value'>,
  collected?: string,
): Observation | undefined {
  const meaning = state === undefined ? 'doubt' : meaningOf(state);
  if (meaning === 'nothing' || findSetting(check.setting)?.proof[check.family] === undefined)
    return undefined;
  const shown = state === undefined ? 'no word' : maskedText('state', state);
  const base = {
    setting: check.setting,
    layer: 'installed',
    origin: 'explicit',
    evidence: { ...where, value: `${check.name}: ${shown}` },
    ...(collected === undefined ? {} : { collected }),
  } as const;
  const value = meaning === 'met' ? check.met : meaning === 'unmet' ? check.unmet : undefined;
  if (value !== undefined) return { ...base, notes: ['checked-not-enforced'], value };
  // Met, but only the policy says what.
  return meaning === 'met' ? undefined : { ...base, unknown: 'ambiguous' };
}

export interface StatesSite {
  readonly input: string;
  /** The place of the list of states, and of a member of it by its path: `0/settingStates/3/state`. */
  readonly locate: (path: string) => string;
  readonly collected?: string;
}

/** What is said under the names of one platform; no observation where a state says nothing. */
export interface Said {
  readonly family: PlatformFamily;
  readonly observations: readonly Observation[];
}

/** All the states of all the policies in a list; what has another shape says nothing. */
export function observeStates(policies: TreeNode, site: StatesSite): Said[] {
  if (policies.type !== 'list') return [];
  return policies.items.flatMap((policy, index) => {
    const found = policy.type === 'map' ? spelled(policy, 'settingStates') : undefined;
    if (found === undefined || found[1].type !== 'list') return [];
    const [key, { items }] = found;
    return items.flatMap((state, at) => observeOne(state, `${index}/${key}/${at}`, site));
  });
}

function observeOne(node: TreeNode, path: string, site: StatesSite): Said[] {
  if (node.type !== 'map') return [];
  const name = stringOf(spelled(node, 'setting')?.[1]) ?? stringOf(spelled(node, 'settingName')?.[1]);
  const check = name === undefined ? undefined : checkNamed(name);
  if (check === undefined) return [];
  const state = spelled(node, 'state');
  const where = {
    input: site.input,
    locator: site.locate(`${path}/${state?.[0] ?? 'state'}`),
    ...(node.line > 0 ? { line: state?.[1].line ?? node.line } : {}),
  };
  const one = observeState(check, stringOf(state?.[1]), where, site.collected);
  return [{ family: check.family, observations: one === undefined ? [] : [one] }];
}

/** The only member of that name in any case, with its spelling. */
function spelled(map: MapNode, name: string): readonly [string, TreeNode] | undefined {
  const found = [...map.entries].filter(([key]) => key.toLowerCase() === name.toLowerCase());
  const [only, ...others] = found;
  return only === undefined || others.length > 0 || map.repeated.has(only[0]) ? undefined : only;
}
