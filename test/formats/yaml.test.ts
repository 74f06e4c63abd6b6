/** YAML for our own files: the plain subset, with places. */
import { describe, expect, it } from 'vitest';
import { readYaml } from '../../src/formats/yaml.ts';
import { limits } from '../../src/io/limits.ts';
import { refusal } from '../support/bytes.ts';

const read = (text: string) => readYaml(text, 'profile-invalid').value;

describe('the plain subset is read', () => {
  it.each<[text: string, value: unknown]>([
    ['a: 1\nb: [x, "6", true, null, 1.5]\n', { a: 1, b: ['x', '6', true, null, 1.5] }],
    [
      'a: yes\nb: on\nc: 017\nd: 2026-01-01\ne: 1_000',
      { a: 'yes', b: 'on', c: 17, d: '2026-01-01', e: '1_000' },
    ],
    ['1: a', { 1: 'a' }],
    ['a: |\n  x\n  y\n', { a: 'x\ny\n' }],
    ['a: 1\n...\n', { a: 1 }],
    ['---\na: 1\n', { a: 1 }],
    ['a: 9007199254740991', { a: 9007199254740991 }],
    ['# 50 %\na: "%TAG"', { a: '%TAG' }],
    ['constructor: 1', { constructor: 1 }],
    ['---\n', null],
  ])('%j', (text, value) => expect(read(text)).toEqual(value));
});

describe('what makes a file mean something unseen is refused with its line', () => {
  it.each<[name: string, text: string, line: number]>([
    ['an anchor', 'a: 1\nb: &x 2', 2],
    ['an alias', 'a: &x 1\nb: *x', 1],
    ['an unknown alias', 'a: 1\nb: *x', 2],
    ['a cyclic alias', 'a: &x\n  b: *x', 2],
    ['a tag of the user', 'a: 1\nb: !foo 6', 2],
    ['a tag that makes a text', 'a: 1\nb: !!str 6', 2],
    ['a tag that makes a number', 'a: 1\nb: !!int "6"', 2],
    ['a tag that makes bytes', 'a: !!binary aGk=', 1],
    ['a tag that makes a set', 'a: !!set {x}', 1],
    ['a tag on a map', 'a:\n  !!map {b: 1}', 2],
    ['a tag on a list', 'a: !!seq [1]', 1],
    ['the non-specific tag', 'a: ! 6', 1],
    ['a tag on a key', '!!str 1: a', 1],
    ['a merge key', 'a: 1\n<<: {b: 2}', 2],
    ['the version directive', '%YAML 1.1\n---\na: yes', 1],
    ['a tag directive', '%TAG ! tag:x,2000:\n---\na: 1', 1],
    ['a directive of a later document', 'a: 1\n...\n%YAML 1.1\n---\nb: yes', 4],
    ['a second document', 'a: 1\n---\nb: 2', 2],
    ['a second document without content', 'a: 1\n---\n', 2],
    ['a repeated key', 'a: 1\nb: 2\na: 3', 3],
    ['a repeated key in flow', 'a: {b: 1, b: 2}', 1],
    ['a repeated key in another spelling', '1: a\n"1": b', 2],
    ['the key __proto__', 'a: 1\n__proto__: {b: 1}', 2],
    ['a key that is a list', '? [a]\n: 1', 1],
    ['infinity', 'a: 1\nb: .inf', 2],
    ['what is no number', 'a: .nan', 1],
    ['a number too large', 'a: 1e999', 1],
    ['an integer that is not exact', 'a: 1\nb: 9007199254740993', 2],
    ['a hexadecimal integer that is not exact', 'a: 0xFFFFFFFFFFFFFFFF', 1],
    ['half of a surrogate pair', 'a: 1\nb: "\\ud800"', 2],
    ['half of a surrogate pair in a key', 'a: 1\n"\\ud800": 1', 2],
    ['a tab as indentation', 'a:\n\tb: 1', 2],
    ['an open quote', 'a: "x', 1],
    ['an open bracket', 'a: 1\nb: [1', 2],
    ['nothing', '', 1],
    ['only a comment', '# a', 1],
  ])('%s', (_name, text, line) => {
    expect(refusal(() => read(text))).toMatchObject({ code: 'profile-invalid', place: { line } });
  });

  it.each<[text: string, message: string, column: number]>([
    ['"a" b', 'Unexpected scalar at node end.', 5],
    ['a: !foo 6', 'Unresolved tag: !foo.', 4],
    ['a: "x', 'Missing closing "quote.', 6],
    ['a: }', 'Unexpected flow-map-end token in YAML stream.', 4],
    ['@a: 1', 'Plain value cannot start with reserved character @.', 1],
    ['%FOO\n---\na: 1', 'Unknown directive %FOO.', 1],
    ['a: &x 1', 'An anchor is not allowed; write the value out.', 7],
    ['a: *x', 'An alias is not allowed; write the value out.', 4],
    ['a: !!str 6', 'A tag is not allowed.', 10],
    ['a: 1\na: 1', 'A key stands twice in one map.', 1],
    ['<<: {}', 'This key is not allowed.', 1],
    ['a: .inf', 'A number is not finite.', 4],
    ['a: 9007199254740992', 'An integer is too large to be exact.', 4],
    ['a: "\\udc00"', 'A text holds half of a surrogate pair.', 4],
    ['a: 1\n---\nb: 1', 'The file holds more than one document.', 1],
    ['# only this', 'The file is empty.', 1],
  ])('%j: %s', (text, message, column) => {
    expect(refusal(() => read(text))).toMatchObject({ message, place: { column } });
  });

  it('a file of more than a mebibyte', () => {
    const longest = `a: ${'x'.repeat(limits.profileBytes - 3)}`;
    expect(read(longest)).toEqual({ a: longest.slice(3) });
    expect(refusal(() => read(`${longest}x`)).message).toContain('longer than');
  });

  it('with the code that the caller names', () => {
    expect(refusal(() => readYaml('a: [', 'config-invalid')).code).toBe('config-invalid');
  });
});

describe('nesting', () => {
  const styles: Readonly<Record<string, (levels: number) => string>> = {
    'lists in flow': (levels) => `${'['.repeat(levels)}1${']'.repeat(levels)}`,
    'maps in flow': (levels) => `${'{a: '.repeat(levels)}1${'}'.repeat(levels)}`,
    'lists in a row': (levels) => `${'- '.repeat(levels)}1`,
    'maps by indentation': (levels) =>
      `${Array.from({ length: levels }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')} 1`,
  };
  it.each(Object.keys(styles))('of %s is read up to the limit', (style) => {
    const text = (levels: number) => styles[style]?.(levels) ?? '';
    expect(JSON.stringify(read(text(limits.documentDepth))).match(/[[{]/g)).toHaveLength(
      limits.documentDepth,
    );
    expect(refusal(() => read(text(limits.documentDepth + 2))).message).toBe(
      'The file nests deeper than 512 levels.',
    );
  });
});

describe('deep or faulty files are refused in time', () => {
  it.each<[name: string, text: string]>([
    ['lists in flow', '['.repeat(150_000)],
    ['closed lists in flow', '['.repeat(50_000) + ']'.repeat(50_000)],
    ['maps in flow', '{a: '.repeat(100_000)],
    ['lists in a row', `${'- '.repeat(150_000)}a`],
    ['keys in a row', `${'? '.repeat(100_000)}a`],
    ['maps by indentation', Array.from({ length: 1400 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
  ])('%s', (_name, text) => {
    const started = performance.now();
    expect(refusal(() => read(text)).message).toMatch(/nests deeper/);
    expect(performance.now() - started).toBeLessThan(15_000);
  });

  it.each<[name: string, text: string]>([
    ['a fault in every line', 'a: }\n'.repeat(200_000)],
    ['a quoted text without indentation', `a: "${'x\n'.repeat(50_000)}"`],
    [
      'an unknown tag in every line',
      Array.from({ length: 20_000 }, (_, index) => `k${index}: !x 1`).join('\n'),
    ],
    [
      'an alias in every line',
      `a: &a 1\n${Array.from({ length: 20_000 }, (_, index) => `k${index}: *a`).join('\n')}`,
    ],
  ])('%s', (_name, text) => {
    const started = performance.now();
    refusal(() => read(text));
    expect(performance.now() - started).toBeLessThan(15_000);
  });

  it('tens of thousands of keys are read', () => {
    const text = Array.from({ length: 40_000 }, (_, index) => `k${index}: ${index}`).join('\n');
    expect(Object.keys(read(text) as object)).toHaveLength(40_000);
  });
});

describe('every value has a place', () => {
  const file = readYaml('id: x\nrules:\n  - id: a\n    is: { atLeast: 6 }\n  - id: b\n', 'profile-invalid');
  it.each<[path: (string | number)[], line: number, column: number]>([
    [[], 1, 1],
    [['id'], 1, 5],
    [['rules'], 2, 1],
    [['rules', 0, 'is', 'atLeast'], 4, 20],
    [['rules', 1, 'id'], 5, 9],
    [['rules', 1, 'is', 'atLeast'], 5, 5],
    [['rules', 7], 2, 1],
    [['nowhere'], 1, 1],
  ])('%j is at line %i, column %i', (path, line, column) => {
    expect(file.placeOf(path)).toEqual({ line, column });
  });
});

describe('a value that begins below its key has the place of the key', () => {
  const text = `id: x
severty:
  level: high
list:

  - a
folded: >
  text
plain:
  text
empty:
5:
  six: 7
flow: {
  a: 1 }
outer:
  inner:
    deep: { b: 2 }
`;
  const file = readYaml(text, 'profile-invalid');
  it.each<[path: (string | number)[], line: number, column: number]>([
    [['severty'], 2, 1],
    [['severty', 'level'], 3, 10],
    [['severty', 'nothing'], 2, 1],
    [['list'], 4, 1],
    [['list', 0], 6, 5],
    [['folded'], 7, 9],
    [['plain'], 9, 1],
    [['empty'], 11, 7],
    [['5'], 12, 1],
    [[5], 12, 1],
    [[5, 'six'], 13, 8],
    [['flow'], 14, 7],
    [['flow', 'a'], 15, 6],
    [['outer', 'inner'], 17, 3],
    [['outer', 'inner', 'deep'], 18, 11],
    [['id', 'below', 'a', 'text'], 1, 5],
  ])('%j is at line %i, column %i', (path, line, column) => {
    expect(file.placeOf(path)).toEqual({ line, column });
  });
});
