/** Several values of one layer become one, by the setting's merge rule or the one that the vendor publishes. */
import type { Merge, SettingValue } from '../model/observation.ts';
import { timeOf } from '../model/time.ts';
import type { Setting } from '../settings/define.ts';
import { compareVersions } from './versions.ts';

/** Undefined: the values cannot be reconciled, so the layer decides nothing. */
export function merge(
  setting: Setting,
  values: readonly SettingValue[],
  rule: Merge = setting.merge,
): SettingValue | undefined {
  const [first] = values;
  if (values.every((value) => JSON.stringify(value) === JSON.stringify(first))) return first;
  switch (rule) {
    // Booleans that differ: one of them is true and one is false.
    case 'and':
      return false;
    case 'or':
      return true;
    case 'min':
      return extreme(setting, values, -1);
    case 'max':
      return extreme(setting, values, 1);
    case 'union':
      return [...new Set(values.flatMap((value) => (Array.isArray(value) ? value : [])))].sort((a, b) =>
        a < b ? -1 : 1,
      );
    case 'intersection':
      return lists(values).reduce((kept, list) => kept.filter((item) => list.includes(item)));
    case 'strictest':
      return choice(setting, values, Math.max);
    case 'loosest':
      return choice(setting, values, Math.min);
    case 'only':
      return undefined;
  }
}

const lists = (values: readonly SettingValue[]): string[][] =>
  values.map((value) => (Array.isArray(value) ? [...value] : []));

/** The smallest (-1) or largest (1) number, version or date. */
function extreme(
  setting: Setting,
  values: readonly SettingValue[],
  direction: 1 | -1,
): SettingValue | undefined {
  let best: SettingValue | undefined;
  for (const value of values) {
    if (best === undefined) {
      best = value;
      continue;
    }
    const order = compare(setting, value, best);
    if (order === undefined) return undefined;
    if (order * direction > 0) best = value;
  }
  return best;
}

function compare(setting: Setting, a: SettingValue, b: SettingValue): number | undefined {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (setting.type === 'version') return compareVersions(String(a), String(b));
  const [left, right] = [timeOf(String(a)), timeOf(String(b))];
  return left === undefined || right === undefined ? undefined : left - right;
}

/** The value that stands last or first among the setting's values, which go from open to strict. */
function choice(
  setting: Setting,
  values: readonly SettingValue[],
  pick: (...places: number[]) => number,
): SettingValue | undefined {
  const order = setting.values ?? [];
  const places = values.map((value) => order.indexOf(String(value)));
  return places.includes(-1) ? undefined : order[pick(...places)];
}
