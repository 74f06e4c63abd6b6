/** `extract` finds what a regular expression would, never takes longer than the text is, and refuses what it cannot follow. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PassmusterError } from '../../src/errors.ts';
import { extractBy } from '../../src/mapping/extract.ts';

const withRegExp = (pattern: string, text: string): string | undefined => {
  const match = new RegExp(pattern).exec(text);
  return match === null ? undefined : (match[1] ?? (/\((?!\?)/.test(pattern) ? undefined : match[0]));
};

describe('extract', () => {
  it.each([
    [String.raw`(\d+(?:\.\d+)*)`, 'iOS 17.4.1 (21E236)', '17.4.1'],
    [String.raw`^Android (\d+)`, 'Android 16', '16'],
    [String.raw`^Android (\d+)`, 'an Android 16', undefined],
    [String.raw`\d{4}-\d{2}-\d{2}`, 'patch 2026-10-05.', '2026-10-05'],
    ['(a|ab)(?:c|bcd)', 'abcd', 'a'],
    ['<(.+?)>', '<a><b>', 'a'],
    ['([^;]*);', ';x', ''],
    [String.raw`\((\w+)\)$`, 'iPhone (SE)', 'SE'],
  ])('%s in %s', (pattern, text, expected) => {
    expect(extractBy(pattern)(text)).toBe(expected);
  });

  it('agrees with the regular expressions of JavaScript', () => {
    const atom = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', String.raw`\d`, '(?:ab|a)', '(?:b|ba)');
    const piece = fc
      .tuple(atom, fc.constantFrom('', '*', '+', '?', '{2}', '{1,3}', '*?', '+?', '??'))
      .map(([one, times]) => one + times);
    const sequence = fc.array(piece, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(''));
    const pattern = fc.oneof(
      sequence,
      fc.tuple(sequence, sequence).map(([a, b]) => `${a}|${b}`),
      fc.tuple(sequence, sequence).map(([a, b]) => `${a}(${b})`),
      sequence.map((one) => `^${one}$`),
    );
    fc.assert(
      fc.property(pattern, fc.string({ unit: fc.constantFrom('a', 'b', '1') }), (written, text) => {
        expect(extractBy(written)(text)).toBe(withRegExp(written, text));
      }),
      { numRuns: 500 },
    );
  });

  it('is not held up by what stops other machines', () => {
    const start = performance.now();
    expect(extractBy('^(?:(?:a|a)+)+b$')('a'.repeat(1000))).toBeUndefined();
    expect(extractBy('(.*a){20}$')(`${'a'.repeat(999)}b`)).toBeUndefined();
    expect(performance.now() - start).toBeLessThan(2000);
    expect(extractBy('a')('a'.repeat(1001))).toBeUndefined();
  });

  it.each([
    [String.raw`(a)\1`, 'is none of RE2'],
    ['(?=a)', 'is none of RE2'],
    ['(a)(b)', 'more than one group'],
    ['(a', 'is none of RE2'],
    ['[z-a]', 'is none of RE2'],
    ['*a', 'is none of RE2'],
    ['a'.repeat(201), 'longer than'],
    ['(?:(?:(?:a{32}){32}){32}){2}', 'is none of RE2'],
  ])('refuses %s', (pattern, why) => {
    expect(() => extractBy(pattern)).toThrow(PassmusterError);
    expect(() => extractBy(pattern)).toThrow(why);
  });
});
