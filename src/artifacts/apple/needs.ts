/** What a phone needs to follow a key, from Apple's schema: supervision, a version of iOS, another way of enrolment. */
import { type MapNode, memberOf, type TreeNode } from '../../formats/node.ts';
import { isKnown, type Needs, type Observation } from '../../model/observation.ts';
import { type KeyFacts, keyFacts } from './schema.ts';

/**
 * The same observations with what their keys need. A value that an absent key would have too asks for nothing, so it needs
 * nothing: a camera that a profile allows is allowed on every phone.
 * @param type of a payload or a declaration
 * @param keys the map that the keys stand in
 * @param pathOf the path of a key within the map, `A.B` or `A[0].B`, from the locator of its observation
 */
export function needing(
  observations: readonly Observation[],
  type: string,
  keys: MapNode,
  pathOf: (locator: string) => string,
): Observation[] {
  return observations.map((observation) => {
    if (!isKnown(observation)) return observation;
    const path = pathOf(observation.evidence.locator);
    const keyPath = path.includes('[') ? path.replace(/\[\d+\]/g, '[]') : path;
    const own = needsAt(type, keyPath, nodeAt(keys, path));
    const needs = observation.needs === undefined ? own : { ...own, ...observation.needs };
    return Object.keys(needs).length === 0 ? observation : { ...observation, needs };
  });
}

/** What one key needs with the value it has. @param path as the schema writes it, `A[].B` */
export function needsAt(type: string, path: string, value: TreeNode | undefined): Needs {
  const facts = keyFacts(type, path);
  return facts === undefined || isDefault(value, facts) ? nothing : needsOnce(facts);
}

const nothing: Needs = {};
/** Facts are few, and the same for every document: what they ask for is one object for all of them. */
const known = new WeakMap<KeyFacts, Needs>();

function needsOnce(facts: KeyFacts): Needs {
  const found = known.get(facts) ?? needsOf(facts);
  known.set(facts, found);
  return found;
}

function nodeAt(keys: MapNode, path: string): TreeNode | undefined {
  if (!path.includes('.')) return memberOf(keys, path);
  return path.split('.').reduce<TreeNode | undefined>((node, name) => memberOf(node, name), keys);
}

function isDefault(node: TreeNode | undefined, facts: KeyFacts): boolean {
  return node !== undefined && 'value' in node && node.value === facts.default;
}

/** Declarations name the enrolments that accept them instead of asking for supervision. */
function needsOf({ introduced, removed, supervised, userEnrolment, enrolments }: KeyFacts): Needs {
  const isForSupervised = supervised === true || (enrolments?.every((one) => one === 'supervised') ?? false);
  const isVoid =
    userEnrolment === 'forbidden' || userEnrolment === 'ignored' || enrolments?.includes('user') === false;
  return {
    ...(introduced === undefined ? {} : { from: introduced }),
    ...(removed === undefined ? {} : { before: removed }),
    ...(isForSupervised ? { supervised: true } : {}),
    ...(isVoid ? { notUnder: ['user'] } : {}),
  };
}
