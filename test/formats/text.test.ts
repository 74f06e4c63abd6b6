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
    expect(decodeText(bytes, 'iso-8859-1')).toEqual({
      text: 'G\u00f6\u0080\u009f',
      encoding: 'iso-8859-1',
      bom: false,
    });
    expect(refusal(() => decodeText(bytes)).code).toBe('encoding-invalid');
  });

  it('a second byte order mark stays in the text', () => {
    expect(decodeText(concat(bom, bom, utf8('a'))).text).toBe('\uFEFFa');
  });

  it.each<[name: string, head: readonly number[], encoding: string | undefined]>([
    ['two bytes of three', [0xef, 0xbb, 0x61, 0x61], undefined],
    ['the first and the third', [0xef, 0x61, 0xbf, 0x61], undefined],
    ['the second and the third', [0x61, 0xbb, 0xbf, 0x61], undefined],
    ['only the first of FF FE', [0xff, 0x61, 0x61, 0x61], undefined],
    ['only the second of FF FE', [0x61, 0xfe, 0x61, 0x61], undefined],
    ['only the first of FE FF', [0xfe, 0x61, 0x61, 0x61], undefined],
    ['only the second of FE FF', [0x61, 0xff, 0x61, 0x61], undefined],
    ['four bytes of UTF-16LE', [0x61, 0, 0x61, 0], 'utf-16le'],
    ['four bytes of UTF-16BE', [0, 0x61, 0, 0x61], 'utf-16be'],
    ['three bytes of UTF-16LE', [0x61, 0, 0x61], undefined],
    ['three bytes of UTF-16BE', [0, 0x61, 0], undefined],
    ['nothing but NUL', [0, 0, 0, 0], undefined],
    ['UTF-32LE', [0x61, 0, 0, 0], undefined],
    ['UTF-32BE', [0, 0, 0, 0x61], undefined],
    ['one NUL, second', [0x61, 0, 0x61, 0x61], undefined],
    ['one NUL, third', [0x61, 0x61, 0, 0x61], undefined],
    ['one NUL, last', [0x61, 0x61, 0x61, 0], undefined],
    ['one NUL, first', [0, 0x61, 0x61, 0x61], undefined],
    ['NUL first and second', [0, 0, 0x61, 0x61], undefined],
    ['NUL first and last', [0, 0x61, 0x61, 0], undefined],
    ['NUL in the middle', [0x61, 0, 0, 0x61], undefined],
    ['NUL in all but the second', [0, 0x61, 0, 0], undefined],
    ['NUL in all but the third', [0, 0, 0x61, 0], undefined],
  ])('the first bytes show the encoding or nothing: %s', (_name, head, encoding) => {
    expect(sniffEncoding(Uint8Array.from(head))?.encoding).toBe(encoding);
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
    ['the first byte beyond ASCII', Uint8Array.of(0x80), 0, 'us-ascii'],
    ['what is beyond ASCII behind a byte order mark', concat(bom, utf8('ä')), 3, 'us-ascii'],
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

  it('by the name of the encoding', () => {
    const stray = (start: readonly number[], length: number) =>
      refusal(() => decodeText(concat(start, new Uint8Array(length).fill(0xff)))).message;
    expect(stray([], 1)).toBe('The text is not valid UTF-8.');
    expect(stray([0xff, 0xfe], 1)).toBe('The text is not valid UTF-16LE.');
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

describe('a declaration counts only where and as it should', () => {
  const latin = 'encoding="ISO-8859-1"';
  it.each([
    ['not later in the text', `<a/><?xml version="1.0" ${latin}?>`],
    ['not beyond its end', `<?xml version="1.0"?><a ${latin}/>`],
    ['not under another name', `<?xml-stylesheet ${latin}?><a/>`],
    ['not as part of a word', `<?xml version="1.0" my${latin}?><a/>`],
    ['not where there is no declaration', `<a ${latin}/>`],
    ['not without a value', '<?xml version="1.0" encoding?><a/>'],
  ])('%s', (_name, text) => {
    expect(decodeText(utf8(text))).toEqual({ text, encoding: 'utf-8', bom: false });
  });

  it.each(['utf8', 'UTF-8', 'us-ascii'])('%s is UTF-8', (name) => {
    const text = `<?xml version="1.0" encoding="${name}"?><a/>`;
    expect(decodeText(utf8(text)).encoding).toBe('utf-8');
  });

  it('without its end it counts too: what is cut off may hold it', () => {
    expect(decodeText(utf8(`<?xml version="1.0" ${latin}`)).encoding).toBe('iso-8859-1');
  });

  it('it may take 1024 bytes, and a short one may stand before a long document', () => {
    const longest = '<?xml version="1.0"'.padEnd(1024);
    expect(decodeText(utf8(longest)).text).toBe(longest);
    expect(refusal(() => decodeText(utf8(`${longest} `))).place).toEqual({ offset: 1024 });
    const long = `<?xml version="1.0"?>${' '.repeat(2000)}`;
    expect(decodeText(utf8(long)).text).toBe(long);
  });
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

  it('names the byte that does not decode, and gives what stands before it, however it is cut', async () => {
    const halfPair = (order: 'le' | 'be') =>
      concat(utf16('ab📱', order), order === 'le' ? [0x3d, 0xd8, 0x61, 0] : [0xd8, 0x3d, 0, 0x61]);
    for (const bytes of [
      concat(utf8('abc'), [0xff], utf8('defg')),
      concat(utf8('aäb€c📱d'), [0xc3, 0x61]),
      concat(utf8('€€'), [0xe2, 0x82, 0x61]),
      concat(utf8('📱'), [0xf0, 0x9f, 0x93, 0x61, 0x61]),
      concat(bom, utf8('ab'), [0x80]),
      halfPair('le'),
      halfPair('be'),
      concat(utf16('ab', 'le'), [0x3d, 0xd8, 0x00, 0xe0]),
      concat(utf16('ab', 'be'), [0xd8, 0x3d, 0xdb, 0xff]),
    ]) {
      const whole = refusal(() => decodeText(bytes));
      const { offset = 0 } = whole.place ?? {};
      const isWide = bytes[0] === 0xff || bytes[0] === 0xfe;
      const encoding = isWide ? (bytes[0] === 0xff ? 'utf-16le' : 'utf-16be') : 'utf-8';
      const before = new TextDecoder(encoding).decode(bytes.subarray(0, offset), { stream: true });
      for (const size of [1, 2, 3, 4, 5, 100]) {
        let text = '';
        const cut = await refusalOf(async () => {
          for await (const piece of decodeStream(inPieces(bytes, [size]))) text += piece;
        });
        expect(cut.place, `pieces of ${size}`).toEqual(whole.place);
        expect(cut.message).toBe(whole.message);
        expect(text, `pieces of ${size}`).toBe(before);
      }
    }
  });

  it('that ends inside a character is refused at its end', async () => {
    for (const size of [1, 3, 100]) {
      const cut = await refusalOf(() => all(decodeStream(inPieces(utf8('abcä').subarray(0, 4), [size]))));
      expect(cut).toMatchObject({ code: 'encoding-invalid', place: { offset: 4 } });
    }
  });

  it('in four bytes shows its encoding, in fewer it does not', async () => {
    const start = utf16('{}', 'le', false);
    expect(await all(decodeStream(inPieces(start, [1])))).toEqual(['{}']);
    expect((await all(decodeStream(inPieces(start.subarray(0, 3), [1])))).join('')).toBe('{\0}');
  });

  it('of nothing yields nothing', async () => {
    expect(await all(decodeStream(inPieces(new Uint8Array(), [1])))).toEqual([]);
  });
});

describe('windows-1252, where nothing shows another encoding', () => {
  const read = async (bytes: Uint8Array, size = 100) =>
    (await all(decodeStream(inPieces(bytes, [size]), 'windows-1252'))).join('');

  it('has letters where Latin-1 has controls', async () => {
    const bytes = Uint8Array.of(0x47, 0x72, 0xf6, 0x80, 0x99, 0x9f, 0x7f, 0xa0, 0xff);
    for (const size of [1, 4, 100]) expect(await read(bytes, size)).toBe('Grö€™Ÿ\u007f\u00a0ÿ');
  });

  it('gives way to what the first bytes show', async () => {
    expect(await read(concat(bom, utf8('ä')))).toBe('ä');
    expect(await read(utf16('äb', 'le'))).toBe('äb');
  });

  it.each([0x81, 0x8d, 0x8f, 0x90, 0x9d])(
    'has no character %d, and the refusal names its place',
    async (byte) => {
      const bytes = Uint8Array.of(0xe4, 0xe4, 0xdc, 0xe4, 0x61, byte, 0x61);
      for (const size of [1, 2, 5, 100])
        expect(await refusalOf(() => read(bytes, size))).toMatchObject({
          code: 'encoding-invalid',
          message: 'The text is not valid WINDOWS-1252.',
          place: { offset: 5 },
        });
    },
  );
});
