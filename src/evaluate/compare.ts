/** One layer against the comparisons of a rule, and in words what it holds. */
import { isKnown, type SettingValue } from '../model/observation.ts';
import type { Comparison } from '../model/profile.ts';
import type { Setting } from '../settings/define.ts';
import type { JudgedLayer, JudgeOptions, Judgement } from './judgement.ts';
import { show } from './operators/define.ts';
import { operatorOf } from './operators/registry.ts';
import type { LayerResult } from './resolve.ts';

export function compare(
  layer: LayerResult,
  setting: Setting,
  comparisons: readonly Comparison[],
  options: JudgeOptions,
): JudgedLayer['verdict'] {
  if (layer.value === undefined) return undefined;
  const verdictOf = (value: SettingValue) => verdictOn(value, setting, comparisons, options);
  const verdict = verdictOf(layer.value);
  if (verdict !== 'pass' || layer.layer !== 'observed' || setting.type === 'list') return verdict;
  // A policy binds by its strictest part; a phone has one state, and of two that disagree the better one shows nothing.
  const states = layer.witnesses.filter(isKnown);
  return states.every(({ value }) => verdictOf(value) === 'pass') ? 'pass' : undefined;
}

function verdictOn(
  value: SettingValue,
  setting: Setting,
  comparisons: readonly Comparison[],
  { asOf, modelOf = () => undefined, negated = false }: JudgeOptions,
): JudgedLayer['verdict'] {
  const context = { asOf, values: setting.values ?? [], modelOf };
  const results = comparisons.map(({ operator, options }) =>
    operatorOf(operator).test(value, options, context),
  );
  if (results.includes(false)) return negated ? 'pass' : 'fail';
  if (results.includes(undefined)) return undefined;
  return negated ? 'fail' : 'pass';
}

export type Told = Pick<Judgement, 'witnesses' | 'notes'> & { actual: string };

/** The deciding layer, with what was noted on the stronger ones that decided nothing. */
export function tell(
  decided: LayerResult,
  comparisons: readonly Comparison[],
  passedOver: readonly LayerResult[],
): Told {
  const { value, witnesses } = decided;
  const [first] = comparisons;
  const own =
    first && value !== undefined ? operatorOf(first.operator).tell?.(value, first.options) : undefined;
  const notes = [...new Set([...passedOver, decided].flatMap((layer) => layer.notes))];
  return {
    actual: own ?? (Array.isArray(value) ? `a list of ${value.length}` : show(value)),
    witnesses,
    notes,
  };
}
