/** A large document cut into its elements: the same values as read whole, or a refusal; never half of it in silence. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutJson } from '../../src/formats/json-cut.ts';
import { parseJson } from '../../src/formats/json.ts';
import { itemsOf, memberOf, type TreeNode } from '../../src/formats/node.ts';
import { limits, setLimits } from '../../src/io/limits.ts';
import { all, concat, inPieces, plainOf, refusalOf, runs, utf16, utf8 } from '../support/bytes.ts';
import { jsonExports, jsonLayouts } from '../support/json.ts';

const isValue = (key: string) => key === 'value';
const cut = (bytes: Uint8Array, ...sizes: number[]) => all(cutJson(inPieces(bytes, sizes), isValue));
const cutText = (text: string, ...sizes: number[]) => cut(utf8(text), ...sizes);

/** What cutting must yield, from the document read whole: elements with their lines, then the other members. */
function whole(text: string): { elements: TreeNode[]; members: Record<string, unknown> } {
  const tree = parseJson(text);
  const streamed = tree.type === 'list' ? tree : memberOf(tree, 'value');
  const members = Object.fromEntries(
    tree.type === 'map'
      ? [...tree.entries].map(([key, node]) => [key, key === 'value' ? null : plainOf(node)])
      : [],
  );
  return { elements: [...itemsOf(streamed)], members };
}

async function pieces(bytes: Uint8Array, sizes: readonly number[]): ReturnType<typeof summed> {
  return summed(await cut(bytes, ...sizes));
}

async function summed(items: Awaited<ReturnType<typeof cut>>): Promise<ReturnType<typeof whole>> {
  const last = items.at(-1);
  const elements = items.flatMap((item) => (item.kind === 'element' ? [item] : []));
  expect(items.filter((item) => item.kind === 'end')).toHaveLength(1);
  expect(elements.map(({ index }) => index)).toEqual(elements.map((_, index) => index));
  return {
    elements: elements.map(({ node }) => node),
    members: last?.kind === 'end' ? (plainOf(last.members) as Record<string, unknown>) : {},
  };
}

const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 });

describe('cutting yields what reading whole yields', () => {
  it('for every shape, layout and chunking, lines included', async () => {
    await fc.assert(
      fc.asyncProperty(jsonExports, jsonLayouts, sizes, async (value, layout, cuts) => {
        const text = layout(value);
        expect(await pieces(utf8(text), cuts)).toEqual(whole(text));
      }),
      { numRuns: runs },
    );
  });

  it.each([
    ['UTF-16LE with byte order mark', (text: string) => utf16(text, 'le')],
    ['UTF-16BE without', (text: string) => utf16(text, 'be', false)],
    ['UTF-8 with byte order mark', (text: string) => concat([0xef, 0xbb, 0xbf], utf8(text))],
  ])('in %s', async (_name, encode) => {
    const text = '{"value": [\r\n{"id": "Größe 📱"},\r\n2], "n": "x"}';
    for (const size of [1, 2, 3, 7, 1000]) expect(await pieces(encode(text), [size])).toEqual(whole(text));
  });

  it('with exact integers and repeated keys inside the elements', async () => {
    const [first] = await cutText('[{"a": 9007199254740993, "a": 1}]', 3);
    expect(first).toMatchObject({
      node: { repeated: new Map([['a', [{ value: 9007199254740993n }, { value: 1 }]]]) },
    });
  });

  it.each([
    ['[]', 0],
    ['{}', 0],
    ['{"value": []}', 0],
    ['{"value": 5}', 0],
    ['[1]', 1],
    ['[[]]', 1],
  ])('%s has an end', async (text, count) => {
    const items = await cutText(text, 1);
    expect(items.map(({ kind }) => kind)).toEqual([...Array.from({ length: count }, () => 'element'), 'end']);
  });

  it('only arrays under the names asked for are cut', async () => {
    const items = await cutText('{"other": [1, 2], "value": [3], "deep": {"value": [4]}}');
    expect(items).toHaveLength(2);
    expect(items[0]).toMatchObject({ key: 'value', index: 0, node: { value: 3 } });
  });
});

describe('what is doubtful stays visible', () => {
  it.each(['{"value": [1], "value": [2]}', '{"value": 1, "value": [2]}', '{"value": [1], "\\u0076alue": 2}'])(
    '%s shows a repeated member',
    async (text) => {
      const end = (await cutText(text, 2)).at(-1);
      expect(end?.kind === 'end' && [...end.members.repeated.keys()]).toEqual(['value']);
    },
  );

  it('lines count through CRLF, and say where the fault is', async () => {
    const text = '{\r\n"value": [\r\n{"id": 1},\r\n{"id": x}\r\n]}';
    expect(await refusalOf(() => cutText(text, 5))).toMatchObject({
      code: 'json-malformed',
      place: { line: 4, column: 8 },
    });
  });

  it.each([
    ['[1, {"a" 2}]', 1, 10],
    ['[1,\n {"a":\n  x}]', 3, 3],
    ['{"value": [1,\n  2 3]}', 2, 5],
    ['{"a": 1,\n\n "b" 2}', 3, 6],
  ])('%j is refused at line %i, column %i, as if read whole', async (text, line, column) => {
    for (const size of [1, 4, 1000])
      expect((await refusalOf(() => cutText(text, size))).place).toEqual({ line, column });
  });
});

describe('objects after a first one', () => {
  const text = '{"value": [1],\n"next": "x"}\n{"value": [2]}\n\n{"value":\n[3]}';
  const several = (part: string, ...sizes: number[]) =>
    all(cutJson(inPieces(utf8(part), sizes), isValue, true));

  it('are yielded whole, each with its line, before the members of the first', async () => {
    for (const sizes of [[], [1], [7]]) {
      const items = await several(text, ...sizes);
      expect(items.map(({ kind }) => kind)).toEqual(['element', 'further', 'further', 'end']);
      const further = items.flatMap((item) => (item.kind === 'further' ? [item.node] : []));
      expect(further.map(({ line }) => line)).toEqual([3, 5]);
      expect(further.map(plainOf)).toEqual([{ value: [2] }, { value: [3] }]);
    }
  });

  it('are refused where nobody expects them, and where they are cut off or something else', async () => {
    expect((await refusalOf(() => cutText(text))).message).toContain('Text follows');
    for (const odd of [text.slice(0, -1), `${text} [4]`, `${text} 5`, '[1] {"value": [2]}'])
      expect((await refusalOf(() => several(odd))).code, odd).toBe('json-malformed');
  });
});

describe('a stream is refused', () => {
  it('when it is cut at any byte, after the elements before', async () => {
    const sample = utf8('{"@odata.count": 2, "value": [{"id": "a"}, {"id": "b\\u00e9"}], "next": "é"}');
    for (let length = 0; length < sample.length; length += 1) {
      const seen: string[] = [];
      const error = await refusalOf(async () => {
        for await (const item of cutJson(inPieces(sample.subarray(0, length), [7]), isValue))
          seen.push(item.kind);
      });
      expect(error.code).toMatch(/^(json-malformed|encoding-invalid)$/);
      expect(seen).not.toContain('end');
    }
  });

  it.each([
    '',
    ' ',
    '5',
    '"a"',
    'null',
    '[] x',
    '[][]',
    '{} {}',
    '[1 2]',
    '[1,]',
    '[,1]',
    '[,]',
    '[1}',
    '{"value": [1}',
    '{"value": [1]]',
    '{"value" [1]}',
    '{"value": [1], }',
    '{value: [1]}',
    '{"value": [tru]}',
    '{"value": [12"a"]}',
    '{"value": [1], "a"}',
    '{,}',
    '[{"a": 1]',
    '["a\nb"]',
    '[01]',
    '[1e999]',
    '[\u00a01]',
    '{"value": }',
  ])('%j', async (text) => {
    for (const size of [1, 3, 1000])
      expect((await refusalOf(() => cutText(text, size))).code).toBe('json-malformed');
  });

  it('when one element is endless', async () => {
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield utf8('[{"a": "');
      for (;;) yield new Uint8Array(1024 * 1024).fill(0x61);
    }
    const error = await refusalOf(() => all(cutJson(endless(), isValue)));
    expect(error).toMatchObject({ code: 'json-malformed', place: { line: 1 } });
    expect(limits.recordBytes).toBeLessThanOrEqual(16 * 1024 * 1024);
  });

  it('when an element nests too deep', async () => {
    expect((await refusalOf(() => cutText('['.repeat(100_000), 1000))).code).toBe('nesting-too-deep');
    expect((await refusalOf(() => cutText(`[${'['.repeat(600)}${']'.repeat(600)}]`))).code).toBe(
      'nesting-too-deep',
    );
  });
});

describe('a refusal says what and where, however the text is cut', () => {
  it.each<[text: string, message: string, column: number]>([
    ['1', 'An object or an array is expected.', 1],
    ['"a"', 'An object or an array is expected.', 1],
    ['[1', 'The document ends inside an array.', 3],
    ['{"value":[1,2', 'The document ends inside an array.', 14],
    ['[1 2]', 'A comma or a closing bracket is expected.', 4],
    ['["a":2]', 'A comma or a closing bracket is expected.', 5],
    ['[1]]', 'Text follows the end of the document.', 4],
    ['{"a":[1]', 'The document ends inside an object.', 9],
    ['{"a":1', 'The document ends inside an object.', 7],
    ['{"a":[1] "b"', 'A comma or a closing brace is expected.', 10],
    ['{"a":1:', 'A comma or a closing brace is expected.', 7],
    ['{"a":1,}', 'A key in double quotes is expected.', 8],
    ['{1:2}', 'A key in double quotes is expected.', 2],
    ['{', 'A key in double quotes is expected.', 2],
    ['{"a" 1}', 'A colon is expected after the key.', 6],
    ['{"a":1}x', 'Text follows the end of the document.', 8],
    ['[{"a": "x]', 'The document ends inside a string.', 11],
  ])('%j: %s', async (text, message, column) => {
    for (const size of [1, 2, 3, 100])
      expect(await refusalOf(() => cutText(`\n${text}`, size))).toMatchObject({
        code: 'json-malformed',
        message,
        place: { line: 2, column },
      });
  });

  it('behind values of several lines', async () => {
    const text = '{"a": {\n "b": 1\n}, "value": [\n{\n"c": 2}, 3\n], x}';
    for (const size of [1, 7, 100])
      expect(await refusalOf(() => cutText(text, size))).toMatchObject({ place: { line: 6, column: 4 } });
    expect(await refusalOf(() => cutText('[{\n\n"c": 2}  ; 3]'))).toMatchObject({
      place: { line: 3, column: 10 },
    });
  });

  it('at limits that are exact', async () => {
    const { recordBytes, keyLength } = limits;
    setLimits({ recordBytes: 5 });
    try {
      expect(await cutText('[12345, "abc"]', 3)).toHaveLength(3);
      for (const [text, size] of [
        ['[123456]', 1],
        ['["abcd"]', 100],
        ['[123456', 100],
      ] as const)
        expect((await refusalOf(() => cutText(text, size))).message).toBe(
          'A record is longer than 5 characters.',
        );
    } finally {
      setLimits({ recordBytes });
    }
    const key = 'k'.repeat(keyLength);
    expect((await cutText(`{"${key}": 1}`)).at(-1)).toMatchObject({ kind: 'end' });
    expect((await refusalOf(() => cutText(`{"${key}k": 1}`))).message).toBe(
      'A key is longer than the limit.',
    );
  });
});
