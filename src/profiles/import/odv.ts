/** Values that the organisation defines (`$ODV`): which one a baseline takes, and the parameter that keeps it changeable. */
import type { ParameterFile } from '../file.ts';
import { textAt, valueAt, type PlainMap } from './plain.ts';
import { oneLine } from './result.ts';

export const placeholder = '$ODV';

export interface Taken {
  readonly value: unknown;
  /** What was wrong with the way that the guide takes it. */
  readonly corrected?: string;
}

/**
 * The value that the baseline names, else the custom one, else the recommended one. The branches ios_18 and ios_26 let the two BSI
 * baselines take the recommended values although their rules hold own ones, which then count.
 * @param values what the baseline calls its set of values
 * @param baseline its own name
 */
export function takenValue(odv: PlainMap, values: string, baseline: string): Taken {
  const [own, named] = [valueAt(odv, baseline), valueAt(odv, values)];
  if (values === 'recommended' && own !== undefined && own !== named)
    return {
      value: own,
      corrected: `the baseline takes “recommended” (${shown(named)}) although the rule holds ${shown(own)} for it, which is judged`,
    };
  return { value: named ?? valueAt(odv, 'custom') ?? valueAt(odv, 'recommended') };
}

const shown = (value: unknown): string => JSON.stringify(value) ?? 'nothing';

/** A parameter for a number or a list. */
export function parameterOf(key: string, rule: string, odv: PlainMap, value: number | readonly string[]) {
  const hint = oneLine(textAt(odv, 'hint') ?? textAt(odv, 'hint', 'description') ?? '');
  const [minimum, maximum] = ['min', 'max'].map((end) => numberAt(odv, end));
  const isFitting =
    typeof value === 'number' && value >= (minimum ?? -Infinity) && value <= (maximum ?? Infinity);
  const parameter: ParameterFile = {
    title: `${key} (${rule})`,
    type: Array.isArray(value) ? 'list' : Number.isInteger(value) ? 'integer' : 'number',
    default: value,
    ...(isFitting && minimum !== undefined ? { minimum } : {}),
    ...(isFitting && maximum !== undefined ? { maximum } : {}),
    ...(hint === '' ? {} : { hint }),
  };
  const range = `${minimum ?? ''} to ${maximum ?? ''}`.trim();
  const corrected = `its own value ${shown(value)} is outside of the range that it sets (${range}), which is not taken over`;
  return { parameter, ...(typeof value === 'number' && !isFitting ? { corrected } : {}) };
}

function numberAt(odv: PlainMap, end: string): number | undefined {
  const found = valueAt(odv, 'hint', 'validation', end);
  return typeof found === 'number' ? found : undefined;
}
