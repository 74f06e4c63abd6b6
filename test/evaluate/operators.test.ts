import { describe, expect, it } from 'vitest';
import { findOperator, operators } from '../../src/evaluate/operators/registry.ts';
import type { SettingValue } from '../../src/model/observation.ts';

const context = {
  asOf: '2026-11-20T12:00:00Z',
  values: ['open', 'denyList', 'allowList'],
  modelOf: () => 'iPhone17,3',
};
const lines = (model: string) => [
  { model, version: '26.1' },
  { model: '*', version: '18.7' },
];

const cases: [string, SettingValue, unknown, boolean | undefined][] = [
  ['equals', true, true, true],
  ['equals', false, true, false],
  ['equals', 6, '6', false],
  ['notEquals', 'personal', 'corporate', true],
  ['notEquals', 'personal', 'personal', false],
  ['oneOf', 'denied', ['denied', 'notAsked'], true],
  ['oneOf', 'granted', ['denied', 'notAsked'], false],
  ['noneOf', 'granted', ['granted'], false],
  ['noneOf', 'denied', ['granted'], true],
  ['atLeast', 6, 6, true],
  ['atLeast', 5, 6, false],
  ['atLeast', 'allowList', 'denyList', true],
  ['atLeast', 'open', 'denyList', false],
  ['atLeast', 'unheard', 'denyList', undefined],
  ['atMost', 10, 10, true],
  ['atMost', 11, 10, false],
  ['atMost', 'open', 'denyList', true],
  ['atMost', 'unheard', 'denyList', undefined],
  ['between', 1, [1, 15], true],
  ['between', 15, [1, 15], true],
  ['between', 0, [1, 15], false],
  ['contains', ['a', 'b'], 'a', true],
  ['contains', ['b'], 'a', false],
  ['containsAll', ['a', 'b'], ['a'], true],
  ['containsAll', ['b'], ['a'], false],
  ['containsNone', ['b'], ['a'], true],
  ['containsNone', ['a', 'b'], ['a'], false],
  ['subsetOf', ['a'], ['a', 'b'], true],
  ['subsetOf', ['a', 'c'], ['a', 'b'], false],
  ['subsetOf', [], ['a'], true],
  ['versionAtLeast', '26.0', '26', true],
  ['versionAtLeast', '17.9', '17.10', false],
  ['versionAtLeast', 'beta', '17', undefined],
  ['matches', 'iPhone17,3', 'iPhone1[67],\\d+', true],
  ['matches', 'iPhone17,3', 'iPhone', false],
  ['matches', `${'a'.repeat(50_000)}b`, '(a*)*', false],
  ['versionAtLeastForModel', '26.1', lines('iPhone17,*'), true],
  ['versionAtLeastForModel', '26.0', lines('iphone17,*'), false],
  ['versionAtLeastForModel', '18.7', lines('iPhone1*7,3*3'), true],
  ['versionAtLeastForModel', '18.6', lines('iPhone17'), false],
  ['versionAtLeastForModel', '26.1', [{ model: 'iPad*', version: '1' }], undefined],
  ['versionAtLeastForModel', 'beta', lines('*'), undefined],
  ['present', false, true, true],
  ['absent', false, true, false],
  ['newerThan', '2026-10-05', 90, true],
  ['newerThan', '2026-08-01', 90, false],
  ['newerThan', '2026-11-21', 90, true],
  ['newerThan', '2027-01-01', 90, undefined],
  ['newerThan', 'yesterday', 90, undefined],
  ['olderThan', '2026-08-01', 90, true],
  ['olderThan', '2026-10-05', 90, false],
  ['olderThan', '2027-01-01', 90, undefined],
];

describe('operators', () => {
  it.each(cases)('%s of %j against %j is %j', (id, value, options, expected) => {
    expect(findOperator(id)?.test(value, options, context)).toBe(expected);
  });

  it('have a case each, in both directions', () => {
    // What is there is present, and what is absent has no value to compare.
    for (const { id } of operators.filter(({ id }) => id !== 'present' && id !== 'absent')) {
      const results = cases.filter(([operator]) => operator === id).map(([, , , result]) => result);
      expect(results, id).toEqual(expect.arrayContaining([true, false]));
    }
  });

  it('say what they expect in words', () => {
    const words = cases.map(([id, , options]) => `${id}: ${findOperator(id)?.explain(options)}`);
    expect([...new Set(words)]).toMatchSnapshot();
  });
});
