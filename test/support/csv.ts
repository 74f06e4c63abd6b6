/** CSV written by the book, for the reader to read back; tables and encodings to write it in. */
import fc from 'fast-check';
import { concat, utf16, utf8 } from './bytes.ts';

export interface CsvStyle {
  readonly separator: ',' | ';' | '\t';
  readonly lineEnd: '\r\n' | '\n' | '\r';
  /** Every cell, or those that cannot do without. */
  readonly quote: 'all' | 'needed';
  readonly lastLineEnd: boolean;
}

/** A table as text; `rows` includes the header. */
export function writeCsv(rows: readonly (readonly string[])[], style: CsvStyle): string {
  const lines = rows.map((row) =>
    row.map((value) => cell(value, style.quote === 'all' || row.length === 1)).join(style.separator),
  );
  return lines.join(style.lineEnd) + (style.lastLineEnd ? style.lineEnd : '');
}

function cell(value: string, isQuoted: boolean): string {
  return isQuoted || /[,;\t"\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

export const csvStyles: fc.Arbitrary<CsvStyle> = fc.record({
  separator: fc.constantFrom<CsvStyle['separator'][]>(',', ';', '\t'),
  lineEnd: fc.constantFrom<CsvStyle['lineEnd'][]>('\r\n', '\n', '\r'),
  quote: fc.constantFrom<CsvStyle['quote'][]>('all', 'needed'),
  lastLineEnd: fc.boolean(),
});

const pieces = fc.constantFrom(
  'a',
  'B',
  ' ',
  '',
  ',',
  ';',
  '\t',
  '"',
  '""',
  '\r\n',
  '\n',
  '\r',
  'ä',
  '電',
  '📱',
  '\uFEFF',
);
const values = fc.oneof(
  fc.array(pieces, { maxLength: 6 }).map((parts) => parts.join('')),
  fc.string({ unit: 'grapheme', maxLength: 12 }).filter((text) => !text.includes('\0')),
);

/** A header of names that no one confuses, and rows as wide as it. The first letters show UTF-16 without a mark. */
export const csvTables: fc.Arbitrary<{ columns: string[]; rows: string[][] }> = fc
  .array(values, { minLength: 1, maxLength: 5 })
  .chain((names) => {
    const columns = names.map((name, index) => `id${index}${name}`);
    const row = fc.array(values, { minLength: columns.length, maxLength: columns.length });
    return fc.record({ columns: fc.constant(columns), rows: fc.array(row, { maxLength: 6 }) });
  });

/** Encodings that show themselves, by name. */
export const csvEncodings: readonly [name: string, encode: (text: string) => Uint8Array][] = [
  ['utf-8', utf8],
  ['utf-8', (text) => concat([0xef, 0xbb, 0xbf], utf8(text))],
  ['utf-16le', (text) => utf16(text, 'le')],
  ['utf-16be', (text) => utf16(text, 'be')],
  ['utf-16le', (text) => utf16(text, 'le', false)],
  ['utf-16be', (text) => utf16(text, 'be', false)],
];

const high = '€\0‚ƒ„…†‡ˆ‰Š‹Œ\0Ž\0\0‘’“”•–—˜™š›œ\0žŸ';

/** Every character of windows-1252 above ASCII. */
export const windows1252Letters = [
  ...Array.from(high).filter((character) => character !== '\0'),
  ...Array.from({ length: 0x60 }, (_, index) => String.fromCharCode(0xa0 + index)),
];

export function windows1252(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => {
    const index = high.indexOf(character);
    return character === '\0' || index < 0 ? character.charCodeAt(0) : 0x80 + index;
  });
}
