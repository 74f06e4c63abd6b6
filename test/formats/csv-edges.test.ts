/** CSV at its limits, which are lowered here so that small files meet them. */
import { afterEach, describe, expect, it } from 'vitest';
import { type CsvHeader, type CsvItem, type CsvOptions, readCsv } from '../../src/formats/csv.ts';
import { limits, setLimits } from '../../src/io/limits.ts';
import { all, concat, inPieces, refusalOf, utf8 } from '../support/bytes.ts';

const usual = { ...limits };
afterEach(() => setLimits(usual));

const read = (text: string | Uint8Array, options?: CsvOptions, size = 1000) =>
  all(readCsv(inPieces(typeof text === 'string' ? utf8(text) : text, [size]), options));
const refused = (text: string, options?: CsvOptions, size?: number) =>
  refusalOf(() => read(text, options, size));
const rows = (items: readonly CsvItem[]) =>
  items.flatMap((item) => (item.kind === 'row' ? [[...item.cells.values()]] : []));
const headerOf = ([first]: readonly CsvItem[]): CsvHeader => {
  if (first?.kind !== 'header') throw new Error('the first item is the header');
  return first;
};
const sizes = [1, 2, 7, 8, 9, 16, 1000];

describe('a file that is longer than its head', () => {
  it.each(['a,b\n1,2\n3,4\n5,6\n', 'a,b\n1,2', 'a,b\n"1\n2","""3"""\n\n4,5\n'])(
    '%j is read whole',
    async (text) => {
      const expected = await read(text);
      setLimits({ headBytes: 8 });
      for (const size of sizes) expect(await read(text, {}, size)).toEqual(expected);
    },
  );

  it('is read whole where it ends with its head, or a byte behind it', async () => {
    for (const headBytes of [7, 8, 9]) {
      setLimits({ headBytes });
      for (const size of sizes) expect(rows(await read('a,b\n1,2\n', {}, size))).toEqual([['1', '2']]);
    }
  });

  it('needs its header in the head', async () => {
    setLimits({ headBytes: 8 });
    for (const size of sizes)
      expect(await refused('first,second\n1,2\n', {}, size)).toMatchObject({
        code: 'input-too-large',
        message: 'The header is too long.',
        place: { line: 1 },
      });
    const late = await refused('\n\n\nfirst,second\n1,2\n');
    expect(late).toMatchObject({ code: 'input-too-large', place: { line: 4 } });
  });

  it('shows its encoding by the head alone', async () => {
    setLimits({ headBytes: 8 });
    const bytes = concat(utf8('a,b\n1,2\n3,'), [0xe9], utf8('\n'));
    for (const size of sizes)
      expect(await refusalOf(() => read(bytes, {}, size))).toMatchObject({
        code: 'encoding-invalid',
        place: { offset: 11 },
      });
  });
});

describe('limits are exact', () => {
  it('of a record, with its line, however it arrives', async () => {
    setLimits({ csvRecord: 6 });
    for (const size of sizes) {
      expect(rows(await read('a,b\n1,3456\n1,3456\n', {}, size))).toHaveLength(2);
      for (const [text, line] of [
        ['a,b\n1,2\n1,34567\n', 3],
        ['a,b\n"1","2\n\n', 2],
      ] as const)
        expect(await refused(text, {}, size)).toMatchObject({
          code: 'input-too-large',
          message: 'A record is longer than 6 characters; a quote that is never closed makes one.',
          place: { line },
        });
    }
  });

  it('of cells and of names', async () => {
    setLimits({ csvCells: 3, keyLength: 2 });
    for (const row of ['1,2,3', '"1",2,"3"']) expect(rows(await read(`a,b,cc\n${row}\n`))).toHaveLength(1);
    for (const row of ['1,2,3,4', '"1",2,3,4', '"1","2","3","4","', ',,,'])
      expect(await refused(`a,b,c\n${row}\n`)).toMatchObject({
        code: 'input-too-large',
        message: 'A record has more than 3 cells.',
        place: { line: 2 },
      });
    expect(await refused('a,bbb\n')).toMatchObject({
      code: 'input-too-large',
      message: 'The name of a column is longer than 2 characters.',
      place: { line: 1 },
    });
  });
});

describe('the separator', () => {
  /** A header and rows that fit a comma and a semicolon alike. */
  const both = (count: number) => `a,b;c\n${'1,2;3\n'.repeat(count)}`;

  it('is the one that every row keeps to, not only some', async () => {
    expect(headerOf(await read(`${both(1)}4;5\n`)).separator).toBe(';');
    expect(headerOf(await read(`4;5\n${both(1)}`, { separator: ',' })).separator).toBe(',');
    expect((await refused(`${both(1)}4;5\n6,7\n`)).code).toBe('csv-malformed');
  });

  it('is decided by the first twenty rows', async () => {
    expect(headerOf(await read(`${both(19)}4;5\n`)).separator).toBe(';');
    expect((await refused(`${both(20)}4;5\n`)).message).toContain('name the separator');
    expect(headerOf(await read(`a,b;c\n${'\n'.repeat(30)}1;2\n`)).separator).toBe(';');
  });

  it('that a header mixes is a fault, or no header that is known', async () => {
    const text = '"a","b";"c"\n1,2;3\n';
    expect((await refused(text)).message).toBe('The header mixes separators.');
    expect((await refused(text, { isHeader: ([a]) => a === 'a' })).message).toMatch(/^No known header/);
    expect((await refused('a;b\n', { isHeader: () => false, separator: ';' })).message).toMatch(
      /^No known header/,
    );
  });
});

describe('a table of one column', () => {
  it('has no text behind a closing quote', async () => {
    expect(rows(await read('id\n"a"\n"b""c"\n'))).toEqual([['a'], ['b"c']]);
    for (const row of ['"a"x', '"a" ', 'a"b', 'x;"y"z'])
      expect(await refused(`id\n1\n${row}\n`)).toMatchObject({ code: 'csv-malformed', place: { line: 3 } });
  });

  it('breaks a row at each of the separators', async () => {
    for (const row of ['u;"v"', '"u","v"', 'u\t"v"', '"u"\tv'])
      expect((await read(`id\n${row}\n`))[1]).toMatchObject({
        kind: 'broken',
        why: 'The row has 2 cells and the header 1.',
      });
    expect((await read('id\n\n1\n'))[1]).toMatchObject({
      kind: 'broken',
      number: 1,
      line: 2,
      why: 'The line is empty: no value, or an empty one.',
    });
  });
});

describe('a header that is not there', () => {
  it('is looked for in so many lines', async () => {
    setLimits({ csvPreamble: 2 });
    const isHeader = (cells: readonly string[]) => cells[0] === 'id';
    expect(headerOf(await read('x\ny\nid,a\n', { isHeader })).line).toBe(3);
    expect(await refused('x\ny\nz\nid,a\n', { isHeader })).toMatchObject({
      message: 'No known header stands in the first 3 lines.',
      place: { line: 1 },
    });
    expect(headerOf(await read('\n\na,b\n')).line).toBe(3);
    expect(await refused('\n\n\na,b\n')).toMatchObject({
      code: 'csv-malformed',
      message: 'The first 3 lines are blank.',
      place: { line: 1 },
    });
  });

  it('may be the last line, without its end', async () => {
    const isHeader = (cells: readonly string[]) => cells[0] === 'id';
    expect(headerOf(await read('x\nid,a', { isHeader }))).toMatchObject({ line: 2, ended: false });
    setLimits({ headBytes: 6 });
    expect((await refused('x\nid,a\n1,2\n', { isHeader })).code).toBe('csv-malformed');
  });
});
