/** Documents that readers disagree on, or might: repeated keys, odd numbers, comments, entities, encodings, cuts. */
import fc from 'fast-check';
import { build, buildBinary } from 'plist';
import { readers } from '../../tools/fuzz/readers.ts';
import { mutate, Random } from '../../tools/fuzz/mutate.ts';
import { utf16, utf8 } from '../support/bytes.ts';
import { jsonLayouts, jsonValues } from '../support/json.ts';
import { bplist, object, plistTrees } from '../support/plist.ts';

type Bytes = fc.Arbitrary<Uint8Array>;

/** Numbers as nobody should write them. */
const oddNumbers = fc.oneof(
  fc.constantFrom(
    '0', '-0', '+0', '+7', '007', '-007', ' 7 ', '\n7\t', '1 2', '0x1F', '-0x1f', '0X10', '0b1', '0o17', '1_000', '1,5', '1.5',
    '4.9', '1.', '.5', '-.5', '1e5', '1E+5', '1e-5', '1e999', '-1e999', '1e-999', 'nan', 'inf', '-inf', 'NaN', 'Infinity', '',
    '9007199254740991', '9007199254740992', '9007199254740993', '-9007199254740993', '9223372036854775807', '9223372036854775808',
    '-9223372036854775808', '-9223372036854775809', '18446744073709551615', '18446744073709551616', '٣', '１２', '1\u00a0', '1;',
    '12abc', '--1', '+-1', '0.1', '0.30000000000000004', '5e-324', '2.2250738585072011e-308', '1.7976931348623157e308',
  ), // prettier-ignore
  fc.bigInt({ min: -(2n ** 66n), max: 2n ** 66n }).map(String),
  fc.double({ noNaN: true }).map(String),
);

/** Pieces of text inside of an XML value. */
const xmlPieces = fc.constantFrom(
  'a', 'B', ' ', '\n', '\r\n', '\t', '&lt;', '&gt;', '&amp;', '&quot;', '&apos;', '&#65;', '&#x42;', '&#13;', '&#10;', '&#x1F4F1;',
  '&#0;', '&#xD800;', '&nbsp;', '&amp;lt;', '<!-- c -->', '<![CDATA[x]]>', '<![CDATA[<b>&amp;]]>', '<![CDATA[]]>', ']]>', '>', '"',
  'é', '電', '📱', '\u0085', '\u2028', '\u00a0', '\u200b', '\uFEFF', '\u0001', '\ufffe', '1', 'true',
); // prettier-ignore
const xmlTexts = fc.array(xmlPieces, { maxLength: 4 }).map((pieces) => pieces.join(''));

const dates = fc.oneof(
  fc
    .date({
      min: new Date('0001-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59Z'),
      noInvalidDate: true,
    })
    .map((date) => `${date.toISOString().slice(0, 19)}Z`),
  fc.constantFrom(
    '2026-02-29T00:00:00Z', '2024-02-29T00:00:00Z', '2026-01-01', '2026-01-01T00:00Z', '2026-01-01T24:00:00Z', '0000-01-01T00:00:00Z',
    '2026-13-01T00:00:00Z', '2026-01-01T00:00:60Z', '2026-01-01T00:00:00.5Z', '2026-01-01T00:00:00+01:00', '12026-01-01T00:00:00Z',
    ' 2026-01-01T00:00:00Z ', '2026-01-01t00:00:00z', '２026-01-01T00:00:00Z', '',
  ), // prettier-ignore
);
const base64 = fc.oneof(
  fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes).toString('base64')),
  fc.constantFrom(
    'QUI=',
    ' QU JD ',
    'QQ',
    'QQ=',
    'QR==',
    'Q===',
    '====',
    'QUI=QUI=',
    'QU-_',
    'QUI=\nx',
    'QQ==QQ==',
    '!',
    '',
  ),
);

const xmlKeys = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom('a', 'b', 'a', 'allowCamera', 'constructor', '__proto__', ' a', 'a '),
  },
  { weight: 1, arbitrary: xmlTexts },
);
const tag = (name: string) => (content: string) => `<${name}>${content}</${name}>`;
const xmlValues: fc.Arbitrary<string> = fc.letrec<{ value: string; pair: string }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('<true/>', '<false/>', '<true></true>', '<true> </true>', '<true>no</true>', '<null/>', '<string/>', '<integer/>', '<dict/>', '<array/>', '<foo>x</foo>', '<string a="b">x</string>', '', 'x', '<!-- c -->', '<key>k</key>'), // prettier-ignore
    oddNumbers.map(tag('integer')),
    oddNumbers.map(tag('real')),
    xmlTexts.map(tag('string')),
    xmlTexts.map(tag('integer')),
    dates.map(tag('date')),
    base64.map(tag('data')),
    fc.array(tie('value'), { maxLength: 4 }).map((items) => `<array>${items.join('\n')}</array>`),
    fc.array(tie('pair'), { maxLength: 4 }).map((pairs) => `<dict>${pairs.join(' ')}</dict>`),
  ),
  pair: fc.tuple(xmlKeys, tie('value')).map(([key, value]) => `<key>${key}</key>${value}`),
})).value;

const prologs = fc.constantFrom(
  '',
  '<?xml version="1.0"?>',
  '<?xml version="1.0" encoding="UTF-8"?>\n',
  '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">\n',
  '<!-- c -->\n',
  '<?xml version="1.1"?>',
  '<!DOCTYPE plist [<!ENTITY a "5">]>',
  '\n',
);
const ends = fc.constantFrom(
  '</plist>',
  '</plist>\n',
  '</plist> <!-- c -->',
  '</plist>x',
  '</plist><plist/>',
  '',
  '</plist>\0',
);

export const xmlDocuments: Bytes = fc
  .tuple(
    prologs,
    fc.constantFrom('<plist version="1.0">', '<plist>', '<plist\n>', '<plist version="1.1" x="y">'),
    xmlValues,
    ends,
  )
  .map(([prolog, open, value, end]) => utf8(prolog + open + value + end));

/** What was sound, with a few changes to its bytes. */
function damaged(sound: Bytes, format: string): Bytes {
  return fc
    .tuple(sound, fc.array(sound, { maxLength: 1, minLength: 1 }), fc.nat())
    .map(([bytes, [other], seed]) => {
      const material = { tokens: readers[format]?.tokens ?? [], other: other ?? bytes };
      return seed % 4 === 0 ? bytes : mutate(bytes, new Random(seed), material);
    });
}

const latin1 = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'));
const encoders: readonly ((text: string) => Uint8Array)[] = [
  utf8,
  (text) => utf8(`\uFEFF${text}`),
  (text) => utf16(text, 'le'),
  (text) => utf16(text, 'be'),
  (text) => utf16(text, 'le', false),
  (text) => utf16(text, 'be', false),
  latin1,
];
const declared = [
  'UTF-8',
  'utf-8',
  'UTF-16',
  'ISO-8859-1',
  'iso-8859-1',
  'US-ASCII',
  'windows-1252',
  'UTF-7',
  'x',
];

/** A sound document whose declaration and encoding may or may not agree. */
export const encodedXml: Bytes = fc
  .tuple(plistTrees, fc.constantFrom(...encoders), fc.constantFrom(...declared))
  .map(([tree, encode, name]) => encode(build(tree).replace('encoding="UTF-8"', `encoding="${name}"`)));

export const damagedXml: Bytes = damaged(
  plistTrees.map((tree) => utf8(build(tree))),
  'plist-xml',
);

/** Objects that refer to one another at will, with keys that repeat. */
export const binaryDocuments: Bytes = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        object.true,
        object.false,
        object.ascii('a'),
        object.ascii('a'),
        object.utf16('a'),
        object.utf16('電📱'),
      ),
      fc.tuple(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n }), fc.constantFrom(1, 2, 4, 8, 16)).map(([value, width]) => object.integer(value, width)), // prettier-ignore
      fc.tuple(fc.double(), fc.constantFrom<4 | 8>(4, 8)).map(([value, width]) => object.real(value, width)),
      fc.integer({ min: -70_000_000_000, max: 260_000_000_000 }).map((tenths) => object.date(tenths / 10)),
      fc.uint8Array({ maxLength: 20 }).map(object.data),
      fc.array(fc.nat(6), { maxLength: 3 }).map((items) => object.array(items)),
      fc.array(fc.tuple(fc.nat(6), fc.nat(6)), { maxLength: 3 }).map((pairs) => object.dict(pairs.map(([key]) => key), pairs.map(([, value]) => value))), // prettier-ignore
    ),
    { minLength: 3, maxLength: 7 },
  )
  .map((objects) => bplist(objects));

export const damagedBinary: Bytes = damaged(
  fc.oneof(
    plistTrees.map((tree) => new Uint8Array(buildBinary(tree))),
    binaryDocuments,
  ),
  'bplist',
);

const jsonKeys = fc.oneof(
  fc.constantFrom('"a"', '"a"', '"\\u0061"', '"b"', '"__proto__"', '"é"', 'a', "'a'"),
  fc.json(),
);
const jsonTexts: fc.Arbitrary<string> = fc.letrec<{ value: string; pair: string }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    oddNumbers,
    fc.constantFrom('true', 'false', 'null', 'True', 'None', '"\\ud83d\\udcf1"', '"\\ud800"', '"\\u0000"', '"\\x41"', '"\t"', '"\u2028"', '"a"', '"', '/* c */ 1'), // prettier-ignore
    fc.string({ unit: 'binary' }).map((text) => JSON.stringify(text)),
    fc.array(tie('value'), { maxLength: 4 }).map((items) => `[${items.join(', ')}]`),
    fc.array(tie('pair'), { maxLength: 4 }).map((pairs) => `{${pairs.join(',')}}`),
  ),
  pair: fc.tuple(jsonKeys, tie('value')).map(([key, value]) => `${key}: ${value}`),
})).value;

export const jsonDocuments: Bytes = fc
  .tuple(
    fc.constantFrom('', '', ' ', '\r\n', '\uFEFF', '\u00a0'),
    jsonTexts,
    fc.constantFrom('', '', '\n', ',', '\0', ' x'),
  )
  .map(([before, text, after]) => utf8(before + text + after));

export const encodedJson: Bytes = damaged(
  fc
    .tuple(jsonValues, jsonLayouts, fc.constantFrom(...encoders))
    .map(([value, layout, encode]) => encode(layout(value))),
  'json',
);

const csvCells = fc.oneof(
  fc.constantFrom(
    'a',
    '',
    ' ',
    ' a ',
    '"a"',
    '""',
    '"a""b"',
    '"a\nb"',
    '"a\r\nb"',
    'a"b',
    '"a"b',
    '"',
    '""a',
    ' "a"',
    'é',
    '=1',
    "'",
    '\u00a0',
  ),
  fc.string({ maxLength: 8 }),
);
const csvLines = fc.constantFrom('\r\n', '\n', '\r');

/** A header and rows of one separator, now and then one cell too many, a blank line, or a line end missing. */
export const csvDocuments: Bytes = fc
  .tuple(
    fc.constantFrom(',', ';', '\t'),
    csvLines,
    fc.array(fc.array(csvCells, { minLength: 1, maxLength: 4 }), { maxLength: 5 }),
    fc.boolean(),
    fc.boolean(),
  ) // prettier-ignore
  .map(([separator, end, rows, isSquare, isEnded]) => {
    const all = [
      ['id', 'name', 'x'],
      ...rows.map((row) => (isSquare ? [...row, '', '', ''].slice(0, 3) : row)),
    ];
    const text = all.map((row) => row.join(separator)).join(end);
    return utf8(isEnded ? text + end : text);
  });
