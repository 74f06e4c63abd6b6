/** Settings that a policy gives to messaging apps whose keys are known. */
import { evidenceAt, isDoubtful } from '../../artifacts/google/rows.ts';
import { managedConfigurationOf } from '../../artifacts/managed-configurations.ts';
import type { MapReading, MapSite } from '../../artifacts/observe-map.ts';
import { isKnown, type Observation } from '../../model/observation.ts';
import { type AppView, installTypeOf } from './map-apps.ts';

const key = 'managedConfiguration';

/** An app that is listed twice, or kept off the phone, gets no settings that could be relied on. */
export function observeMessaging({ site, listed, isWhole }: AppView): MapReading {
  const readings = [...listed].flatMap(([name, entries]): MapReading[] => {
    const [first, ...others] = entries;
    if (first === undefined || installTypeOf(first.node) === 'BLOCKED') return [];
    const { node, path } = first;
    const own: MapSite = { ...site, locate: (field) => `${path}/${key}/${field}` };
    const isClear = others.length === 0 && !isDoubtful(node, key);
    const value = node.entries.get(key);
    // Another fragment may bring them.
    if (value === undefined && !isWhole) return [];
    const reading = managedConfigurationOf(name, value, own);
    if (isClear && (value !== undefined || !node.entries.has('managedConfigurationTemplate')))
      return [reading];
    // ManagedConfigurationTemplate: its values are not in the policy.
    const unknown = isClear ? 'not-reported' : 'ambiguous';
    const place = evidenceAt(site, `${path}/${key}`, node.line);
    return [{ ...reading, observations: reading.observations.map((one) => withdrawn(one, unknown, place)) }];
  });
  return {
    observations: readings.flatMap(({ observations }) => observations),
    notices: readings.flatMap(({ notices }) => notices),
  };
}

function withdrawn(
  one: Observation,
  unknown: 'not-reported' | 'ambiguous',
  evidence: Observation['evidence'],
): Observation {
  const { needs: _needs, ...base } = one;
  if (!isKnown(base)) return { ...base, unknown, evidence };
  const { value: _value, ...rest } = base;
  return { ...rest, origin: 'explicit', unknown, evidence };
}
