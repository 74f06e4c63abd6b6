/** Binary property lists, as an enemy would craft them. */
import fc from 'fast-check';
import { buildBinary } from 'plist';
import { describe, expect, it } from 'vitest';
import { isBplist, readBplist } from '../../src/formats/bplist.ts';
import { limits, setLimits } from '../../src/io/limits.ts';
import { PassmusterError, type ErrorCode } from '../../src/errors.ts';
import { concat, depthOf, flipped, plainOf, refusal, runs, utf8 } from '../support/bytes.ts';
import { bplist, object, plistTrees } from '../support/plist.ts';

const read = (...objects: Uint8Array[]) => plainOf(readBplist(bplist(objects)));

describe('every width and kind is read exactly', () => {
  const values: [name: string, object: Uint8Array, value: unknown][] = [
    ['one byte is unsigned', object.integer(255, 1), 255],
    ['two bytes are unsigned', object.integer(65_535, 2), 65_535],
    ['four bytes are unsigned', object.integer(4_294_967_295, 4), 4_294_967_295],
    ['eight bytes are signed', object.integer(-1, 8), -1],
    ['eight bytes beyond 2^53', object.integer(9007199254740993n, 8), 9007199254740993n],
    ['the smallest integer', object.integer(-(2n ** 63n), 8), -(2n ** 63n)],
    ['sixteen bytes', object.integer(2n ** 64n - 1n, 16), 2n ** 64n - 1n],
    ['sixteen bytes of a small value', object.integer(600, 16), 600],
    ['a four-byte real', object.real(1.5, 4), 1.5],
    ['an eight-byte real', object.real(-0.1, 8), -0.1],
    ['true', object.true, true],
    ['false', object.false, false],
    ['ASCII', object.ascii('abc'), 'abc'],
    ['ASCII of 300 characters', object.ascii('x'.repeat(300)), 'x'.repeat(300)],
    ['UTF-16', object.utf16('Größe 📱'), 'Größe 📱'],
    ['a length in eight bytes', Uint8Array.of(0x5f, 0x13, 0, 0, 0, 0, 0, 0, 0, 1, 0x61), 'a'],
    ['an empty string', object.ascii(''), ''],
    ['data', object.data(Uint8Array.of(0, 255)), Uint8Array.of(0, 255)],
    ['an instant before 2001', object.date(-1e-20), '2000-12-31T23:59:59Z'],
    ['the first second of 2001', object.date(0), '2001-01-01T00:00:00Z'],
    ['a date before 1970', object.date(-1_000_000_000.5), '1969-04-24T22:13:19Z'],
    ['an empty array', object.array([]), []],
    ['an empty dict', object.dict([], []), {}],
  ];
  it.each(values)('%s', (_name, one, value) => expect(read(one)).toEqual(value));

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('references of %i bytes, offsets of the same width', (width) => {
    const objects = [
      object.dict([1, 4], [2, 3], width),
      object.ascii('a'),
      object.array([3, 4], width),
      object.true,
      object.ascii('b'),
    ];
    const bytes = bplist(objects, { refSize: width, offsetSize: width });
    expect(plainOf(readBplist(bytes))).toEqual({ a: [true, 'b'], b: true });
  });

  it.each([
    ['boolean', object.true],
    ['integer', object.integer(1, 1)],
    ['real', object.real(1, 8)],
    ['date', object.date(0)],
    ['data', object.data(Uint8Array.of(1))],
    ['string', object.ascii('a')],
    ['string', object.utf16('a')],
    ['list', object.array([])],
    ['map', object.dict([], [])],
  ])('a value says what it is: %s', (type, one) => {
    expect(readBplist(bplist([one]))).toMatchObject({ type, line: 0 });
  });

  it('the top object need not be the first', () => {
    expect(plainOf(readBplist(bplist([object.true, object.ascii('top')], { top: 1 })))).toBe('top');
  });

  it('a repeated key is kept with both values', () => {
    const tree = readBplist(
      bplist([object.dict([1, 2], [3, 4]), object.ascii('a'), object.utf16('a'), object.true, object.false]),
    );
    expect(tree.type === 'map' && tree.repeated.get('a')).toMatchObject([{ value: true }, { value: false }]);
  });

  it('data is a copy of the input, not a view', () => {
    const bytes = bplist([object.data(utf8('secret')), object.true]);
    const tree = readBplist(bytes);
    bytes.fill(0);
    expect(plainOf(tree)).toEqual(utf8('secret'));
    expect(tree.type === 'data' && tree.value.buffer.byteLength).toBe(6);
  });

  it('a file inside a larger buffer is read within its bounds', () => {
    const bytes = bplist([object.ascii('inside')]);
    const larger = concat(utf8('junk'), bytes, utf8('junk'));
    expect(plainOf(readBplist(larger.subarray(4, 4 + bytes.length)))).toBe('inside');
  });
});

describe('a binary property list is refused', () => {
  const a = object.ascii('a');
  const beyond = 'An object reaches beyond the objects.';
  const noType = 'An object has an unknown type.';
  const noWidth = 'The trailer has an impossible width.';
  const noTable = 'The offset table lies outside the file.';
  const noCount = 'The number of objects does not match the offset table.';
  const noOffset = 'An offset points outside the objects.';
  const itself = 'A collection contains itself.';
  const tooLarge = 'A number is too large.';
  const notFinite = 'A real is not a finite number.';
  const noDay = 'A date is no day of the calendar.';
  const noLength = 'A length is not an integer.';
  const cases: [name: string, bytes: Uint8Array, message: string, offset: number, code?: ErrorCode][] = [
    [
      'without its header',
      concat(utf8('bplist01'), bplist([a]).subarray(8)),
      'The file does not start as a binary property list.',
      0,
    ],
    ['shorter than header and trailer', utf8('bplist00'), 'The binary property list is too short.', 8],
    ['with no objects', bplist([], { tableAt: 8 }), noTable, 32],
    ['with a reference past the objects', bplist([object.array([7])]), 'A reference points to no object.', 9],
    ['with an array that holds itself', bplist([object.array([0])]), itself, 8],
    ['with a cycle of three', bplist([object.array([1]), object.array([2]), object.array([0])]), itself, 8],
    ['with a dict that holds itself', bplist([object.dict([1], [0]), a]), itself, 8],
    ['with an offset into the header', bplist([a], { offsets: [0] }), noOffset, 10],
    ['with an offset into the table', bplist([a], { offsets: [10] }), noOffset, 10],
    ['with an offset past the end', bplist([a], { offsets: [255] }), noOffset, 10],
    ['with an offset of 2^63', bplist([a], { offsetSize: 8, offsets: [2n ** 63n] }), tooLarge, 10],
    ['with a count of 2^63', bplist([a], { count: 2n ** 63n }), tooLarge, 19],
    ['with a count beyond the table', bplist([a], { count: 2 }), noCount, 19],
    ['with a count of none', bplist([a], { count: 0 }), noCount, 19],
    ['with a top object that does not exist', bplist([a], { top: 1 }), 'The top object does not exist.', 27],
    ['with a table inside the trailer', bplist([a], { tableAt: 11 }), noTable, 35],
    ['with a table at the header', bplist([a], { tableAt: 0 }), noTable, 35],
    ['with references of no width', bplist([object.array([])], { refSize: 0 }), noWidth, 16],
    ['with references of nine bytes', bplist([object.array([])], { refSize: 9 }), noWidth, 16],
    ['with bytes after the trailer', concat(bplist([a]), [0]), noWidth, 18],
    ['with a string past the end', bplist([Uint8Array.of(0x5f, 0x10, 200, 0x61)]), beyond, 11],
    [
      'with data of 2^31 bytes',
      bplist([Uint8Array.of(0x4f, 0x12, 0x7f, 0xff, 0xff, 0xff, 0x61)]),
      beyond,
      14,
    ],
    [
      'with an array of 2^52 references',
      bplist([Uint8Array.of(0xaf, 0x13, 0, 0x10, 0, 0, 0, 0, 0, 0)]),
      beyond,
      18,
    ],
    ['with a length that is a string', bplist([Uint8Array.of(0x5f, 0x51, 0x61)]), noLength, 9],
    ['with a length of sixteen bytes', bplist([concat([0x5f], object.integer(1, 16), [0x61])]), noLength, 9],
    [
      'with a dict cut in its values',
      bplist([object.dict([1, 1], [1]), a], { offsets: [8, 11] }),
      noType,
      11,
    ],
    [
      'with a key that is no string',
      bplist([object.dict([1], [1]), object.true]),
      'A key is not a string.',
      9,
    ],
    [
      'with the key __proto__',
      bplist([object.dict([1], [2]), object.ascii('__proto__'), object.true]),
      'The key __proto__ is refused.',
      9,
    ],
    [
      'with a key of 1,025 characters',
      bplist([object.dict([1], [2]), object.ascii('k'.repeat(1025)), a]),
      'A key is longer than the limit.',
      9,
    ],
    [
      'with an integer that needs 65 bits',
      bplist([object.integer(2n ** 64n, 16)]),
      'An integer does not fit 64 bits.',
      9,
    ],
    ['with an integer that is cut', bplist([Uint8Array.of(0x13, 0, 0)]), beyond, 9],
    ['with an infinite real', bplist([object.real(Number.POSITIVE_INFINITY, 8)]), notFinite, 9],
    ['with a real that is no number', bplist([object.real(Number.NaN, 4)]), notFinite, 9],
    ['with a date that is no number', bplist([object.date(Number.NaN)]), notFinite, 9],
    ['with a date in year 12026', bplist([object.date(316_000_000_000)]), noDay, 9, 'date-invalid'],
    ['with a date beyond the calendar', bplist([object.date(1e300)]), noDay, 9, 'date-invalid'],
    [
      'with bytes above 0x7f in ASCII',
      bplist([Uint8Array.of(0x51, 0xe4)]),
      'An ASCII string holds other bytes.',
      8,
    ],
    [
      'with half of a surrogate pair',
      bplist([Uint8Array.of(0x61, 0xd8, 0x3d)]),
      'A string holds half of a surrogate pair.',
      8,
    ],
    ['with a set', bplist([object.set([1]), a]), noType, 8],
    ['with a UID', bplist([Uint8Array.of(0x80, 1)]), noType, 8],
    ['with null', bplist([Uint8Array.of(0x00)]), noType, 8],
    ['with an unknown kind', bplist([Uint8Array.of(0xf0)]), noType, 8],
    ['with an integer of 32 bytes', bplist([concat([0x15], new Uint8Array(32))]), noType, 8],
    ['with a table behind the header', bplist([a], { tableAt: 8 }), noTable, 35],
    ['with offsets of no width', bplist([a], { offsetSize: 0 }), noWidth, 16],
    ['with offsets of nine bytes', bplist([a], { offsetSize: 9 }), noWidth, 25],
    ['with a wrong second offset', bplist([a, a], { offsetSize: 2, offsets: [8, 7] }), noOffset, 14],
    [
      'with a reference to the object behind the last',
      bplist([object.array([1])]),
      'A reference points to no object.',
      9,
    ],
    ['with a real that is cut', bplist([Uint8Array.of(0x23, 0, 0)]), beyond, 9],
    ['with a date that is cut', bplist([Uint8Array.of(0x33, 0, 0)]), beyond, 9],
    ['with a real of two bytes', bplist([Uint8Array.of(0x21, 0, 0)]), noType, 8],
    ['with a date of four bytes', bplist([Uint8Array.of(0x32, 0, 0, 0, 0)]), noType, 8],
    ['with an array cut in its references', bplist([Uint8Array.of(0xa2, 0, 0)], { refSize: 2 }), beyond, 9],
    ['with a dict cut in its references', bplist([Uint8Array.of(0xd1, 0, 0)], { refSize: 2 }), beyond, 9],
    ['with 0x80 in ASCII', bplist([Uint8Array.of(0x51, 0x80)]), 'An ASCII string holds other bytes.', 8],
    ['with a string where the table begins', bplist([Uint8Array.of(0x51)]), beyond, 9],
  ];
  it.each(cases)('%s', (_name, bytes, message, offset, code = 'bplist-malformed') => {
    expect(refusal(() => readBplist(bytes))).toMatchObject({ code, message, place: { offset } });
  });

  it('when it is cut at any byte', () => {
    const sample = bplist([
      object.dict([1], [2]),
      object.ascii('a'),
      object.array([3, 3]),
      object.utf16('ü'),
    ]);
    for (let length = 0; length < sample.length; length += 1)
      expect(refusal(() => readBplist(sample.subarray(0, length))).code).toBe('bplist-malformed');
  });
});

/** A chain of arrays, each holding the next object; the last holds `end`. Numbers of objects count from `first`. */
const chain = (first: number, length: number, end: number) =>
  Array.from({ length }, (_, index) => object.array([index === length - 1 ? end : first + index + 1], 4));

describe('small files do not expand into large trees', () => {
  it('references shared forty times over are refused at once', () => {
    const levels = Array.from({ length: 40 }, (_, index) => object.array([index + 1, index + 1]));
    const bomb = bplist([...levels, object.true]);
    expect(bomb.length).toBeLessThan(410);
    const started = performance.now();
    expect(refusal(() => readBplist(bomb)).code).toBe('bplist-too-large');
    expect(performance.now() - started).toBeLessThan(15_000);
  });

  it('shared references within the budget are read', () => {
    const levels = Array.from({ length: 10 }, (_, index) => object.array([index + 1, index + 1]));
    expect(depthOf(readBplist(bplist([...levels, object.true])))).toBe(11);
  });

  it('the budget of values is exact, and nothing is read beyond it', () => {
    const { plistNodes } = limits;
    const items = (...numbers: number[]) => bplist([object.array(numbers), object.true, object.array([1])]);
    const members = (keys: number[], values: number[]) =>
      bplist([object.dict(keys, values), object.ascii('a'), object.array([1])]);
    setLimits({ plistNodes: 5 });
    try {
      expect(plainOf(readBplist(items(1, 1, 1, 1)))).toHaveLength(4);
      expect(plainOf(readBplist(items(2, 2)))).toEqual([[true], [true]]);
      expect(plainOf(readBplist(members([1, 1], [1, 1])))).toEqual({ a: 'a' });
      expect(plainOf(readBplist(members([1], [2])))).toEqual({ a: ['a'] });
      for (const bytes of [
        items(1, 1, 1, 1, 1),
        items(2, 2, 1),
        items(1, 1, 1, 1, 1, 99),
        members([1, 1, 1], [1, 1, 1]),
        members([1, 1], [2, 2]),
        members([1, 1, 1, 99], [1, 1, 1, 99]),
      ])
        expect(refusal(() => readBplist(bytes))).toMatchObject({
          code: 'bplist-too-large',
          message: 'The property list expands to more than 5 values.',
          place: { offset: 8 },
        });
      expect(refusal(() => readBplist(items(1, 1, 1, 1, 99))).code).toBe('bplist-malformed');
      expect(refusal(() => readBplist(members([1, 1, 99], [1, 1, 99]))).code).toBe('bplist-malformed');
    } finally {
      setLimits({ plistNodes });
    }
  });

  it('one value and one key may be as long as the limit', () => {
    const { stringLength } = limits;
    setLimits({ stringLength: 4 });
    try {
      expect(read(object.ascii('abcd'))).toBe('abcd');
      expect(read(object.utf16('ab'))).toBe('ab');
      for (const one of [object.ascii('abcde'), object.utf16('abc'), object.data(new Uint8Array(5))])
        expect(refusal(() => read(one)).message).toBe('A value is longer than the limit.');
    } finally {
      setLimits({ stringLength });
    }
    const key = 'k'.repeat(limits.keyLength);
    expect(read(object.dict([1], [2]), object.ascii(key), object.true)).toEqual({ [key]: true });
  });

  it('nesting up to the limit is read, in arrays and in dicts', () => {
    const { documentDepth } = limits;
    const arrays = [...chain(0, documentDepth, documentDepth), object.true];
    expect(depthOf(readBplist(bplist(arrays, { refSize: 4 })))).toBe(documentDepth + 1);
    const dicts = (levels: number) => [
      ...Array.from({ length: levels }, (_, index) => object.dict([levels + 1], [index + 1], 4)),
      object.true,
      object.ascii('a'),
    ];
    expect(depthOf(readBplist(bplist(dicts(documentDepth), { refSize: 4 })))).toBe(documentDepth + 1);
    expect(refusal(() => readBplist(bplist(dicts(documentDepth + 1), { refSize: 4 })))).toMatchObject({
      code: 'nesting-too-deep',
      message: `The document nests deeper than ${documentDepth} levels.`,
      place: { offset: 8 + (documentDepth + 1) * 9 + 1 }, // the key of the innermost one
    });
  });

  it('nesting past the limit is refused in shared dicts', () => {
    const { documentDepth } = limits;
    // The first member of the top is a chain of dicts that ends in `true`; the second leads to it once more, from a chain.
    const half = documentDepth - 10;
    const objects = [
      object.dict([1, 2], [4, 4 + half], 4),
      object.ascii('a'),
      object.ascii('b'),
      object.true,
      ...Array.from({ length: half }, (_, at) => object.dict([1], [at === half - 1 ? 3 : 5 + at], 4)),
      ...Array.from({ length: 20 }, (_, at) => object.dict([1], [at === 19 ? 4 : 5 + half + at], 4)),
    ];
    expect(refusal(() => readBplist(bplist(objects, { refSize: 4 }))).code).toBe('nesting-too-deep');
  });

  it('nesting past the limit is refused', () => {
    const objects = [...chain(0, limits.documentDepth + 2, limits.documentDepth + 2), object.true];
    expect(refusal(() => readBplist(bplist(objects, { refSize: 4 }))).code).toBe('nesting-too-deep');
  });

  it('nesting past the limit is refused where it is put together from shared parts', () => {
    // The parts are decoded one by one from the top array, each ending in the part before: none is deep by itself.
    const parts = 5;
    const length = 400;
    const starts = Array.from({ length: parts }, (_, part) => 1 + part * length);
    const end = 1 + parts * length;
    const objects = [
      object.array(starts, 4),
      ...starts.flatMap((start, part) => chain(start, length, part === 0 ? end : (starts[part - 1] ?? end))),
      object.true,
    ];
    expect(refusal(() => readBplist(bplist(objects, { refSize: 4 }))).code).toBe('nesting-too-deep');
  });

  it('one long value under many numbers is refused', () => {
    const count = 5000;
    const numbers = Array.from({ length: count }, (_, index) => index + 1);
    const array = object.array(numbers, 4);
    const long = object.ascii('x'.repeat(1_000_000));
    const offsets = [8, ...numbers.map(() => 8 + array.length)];
    const before = process.memoryUsage().rss;
    expect(refusal(() => readBplist(bplist([array, long], { refSize: 4, offsets }))).code).toBe(
      'bplist-malformed',
    );
    expect(process.memoryUsage().rss - before).toBeLessThan(256 * 1024 * 1024);
  });

  it('values that overlap each other are refused', () => {
    // Every six bytes another data object starts, each reaching over all that follow.
    const count = 20_000;
    const numbers = Array.from({ length: count }, (_, index) => index + 1);
    const array = object.array(numbers, 4);
    const body = concat(
      ...numbers.map((_, index) => [
        0x4f,
        0x12,
        0,
        ...[16, 8, 0].map((bits) => (((count - index - 1) * 6) >> bits) & 255),
      ]),
    );
    const offsets = [8, ...numbers.map((_, index) => 8 + array.length + index * 6)];
    expect(refusal(() => readBplist(bplist([array, body], { refSize: 4, offsets }))).code).toBe(
      'bplist-malformed',
    );
  });
});

it('a changed byte gives a value or a refusal, never another error', () => {
  fc.assert(
    fc.property(plistTrees, fc.nat(), fc.integer({ min: 1, max: 255 }), (tree, at, mask) => {
      const bytes = buildBinary(tree);
      const damaged = flipped(bytes, at % bytes.length, mask);
      try {
        readBplist(damaged);
      } catch (error) {
        if (!(error instanceof PassmusterError)) throw error;
      }
    }),
    { numRuns: runs * 5 },
  );
});

it('only the header of version 00 is taken for a binary property list', () => {
  expect(isBplist(utf8('bplist00'))).toBe(true);
  expect([utf8('bplist0'), utf8('bplist15'), utf8(' bplist00'), new Uint8Array()].some(isBplist)).toBe(false);
});
