import { describe, expect, it } from 'vitest';
import { findOperator, operators } from '../../src/evaluate/operators/registry.ts';
import type { SettingValue } from '../../src/model/observation.ts';

const context = { asOf: '2026-11-20T12:00:00Z', values: ['open', 'denyList', 'allowList'] };

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
  ['newerThan', '2026-10-05', 90, true],
  ['newerThan', '2026-08-01', 90, false],
  ['newerThan', '2026-11-21', 90, true],
  ['newerThan', '2027-01-01', 90, undefined],
  ['newerThan', 'yesterday', 90, undefined],
];

describe('operators', () => {
  it.each(cases)('%s of %j against %j is %j', (id, value, options, expected) => {
    expect(findOperator(id)?.test(value, options, context)).toBe(expected);
  });

  it('have a case each, in both directions', () => {
    for (const { id } of operators) {
      const results = cases.filter(([operator]) => operator === id).map(([, , , result]) => result);
      expect(results, id).toEqual(expect.arrayContaining([true, false]));
    }
  });

  it('say what they expect in words', () => {
    const words = cases.map(([id, , options]) => `${id}: ${findOperator(id)?.explain(options)}`);
    expect([...new Set(words)]).toMatchSnapshot();
  });
});
