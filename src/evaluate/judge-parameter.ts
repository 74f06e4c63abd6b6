/** A parameter of the profile against comparisons. What an organisation has left empty decides nothing. */
import type { SettingValue } from '../model/observation.ts';
import type { ParameterLeaf } from '../model/profile.ts';
import type { JudgeOptions, Judgement } from './judgement.ts';
import { operatorOf, wordsOf } from './operators/registry.ts';

export function judgeParameter({ parameter, value, is }: ParameterLeaf, options: JudgeOptions): Judgement {
  const negated = options.negated === true;
  const base = {
    setting: `the parameter ${parameter}`,
    expected: wordsOf(is, negated),
    witnesses: [],
    notes: [],
    steps: [],
  };
  if (!isValue(value) || value === '' || (Array.isArray(value) && value.length === 0))
    return {
      ...base,
      outcome: 'unknown',
      reason: 'not-collected',
      collect: [`a value for the parameter ${parameter} (--set ${parameter}=…)`],
    };
  const context = { asOf: options.asOf, values: [] };
  const results = is.map(({ operator, options: wanted }) =>
    operatorOf(operator).test(value, wanted, context),
  );
  const held = results.includes(false) ? false : results.includes(undefined) ? undefined : true;
  const actual = Array.isArray(value) ? value.join(', ') : String(value);
  if (held === undefined) return { ...base, outcome: 'unknown', reason: 'ambiguous', actual, collect: [] };
  return { ...base, outcome: held === negated ? 'fail' : 'pass', actual, collect: [] };
}

const isValue = (value: unknown): value is SettingValue =>
  ['boolean', 'number', 'string'].includes(typeof value) ||
  (Array.isArray(value) && value.every((item) => typeof item === 'string'));
