/**
 * The scanner of rows against the strict readers: what it calls plain they read without a doubt, with the same values; what they
 * refuse it never calls plain.
 */
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PassmusterError } from '../../src/errors.ts';
import { type CsvItem, readCsv } from '../../src/formats/csv.ts';
import { parseJson } from '../../src/formats/json.ts';
import { hasRepeatedKeys, type TreeNode } from '../../src/formats/node.ts';
import { passedOver, RowScanner, suspicious } from '../../src/formats/row-scanner.ts';
import { mutate, Random } from '../../tools/fuzz/mutate.ts';
import { jsonValues } from '../support/json.ts';

const keys = ['id', 'name', 'on'];
const slotOf = (key: string): number =>
  key === 'odd' ? suspicious : keys.includes(key) ? keys.indexOf(key) : passedOver;

const pick = <One>(random: Random, all: readonly One[]): One => all[random.below(all.length)] as One;

/** As GUIDs are written, and mostly with something else in one place. */
function nearGuid(random: Random): string {
  const digits = (count: number) =>
    Array.from({ length: count }, () => '0123456789abcdefABCDEF'.charAt(random.below(22))).join('');
  const guid = [8, 4, 4, 4, 12].map(digits).join('-');
  const place = random.below(guid.length);
  return (
    guid.slice(0, place) +
    pick(random, ['', '-', 'z', '{', 'é', '12345', guid.charAt(place)]) +
    guid.slice(place + 1)
  );
}

interface Scanned {
  readonly isPlain: boolean;
  readonly end: number;
  readonly values: readonly (string | undefined)[];
}

/** The first object of the text, as an element of a list. */
function scanned(text: string | Uint8Array): Scanned | undefined {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  const scanner = new RowScanner({
    slots: ['single', 'repeats', 'repeats'],
    pieceBytes: bytes.length + 16,
    slotOf,
  });
  const list = Buffer.concat([bytes, Buffer.from(']')]);
  const length = scanner.load((into) => {
    into.set(list);
    return list.length;
  });
  if (scanner.scanJson(0, length, length, 'list') === 0) return undefined;
  const values = keys.map((_, slot) =>
    scanner.from(0, slot) < 0 ? undefined : scanner.utf8(scanner.from(0, slot), scanner.to(0, slot)),
  );
  return { isPlain: scanner.flags(0) === 0, end: scanner.end(0), values };
}

function strictly(text: string): TreeNode | undefined {
  try {
    return parseJson(text);
  } catch (error) {
    if (error instanceof PassmusterError) return undefined;
    throw error;
  }
}

function agree(text: string): boolean {
  const found = scanned(text);
  if (found === undefined || !found.isPlain) return false;
  const whole = Buffer.from(text).subarray(0, found.end).toString('utf8');
  const node = strictly(whole.trimStart());
  expect(node?.type, whole).toBe('map');
  if (node?.type !== 'map') return true;
  expect(hasRepeatedKeys(node), whole).toBe(false);
  for (const [slot, key] of keys.entries()) {
    const value = found.values[slot];
    const own = node.entries.get(key);
    expect(value === undefined, `${key} of ${whole}`).toBe(own === undefined);
    if (value !== undefined) expect(strictly(value)).toEqual({ ...own, line: 1 });
  }
  return true;
}

const rows = fc.dictionary(
  fc.oneof(fc.constantFrom(...keys, 'a', 'b'), fc.string({ maxLength: 6 })),
  jsonValues,
  { maxKeys: 8 },
);

describe('rows of JSON', () => {
  it('that are plain are what the strict reader reads', () => {
    let plain = 0;
    fc.assert(
      fc.property(rows, (row) => {
        if (agree(JSON.stringify(row))) plain += 1;
      }),
      { numRuns: 400, seed: 3 },
    );
    expect(plain).toBeGreaterThan(40);
  });

  it('that are damaged are never plain where the strict reader refuses them', () => {
    const random = new Random(5);
    const base =
      '{"id":"a-1","name":"caf\\u00e9 \\ud83d\\ude00","on":[true,false,null,-1.5,0,12],"x":{"id":{"y":[]}},"z":""}';
    let plain = 0;
    for (let round = 0; round < 800; round += 1) {
      const bytes = mutate(Buffer.from(base), random, {
        tokens: ['"', '\\', '{', '}', ':', ',', '01', '1e5', '"id":1,', '\n', '\u0001'],
        other: Buffer.from(base),
      });
      const text = Buffer.from(bytes).toString('utf8');
      if (Buffer.from(text).equals(Buffer.from(bytes)) && agree(text)) plain += 1;
    }
    expect(plain).toBeGreaterThan(5);
  });

  it.each([
    ['a key twice', '{"id":1,"id":2}'],
    ['a key twice deeper down', '{"x":[{"a":1,"b":2,"a":3}]}'],
    ['a key with an escape', '{"i\\u0064":1}'],
    ['a key that looks like one of a slot', '{"odd":1}'],
    ['an exponent', '{"id":1e5}'],
    ['half of a surrogate pair', '{"name":"\\ud83d"}'],
    ['the second half alone', '{"name":"\\ude00"}'],
    ['a zero before digits', '{"id":01}'],
    ['a dot without digits', '{"id":1.}'],
    ['a control character', '{"name":"\u0001"}'],
    ['a comma at the end', '{"id":1,}'],
    ['sixty levels', `{"x":${'['.repeat(80)}${']'.repeat(80)}}`],
  ])('%s is not plain', (_name, text) => {
    expect(scanned(text)?.isPlain ?? false).toBe(false);
  });
});

/** The rows of a table that stand one after the other, as long as the scanner finds any. */
function tableRows(text: string, columns: readonly number[], separator: string) {
  const slots = columns.filter((slot) => slot >= 0);
  const bytes = Buffer.from(text);
  const scanner = new RowScanner({
    slots: slots.map(() => 'repeats'),
    pieceBytes: bytes.length + 16,
    columns,
  });
  const length = scanner.load((into) => bytes.copy(into));
  scanner.line = 2; // behind the header
  const count = scanner.scanCsv(0, length, length, separator);
  const textOf = (row: number, slot: number) =>
    scanner.from(row, slot) < 0 ? undefined : scanner.utf8(scanner.from(row, slot), scanner.to(row, slot));
  return Array.from({ length: count }, (_, row) => ({
    flags: scanner.flags(row),
    line: scanner.lineOf(row),
    values: slots.map((_slot, slot) => textOf(row, slot)),
    numbers: slots.map((_slot, slot) => scanner.value(row, slot)),
  }));
}

async function readStrictly(text: string): Promise<CsvItem[]> {
  const items: CsvItem[] = [];
  try {
    for await (const item of readCsv(Readable.from([Buffer.from(text)]))) items.push(item);
  } catch (error) {
    if (!(error instanceof PassmusterError)) throw error;
  }
  return items;
}

/** A cell as it may stand in a file: plain, quoted, over several lines, with what is odd in it. */
function cellOf(random: Random, separator: string): string {
  const plain = Array.from({ length: random.below(pick(random, [1, 3, 20, 60])) }, () =>
    pick(random, ['a', 'B', '7', ' ', 'é', '-', random.below(30) === 0 ? '\u0001' : 'x']),
  ).join('');
  const kind = random.below(12);
  if (kind > 2) return plain;
  const inner = plain + pick(random, ['', separator, '\n', '\r\n', '""', `${separator}${separator}\n`]);
  return `"${inner}"${random.below(60) === 0 ? 'x' : ''}`;
}

describe('rows of CSV', () => {
  it('that are plain are what the strict reader reads', async () => {
    const random = new Random(6);
    let plain = 0;
    for (let round = 0; round < 300; round += 1) {
      const separator = pick(random, [',', ';', '\t']);
      const width = 1 + random.below(pick(random, [3, 12, 60]));
      let slots = 0;
      const share = random.below(5);
      const columns = Array.from({ length: width }, () => (random.below(4) < share ? slots++ : -1));
      const rows = Array.from({ length: 6 }, () =>
        Array.from({ length: random.below(25) === 0 ? width + 1 : width }, () =>
          cellOf(random, separator),
        ).join(separator),
      );
      const end = pick(random, ['\n', '\r\n']);
      const names = Array.from({ length: width }, (_, column) => `column${column}`);
      // A separator in the header tells which one it is.
      const body = rows.map((row) => row + end).join('');
      if (width === 1) continue;
      const items = await readStrictly(names.join(separator) + end + body);
      const strict = items.filter((item) => item.kind === 'row' || item.kind === 'broken');
      for (const [index, { flags, line, values }] of tableRows(body, columns, separator).entries()) {
        const item = strict[index];
        if (flags !== 0 || item === undefined) continue; // refused further on, or left to the strict reader
        const cells =
          item.kind === 'row'
            ? names.filter((_, column) => (columns[column] ?? -1) >= 0).map((name) => item.cells.get(name))
            : undefined;
        expect([values, line], rows[index]).toEqual([cells, item.line]);
        plain += 1;
      }
    }
    expect(plain).toBeGreaterThan(300);
  });

  it('have the same number for the same value, in whichever line of a row', () => {
    const [first, second] = tableRows('"a\nb",iOS\nc,iOS\n', [-1, 0], ',');
    expect(second?.numbers).toEqual(first?.numbers);
  });
});

describe('values', () => {
  it('that stand there with the same bytes have the same number', () => {
    const scanner = new RowScanner({ slots: ['single', 'repeats', 'repeats'], pieceBytes: 4096, slotOf });
    const text = '{"name":"a","on":true}\n{"name":"b","on":true}\n{"on":false,"name":"a"}\n{"name": "a"}\n';
    const length = scanner.load((into) => Buffer.from(into.buffer, into.byteOffset).write(text));
    scanner.line = 1;
    expect(scanner.scanJson(0, length, length, 'lines')).toBe(4);
    expect([0, 1, 2, 3].map((row) => scanner.value(row, 1))).toEqual([0, 1, 0, 0]);
    expect([0, 1, 2, 3].map((row) => scanner.value(row, 2))).toEqual([0, 0, 1, -1]);
    expect([0, 1, 2, 3].map((row) => scanner.lineOf(row))).toEqual([1, 2, 3, 4]);
  });

  it('have hashes that do not depend on case and marks', () => {
    const scanner = new RowScanner({ slots: ['single'], pieceBytes: 64 });
    const hash = (text: string, most = 128) => scanner.foldedHashOf(text, most, 1);
    expect(hash('ABC-12-xyz')).toBe(hash('abc12XYZ'));
    expect(hash('ABC-12-xyz')).not.toBe(hash('abc13XYZ'));
    expect(hash('351234567890127', 14)).toBe(hash('35 1234567 89012 9', 14));
    for (const none of ['', 'UNKNOWN', '0000000000', '1212', 'SN1234567']) expect(hash(none)).toBe(0n);
    expect(hash('000000005000004', 14)).not.toBe(0n);
    for (const none of ['000000000000018', '35', 'aaaaaaaaaaaaaa']) expect(hash(none, 14)).toBe(0n);
  });

  it('have the same hash for the same letters and digits, and for no others', () => {
    const scanner = new RowScanner({ slots: ['single'], pieceBytes: 256 });
    const random = new Random(4);
    const texts = new Map<string, bigint>();
    const runs = Number(process.env['PASSMUSTER_RUNS'] ?? 1) * 20_000;
    let none = 0;
    for (let run = 0; run < runs; run += 1) {
      const alphabet = pick(random, ['0123456789', '0123456789abcDEF', '12', 'aZ09-', '0123456789-:. /@[`{']);
      const made = Array.from({ length: random.below(pick(random, [8, 20, 40, 200])) }, () =>
        random.below(400) === 0
          ? pick(random, ['\\', 'é', '\u{7f}'])
          : alphabet.charAt(random.below(alphabet.length)),
      ).join('');
      const text = random.below(4) === 0 ? nearGuid(random) : made;
      const most = pick(random, [14, 128]);
      const bytes = Buffer.from(text, 'latin1');
      const length = scanner.load((into) => bytes.copy(into));
      const hash = scanner.foldedHash(0, length, most, 7);
      const kept = text
        .toLowerCase()
        .replaceAll(/[^0-9a-z]/g, '')
        .slice(0, most);
      const isNone =
        /[\\\u0080-\u00ff]/.test(text) ||
        (most === 14 ? kept.length < 14 || new Set(kept.slice(0, 13)).size < 2 : new Set(kept).size < 4) ||
        !/\d/.test(kept) ||
        /01234|12345|23456|34567|45678|56789/.test(kept);
      expect(hash === 0n, text).toBe(isNone);
      if (isNone) none += 1;
      else {
        expect(texts.get(kept) ?? hash, text).toBe(hash);
        texts.set(kept, hash);
      }
    }
    expect(none).toBeGreaterThan(runs / 10);
    expect(texts.size).toBeGreaterThan(runs / 10);
    expect(new Set(texts.values()).size).toBe(texts.size);
  });
});
