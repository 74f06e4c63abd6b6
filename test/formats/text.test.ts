/** Bytes to text: nothing is replaced or guessed. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeStream, decodeText, sniffEncoding } from '../../src/formats/text.ts';
import { all, concat, inPieces, refusal, refusalOf, runs, utf16, utf8 } from '../support/bytes.ts';

const bom = [0xef, 0xbb, 0xbf];
const sample = '<a>Größe 電話 📱</a>';

describe('a document decodes by what its bytes show', () => {
  const cases: [name: string, bytes: Uint8Array, encoding: string, hasBom: boolean, declared?: string][] = [
    ['UTF-8', utf8(sample), 'utf-8', false],
    ['UTF-8, declared', utf8(sample), 'utf-8', false, 'utf-8'],
    ['UTF-8 with byte order mark', concat(bom, utf8(sample)), 'utf-8', true],
    ['UTF-16LE with byte order mark', utf16(sample, 'le'), 'utf-16le', true],
    ['UTF-16BE with byte order mark', utf16(sample, 'be'), 'utf-16be', true],
    ['UTF-16LE without', utf16(sample, 'le', false), 'utf-16le', false],
    ['UTF-16BE without', utf16(sample, 'be', false), 'utf-16be', false],
  ];
  it.each(cases)('%s', (_name, bytes, encoding, hasBom, declared) => {
    expect(decodeText(bytes, declared)).toEqual({ text: sample, encoding, bom: hasBom });
  });

  it('Latin-1 only when declared, each byte as itself', () => {
    const bytes = Uint8Array.of(0x47, 0xf6, 0x80, 0x9f);
    expect(decodeText(bytes, 'iso-8859-1').text).toBe('G\u00f6\u0080\u009f');
    expect(refusal(() => decodeText(bytes)).code).toBe('encoding-invalid');
  });

  it('a second byte order mark stays in the text', () => {
    expect(decodeText(concat(bom, bom, utf8('a'))).text).toBe('\uFEFFa');
  });

  it('nothing is nothing', () => {
    expect(decodeText(new Uint8Array())).toEqual({ text: '', encoding: 'utf-8', bom: false });
    expect(sniffEncoding(new Uint8Array())).toBeUndefined();
  });
});

describe('what does not decode is refused with its offset', () => {
  const cases: [name: string, bytes: Uint8Array, offset: number, declared?: string][] = [
    ['a stray byte', concat(utf8('ab'), [0xff], utf8('c')), 2],
    ['after a byte order mark', concat(bom, utf8('ab'), [0xff]), 5],
    ['an overlong form', Uint8Array.of(0x61, 0xc0, 0x80), 1],
    ['a surrogate in UTF-8', Uint8Array.of(0x61, 0xed, 0xa0, 0x80), 2],
    ['half a surrogate pair in UTF-16', Uint8Array.of(0xff, 0xfe, 0x3d, 0xd8, 0x61, 0x00), 5],
    ['an odd byte in UTF-16', concat(utf16('ab', 'le'), [0x61]), 6],
    ['an unknown declaration', utf8('a'), 0, 'shift_jis'],
    ['UTF-7', utf8('a'), 0, 'utf-7'],
  ];
  it.each(cases)('%s', (_name, bytes, offset, declared) => {
    expect(refusal(() => decodeText(bytes, declared))).toMatchObject({
      code: 'encoding-invalid',
      place: { offset },
    });
  });

  it('a character cut at the end', () => {
    expect(refusal(() => decodeText(utf8('aä').subarray(0, 2))).code).toBe('encoding-invalid');
  });
});

describe('what a document says of its own encoding', () => {
  const declaring = (text: string) => `<?xml version="1.0" ${text}?><a>é</a>`;

  it.each([`encoding="ISO-8859-1"`, `encoding = 'latin1'`, `encoding="iso-8859-1" standalone="yes"`])(
    'is found: %s',
    (text) => expect(decodeText(utf8(declaring(text)))).toMatchObject({ encoding: 'iso-8859-1' }),
  );

  it('is overruled by UTF-16, which nobody can mistake', () => {
    const text = declaring('encoding="UTF-8"');
    expect(decodeText(utf16(text, 'le'))).toMatchObject({ text, encoding: 'utf-16le' });
  });

  it.each<[name: string, bytes: Uint8Array, offset: number]>([
    ['another encoding than the byte order mark', concat(bom, utf8(declaring('encoding="ISO-8859-1"'))), 0],
    ['ASCII where there is more', utf8(declaring('encoding="US-ASCII"')), 44],
    ['an encoding that is not supported', utf8(declaring('encoding="windows-1252"')), 0],
    ['nothing within a reasonable length', utf8(declaring(' '.repeat(1024))), 1024],
  ])('is refused: %s', (_name, bytes, offset) =>
    expect(refusal(() => decodeText(bytes))).toMatchObject({ code: 'encoding-invalid', place: { offset } }),
  );
});

describe('a stream decodes like the whole', () => {
  const encodings = fc.constantFrom<(text: string) => Uint8Array>(
    (text) => utf8(text),
    (text) => concat(bom, utf8(text)),
    (text) => utf16(text, 'le'),
    (text) => utf16(text, 'be'),
    (text) => utf16(`{}${text}`, 'le', false),
  );
  it('however it is cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary', maxLength: 40 }),
        encodings,
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 6 }),
        async (text, encode, sizes) => {
          const bytes = encode(`"${text}`);
          const pieces = await all(decodeStream(inPieces(bytes, sizes)));
          expect(pieces.join('')).toBe(decodeText(bytes).text);
        },
      ),
      { numRuns: runs },
    );
  });

  it.each([
    ['a stray byte', concat(utf8('abc'), [0xff])],
    ['a character cut at the end', utf8('aä').subarray(0, 2)],
    ['one byte of two', concat(utf16('ab', 'le'), [0x61])],
  ])('%s is refused', async (_name, bytes) => {
    for (const size of [1, 2, 100])
      expect((await refusalOf(() => all(decodeStream(inPieces(bytes, [size]))))).code).toBe(
        'encoding-invalid',
      );
  });

  it('of nothing yields nothing', async () => {
    expect(await all(decodeStream(inPieces(new Uint8Array(), [1])))).toEqual([]);
  });
});
