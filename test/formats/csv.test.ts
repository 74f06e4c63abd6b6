/** CSV: the table that was written, or a refusal with its line; never a row that was guessed. */
import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CsvEnd, type CsvItem, type CsvOptions, type CsvRow, readCsv } from '../../src/formats/csv.ts';
import { limits } from '../../src/io/limits.ts';
import { all, concat, inPieces, refusalOf, runs, utf8 } from '../support/bytes.ts';
import {
  csvEncodings,
  csvStyles,
  csvTables,
  windows1252,
  windows1252Letters,
  writeCsv,
} from '../support/csv.ts';

const read = (bytes: Uint8Array, options?: CsvOptions, sizes: readonly number[] = [bytes.length]) =>
  all(readCsv(inPieces(bytes, sizes), options));
const readText = (text: string, options?: CsvOptions, ...sizes: number[]) =>
  read(utf8(text), options, sizes.length > 0 ? sizes : [text.length * 3 + 1]);
const refused = (text: string, options?: CsvOptions) => refusalOf(() => readText(text, options));

const headerOf = (items: readonly CsvItem[]) => {
  const [first] = items;
  if (first?.kind !== 'header') throw new Error('the first item is the header');
  return first;
};
const rowsOf = (items: readonly CsvItem[]): CsvRow[] =>
  items.flatMap((item) => (item.kind === 'row' ? [item] : []));
const cellsOf = (items: readonly CsvItem[]) => rowsOf(items).map(({ cells }) => [...cells.values()]);
const endOf = (items: readonly CsvItem[]): CsvEnd => {
  const last = items.at(-1);
  if (last?.kind !== 'end') throw new Error('the last item is the end');
  return last;
};

const sizes = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 6 });

describe('a table is read back', () => {
  it('in every separator, quoting, line end, encoding and chunking', async () => {
    const encodings = fc.constantFrom(...csvEncodings);
    await fc.assert(
      fc.asyncProperty(csvTables, csvStyles, encodings, sizes, async (table, style, encoding, cuts) => {
        const [name, encode] = encoding;
        const text = writeCsv([table.columns, ...table.rows], style);
        const items = await read(encode(text), {}, cuts);
        expect(headerOf(items)).toMatchObject({
          columns: table.columns,
          encoding: name,
          line: 1,
          repeated: [],
        });
        expect(headerOf(items).separator).toBe(table.columns.length > 1 ? style.separator : undefined);
        const kept = table.rows;
        expect(cellsOf(items)).toEqual(kept);
        expect(rowsOf(items).map(({ number }) => number)).toEqual(kept.map((_, index) => index + 1));
        expect(
          rowsOf(items).every(({ cells }) => [...cells.keys()].join('\0') === table.columns.join('\0')),
        ).toBe(true);
        expect(endOf(items)).toMatchObject({ rows: kept.length, broken: 0, blankLines: 0 });
      }),
      { numRuns: runs },
    );
  });

  it('the same however it arrives, item by item', async () => {
    await fc.assert(
      fc.asyncProperty(csvTables, csvStyles, sizes, async (table, style, cuts) => {
        const bytes = utf8(writeCsv([table.columns, ...table.rows], style));
        expect(await read(bytes, {}, cuts)).toEqual(await read(bytes));
      }),
      { numRuns: runs },
    );
  });

  it('with the line of each row, whatever ends the lines inside its cells', async () => {
    const items = await readText('a,b\r\n"x\ny",1\r"\r\n\r\r\n",2\n\n3,4\r\n', {}, 1);
    expect(rowsOf(items).map(({ line }) => line)).toEqual([2, 4, 9]);
    expect(cellsOf(items)[1]).toEqual(['\r\n\r\r\n', '2']);
    expect(endOf(items)).toEqual({ kind: 'end', rows: 3, broken: 0, blankLines: 1, lastRowUnended: false });
  });

  it('keys are data', async () => {
    const [row] = rowsOf(await readText('__proto__,constructor,\n1,2,3\n'));
    expect([...(row?.cells ?? [])]).toEqual([
      ['__proto__', '1'],
      ['constructor', '2'],
      ['', '3'],
    ]);
  });

  it('spaces are kept, and a byte order mark inside is text', async () => {
    expect(cellsOf(await readText('a,b\n x , \uFEFFy\n'))).toEqual([[' x ', ' \uFEFFy']]);
  });

  it('a caller that stops closes the source', async () => {
    const source = inPieces(utf8('a,b\n1,2\n'.padEnd(limits.headBytes * 3, '1,2\n')), [1000]);
    for await (const item of readCsv(source)) if (item.kind === 'row') break;
    expect((await source.next()).done).toBe(true);
  });

  it('a file larger than its head', async () => {
    const count = 3000;
    const row = (index: number) => `${index};${'ä"" '.repeat(50)}`.replace(';', ';"').concat('"\r\n');
    const text = `id;größe\r\n${Array.from({ length: count }, (_, index) => row(index)).join('')}`;
    const bytes = utf8(text);
    expect(bytes.length).toBeGreaterThan(limits.headBytes * 2);
    for (const size of [limits.headBytes, limits.headBytes + 1, 1009, bytes.length]) {
      const items = await read(bytes, {}, [size]);
      expect(endOf(items)).toMatchObject({ rows: count, broken: 0 });
      expect(rowsOf(items).at(-1)).toMatchObject({ number: count, line: count + 1 });
    }
  });
});

describe('the encoding is decided once', () => {
  it('windows-1252 when the head cannot be UTF-8, every character', async () => {
    const rows = windows1252Letters.map((letter) => [`${letter}.`, 'x']);
    const text = writeCsv([['id', 'n'], ...rows], {
      separator: ';',
      lineEnd: '\r\n',
      quote: 'needed',
      lastLineEnd: true,
    });
    const items = await read(windows1252(text), {}, [3]);
    expect(headerOf(items).encoding).toBe('windows-1252');
    expect(cellsOf(items)).toEqual(rows);
  });

  it('as stated, for any table of its characters', async () => {
    const letters = fc.constantFrom(...windows1252Letters, 'a', ',', '"', '\n');
    const value = fc.array(letters, { maxLength: 8 }).map((parts) => parts.join(''));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(value, value)), csvStyles, sizes, async (rows, style, cuts) => {
        const bytes = windows1252(writeCsv([['id', 'n'], ...rows], style));
        const items = await read(bytes, { encoding: 'windows-1252' }, cuts);
        expect(cellsOf(items)).toEqual(rows);
        expect(headerOf(items).encoding).toBe('windows-1252');
      }),
      { numRuns: runs },
    );
  });

  it('a byte order mark beats what is stated', async () => {
    const items = await read(concat([0xef, 0xbb, 0xbf], utf8('a,ä\n')), { encoding: 'windows-1252' });
    expect(headerOf(items)).toMatchObject({ encoding: 'utf-8', columns: ['a', 'ä'] });
  });

  const cases: [name: string, bytes: Uint8Array, offset: number, options?: CsvOptions][] = [
    ['both encodings in one head', concat(utf8('a,ä\n1,'), [0xe9], utf8('\n')), 8],
    ['a character cut at the end', utf8('a,b\n1,ä').subarray(0, -1), 7],
    ['a byte that windows-1252 lacks', concat(utf8('a,b\n1,'), [0xe9, 0x2e, 0x9d]), 8],
    ['the same when stated', concat(utf8('a,b\n1,'), [0x9d]), 6, { encoding: 'windows-1252' }],
    [
      'windows-1252 when UTF-8 is stated',
      concat(utf8('a,b\n1,'), [0xe9], utf8('\n')),
      7,
      { encoding: 'utf-8' },
    ],
    ['half a pair in UTF-16', Uint8Array.of(0xff, 0xfe, 0x61, 0, 0x3d, 0xd8, 0x61, 0), 7],
    ['half a character in UTF-16', Uint8Array.of(0xff, 0xfe, 0x61, 0, 0x62), 5],
  ];
  it.each(cases)('%s is refused with its byte', async (_name, bytes, offset, options) => {
    for (const size of [1, 2, 3, 5, 1000])
      expect(await refusalOf(() => read(bytes, options, [size]))).toMatchObject({
        code: 'encoding-invalid',
        place: { offset },
      });
  });

  it('a byte far behind the head changes nothing: it is refused', async () => {
    const start = utf8('a,b\n'.padEnd(limits.headBytes + 4000, `1,${'2'.repeat(997)}\n`));
    for (const [broken, offset] of [
      [[0xe9, 0x0a], 1],
      [[0xf0, 0x9f, 0x93, 0x0a], 3],
      [[0xc3, 0xa4, 0xff], 2],
    ] as const)
      for (const size of [1, 997, 100_000]) {
        const bytes = concat(start, broken);
        const seen: CsvItem[] = [];
        const error = await refusalOf(async () => {
          for await (const item of readCsv(inPieces(bytes, [limits.headBytes, size]))) seen.push(item);
        });
        expect(error.code).toBe('encoding-invalid');
        expect(error.place.offset).toBe(start.length + offset);
        expect(headerOf(seen).encoding).toBe('utf-8');
        expect(seen.map(({ kind }) => kind)).not.toContain('end');
      }
  });
});

describe('the separator is the one that the header shows', () => {
  const shown: [text: string, separator: string | undefined][] = [
    ['a,b\n', ','],
    ['a;b\n1,5;2\n', ';'],
    ['a\tb\n', '\t'],
    ['"a,b";c\n', ';'],
    ['"a;b"\t"c,d"\n', '\t'],
    ['a\n1\n', undefined],
    ['Name;City, Country\nx;y\n', ';'],
    ['Name;City, Country\nx;y\nu;v\nw;"x,y"\n', ';'],
    ['Size, GB;Name\n"1,5";x\n', ';'],
  ];
  it.each(shown)('%j', async (text, separator) => {
    expect(headerOf(await readText(text, {}, 2)).separator).toBe(separator);
  });

  it.each(['a,b;c\n', 'a,b;c\n1,5;2\n', 'a\tb,c\n1,2,3\n', 'a,b;c\n1,2;3'])(
    '%j is ambiguous until it is stated',
    async (text) => {
      expect(await refused(text)).toMatchObject({ code: 'csv-malformed', place: { line: 1 } });
      expect(await refused(text, { isHeader: () => true })).toMatchObject({ place: { line: 1 } });
      expect(headerOf(await readText(text, { separator: ',' })).separator).toBe(',');
    },
  );

  it('a header that mixes separators between quoted cells is refused', async () => {
    expect(await refused('"a","b";"c"\n')).toMatchObject({ code: 'csv-malformed', place: { line: 1 } });
  });

  it('a stated separator that the header lacks leaves one column', async () => {
    expect(headerOf(await readText('a;b\n1;2\n', { separator: ',' })).columns).toEqual(['a;b']);
  });

  it('a table of one column takes no separator for text', async () => {
    const items = await readText('id\nx\n"y,z"\nu;v\n\n"a"\t"b"\n');
    expect(cellsOf(items)).toEqual([['x'], ['y,z']]);
    expect(items.filter(({ kind }) => kind === 'broken').map((item) => 'line' in item && item.line)).toEqual([
      4, 5, 6,
    ]);
  });
});

describe('the header', () => {
  const isHeader = (cells: readonly string[]) => cells.includes('Device ID') && cells.includes('Encrypted');
  const table = 'Device ID;Encrypted\r\nd-1;True\r\n';

  it.each([
    ['', 1],
    ['Report "of\r\n', 2],
    ['\r\n\r\n', 3],
    ['Printed,by;somebody\t"x"y\r\n"\r\n', 3],
    ['x\n'.repeat(20), 21],
  ])('is found below %j in line %i', async (preamble, line) => {
    const items = await readText(preamble + table, { isHeader }, 3);
    expect(headerOf(items)).toMatchObject({ line, separator: ';', columns: ['Device ID', 'Encrypted'] });
    expect(rowsOf(items)).toMatchObject([{ number: 1, line: line + 1 }]);
    expect(cellsOf(items)).toEqual([['d-1', 'True']]);
  });

  it.each(['x\n'.repeat(21) + table, 'Device ID;Encryption\n', 'Device ID\n', '"Device ID;Encrypted'])(
    '%j is not found',
    async (text) => {
      expect(await refused(text, { isHeader })).toMatchObject({ code: 'csv-malformed', place: { line: 1 } });
    },
  );

  it('blank lines above it are no rows', async () => {
    expect(headerOf(await readText('\n\na,b\n1,2\n'))).toMatchObject({ line: 3, columns: ['a', 'b'] });
  });

  it.each([
    [['a', 'a'], [['a', 'a']]],
    [['Device ID', 'device id', 'x'], [['Device ID', 'device id']]],
    [['ﬁt', 'FIT', 'x'], [['ﬁt', 'FIT']]],
    [['a', 'a\u200b', 'A\u00ad'], [['a', 'a\u200b', 'A\u00ad']]],
    [['é', 'e\u0301', 'x'], [['é', 'e\u0301']]],
    [['Größe', 'GRÖSSE', 'grosse'], [['Größe', 'GRÖSSE']]],
    [['x', '', ''], [['', '']]],
    [['a', 'a ', ' a'], []],
  ])('%j repeats %j', async (columns, repeated) => {
    const header = headerOf(await readText(`${columns.join(',')}\n`));
    expect(header.columns).toEqual(columns);
    expect(header.repeated).toEqual(repeated);
  });

  it('the values of repeated columns are never one value', async () => {
    const [row] = rowsOf(await readText('id,Encrypted,encrypted,Encrypted\n1,True,False,\n'));
    expect([...(row?.cells ?? [])]).toEqual([['id', '1']]);
    expect([...(row?.repeated ?? [])]).toEqual([
      ['Encrypted', ['True', 'False', '']],
      ['encrypted', ['True', 'False', '']],
    ]);
  });

  it.each(['', '\n', '\r\n\r\n\n', '\uFEFF'])('of %j is missing', async (text) => {
    expect((await refused(text)).code).toBe('input-empty');
    expect((await refused(text, { isHeader })).code).toBe('input-empty');
  });

  it('alone makes an empty table', async () => {
    expect(endOf(await readText('a,b\n'))).toMatchObject({ rows: 0, lastRowUnended: false });
    expect(endOf(await readText('a,b'))).toMatchObject({ rows: 0, lastRowUnended: true });
  });
});

describe('a row that does not fit is broken, not padded', () => {
  it.each([
    ['1', 'The row has 1 cell and the header 3.'],
    ['1,2', 'The row has 2 cells and the header 3.'],
    ['1,2,3,4', 'The row has 4 cells and the header 3.'],
    ['1;2;3', 'The row has 1 cell and the header 3.'],
  ])('%j', async (line, why) => {
    const items = await readText(`a,b,c\n${line}\n1,2,3\n`);
    expect(items[1]).toEqual({ kind: 'broken', number: 1, line: 2, why, ended: true });
    expect(items[2]).toMatchObject({ kind: 'row', number: 2, line: 3 });
    expect(endOf(items)).toMatchObject({ rows: 1, broken: 1 });
  });
});

describe('a file is refused', () => {
  it.each([
    ['a quote inside a cell', 'a,b\n1,x"y\n', 2],
    ['a quote after a space', 'a,b\n1, "y"\n', 2],
    ['text after a quote', 'a,b\n"x"y,2\n', 2],
    ['a space after a quote', 'a,b\n1,"y" \n', 2],
    ['a quote that is not closed', 'a,b\n1,2\n"3\n\n\n,4\n', 3],
    ['a quote that is not closed at the end', 'a,b\n1,"', 2],
    ['an odd quote', 'a,b\n1,"""\n', 2],
    ['a fault below a line end in the same row', 'a,b\n"x\r\ny",z"\n', 3],
    ['NUL', 'a,b\n1,2\n3,\0\n', 3],
    ['NUL inside quotes', 'a,b\n"\n\0",2\n', 3],
    ['a quote inside the header', 'a,b"c\n', 1],
  ])('for %s', async (_name, text, line) => {
    for (const size of [1, 3, 1000])
      expect(await refusalOf(() => readText(text, {}, size))).toMatchObject({
        code: 'csv-malformed',
        place: { line },
      });
  });

  it('for a record above the limit, with its line', async () => {
    async function* endless(start: string): AsyncGenerator<Uint8Array> {
      yield utf8(start);
      for (;;) yield new Uint8Array(64 * 1024).fill(0x61);
    }
    for (const [start, line] of [
      ['a,b\n1,2\n', 3],
      ['a,b\n"\n\n\n', 2],
    ] as const)
      expect(await refusalOf(() => all(readCsv(endless(start))))).toMatchObject({
        code: 'input-too-large',
        place: { line },
      });
    expect((await refusalOf(() => all(readCsv(endless('a,b'))))).code).toBe('input-too-large');
  });

  it('exactly above the limit, however it arrives', async () => {
    const row = (length: number) => utf8(`a,b\n${'x'.repeat(length - 2)},y\nz,z\n`);
    for (const size of [4096, 70_001, limits.csvRecord * 2]) {
      expect(endOf(await read(row(limits.csvRecord), {}, [size])).rows).toBe(2);
      expect((await refusalOf(() => read(row(limits.csvRecord + 1), {}, [size]))).code).toBe(
        'input-too-large',
      );
    }
  });

  it('for more cells than a spreadsheet has, and for a name without end', async () => {
    for (const text of [
      `a,b\n${','.repeat(limits.csvCells)}\n`,
      `a,b\n${'"",'.repeat(limits.csvCells)}\n`,
      `a,${'b'.repeat(limits.keyLength + 1)}\n`,
    ])
      expect((await refused(text)).code).toBe('input-too-large');
  });

  it('without a word of it in the message', async () => {
    for (const text of ['a,b\nsecret,x"y\n', 'secret,b;c\n', 'a,b\n"secret\n', 'secret"x\n', 'a,secret\0'])
      expect((await refused(text)).message).not.toContain('secret');
  });

  it('at once when it is made of quotes or separators', async () => {
    const started = performance.now();
    for (const unit of ['"', '""', '","', ',', ';"', '"a"'])
      await readText(`a\n${unit.repeat(900_000 / unit.length)}\n`).catch(() => undefined);
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

describe('a file that is cut', () => {
  const lastRow = (items: readonly CsvItem[]) =>
    items.findLast(({ kind }) => kind === 'row' || kind === 'broken');

  it.each(['\r\n', '\n', '\r'])('anywhere, with lines that end in %j, shows it', async (lineEnd) => {
    const lines = ['id,name,encrypted', '1,"Größe ""x""",true', '"2","a\nb,c",false', '3,电📱,true', ''];
    const whole = utf8(lines.join(lineEnd));
    const ends = lines.map((_, index) => utf8(lines.slice(0, index).concat('').join(lineEnd)).length);
    const full = await read(whole);
    for (let length = 1; length < whole.length; length += 1) {
      const seen: CsvItem[] = [];
      const error = await refusalOf(async () => {
        for await (const item of readCsv(inPieces(whole.subarray(0, length), [7]))) seen.push(item);
        throw new RangeError('read to its end');
      }).catch((reason: unknown) => reason);
      const kept = rowsOf(seen).filter(({ ended }) => ended);
      expect(kept).toEqual(rowsOf(full).slice(0, kept.length));
      if (error instanceof RangeError) {
        const atLineEnd = ends.includes(length) && !(lineEnd === '\r' && length === ends[1]);
        expect(endOf(seen).lastRowUnended).toBe(!atLineEnd);
        const last = lastRow(seen);
        if (last !== undefined && 'ended' in last) expect(last.ended).toBe(atLineEnd);
      } else
        expect(error).toMatchObject({ code: expect.stringMatching(/^(csv-malformed|encoding-invalid)$/) });
    }
  });

  it('between carriage return and line feed', async () => {
    expect(endOf(await readText('a,b\r\n1,2\r')).lastRowUnended).toBe(true);
    expect(rowsOf(await readText('a,b\r\n1,2\r'))).toMatchObject([{ ended: false }]);
    expect(cellsOf(await readText('a,b\r\n1,2\r'))).toEqual([['1', '2']]);
    expect(endOf(await readText('a,b\r1,2\r', {}, 1)).lastRowUnended).toBe(false);
  });
});

const python = spawnSync('python3', ['-c', 'import csv']).status === 0;

describe.skipIf(!python)("Python's csv module", () => {
  const script = `
import csv, io, json, sys
def rows(text):
    try:
        return list(csv.reader(io.StringIO(text, newline=''), strict=True))
    except csv.Error:
        return None
json.dump([rows(text) for text in json.load(sys.stdin)], sys.stdout)
`;
  const peer = (texts: readonly string[]): (string[][] | null)[] =>
    JSON.parse(
      spawnSync('python3', ['-c', script], { input: JSON.stringify(texts), encoding: 'utf8' }).stdout,
    );

  it('reads the same rows wherever we do not refuse', async () => {
    const parts = fc.constantFrom(
      'a',
      'b',
      ',',
      ',',
      '"',
      '"',
      '""',
      '\r\n',
      '\n',
      '\r',
      ' ',
      ';',
      'ä',
      '"x"',
      '"y",',
    );
    const texts = fc.sample(
      fc.array(parts, { maxLength: 14 }).map((found) => `h,"i"\n${found.join('')}`),
      { numRuns: Math.max(1000, runs), seed: 4180 },
    );
    let accepted = 0;
    for (const [index, rows] of peer(texts).entries()) {
      const items = await readText(texts[index] ?? '', { separator: ',' }, 3).catch(() => undefined);
      if (items === undefined) continue;
      accepted += 1;
      const theirs = (rows ?? []).slice(1).filter((row) => row.length > 0);
      const ours = items.filter((item) => item.kind === 'row' || item.kind === 'broken');
      expect(rows, JSON.stringify(texts[index])).not.toBeNull();
      expect(ours).toHaveLength(theirs.length);
      for (const [at, item] of ours.entries()) {
        if (item.kind === 'row') expect([...item.cells.values()]).toEqual(theirs[at]);
        else expect(theirs[at]).not.toHaveLength(2);
      }
    }
    expect(accepted).toBeGreaterThan(texts.length / 10);
  });

  it('reads what our writer writes', () => {
    const tables = fc.sample(fc.tuple(csvTables, csvStyles), { numRuns: 200, seed: 7 });
    const texts = tables.map(([{ columns, rows }, style]) =>
      writeCsv([columns, ...rows], { ...style, separator: ',' }),
    );
    const expected = tables.map(([{ columns, rows }]) => [columns, ...rows]);
    expect(peer(texts)).toEqual(expected);
  });
});
