/** Of several claims about the handset itself, those that a later one has overtaken. */
import { isKnown, type Observation } from '../model/observation.ts';
import { timeOf } from '../model/time.ts';

export const day = 86_400_000;

/**
 * A claim that is more than a day older than a known one about the same is marked: it is kept as evidence and decides nothing. Within a day nobody can say which was later: clocks differ, and rows are dated by the last contact, not by the
 * fact. A claim from after the evaluation overtakes none. A list of all apps says of each app whether it is there.
 */
export function markSuperseded(records: readonly (readonly Observation[])[], asOf: string): Observation[] {
  const now = (timeOf(asOf) ?? 0) + day;
  const latest = new Map<string, number>();
  for (const one of records.flat()) {
    const at = dateOf(one);
    if (at === undefined || at > now || !isKnown(one)) continue;
    const key = keyOf(one);
    latest.set(key, Math.max(at, latest.get(key) ?? -Infinity));
  }
  const lastList = latest.get(keyOf({ setting: 'apps.installed' })) ?? -Infinity;
  return records.flat().map((one) => {
    const at = dateOf(one);
    const own = latest.get(keyOf(one)) ?? -Infinity;
    const last = one.setting === 'app.installed' ? Math.max(own, lastList) : own;
    return at !== undefined && at + day < last ? { ...one, superseded: true as const } : one;
  });
}

/** Only what is seen on the phone passes with time: a demand stands until its policy is gone. */
function dateOf({ layer, collected }: Observation): number | undefined {
  return layer === 'observed' && collected !== undefined ? timeOf(collected) : undefined;
}

const keyOf = ({ setting, scope }: Pick<Observation, 'setting' | 'scope'>): string =>
  `${setting} ${scope ?? ''}`;
