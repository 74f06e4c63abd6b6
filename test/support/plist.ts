/** Builders of property lists, right and wrong ones, in both forms. */
import fc from 'fast-check';
import type { PlistValue } from 'plist';
import { concat, unsigned, utf16, utf8 } from './bytes.ts';

const prolog = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
`;

/** A document around one value; the value starts on line 4. */
export const plistXml = (body: string): string => `${prolog}<plist version="1.0">\n${body}\n</plist>\n`;

const markers = {
  integer: 0x10,
  real: 0x20,
  date: 0x33,
  data: 0x40,
  ascii: 0x50,
  utf16: 0x60,
  uid: 0x80,
  array: 0xa0,
  set: 0xc0,
  dict: 0xd0,
};

/** Marker and length: in the low half up to 14, else in an integer that follows. */
function counted(marker: number, count: number): Uint8Array {
  if (count < 15) return Uint8Array.of(marker | count);
  const width = count < 0x100 ? 1 : count < 0x1_0000 ? 2 : 4;
  return concat([marker | 0x0f, markers.integer | Math.log2(width)], unsigned(count, width));
}

const refs = (numbers: readonly number[], width: number) =>
  concat(...numbers.map((number) => unsigned(number, width)));

function float(value: number, width: 4 | 8): Uint8Array {
  const view = new DataView(new ArrayBuffer(width));
  if (width === 4) view.setFloat32(0, value);
  else view.setFloat64(0, value);
  return new Uint8Array(view.buffer);
}

/** Single objects of a binary property list, as bytes. References are numbers of objects. */
export const object = {
  false: Uint8Array.of(0x08),
  true: Uint8Array.of(0x09),
  integer: (value: number | bigint, width: number) =>
    concat([markers.integer | Math.log2(width)], unsigned(value, width)),
  real: (value: number, width: 4 | 8) => concat([markers.real | Math.log2(width)], float(value, width)),
  date: (seconds: number) => concat([markers.date], float(seconds, 8)),
  data: (value: Uint8Array) => concat(counted(markers.data, value.length), value),
  ascii: (value: string) => concat(counted(markers.ascii, value.length), utf8(value)),
  utf16: (value: string) => concat(counted(markers.utf16, value.length), utf16(value, 'be', false)),
  array: (items: readonly number[], width = 1) =>
    concat(counted(markers.array, items.length), refs(items, width)),
  set: (items: readonly number[], width = 1) =>
    concat(counted(markers.set, items.length), refs(items, width)),
  reference: (value: number) => concat([markers.uid], unsigned(value, 1)),
  dict: (keys: readonly number[], values: readonly number[], width = 1) =>
    concat(counted(markers.dict, keys.length), refs(keys, width), refs(values, width)),
};

export interface BplistOptions {
  readonly refSize?: number;
  readonly offsetSize?: number;
  readonly top?: number | bigint;
  /** What the trailer claims, where it differs from the truth. */
  readonly count?: number | bigint;
  readonly tableAt?: number | bigint;
  /** What the offset table says, where it differs from the truth. */
  readonly offsets?: readonly (number | bigint)[];
}

/** A binary property list of the objects given, the first on top; every claim of the trailer can be a lie. */
export function bplist(objects: readonly Uint8Array[], options: BplistOptions = {}): Uint8Array {
  const header = utf8('bplist00');
  const body = concat(...objects);
  const starts: number[] = [];
  let at = header.length;
  for (const one of objects) {
    starts.push(at);
    at += one.length;
  }
  const { refSize = 1, offsetSize = at < 0x100 ? 1 : at < 0x1_0000 ? 2 : 4, top = 0, tableAt = at } = options;
  const offsets = options.offsets ?? starts;
  const table = concat(...offsets.map((offset) => unsigned(offset, offsetSize)));
  const trailer = concat(
    [0, 0, 0, 0, 0, 0, offsetSize, refSize],
    unsigned(options.count ?? offsets.length, 8),
    unsigned(top, 8),
    unsigned(tableAt, 8),
  );
  return concat(header, body, table, trailer);
}

/** Characters that XML can carry; a carriage return would come back as a line feed (XML 1.0, 2.11). */
const xmlText = fc
  .string({ unit: 'binary', maxLength: 30 })
  // oxlint-disable-next-line no-control-regex -- these are exactly the characters that XML 1.0 forbids
  .map((text) => text.replace(/[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/g, '?'));
const special = fc.constantFrom(
  '<&>"\'',
  ']]>',
  '&amp;',
  ' a ',
  '\n',
  '\t',
  'Größe',
  '電話',
  '📱',
  '<!-- -->',
  '',
);
export const plistText = fc.oneof(xmlText, special);

const wholeSeconds = fc
  .date({ min: new Date('1970-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
  .map((date) => new Date(Math.floor(date.getTime() / 1000) * 1000));

const scalar: fc.Arbitrary<PlistValue> = fc.oneof(
  plistText,
  fc.integer(),
  fc.boolean(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).filter((value) => !Number.isInteger(value)),
  wholeSeconds,
  fc.uint8Array({ maxLength: 40 }),
);

const plistKey = plistText.filter((key) => key !== '__proto__' && key !== '');

/** Trees that both forms can hold. */
export const plistTrees: fc.Arbitrary<PlistValue> = fc.letrec<{ tree: PlistValue }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.array(tie('tree'), { maxLength: 5 }),
    fc.dictionary(plistKey, tie('tree'), { maxKeys: 5, noNullPrototype: true }),
  ),
})).tree;

/** The value as our trees hold it: dates as text. */
export function expectedOf(value: PlistValue): unknown {
  if (value instanceof Date) return value.toISOString().replace('.000Z', 'Z');
  if (value instanceof Uint8Array) return new Uint8Array(value);
  if (Array.isArray(value)) return value.map(expectedOf);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, expectedOf(one)]));
  // The XML form writes integers without a sign of zero.
  return value === 0 ? 0 : value;
}
