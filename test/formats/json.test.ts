/** Strict JSON: the same values as `JSON.parse`, and what it hides. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson } from '../../src/formats/json.ts';
import { itemsOf, memberOf, type TreeNode } from '../../src/formats/node.ts';
import { limits, setLimits } from '../../src/io/limits.ts';
import { depthOf, plainOf, refusal, runs } from '../support/bytes.ts';
import { jsonLayouts, jsonValues } from '../support/json.ts';

/** `JSON.parse` has doubles only. */
function rounded(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(rounded);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, rounded(one)]));
  return value;
}

describe('a document means the same as to JSON.parse', () => {
  it('whatever its values and layout', () => {
    fc.assert(
      fc.property(jsonValues, jsonLayouts, (value, layout) => {
        const text = layout(value);
        expect(rounded(plainOf(parseJson(text)))).toEqual(JSON.parse(text));
      }),
      { numRuns: runs },
    );
  });

  it('or is refused by both, where it is damaged in one place', () => {
    const characters = fc.constantFrom(
      '',
      '"',
      '\\',
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '0',
      '-',
      '.',
      'e',
      'u',
      '\n',
      '\u0000',
      'tr',
      'é',
    );
    fc.assert(
      fc.property(fc.json(), fc.nat(), characters, fc.nat(3), (text, at, piece, lost) => {
        const from = at % (text.length + 1);
        const damaged = text.slice(0, from) + piece + text.slice(from + lost);
        const theirs = attempt(() => JSON.parse(damaged) as unknown);
        const ours = attempt(() => plainOf(parseJson(damaged)));
        // Ours refuses more: 1e999, half surrogate pairs.
        if (ours.ok) expect({ ok: true, value: rounded(ours.value) }).toEqual(theirs);
        else if (theirs.ok) expect(damaged).toMatch(/\d[eE]|\\u/);
      }),
      { numRuns: runs * 5 },
    );
  });
});

function attempt(read: () => unknown): { ok: true; value: unknown } | { ok: false } {
  try {
    return { ok: true, value: read() };
  } catch {
    return { ok: false };
  }
}

describe('what JSON.parse hides is kept', () => {
  it.each<[text: string, value: unknown]>([
    ['9007199254740991', 9007199254740991],
    ['9007199254740993', 9007199254740993n],
    ['-9007199254740993', -9007199254740993n],
    [`1${'0'.repeat(100)}`, 10n ** 100n],
    ['-0', -0],
    ['1.0', 1],
    ['1e2', 100],
    ['{"__proto__": {"a": 1}}', Object.fromEntries([['__proto__', { a: 1 }]])],
    ['"\\u00e9\\ud83d\\udcf1\\/\\b"', 'é📱/\b'],
    ['"\u2028\u007f\u0085"', '\u2028\u007f\u0085'],
    [' \t\r\n[ ] ', []],
  ])('%s', (text, value) => expect(plainOf(parseJson(text))).toEqual(value));

  it('whole numbers and others are told apart', () => {
    const items = parseJson('[1, 1.0, 1e0]');
    expect(items.type === 'list' && items.items.map(({ type }) => type)).toEqual(['integer', 'real', 'real']);
  });

  it('repeated keys, with all their values and lines', () => {
    const tree = parseJson('{"a": 1,\n"\\u0061": 2,\n"b": {"c": 1, "c": 1}}');
    const repeated = (node: TreeNode | undefined) => (node?.type === 'map' ? [...node.repeated] : []);
    expect(repeated(tree)).toMatchObject([
      [
        'a',
        [
          { value: 1, line: 1 },
          { value: 2, line: 2 },
        ],
      ],
    ]);
    expect(repeated(memberOf(tree, 'b'))).toMatchObject([['c', [{ line: 3 }, { line: 3 }]]]);
  });

  it('the line of every value, counted on from a first place', () => {
    expect(refusal(() => parseJson('[x\n]', 10, 5)).place).toEqual({ line: 10, column: 6 });
    const tree = parseJson('{\r\n"a":\r\n[1,\n2]}', 10, 5);
    expect(tree.line).toBe(10);
    expect(memberOf(tree, 'a')).toMatchObject({ line: 12, items: [{ line: 12 }, { line: 13 }] });
  });
});

describe('a document is refused', () => {
  const texts = [
    '',
    ' ',
    '01',
    '-01',
    '+1',
    '.5',
    '1.',
    '-',
    '--1',
    '1e',
    '1e+',
    '0x1F',
    '1_000',
    'NaN',
    'Infinity',
    '-Infinity',
    '1e999',
    '-1e999',
    'tru',
    'True',
    'truex',
    'null1',
    'undefined',
    "'a'",
    '"a',
    '"',
    '"\\',
    '"\\x41"',
    '"\\u12"',
    '"\\u12g4"',
    '"\\u{41}"',
    '"\\v"',
    '"a\tb"',
    '"a\nb"',
    '"a\u0000b"',
    '"a\u001fb"',
    '"\\ud800"',
    '"\\udc00\\ud800"',
    '"\ud800"',
    '{"\\ud800": 1}',
    '[',
    ']',
    '[1',
    '[1,',
    '[1,]',
    '[,1]',
    '[1 2]',
    '[1}',
    '{',
    '{"a"',
    '{"a":',
    '{"a":1',
    '{"a":1,',
    '{"a":1,}',
    '{a:1}',
    '{1:1}',
    '{"a" 1}',
    '{"a":}',
    '{,}',
    '{"a":1 "b":2}',
    '{} {}',
    '1 2',
    '[] x',
    '{}\u0000',
    '{}\u00a0',
    '\uFEFF{}',
    '/* a */ 1',
    '1 // a',
  ];
  it.each(texts)('%j', (text) => {
    const error = refusal(() => parseJson(text));
    expect(error.code).toBe('json-malformed');
    expect(error.place.line).toBeGreaterThanOrEqual(1);
  });

  it('when it is cut at any byte', () => {
    const sample = '{"a": [1, -2.5e3, "x\\u00e9"], "b": {"c": true, "d": null}}';
    for (let length = 0; length < sample.length; length += 1)
      expect(refusal(() => parseJson(sample.slice(0, length))).code).toBe('json-malformed');
  });

  it.each([
    ['513 levels', '['.repeat(513) + ']'.repeat(513), 'nesting-too-deep'],
    ['a million levels', '['.repeat(1_000_000), 'nesting-too-deep'],
    ['a million levels of objects', '{"a":'.repeat(1_000_000), 'nesting-too-deep'],
    ['a key of 1,025 characters', `{"${'a'.repeat(1025)}": 1}`, 'json-malformed'],
    ['a number of 4,097 digits', '1'.repeat(4097), 'json-malformed'],
    ['a number of a million digits', '1'.repeat(1_000_000), 'json-malformed'],
  ])('with %s', (_name, text, code) => expect(refusal(() => parseJson(text)).code).toBe(code));

  it('but 512 levels are read', () => {
    expect(depthOf(parseJson('['.repeat(512) + ']'.repeat(512)))).toBe(512);
  });

  it.each([
    ['[1,\n  x]', 2, 3],
    ['{"a": 1,\r\n "b" 2}', 2, 6],
    ['{"a":\n\n "x\ty"}', 3, 4],
    ['[]\n ]', 2, 2],
    ['{"ok": "\\ud800"}', 1, 8],
  ])('%j at line %i, column %i', (text, line, column) => {
    expect(refusal(() => parseJson(text)).place).toEqual({ line, column });
  });

  it('without text of the document in the message', () => {
    for (const text of ['{"CANARY" 1}', '["CANARY\u0001"]', '[CANARY]', '{"a":1} CANARY'])
      expect(refusal(() => parseJson(text)).message).not.toContain('CANARY');
  });
});

describe('a refusal says what and where', () => {
  it.each<[text: string, message: string, column: number]>([
    ['  ', 'The document ends too early.', 3],
    ['[', 'The document ends too early.', 2],
    ['[1', 'A comma or a closing bracket is expected.', 3],
    ['[1 2]', 'A comma or a closing bracket is expected.', 4],
    ['[1,]', 'A value is expected.', 4],
    ['{', 'A key in double quotes is expected.', 2],
    ['{"a"', 'A colon is expected after the key.', 5],
    ['{"a":1 "b":2}', 'A comma or a closing brace is expected.', 8],
    ['"abc', 'The document ends inside a string.', 5],
    ['"a\u0001"', 'A control character stands inside a string.', 3],
    ['"a\\', 'An escape sequence is not valid.', 3],
    ['"a\\x"', 'An escape sequence is not valid.', 3],
    ['"\\u12', 'An escape sequence is not valid.', 2],
    ['"\\u12g4"', 'An escape sequence is not valid.', 2],
    ['"\\ud800"', 'A string holds half of a surrogate pair.', 1],
    ['tru', 'A value is expected.', 1],
    ['01', 'Text follows the end of the document.', 2],
    ['1e999', 'A number is too large.', 6],
  ])('%j: %s', (text, message, column) => {
    expect(refusal(() => parseJson(text))).toMatchObject({
      code: 'json-malformed',
      message,
      place: { line: 1, column },
    });
  });
});

it.each([
  ['"a"', 'string'],
  ['1', 'integer'],
  ['1.5', 'real'],
  ['true', 'boolean'],
  ['false', 'boolean'],
  ['null', 'null'],
  ['[]', 'list'],
  ['{}', 'map'],
])('%s is a %s', (text, type) => expect(parseJson(text)).toMatchObject({ type, line: 1 }));

describe('limits are exact', () => {
  it('of a text, a key and a number', () => {
    const { stringLength } = limits;
    setLimits({ stringLength: 4 });
    try {
      expect(parseJson('"abcd"')).toMatchObject({ value: 'abcd' });
      expect(refusal(() => parseJson('"abcde"'))).toMatchObject({
        message: 'A string is longer than the limit.',
        place: { column: 1 },
      });
    } finally {
      setLimits({ stringLength });
    }
    const key = 'k'.repeat(limits.keyLength);
    expect(plainOf(parseJson(`{"${key}": 1}`))).toEqual({ [key]: 1 });
    expect(refusal(() => parseJson(`{"${key}k": 1}`)).message).toBe('A string is longer than the limit.');
    const digits = `0.${'1'.repeat(limits.numberLength - 2)}`;
    expect(parseJson(digits)).toMatchObject({ type: 'real' });
    expect(refusal(() => parseJson(`${digits}1`)).message).toBe('A number has too many digits.');
  });

  it('of nesting, which what stands side by side is not', () => {
    const { documentDepth } = limits;
    const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
    expect(depthOf(parseJson(nested(documentDepth)))).toBe(documentDepth);
    expect(refusal(() => parseJson(nested(documentDepth + 1))).message).toBe(
      `The document nests deeper than ${documentDepth} levels.`,
    );
    const wide = `[${Array.from({ length: documentDepth * 2 }, (_, at) => (at % 2 ? '[]' : '{"a":{}}')).join()}]`;
    expect(itemsOf(parseJson(wide))).toHaveLength(documentDepth * 2);
  });
});
