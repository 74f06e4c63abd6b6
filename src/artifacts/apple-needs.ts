/** What a phone needs to follow a key of a payload, from Apple's schema: supervision, a version of iOS, another enrolment. */
import { type MapNode, memberOf } from '../formats/node.ts';
import { isKnown, type Needs, type Observation } from '../model/observation.ts';
import { type KeyFacts, keyFacts } from './apple-schema.ts';

/**
 * The same observations with what their keys need. A value that an absent key would have too asks for nothing, so it needs
 * nothing: a camera that a profile allows is allowed on every phone.
 * @param path of the payload in the profile
 */
export function needing(
  observations: readonly Observation[],
  type: string,
  payload: MapNode,
  path: string,
): Observation[] {
  return observations.map((observation) => {
    const key = keyOf(observation.evidence.locator, path);
    const facts = keyFacts(type, key.replace(/\[\d+\]/g, '[]'));
    if (facts === undefined || !isKnown(observation) || isDefault(memberOf(payload, key), facts))
      return observation;
    const needs = { ...needsOf(facts), ...observation.needs };
    return Object.keys(needs).length === 0 ? observation : { ...observation, needs };
  });
}

const keyOf = (locator: string, path: string) => (path === '' ? locator : locator.slice(path.length + 1));

function isDefault(node: ReturnType<typeof memberOf>, facts: KeyFacts): boolean {
  return node !== undefined && 'value' in node && node.value === facts.default;
}

function needsOf({ introduced, removed, supervised, userEnrolment }: KeyFacts): Needs {
  const isVoid = userEnrolment === 'forbidden' || userEnrolment === 'ignored';
  return {
    ...(introduced === undefined ? {} : { from: introduced }),
    ...(removed === undefined ? {} : { before: removed }),
    ...(supervised === true ? { supervised: true } : {}),
    ...(isVoid ? { notUnder: ['user'] } : {}),
  };
}
