/** A look at the start of a JSON text: what it is, never evidence. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { peekJson } from '../../src/formats/json-peek.ts';
import { runs } from '../support/bytes.ts';

const plain = (text: string) => {
  const peek = peekJson(text);
  return (
    peek && { ...peek, keys: [...peek.keys], rows: [...peek.rows].map(([name, keys]) => [name, [...keys]]) }
  );
};

describe('the start of a text tells', () => {
  it.each([
    [
      '{"a": "x", "b": 1, "c": null}',
      {
        root: 'object',
        keys: [
          ['a', 'x'],
          ['b', undefined],
          ['c', undefined],
        ],
        rows: [],
        lines: false,
        closed: true,
      },
    ],
    ['\uFEFF\r\n {"a": "x"}\n', { root: 'object', keys: [['a', 'x']], rows: [], lines: false, closed: true }],
    [
      '[{"id": "1"}, {"name": "2"}]',
      { root: 'array', keys: [], rows: [['', [['id', '1']]]], lines: false, closed: true },
    ],
    [
      '{"value": [{"id": "1", "n": {"x": "y"}}], "z": [1]}',
      {
        root: 'object',
        keys: [
          ['value', undefined],
          ['z', undefined],
        ],
        rows: [
          [
            'value',
            [
              ['id', '1'],
              ['n', undefined],
            ],
          ],
        ],
        lines: false,
        closed: true,
      },
    ],
    [
      '{"a": {"value": [{"id": "1"}]}}',
      { root: 'object', keys: [['a', undefined]], rows: [], lines: false, closed: true },
    ],
    ['{"a": "1"}\n{"a": "2"}\n', { root: 'object', keys: [['a', '1']], rows: [], lines: true, closed: true }],
    ['{"a": "1"}\r\n{"a"', { root: 'object', keys: [['a', '1']], rows: [], lines: true, closed: true }],
    [
      '{\n"a": "1"}\n{"a": "2"}',
      { root: 'object', keys: [['a', '1']], rows: [], lines: false, closed: true },
    ],
    ['{"a": "1"} {"a": "2"}', { root: 'object', keys: [['a', '1']], rows: [], lines: false, closed: true }],
    [
      '{"a": "1", "b": "cut he',
      {
        root: 'object',
        keys: [
          ['a', '1'],
          ['b', undefined],
        ],
        rows: [],
        lines: false,
        closed: false,
      },
    ],
    ['[', { root: 'array', keys: [], rows: [], lines: false, closed: false }],
  ])('%j', (text, expected) => expect(plain(text)).toEqual(expected));

  it.each(['', ' ', 'x', '"a"', '1', '<plist>', 'a{', '\u0000{'])('%j is not JSON', (text) => {
    expect(peekJson(text)).toBeUndefined();
  });

  it('long values are not kept', () => {
    expect(plain(`{"a": "${'x'.repeat(300)}"}`)?.keys).toEqual([['a', undefined]]);
  });

  it('keys such as __proto__ are data', () => {
    expect(plain('{"__proto__": "x", "constructor": "y"}')?.keys).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ]);
  });
});

describe('nothing makes it fail', () => {
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string().map((text) => `{${text}`),
    fc
      .array(fc.constantFrom('{', '}', '[', ']', ',', ':', '"', '\\', 'a', ' ', '\n', '1'), { maxLength: 40 })
      .map((parts) => `[${parts.join('')}`),
  );
  it('no string does', () => {
    fc.assert(
      fc.property(texts, (text) => void peekJson(text)),
      { numRuns: runs * 5 },
    );
  });

  it('a text cut anywhere shows no more than the whole', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), (json, at) => {
        const full = peekJson(json);
        const part = peekJson(json.slice(0, at % (json.length + 1)));
        if (part === undefined) return;
        expect(part.root).toBe(full?.root);
        for (const key of part.keys.keys()) expect(full?.keys.has(key)).toBe(true);
      }),
      { numRuns: runs },
    );
  });

  it.each([
    ['one long string', `{"${'a'.repeat(262_144)}`],
    ['one string of escapes', `{"${'\\"'.repeat(131_072)}`],
    ['many brackets', '['.repeat(262_144)],
    ['many quotes', `[${'"'.repeat(262_144)}`],
    ['blanks', `{${' '.repeat(262_144)}`],
  ])('%s is looked at in time', (_name, text) => {
    const started = performance.now();
    peekJson(text);
    expect(performance.now() - started).toBeLessThan(15_000);
  });
});

describe('the start of a text does not tell', () => {
  it.each(['', 'x {"a": 1}', '\n"a"', '1', 'x\uFEFF{"a": 1}', '/* { */ {"a": 1}'])(
    '%j is not JSON',
    (text) => {
      expect(peekJson(text)).toBeUndefined();
    },
  );

  it.each<[text: string, isLines: boolean]>([
    ['{"a": 1}\r\n\n {"a": 2}', true],
    ['{"a": 1} \t\n{', true],
    ['{"a": 1}{"a": 2}', false],
    ['{"a": 1}\n[1]', false],
    ['{"a": 1} x\n{"a": 2}', false],
    ['{"a": 1}\nx{"a": 2}', false],
    ['[1]\n{"a": 2}', false],
    ['{"a": 1}\n', false],
    ['{"a": {\n{', false],
  ])('%j is a document a line: %s', (text, isLines) => {
    expect(peekJson(text)?.lines).toBe(isLines);
  });

  it('more of a key than its first short text', () => {
    expect(plain('{"a": "x", "a": 1, "b": 1, "b": "y"}')?.keys).toEqual([
      ['a', 'x'],
      ['b', 'y'],
    ]);
    const [short, long] = ['s'.repeat(256), 'l'.repeat(257)];
    expect(plain(`{"a": "${short}", "b": "${long}"}`)?.keys).toEqual([
      ['a', short],
      ['b', undefined],
    ]);
  });

  it('rows of lists in lists, or of texts', () => {
    expect(plain('[["x", "y"], "z", {"id": "1"}, {"n": "2"}]')?.rows).toEqual([['', [['id', '1']]]]);
    expect(plain('{"v": [[1], {"id": "1"}]}')?.rows).toEqual([['v', [['id', '1']]]]);
    expect(plain('["a", "b"]')).toMatchObject({ root: 'array', keys: [], rows: [], closed: true });
  });
});
