/** Android's binary XML: every token is read exactly, and whatever is damaged is refused with its offset. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PassmusterError } from '../../src/errors.ts';
import { isAbx, readAbx } from '../../src/formats/abx.ts';
import { readXml } from '../../src/formats/xml.ts';
import type { XmlElement } from '../../src/formats/xml-element.ts';
import { limits, setLimits } from '../../src/io/limits.ts';
import { abx, type AbxWriter, modifiedUtf8, type TypedValue, value } from '../support/abx.ts';
import { concat, flipped, refusal, runs, utf8 } from '../support/bytes.ts';

/** Elements as arrays: name, attributes, children. */
type Shape = readonly [name: string, attributes: Readonly<Record<string, string>>, ...(Shape | string)[]];

function shapeOf({ name, attributes, children }: XmlElement): Shape {
  return [
    name,
    Object.fromEntries(attributes),
    ...children.map((child) => (typeof child === 'string' ? child : shapeOf(child))),
  ];
}

const read = (writer: AbxWriter) => shapeOf(readAbx(writer.bytes()));
const refused = (writer: AbxWriter) => refusal(() => readAbx(writer.bytes()));
const typed = (one: TypedValue | string | Uint8Array) =>
  readAbx(abx().open('a').attribute('v', one).close('a').bytes()).attributes.get('v');

describe('every token is read', () => {
  it('elements, text and attributes in their order', () => {
    const file = abx().start().open('a').attribute('x', '1').content('text', 'one').element('b', 'two');
    expect(read(file.content('text', 'three').close('a').end())).toEqual([
      'a',
      { x: '1' },
      'one',
      ['b', {}, 'two'],
      'three',
    ]);
  });

  const values: [name: string, value: TypedValue | string, text: string | undefined][] = [
    ['a string', 'Größe', 'Größe'],
    ['an empty string', '', ''],
    ['null is absent', value.null, undefined],
    ['bytes in hexadecimal', value.hexBytes(Uint8Array.of(0x00, 0xc0, 0xff)), '00c0ff'],
    ['no bytes', value.hexBytes(new Uint8Array()), ''],
    ['bytes in Base64', value.base64Bytes(Uint8Array.of(0xba, 0xce, 0x64, 0xff)), 'us5k/w=='],
    ['an integer', value.int(-1), '-1'],
    ['the largest integer', value.int(2 ** 31 - 1), '2147483647'],
    ['a hexadecimal integer is unsigned', value.hexInt(-1), 'ffffffff'],
    ['a small hexadecimal integer', value.hexInt(0x64), '64'],
    ['a long', value.long(-(2n ** 63n)), '-9223372036854775808'],
    ['a long beyond 2^53', value.long(9007199254740993n), '9007199254740993'],
    ['a hexadecimal long is unsigned', value.hexLong(-1n), 'ffffffffffffffff'],
    ['a float in its shortest form', value.float(0.3), '0.3'],
    ['a float of nine digits', value.float(1.00000012), '1.0000001'],
    ['the largest float', value.float(3.4028234663852886e38), '3.4028235e+38'],
    ['the smallest float', value.float(1e-45), '1e-45'],
    ['an integral float', value.float(16_777_216), '16777216'],
    ['a negative zero', value.float(-0), '-0'],
    ['a float that is no number', value.float(Number.NaN), 'NaN'],
    ['an infinite float', value.float(-Infinity), '-Infinity'],
    ['a double', value.double(0.1), '0.1'],
    ['a double as precise as it is', value.double(0.30000001192092896), '0.30000001192092896'],
    ['a double of negative zero', value.double(-0), '-0'],
    ['true', value.true, 'true'],
    ['false', value.false, 'false'],
  ];
  it.each(values)('%s', (_name, one, text) => expect(typed(one)).toBe(text));

  it('a float is the shortest text that gives it back', () => {
    // The text of a zero has its sign, unlike String(-0).
    const floats = fc.float({ noNaN: true, noDefaultInfinity: true }).filter((float) => float !== 0);
    fc.assert(
      fc.property(floats, (float) => {
        const text = typed(value.float(float)) ?? '';
        expect(Math.fround(Number(text))).toBe(float);
        expect(text.length).toBeLessThanOrEqual(String(float).length);
      }),
      { numRuns: runs },
    );
  });

  it('an absent attribute beside others leaves no trace', () => {
    const file = abx().open('a').attribute('x', value.null).attribute('y', value.true).close('a');
    expect(read(file)).toEqual(['a', { y: 'true' }]);
  });

  it('an attribute from the pool', () => {
    const file = abx().open('a').interned('a', 'a').interned('b', 'c').interned('c', 'b').close('a');
    expect(read(file)).toEqual(['a', { a: 'a', b: 'c', c: 'b' }]);
  });

  it('CDATA and references are text, and pieces join', () => {
    const file = abx()
      .open('a')
      .content('text', 'one ')
      .content('cdata', '&two; ')
      .content('reference', 'amp');
    file.content('reference', '#x41').content('reference', '#66').content('text', null).content('text', '.');
    expect(read(file.close('a'))).toEqual(['a', {}, 'one &two; &AB.']);
  });

  it('comments, instructions and ignorable blanks are dropped', () => {
    const file = abx().content('doctype', 'a').content('instruction', 'b c').content('comment', null);
    file
      .open('a')
      .content('text', '4')
      .content('comment', '12')
      .content('whitespace', ' \n')
      .content('text', '2');
    expect(read(file.content('whitespace', null).close('a').content('comment', 'x'))).toEqual([
      'a',
      {},
      '42',
    ]);
  });

  it('blank text is kept inside of the root and ignored outside', () => {
    const file = abx().content('text', '\n').open('a').content('text', '\n ').element('b');
    expect(read(file.close('a').content('text', '\n'))).toEqual(['a', {}, '\n ', ['b', {}]]);
  });

  it('names such as __proto__ are data', () => {
    const file = abx().open('__proto__').attribute('__proto__', 'x').attribute('constructor', 'y');
    const root = readAbx(file.close('__proto__').bytes());
    expect(root.name).toBe('__proto__');
    expect([...root.attributes]).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ]);
  });

  it('a file inside a larger buffer is read within its bounds', () => {
    const bytes = abx()
      .open('a')
      .attribute('x', value.hexBytes(utf8('inside')))
      .close('a')
      .end()
      .bytes();
    const larger = concat(utf8('before'), bytes, utf8('behind'));
    const root = readAbx(larger.subarray(6, 6 + bytes.length));
    expect(shapeOf(root)).toEqual(['a', { x: '696e73696465' }]);
    expect(root.tail).toBe(false);
  });

  it('has no lines', () => expect(readAbx(abx().element('a').bytes()).line).toBe(0));
});

describe('start and end of the document', () => {
  const ends = (writer: AbxWriter) => {
    const { terminated, tail } = readAbx(writer.bytes());
    return { terminated, tail };
  };

  it('may both be missing, and the end is reported', () => {
    expect(ends(abx().element('a'))).toEqual({ terminated: false, tail: false });
    expect(ends(abx().start().element('a').end())).toEqual({ terminated: true, tail: false });
  });

  it('are followed by a tail that is reported and not read', () => {
    expect(ends(abx().element('a').end().raw([0]))).toEqual({ terminated: true, tail: true });
    expect(ends(abx().element('a').end().element('b'))).toEqual({ terminated: true, tail: true });
  });

  it('stand around several roots, wrapped when they are expected', () => {
    const file = abx().start().element('settings', 'x').element('namespaceHashes').end();
    expect(refused(file).code).toBe('abx-malformed');
    const root = readAbx(file.bytes(), { severalRoots: true });
    expect(shapeOf(root)).toEqual(['#document', {}, ['settings', {}, 'x'], ['namespaceHashes', {}]]);
    expect(root.terminated).toBe(true);
  });

  it('are not taken for the end while another root is open', () => {
    const file = abx().element('a').open('b');
    expect(refusal(() => readAbx(file.bytes(), { severalRoots: true })).code).toBe('abx-malformed');
    expect(refusal(() => readAbx(file.end().bytes(), { severalRoots: true })).code).toBe('abx-malformed');
  });

  it('wrap a single root too where several are expected', () => {
    expect(shapeOf(readAbx(abx().element('a').bytes(), { severalRoots: true }))).toEqual([
      '#document',
      {},
      ['a', {}],
    ]);
  });

  it('are told by the first four bytes', () => {
    expect(isAbx(utf8('ABX\0'))).toBe(true);
    expect(isAbx(utf8('ABX'))).toBe(false);
    expect(isAbx(utf8('ABX\u0001'))).toBe(false);
    expect(isAbx(utf8('<?xml version="1.0"?>'))).toBe(false);
  });
});

describe('strings', () => {
  const sound: [name: string, bytes: Uint8Array, text: string][] = [
    ['NUL as C0 80', Uint8Array.of(0x61, 0xc0, 0x80, 0x62), 'a\0b'],
    ['NUL as it is', Uint8Array.of(0x61, 0x00), 'a\0'],
    ['a surrogate pair of twice three bytes', Uint8Array.of(0xed, 0xa0, 0xbd, 0xed, 0xb3, 0xb1), '📱'],
    ['the same in plain UTF-8', utf8('📱'), '📱'],
    ['two, three and four bytes', utf8('ß電📱.'), 'ß電📱.'],
    ['the last character', utf8('\u{10FFFF}'), '\u{10FFFF}'],
    ['the most bytes', utf8('x'.repeat(65_535)), 'x'.repeat(65_535)],
  ];
  it.each(sound)('with %s are read', (_name, bytes, text) => expect(typed(bytes)).toBe(text));

  const damaged: [name: string, bytes: number[], offset: number][] = [
    ['a lone first half', [0xed, 0xa0, 0xbd], 0],
    ['a lone second half', [0x61, 0xed, 0xb3, 0xb1], 0],
    ['halves in the wrong order', [0xed, 0xb3, 0xb1, 0xed, 0xa0, 0xbd], 0],
    ['a stray continuation', [0x61, 0x80], 1],
    ['a sequence cut off', [0x61, 0xe9, 0x9b], 1],
    ['a continuation missing', [0xc3, 0x61], 0],
    ['another overlong form of two bytes', [0xc1, 0x81], 0],
    ['an overlong form of three bytes', [0xe0, 0x80, 0x80], 0],
    ['an overlong form of four bytes', [0xf0, 0x80, 0x80, 0x80], 0],
    ['a character beyond the last', [0xf4, 0x90, 0x80, 0x80], 0],
    ['an impossible byte', [0xff], 0],
    ['an impossible byte before others', [0xf8, 0x90, 0x80, 0x80], 0],
  ];
  it.each(damaged)('with %s are refused', (_name, bytes, offset) => {
    const error = refused(abx().open('a').attribute('v', Uint8Array.from(bytes)));
    // Four bytes of magic, six of the tag, six up to the value and its length.
    expect(error).toMatchObject({ code: 'abx-malformed', place: { offset: 18 + offset } });
  });

  it('do not go on into the next token', () => {
    const file = abx()
      .open('a')
      .attribute('v', Uint8Array.of(0xc3))
      .attribute('f', value.float(0.3))
      .close('a');
    expect(refused(file)).toMatchObject({ code: 'abx-malformed', place: { offset: 18 } });
  });

  it('of any content come back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        expect(typed(text)).toBe(text);
        expect(typed(utf8(text))).toBe(text);
      }),
      { numRuns: runs },
    );
  });

  it('fill the pool up to 65,535 and are written out beyond it', () => {
    const file = abx().open('root');
    const names = Array.from({ length: 65_600 }, (_none, index) => `n${index}`);
    for (const name of names) file.element(name);
    // Not in the pool, so the end tag spells it again; the first one is number 1.
    const root = readAbx(file.raw([0x32, 0, 1, 0x33, 0, 1]).close('root').bytes());
    expect(root.children).toHaveLength(65_601);
    expect(root.children.at(-2)).toMatchObject({ name: 'n65599' });
    expect(root.children.at(-1)).toMatchObject({ name: 'n0' });
  });
});

describe('a file is refused', () => {
  const deep = (levels: number) => {
    const file = abx();
    for (let level = 0; level < levels; level += 1) file.open('a');
    for (let level = 0; level < levels; level += 1) file.close('a');
    return file;
  };
  const many = (count: number) => {
    const file = abx().open('a');
    for (let index = 0; index < count; index += 1) file.attribute(`x${index}`, value.true);
    return file.close('a');
  };
  const files: [name: string, file: AbxWriter, offset?: number][] = [
    ['without an element', abx(), 4],
    ['with an empty document', abx().start().end(), 6],
    ['with nothing but comments', abx().content('comment', 'x')],
    ['with a second start', abx().start().start().element('a'), 5],
    ['with a start behind the root', abx().element('a').start()],
    ['with a start that has a type', abx().raw([0x20]).element('a'), 4],
    ['with an end that has a type', abx().element('a').raw([0x31])],
    ['with an end inside an element', abx().open('a').end(), 10],
    ['cut off inside an element', abx().open('a'), 10],
    ['with a stray end tag', abx().close('a'), 4],
    ['with a second end tag', abx().element('a').close('a')],
    ['with another end tag', abx().open('a').close('b'), 10],
    ['with crossing tags', abx().open('a').open('b').close('a').close('b')],
    ['with two roots', abx().element('a').element('b'), 13],
    ['with text before the root', abx().content('text', 'x').element('a'), 4],
    ['with text behind the root', abx().element('a').content('cdata', 'x'), 13],
    ['with a reference behind the root', abx().element('a').content('reference', 'amp'), 13],
    ['with an attribute before the root', abx().attribute('x', '1').element('a'), 4],
    ['with an attribute after text', abx().open('a').content('text', '').attribute('x', '1').close('a'), 13],
    ['with an attribute after a comment', abx().open('a').content('comment', null).attribute('x', '1'), 11],
    ['with an attribute after an end tag', abx().open('a').element('b').attribute('x', '1')],
    ['with an attribute twice', abx().open('a').attribute('x', '1').attribute('x', '1').close('a')],
    ['with null and a value', abx().open('a').attribute('x', value.null).attribute('x', '1').close('a')],
    ['with a reference to an empty pool', abx().raw([0x32, 0, 0]), 5],
    ['with a reference beyond the pool', abx().open('a').raw([0x33, 0, 1]), 11],
    ['with a reference that would be negative', abx().open('a').raw([0x33, 0xff, 0xfe]), 11],
    ['with an empty name', abx().element(''), 4],
    ['with an empty name of an attribute', abx().open('a').attribute('', '1').close('a')],
    ['with a name beyond the limit', abx().element('x'.repeat(limits.keyLength + 1)), 4],
    ['with an unknown entity', abx().open('a').content('reference', 'xxe').close('a'), 10],
    ['with a reference without name', abx().open('a').content('reference', null).close('a'), 10],
    ['with a reference to a control', abx().open('a').content('reference', '#x1b').close('a'), 10],
    ['with a blank that is none', abx().open('a').content('whitespace', 'x').close('a'), 10],
    ['with an internal subset', abx().content('doctype', ' a [<!ENTITY b "c">]').element('a'), 4],
    ['with a document type inside', abx().open('a').content('doctype', 'a').close('a'), 10],
    ['nesting too deep', deep(limits.documentDepth + 1)],
    ['with too many attributes', many(limits.xmlAttributes + 1)],
    ['with a length beyond the file', abx().open('a').raw([0x24, 0xff, 0xff, 0x61]), 13],
  ];
  it.each(files)('%s', (_name, file, offset) => {
    const error = refused(file);
    expect(error.code).toBe('abx-malformed');
    expect(error.place.offset).toBeTypeOf('number');
    if (offset !== undefined) expect(error.place.offset).toBe(offset);
  });

  it('with a token that does not exist', () => {
    const known = new Set([0x10, 0x11, 0x32, 0x33]);
    for (let event = 4; event <= 10; event += 1) known.add(0x10 | event).add(0x20 | event);
    for (let type = 1; type <= 13; type += 1) known.add((type << 4) | 0x0f);
    for (let token = 0; token < 0x100; token += 1) {
      if (known.has(token)) continue;
      // Enough zeros for any value: only the token itself can be at fault.
      const file = abx().open('a').raw([token, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
      expect(refused(file).place.offset, token.toString(16)).toBe(10);
    }
  });

  it('with another magic or version', () => {
    const bytes = abx().element('a').bytes();
    for (let at = 0; at < 4; at += 1)
      expect(refusal(() => readAbx(flipped(bytes, at)))).toMatchObject({
        code: 'abx-malformed',
        place: { offset: 0 },
      });
    expect(refusal(() => readAbx(new Uint8Array())).code).toBe('abx-malformed');
  });

  it('but not at the limits', () => {
    expect(readAbx(deep(limits.documentDepth).bytes()).name).toBe('a');
    const { xmlAttributes } = limits;
    expect(readAbx(many(xmlAttributes).bytes()).attributes.size).toBe(xmlAttributes);
    expect(readAbx(abx().element('x'.repeat(limits.keyLength)).bytes()).name).toHaveLength(limits.keyLength);
  });

  it('nor at limits that were raised', () => {
    const { xmlAttributes, xmlElements } = limits;
    setLimits({ xmlAttributes: 300, xmlElements: 2 });
    try {
      expect(readAbx(many(300).bytes()).attributes.size).toBe(300);
      expect(refused(many(301)).message).toContain('more than 300 attributes');
      expect(readAbx(deep(2).bytes()).name).toBe('a');
      expect(refused(deep(3)).message).toContain('more than 2 elements');
    } finally {
      setLimits({ xmlAttributes, xmlElements });
    }
  });

  it('with more elements than the limit, quickly', () => {
    const tags = new Uint8Array(6 * limits.xmlElements);
    for (let at = 0; at < tags.length; at += 6) tags.set([0x32, 0, 0, 0x33, 0, 0], at);
    expect(refused(abx().open('a').raw(tags)).message).toMatch(/more than 500000 elements/);
  });

  it('without a word of what stands in it', () => {
    const canary = 'CANARY';
    for (const file of [
      abx().open(canary).close(`${canary}2`),
      abx().open('a').content('reference', canary),
      abx().open('a').attribute(canary, canary).attribute(canary, canary),
    ])
      expect(refused(file).message).not.toContain(canary);
  });
});

/** One of every token and type. */
function sample(): AbxWriter {
  const file = abx().start().content('comment', 'c').content('doctype', null).open('root');
  for (const [name, one] of Object.entries(value)) if (typeof one !== 'function') file.attribute(name, one);
  file
    .attribute('hexBytes', value.hexBytes(utf8('xyz')))
    .attribute('base64Bytes', value.base64Bytes(utf8('xyz')));
  file
    .attribute('int', value.int(7))
    .attribute('hexInt', value.hexInt(255))
    .attribute('long', value.long(7n));
  file.attribute('hexLong', value.hexLong(255n)).attribute('float', value.float(0.3));
  file.attribute('double', value.double(0.3)).attribute('text', 'Größe 📱').interned('pool', 'root');
  file.content('text', ' ').content('cdata', '<>').content('reference', 'lt').content('whitespace', ' ');
  return file.content('instruction', 'p i').element('child', 'text').close('root');
}

describe('a damaged file', () => {
  it('is refused wherever it is cut off', () => {
    const bytes = sample().end().bytes();
    const rootEnd = bytes.length - 1;
    for (let length = 0; length < rootEnd; length += 1)
      expect(refusal(() => readAbx(bytes.slice(0, length))).code, `${length} bytes`).toBe('abx-malformed');
    expect(readAbx(bytes.slice(0, rootEnd))).toMatchObject({ terminated: false });
    expect(readAbx(bytes)).toMatchObject({ terminated: true });
  });

  it('is read or refused, never anything else', () => {
    const bytes = sample().end().bytes();
    const change = fc.tuple(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const damaged = changes.reduce((found, [at, mask]) => flipped(found, at, mask), bytes);
        expect(outcome(damaged)).toMatch(/^(read|abx-malformed)$/);
      }),
      { numRuns: runs * 5 },
    );
  });

  it('may be nothing but noise behind the magic', () => {
    const token = fc.constantFrom(0x10, 0x11, 0x32, 0x33, 0x24, 0x2f, 0x3f, 0x6f, 0xcf);
    fc.assert(
      fc.property(fc.array(fc.oneof(token, fc.integer({ min: 0, max: 255 })), { maxLength: 60 }), (noise) => {
        expect(outcome(concat(utf8('ABX\0'), noise))).toMatch(/^(read|abx-malformed)$/);
      }),
      { numRuns: runs * 5 },
    );
  });
});

function outcome(bytes: Uint8Array): string {
  try {
    const root = readAbx(bytes);
    return root.name === '' ? 'empty' : 'read';
  } catch (error) {
    if (error instanceof PassmusterError && error.place.offset !== undefined) return error.code;
    throw error;
  }
}

const names = fc.constantFrom('a', 'b', 'package', 'ns:name', 'größe');
const shapes: fc.Arbitrary<Shape> = fc.letrec<{ shape: Shape }>((tie) => ({
  shape: fc
    .tuple(
      names,
      fc.dictionary(names, fc.string({ unit: 'binary', maxLength: 20 }), { noNullPrototype: true }),
      fc.array(fc.oneof({ depthSize: 'small' }, fc.string({ minLength: 1, unit: 'binary' }), tie('shape')), {
        maxLength: 4,
      }),
    )
    .map(([name, attributes, children]) => [name, attributes, ...joined(children)]),
})).shape;

function joined(children: readonly (Shape | string)[]): (Shape | string)[] {
  const found: (Shape | string)[] = [];
  for (const child of children) {
    const last = found.at(-1);
    if (typeof child === 'string' && typeof last === 'string') found[found.length - 1] = last + child;
    else found.push(child);
  }
  return found;
}

function write(file: AbxWriter, [name, attributes, ...children]: Shape): AbxWriter {
  file.open(name);
  for (const [key, text] of Object.entries(attributes)) file.attribute(key, text);
  for (const child of children)
    if (typeof child === 'string') file.content('text', child);
    else write(file, child);
  return file.close(name);
}

it('whatever is written is read back', () => {
  fc.assert(
    fc.property(shapes, (shape) => {
      expect(read(write(abx().start(), shape).end())).toEqual(shape);
    }),
    { numRuns: runs },
  );
});

it('the writer of the tests agrees with plain UTF-8 on plain characters', () =>
  expect(modifiedUtf8('Größe 電')).toEqual(utf8('Größe 電')));

const folder = join(process.env['PASSMUSTER_CORPUS'] ?? '', 'android', 'abx');

describe.skipIf(process.env['PASSMUSTER_CORPUS'] === undefined || !existsSync(folder))(
  'files of a device',
  () => {
    it.each(['test-basic', 'test-typed-attribute', 'test_interned_strings'])(
      '%s says the same as its text',
      async (name) => {
        const binary = readAbx(new Uint8Array(readFileSync(join(folder, `${name}.xml.abx`))));
        const text = await readXml(readFileSync(join(folder, `${name}.xml`), 'utf8'));
        expect(shapeOf(binary)).toEqual(shapeOf(text));
        expect(binary).toMatchObject({ terminated: true, tail: false });
        expect(binary.children.length).toBeGreaterThan(2);
      },
    );
  },
);
