/** The states of single settings on one phone → observations. Shape: Graph, deviceCompliancePolicyState and deviceConfigurationState. */
import { itemsOf, type MapNode, stringOf, type TreeNode } from '../../formats/node.ts';
import { type Evidence, type Observation, withdrawn } from '../../model/observation.ts';
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
    const lists = policy.type === 'map' ? spellings(policy, 'settingStates') : [];
    const said = lists.flatMap(([key, list]) =>
      itemsOf(list).flatMap((state, at) => observeOne(state, `${index}/${key}/${at}`, site)),
    );
    return lists.length > 1 ? said.map(doubted) : said;
  });
}

/** The same where it is not known which of several lists counts. */
export const doubted = ({ family, observations }: Said): Said => ({
  family,
  observations: observations.map((one) => withdrawn(one, 'ambiguous')),
});

function observeOne(node: TreeNode, path: string, site: StatesSite): Said[] {
  if (node.type !== 'map') return [];
  const names = ['setting', 'settingName'].map((key) => spellings(node, key));
  const checks = new Set(names.flatMap((places) => places.flatMap(([, name]) => checkOf(name) ?? [])));
  const isOnce = checks.size === 1 && names.every((places) => places.length < 2);
  const state = spelled(node, 'state');
  const where = {
    input: site.input,
    locator: site.locate(`${path}/${state?.[0] ?? 'state'}`),
    ...(node.line > 0 ? { line: state?.[1].line ?? node.line } : {}),
  };
  return [...checks].map((check) => {
    const one = observeState(check, isOnce ? stringOf(state?.[1]) : undefined, where, site.collected);
    return { family: check.family, observations: one === undefined ? [] : [one] };
  });
}

const checkOf = (name: TreeNode): KnownCheck | undefined =>
  name.type === 'string' ? checkNamed(name.value) : undefined;

/** Every place of a member in any case, with its spelling. */
function spellings(map: MapNode, name: string): (readonly [string, TreeNode])[] {
  const wanted = name.toLowerCase();
  return [...map.entries].flatMap(([key, last]) =>
    key.toLowerCase() === wanted
      ? (map.repeated.get(key) ?? [last]).map((one): readonly [string, TreeNode] => [key, one])
      : [],
  );
}

/** The only one of them. */
function spelled(map: MapNode, name: string): readonly [string, TreeNode] | undefined {
  const [only, ...others] = spellings(map, name);
  return others.length > 0 ? undefined : only;
}
