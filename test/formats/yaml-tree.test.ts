/** YAML exports: the tree that JSON would give, and scalars only where YAML 1.1 and 1.2 agree. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson } from '../../src/formats/json.ts';
import { memberOf } from '../../src/formats/node.ts';
import { parseYaml } from '../../src/formats/yaml-tree.ts';
import { limits, setLimits } from '../../src/io/limits.ts';
import { plainOf, refusal, runs } from '../support/bytes.ts';
import { jsonValues } from '../support/json.ts';
import { yamlBlock, yamlFlow } from '../support/yaml.ts';

const read = (text: string) => plainOf(parseYaml(text));

/** YAML keeps no sign of zero, and a whole real has no point. */
const unsigned = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (_key, one: unknown) => (one === 0 ? 0 : one)));

describe('the YAML that prints a tree of JSON reads as that tree', () => {
  it.each([
    ['in block style', yamlBlock],
    ['in flow style', (value: unknown) => `${yamlFlow(value)}\n`],
    ['with the ends of lines of Windows', (value: unknown) => yamlBlock(value).replaceAll('\n', '\r\n')],
  ])('%s', (_name, print) => {
    fc.assert(
      fc.property(jsonValues, (value) => {
        fc.pre(value !== null);
        expect(read(print(value))).toEqual(plainOf(parseJson(JSON.stringify(unsigned(value)))));
      }),
      { numRuns: runs },
    );
  });

  it('with every value at its line', () => {
    const tree = parseYaml('# c\na: 1\nb:\n- x\n- c: 2\n  d:\n\n    e\nf:\n');
    expect(tree).toMatchObject({ line: 2 });
    expect(memberOf(tree, 'b')).toMatchObject({
      line: 4,
      items: [{ line: 4, value: 'x' }, { line: 5 }],
    });
    const second = memberOf(tree, 'b');
    const item = second?.type === 'list' ? second.items[1] : undefined;
    expect(memberOf(item, 'd')).toEqual({ type: 'string', value: 'e', line: 8 });
    expect(memberOf(tree, 'f')).toEqual({ type: 'null', line: 9 });
  });
});

describe('scalars', () => {
  it.each<[text: string, value: unknown]>([
    ['true', true],
    ['"true"', 'true'],
    ['False', false],
    ['~', null],
    ['', null],
    ['6', 6],
    ['+6', 6],
    ['-6', -6],
    ['0x1F', 31],
    ['9007199254740993', 9007199254740993n],
    ['1.0', 1],
    ['.5', 0.5],
    ['1.5e+3', 1500],
  ])('of which all versions of YAML think the same: %s', (text, value) =>
    expect(read(`a: ${text}\n`)).toEqual({ a: value }),
  );

  it.each([
    'yes',
    'No',
    'on',
    'OFF',
    'y',
    '017',
    '08',
    '0o17',
    '0b1',
    '1_000',
    '1e3',
    '1.5e3',
    '12:30',
    '2026-01-01',
  ])('%s stays a text', (text) =>
    expect(parseYaml(`a: ${text}\n`)).toMatchObject({
      entries: new Map([['a', { type: 'string', value: text, line: 1 }]]),
    }),
  );

  it('a whole real is a real', () => {
    expect(memberOf(parseYaml('a: 1.0\n'), 'a')).toEqual({ type: 'real', value: 1, line: 1 });
  });
});

describe('repeated keys are kept', () => {
  it('in order', () => {
    const tree = parseYaml('a: 1\n__proto__: x\na: 2\n');
    expect(plainOf(tree)).toHaveProperty('a', 2);
    expect(tree.type === 'map' && tree.repeated.get('a')?.map(plainOf)).toEqual([1, 2]);
    expect(memberOf(tree, '__proto__')).toMatchObject({ value: 'x' });
  });
});

describe('what cannot be trusted is refused with its line', () => {
  it.each<[name: string, text: string, line: number]>([
    ['an anchor', 'a: 1\nb: &x 2\n', 2],
    ['an alias', 'a: 1\nb: *x\n', 2],
    ['a tag', 'a: 1\nb: !!str 6\n', 2],
    ['a merge key', 'a: 1\n<<: {b: 2}\n', 2],
    ['a directive', '%YAML 1.1\n---\na: yes\n', 1],
    ['a second document', 'a: 1\n---\nb: 2\n', 2],
    ['a key that is a list', '? [a]\n: 1\n', 1],
    ['infinity', 'a: 1\nb: .inf\n', 2],
    ['an open bracket', 'a: 1\nb: [1', 2],
    ['a last line without its end', 'a: 1\nb: fal', 2],
    ['half of a surrogate pair', 'a: "\\ud800"\n', 1],
    ['nothing', '', 1],
  ])('%s', (_name, text, line) => {
    expect(refusal(() => parseYaml(text))).toMatchObject({ code: 'yaml-malformed', place: { line } });
  });

  it.each(['{a: 1}', '[a]', 'a: 1\n...', '- a\n'])('%j is whole', (text) => expect(read(text)).toBeTruthy());
});

describe('limits', () => {
  it('levels', () => {
    const { documentDepth } = limits;
    expect(read(`${'- '.repeat(documentDepth)}a\n`)).toBeTruthy();
    expect(refusal(() => parseYaml(`${'- '.repeat(documentDepth + 1)}a\n`)).code).toBe('nesting-too-deep');
    expect(refusal(() => parseYaml('['.repeat(100_000))).code).toBe('nesting-too-deep');
  });

  it.each<[string, Partial<typeof limits>, string, string]>([
    ['characters', { yamlCharacters: 5 }, 'a: 1\n', 'bb: 1\n'],
    ['words and signs', { yamlTokens: 8 }, 'a: 1\n', '[a, b, c]\n'],
  ])('%s', (_name, values, small, large) => {
    const before = { ...limits };
    try {
      setLimits(values);
      expect(read(small)).toBeTruthy();
      expect(refusal(() => parseYaml(large)).code).toBe('input-too-large');
    } finally {
      setLimits(before);
    }
  });

  it('a key', () => {
    expect(refusal(() => parseYaml(`? ${'k'.repeat(limits.keyLength + 1)}\n: 1\n`)).code).toBe(
      'yaml-malformed',
    );
  });
});
