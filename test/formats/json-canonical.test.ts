/** RFC 8785: the examples of the text, and what holds for every value. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, canonicalText } from '../../src/formats/json-canonical.ts';

describe('canonical JSON', () => {
  it('writes numbers and strings as section 3.2.2 does', () => {
    const value: unknown = JSON.parse(
      String.raw`{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]}`,
    );
    expect(canonicalText(value)).toBe(
      String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    );
  });

  it('sorts keys as section 3.2.3 does', () => {
    const value = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\u{1f600}': 5, '\u0080': 6, '\u00f6': 7 };
    expect(canonicalText(value)).toBe('{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😀":5,"\ufb33":3}');
  });

  it('is one text for one value, and gives the value back', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
        const text = canonicalText(value);
        const parsed: unknown = JSON.parse(text);
        expect(parsed).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalText(parsed)).toBe(text);
        expect(canonicalText(reversed(value))).toBe(text);
      }),
    );
  });

  it('comes in chunks, a list item each', () => {
    expect([...canonicalJson({ list: [{ b: 1, a: 2 }, 3] })].filter((chunk) => chunk !== '')).toContain(
      '{"a":2,"b":1}',
    );
  });

  it.each([
    ['half of a pair', 'a\ud800'],
    ['no number', NaN],
    ['without an end', Infinity],
  ])('has no form for %s', (_name, value) => {
    expect(() => canonicalText({ value })).toThrow(expect.objectContaining({ code: 'output-failed' }));
  });

  it('leaves out what has no value', () => {
    expect(canonicalText({ a: undefined, b: null })).toBe('{"b":null}');
  });
});

/** The same value with its keys the other way round. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, member]) => [key, reversed(member)]),
  );
}
