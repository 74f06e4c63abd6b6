/** BER and DER: lengths and depth are bounded before anything is read. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Asn1, octetString, oidText, readAsn1 } from '../../src/formats/asn1.ts';
import { PassmusterError } from '../../src/errors.ts';
import { limits, setLimits } from '../../src/io/limits.ts';
import { concat, der, refusal, runs } from '../support/bytes.ts';

const bytes = (hex: string) => new Uint8Array(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
/** Tags and contents, as nested lists. */
const shape = (element: Asn1): unknown =>
  element.constructed
    ? [element.tag, ...element.children.map(shape)]
    : `${element.tag}:${Buffer.from(element.content).toString('hex')}`;

describe('elements are read', () => {
  it.each<[name: string, hex: string, expected: unknown]>([
    ['a simple value', '04 02 0102', '4:0102'],
    ['an empty value', '05 00', '5:'],
    ['a sequence', '30 05 02 01 05 05 00', [16, '2:05', '5:']],
    ['a long length', '04 81 02 0102', '4:0102'],
    ['a length of four bytes', '04 84 00000002 0102', '4:0102'],
    ['an indefinite length', '30 80 02 01 05 00 00', [16, '2:05']],
    ['indefinite in indefinite', '30 80 a0 80 05 00 00 00 00 00', [16, [0, '5:']]],
    ['indefinite in definite', '30 06 a0 80 05 00 00 00', [16, [0, '5:']]],
  ])('%s', (_name, hex, expected) => {
    const { element, end } = readAsn1(bytes(hex));
    expect(shape(element)).toEqual(expected);
    expect(end).toBe(bytes(hex).length);
    expect(element.raw).toEqual(bytes(hex));
  });

  it('what follows is left to the caller', () => expect(readAsn1(bytes('05 00 ff')).end).toBe(2));

  it('offsets are those of the file', () => {
    const { element } = readAsn1(bytes('30 06 02 01 05 02 01 06'));
    expect(element.children.map(({ offset }) => offset)).toEqual([2, 5]);
  });

  it('identifiers as dotted text', () => {
    expect(oidText(bytes('2a 86 48 86 f7 0d 01 07 02'))).toBe('1.2.840.113549.1.7.2');
    expect(oidText(bytes('60 86 48 01 65 03 04 02 01'))).toBe('2.16.840.1.101.3.4.2.1');
    expect(oidText(bytes('88 37'))).toBe('2.999');
    expect(oidText(new Uint8Array())).toBe('');
  });

  it('octet strings in pieces are joined', () => {
    expect(octetString(readAsn1(bytes('24 80 04 01 61 24 04 04 02 62 63 00 00')).element)).toEqual(
      bytes('616263'),
    );
  });
});

describe('what is not sound is refused with its offset', () => {
  it.each<[name: string, hex: string, offset: number]>([
    ['nothing', '', 0],
    ['no length', '30', 1],
    ['a length past the end', '04 03 0102', 0],
    ['a length of 2^32', '04 85 0100000000', 1],
    ['a length that is cut', '04 82 01', 3],
    ['a parent past the end', '30 04 04 02 61', 0],
    ['a child that reaches over its parent', '30 03 04 02 61 62', 2],
    ['an indefinite length without end', '30 80 05 00', 4],
    ['half an end', '30 80 05 00 00', 5],
    ['an indefinite simple value', '04 80 00 00', 0],
    ['a tag of several bytes', '1f 01 00', 0],
    ['a piece that is no octet string', '24 03 0c 01 61', 2],
  ])('%s', (_name, hex, offset) => {
    const error = refusal(() => octetString(readAsn1(bytes(hex)).element));
    expect(error).toMatchObject({ code: 'asn1-malformed', place: { offset } });
  });

  it('nesting up to 65 levels is read, elements up to the limit', () => {
    let nested: Uint8Array = new Uint8Array();
    for (let level = 0; level < 65; level += 1) nested = der(0x30, nested);
    expect(readAsn1(nested).end).toBe(nested.length);
    const { asn1Elements } = limits;
    setLimits({ asn1Elements: 3 });
    try {
      expect(readAsn1(bytes('30 04 05 00 05 00')).element.children).toHaveLength(2);
      for (const hex of ['30 06 05 00 05 00 05 00', '30 80 05 00 05 00 05 00 00 00'])
        expect(refusal(() => readAsn1(bytes(hex)))).toMatchObject({
          message: 'The structure has too many elements.',
          place: { offset: 6 },
        });
    } finally {
      setLimits({ asn1Elements });
    }
  });

  it('an octet string of another class', () => {
    const outer = readAsn1(bytes('24 03 84 01 61')).element;
    expect(refusal(() => octetString(outer)).place).toEqual({ offset: 2 });
    expect(readAsn1(bytes('04 01 61')).element.children).toEqual([]);
  });

  it('nesting of 66 levels, definite or not', () => {
    let definite: Uint8Array = new Uint8Array();
    for (let level = 0; level < 66; level += 1) definite = der(0x30, definite);
    expect(refusal(() => readAsn1(definite)).message).toContain('deep');
    expect(
      refusal(() => readAsn1(new Uint8Array(1_000_000).map((_, at) => (at % 2 ? 0x80 : 0x30)))).message,
    ).toContain('deep');
  });

  it('millions of elements, before memory is spent on them', () => {
    const many = new Uint8Array(16 * 1024 * 1024).map((_, at) => (at % 2 ? 0 : 5));
    many.set([0x30, 0x80]);
    const before = process.memoryUsage().rss;
    const started = performance.now();
    expect(refusal(() => readAsn1(many)).code).toBe('asn1-malformed');
    expect(refusal(() => readAsn1(concat([0x30, 0x84, 0, 0xff, 0xff, 0xfa], many.subarray(6)))).code).toBe(
      'asn1-malformed',
    );
    expect(performance.now() - started).toBeLessThan(15_000);
    expect(process.memoryUsage().rss - before).toBeLessThan(256 * 1024 * 1024);
  });

  it('any bytes give an element within them or a refusal', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (input) => {
        try {
          expect(readAsn1(input).end).toBeLessThanOrEqual(input.length);
        } catch (error) {
          if (!(error instanceof PassmusterError)) throw error;
        }
      }),
      { numRuns: runs * 5 },
    );
  });
});
