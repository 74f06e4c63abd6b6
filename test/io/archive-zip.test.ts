/** Zip archives: what is sound is read, and there is one way to read it; anything else is refused before it is believed. */
import { crc32, deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ArchiveBudget } from '../../src/io/archive/budget.ts';
import type { Limits } from '../../src/io/limits.ts';
import {
  descriptorOf,
  extraField,
  file,
  little,
  readArchive,
  type ZipOptions,
  zipOf,
  type ZipPart,
} from '../support/archive.ts';
import { concat, flipped, refusalOf, runs, utf8 } from '../support/bytes.ts';

const text = utf8('{"devices": []}'.repeat(20));
const other = utf8('another file');
const deflated = deflateRawSync(text);
const a: ZipPart = { name: 'a.json', content: text };
const b: ZipPart = { name: 'b.json', content: other, method: 0 };
const sound = zipOf([a, b]);
const refusal = (bytes: Uint8Array, changes?: Partial<Limits>) =>
  refusalOf(() => readArchive(bytes, { budget: new ArchiveBudget(bytes.length, changes), kind: 'zip' }));

describe('a sound zip', () => {
  it('is read by name, deflated and stored', async () => {
    expect(await readArchive(zipOf([b, a]))).toEqual([file('a.json', text), file('b.json', other)]);
  });

  it('that is empty holds nothing', async () => {
    expect(await readArchive(zipOf([]))).toEqual([]);
  });

  it('may have a comment and empty files, and folders are not reported', async () => {
    const bytes = zipOf(
      [{ name: 'x/' }, { name: 'x/y/' }, { name: 'x/y/empty' }, { name: 'f', mode: 0o40755 }],
      {
        comment: utf8('made by hand'),
      },
    );
    expect(await readArchive(bytes)).toEqual([file('x/y/empty', '')]);
  });

  it('names without empty and dot parts', async () => {
    expect(await readArchive(zipOf([{ name: './x//./y', content: text }]))).toEqual([file('x/y', text)]);
  });

  const wide = (uncompressed: number, compressed: number) =>
    extraField(1, concat(little(uncompressed, 8), little(compressed, 8)));
  const all = { compressed: 0xffffffff, uncompressed: 0xffffffff };
  it.each<[string, ZipPart, ZipOptions?]>([
    ['with a descriptor', { ...a, descriptor: true }],
    [
      'with a descriptor without signature',
      { ...a, descriptor: descriptorOf(text, deflated.length).subarray(4) },
    ],
    ['with a wide descriptor', { ...a, descriptor: descriptorOf(text, deflated.length, 8) }],
    ['with sizes both before and behind', { ...a, descriptor: true, local: { compressed: deflated.length } }],
    [
      'with zip64 sizes',
      {
        ...a,
        local: { ...all, extra: wide(text.length, deflated.length) },
        central: { ...all, extra: wide(text.length, deflated.length) },
      },
    ],
    [
      'with zip64 sizes behind the data',
      { ...a, descriptor: descriptorOf(text, deflated.length, 8), local: { ...all, extra: wide(0, 0) } },
    ],
    ['with a zip64 end', a, { zip64: true }],
    ['with a time of Unix', { ...a, local: { extra: extraField(0x5455, [1, 0, 0, 0, 0]) } }],
  ])('%s is read', async (_what, part, options) => {
    expect(await readArchive(zipOf([part, b], options))).toEqual([
      file('a.json', text),
      file('b.json', other),
    ]);
  });

  const pathField = (name: string, raw: string) =>
    extraField(0x7075, concat([1], little(crc32(utf8(raw)), 4), utf8(name)));
  it.each<[string, ZipPart, string]>([
    ['UTF-8 that is stated', { name: 'Gerät' }, 'Gerät'],
    ['UTF-8 that is not stated', { name: 'Gerät', flags: 0 }, 'Gerät'],
    ['code page 437', { name: Uint8Array.of(0x47, 0x65, 0x72, 0x84, 0x74), flags: 0 }, 'Gerät'],
    ['a path field', { name: 'raw', flags: 0, central: { extra: pathField('Gerät', 'raw') } }, 'Gerät'],
    ['a path field for another name', { name: 'x', central: { extra: pathField('y', 'z') } }, 'x'],
  ])('takes names in %s', async (_what, part, name) => {
    expect(await readArchive(zipOf([part]))).toEqual([file(name, '')]);
  });
});

describe('an entry that is not opened', () => {
  it.each<[string, ZipPart, string, boolean]>([
    ['encrypted', { ...a, flags: 0x801 }, 'encrypted', true],
    ['encrypted with AES', { ...a, flags: 0x801, method: 99, data: text }, 'encrypted', true],
    ['a symbolic link', { ...a, mode: 0o120777 }, 'symbolic link', false],
    ['a device', { name: 'a.json', mode: 0o020644 }, 'special file', false],
    ['compressed otherwise', { ...a, method: 12, data: text }, 'unsupported compression', true],
    ['a folder with content', { ...a, name: 'a.json/' }, 'folder with content', true],
  ])('%s is named', async (_what, part, skipped, lost) => {
    expect(await readArchive(zipOf([part, b]))).toEqual([
      { name: 'a.json', skipped, lost },
      file('b.json', other),
    ]);
  });

  it('larger than the limit is named', async () => {
    const bytes = zipOf([a, b]);
    const budget = new ArchiveBudget(bytes.length, { archiveEntryBytes: text.length - 1 });
    expect(await readArchive(bytes, { budget })).toEqual([
      { name: 'a.json', skipped: 'too large', lost: true },
      file('b.json', other),
    ]);
  });

  it.each([
    ['twice', ['x', 'x']],
    ['in two cases', ['Gerät', 'GERÄT']],
    ['composed and decomposed', ['Ger\u00e4t', 'Gera\u0308t']],
    ['with and without dots', ['x/y', './x//y']],
    ['three times', ['x', 'X', 'x']],
  ])('has a name that stands there %s: none of them counts', async (_what, names) => {
    const found = await readArchive(zipOf([...names.map((name) => ({ name, content: text })), b]));
    const repeated = found.filter((outcome) => 'skipped' in outcome && outcome.skipped === 'repeated name');
    expect(repeated.length).toBe(names.length);
    expect(found.filter((outcome) => 'content' in outcome)).toEqual([file('b.json', other)]);
  });

  it('has a name that a link has as well', async () => {
    const found = await readArchive(zipOf([a, { ...a, mode: 0o120777 }]));
    expect(found).toEqual([
      { name: 'a.json', skipped: 'repeated name', lost: true },
      { name: 'a.json', skipped: 'repeated name', lost: true },
    ]);
  });
});

// Small files are inflated at once, large ones as a stream.
const large = utf8(Array.from({ length: 20_000 }, (_, index) => `line ${index}\n`).join(''));
describe.each([
  ['small', text],
  ['large', large],
])('a %s entry whose content is damaged does not touch the others', (_size, content) => {
  const data = deflateRawSync(content);
  const sized = (uncompressed: number) => ({ local: { uncompressed }, central: { uncompressed } });
  const sound: ZipPart = { name: 'a.json', content };

  it('but a sound one is read', async () => {
    expect(await readArchive(zipOf([sound, b]))).toEqual([file('a.json', content), file('b.json', other)]);
  });

  it.each<[string, ZipPart]>([
    ['a wrong checksum', { ...sound, local: { crc: 1 }, central: { crc: 1 } }],
    ['a changed byte', { ...sound, method: 0, data: flipped(content, 5) }],
    ['deflate that is none', { ...sound, data: content.map((byte) => byte | 0x07) }],
    ['deflate that is cut off', { ...sound, data: data.subarray(0, -2) }],
    ['no deflate', { ...sound, data: new Uint8Array() }],
    ['bytes after its deflate', { ...sound, data: concat(data, [0, 0]) }],
    ['many bytes after its deflate', { ...sound, data: concat(data, new Uint8Array(200_000)) }],
    ['more than its size', { ...sound, ...sized(content.length - 1) }],
    ['content instead of nothing', { ...sound, ...sized(0) }],
    ['less than its size', { ...sound, ...sized(content.length + 1) }],
  ])('%s', async (_what, part) => {
    expect(await readArchive(zipOf([part, b]))).toEqual([
      { name: 'a.json', error: 'archive-malformed' },
      file('b.json', other),
    ]);
  });
});

describe('a zip is refused', () => {
  const wide = extraField(1, concat(little(text.length, 8), little(deflated.length, 8)));
  const secondEnd = zipOf([]);
  it.each<[string, Uint8Array, RegExp]>([
    ['with a name that leads out', zipOf([{ name: 'x/../../y' }]), /leads out/],
    ['with an absolute name', zipOf([{ name: '/etc/passwd' }]), /absolute/],
    ['with a drive', zipOf([{ name: 'C:/x' }]), /absolute/],
    ['with a backslash', zipOf([{ name: 'x\\y' }]), /backslash/],
    ['with a NUL in a name', zipOf([{ name: 'x\u0000.json' }]), /control/],
    ['with an escape in a name', zipOf([{ name: 'x\u001b[2J' }]), /control/],
    ['with a C1 character in a name', zipOf([{ name: 'x\u009b' }]), /control/],
    ['with a folder that leads out', zipOf([{ name: '../' }]), /leads out/],
    ['with a name that does not decode', zipOf([{ name: Uint8Array.of(0x78, 0xff) }]), /decode/],
    ['with a file without name', zipOf([{ name: './.' }]), /no name/],
    ['with a NUL hidden from the directory', zipOf([{ ...a, local: { name: 'a.jso\u0000' } }]), /differ/],
    ['with another local name', zipOf([{ ...a, local: { name: 'b.json' } }]), /differ/],
    ['with another local method', zipOf([{ ...a, local: { method: 0 } }]), /differ/],
    ['with another local flag', zipOf([{ ...a, local: { flags: 0x801 } }]), /differ/],
    ['with a descriptor that one header knows', zipOf([{ ...a, local: { flags: 0x808 } }]), /differ/],
    ['with another local size', zipOf([{ ...a, local: { uncompressed: 3 } }]), /differ in its size/],
    ['with another compressed size', zipOf([{ ...a, local: { compressed: 3 } }]), /differ in its size/],
    ['with another local checksum', zipOf([{ ...a, local: { crc: 3 } }]), /differ in its size/],
    ['with zip64 sizes twice', zipOf([{ ...a, local: { extra: concat(wide, wide) } }]), /twice/],
    [
      'with zip64 sizes twice in the directory',
      zipOf([{ ...a, central: { extra: concat(wide, wide) } }]),
      /twice/,
    ],
    ['with an extra field that is cut off', zipOf([{ ...a, local: { extra: [1, 0, 99, 0] } }]), /damaged/],
    ['with two stored sizes', zipOf([{ ...b, central: { uncompressed: 3 } }]), /two sizes/],
    [
      'with a wrong descriptor',
      zipOf([{ ...a, descriptor: descriptorOf(text, 3) }]),
      /followed by its sizes/,
    ],
    ['without its descriptor', zipOf([{ ...a, descriptor: new Uint8Array() }]), /followed by its sizes/],
    ['with a long descriptor', zipOf([{ ...a, descriptor: new Uint8Array(40) }]), /followed by its sizes/],
    ['with strong encryption', zipOf([{ ...a, flags: 0x841 }]), /encrypted/],
    ['with bytes in front', zipOf([{ ...a, gap: utf8('MZ') }]), /no entry/],
    ['with bytes between entries', zipOf([a, { ...b, gap: utf8('gap') }]), /no entry/],
    ['with bytes before the directory', zipOf([a], { beforeDirectory: sound }), /no entry/],
    ['with bytes behind the directory', zipOf([a], { beforeEnd: utf8('gap') }), /directory/],
    ['with bytes behind the end', zipOf([a], { tail: utf8('x') }), /follow the end/],
    ['with another zip behind it', concat(sound, zipOf([a])), /directory/],
    ['with an empty zip behind it', concat(sound, secondEnd), /directory/],
    ['with one entry fewer in its end', zipOf([a, b], { end: { entries: 1 } }), /longer or shorter/],
    ['with one entry more in its end', zipOf([a, b], { end: { entries: 3 } }), /damaged|not lie/],
    ['with another directory size', zipOf([a, b], { end: { size: 20 } }), /directory/],
    ['with another directory start', zipOf([a, b], { end: { start: 3 } }), /directory/],
    ['in several parts', zipOf([a, b], { end: { disk: 1 } }), /parts/],
    ['with two ends that differ', zipOf([a, b], { zip64: true, end: { entries: 1 } }), /differ/],
    [
      'with two entries over the same data',
      zipOf([a, { ...a, name: 'c', central: { offset: 0 } }]),
      /differ/,
    ],
    ['listed twice', zipOf([a, { ...a, central: { offset: 0 } }]), /overlap/],
    [
      'with data behind its end',
      zipOf([
        {
          ...a,
          method: 0,
          local: { compressed: 9999, uncompressed: 9999 },
          central: { compressed: 9999, uncompressed: 9999 },
        },
      ]),
      /not lie in the zip/,
    ],
    [
      'with a header behind its end',
      zipOf([{ ...a, central: { offset: 9999 } }]),
      /not lie in the zip|damaged/,
    ],
    ['without an end', utf8('PK\u0003\u0004'), /cut off/],
  ])('%s', async (_what, bytes, message) => {
    const error = await refusal(bytes);
    expect(error.code).toBe('archive-malformed');
    expect(error.message).toMatch(message);
    expect(error.message).not.toMatch(/passwd|json/);
  });

  const wideEnd = zipOf([a], { zip64: true });
  const at = (signature: string) => Buffer.from(wideEnd).indexOf(signature, 0, 'latin1');
  it.each([
    ['another length', 'PK\u0006\u0006', 4],
    ['another signature', 'PK\u0006\u0006', 1],
    ['several parts', 'PK\u0006\u0006', 16],
    ['another number of entries', 'PK\u0006\u0006', 24],
    ['a number beyond all files', 'PK\u0006\u0006', 55],
    ['another place', 'PK\u0006\u0007', 8],
    ['a place beyond all files', 'PK\u0006\u0007', 15],
    ['several disks', 'PK\u0006\u0007', 18],
  ])('with %s in its zip64 end', async (_what, signature, offset) => {
    expect((await refusal(flipped(wideEnd, at(signature) + offset, 0x40))).code).toBe('archive-malformed');
  });
});

describe('a bomb is refused within two seconds', () => {
  const zeros = new Uint8Array(20 * 1024 * 1024);
  const packed = deflateRawSync(zeros);
  const timed = async (bytes: Uint8Array, changes?: Partial<Limits>) => {
    const start = performance.now();
    const error = await refusal(bytes, changes);
    expect(performance.now() - start).toBeLessThan(2000);
    return error;
  };

  it('by its ratio, from what its headers say', async () => {
    expect((await timed(zipOf([{ name: 'x', content: zeros }]))).code).toBe('archive-limit');
  });

  it('by its ratio over many small entries', async () => {
    const small = new Uint8Array(1024 * 1024);
    const bytes = zipOf(Array.from({ length: 20 }, (_, index) => ({ name: `${index}`, content: small })));
    expect((await timed(bytes)).code).toBe('archive-limit');
  });

  it('by its ratio, when its headers lie', async () => {
    const part = { name: 'x', data: packed, method: 8 };
    const size = { uncompressed: 100, compressed: packed.length };
    const bytes = zipOf([{ ...part, local: size, central: size }]);
    expect(await readArchive(bytes)).toEqual([{ name: 'x', error: 'archive-malformed' }]);
  });

  it('by entries that overlap', async () => {
    // Every entry's data runs through the headers after it, up to one kernel (https://www.bamsoftware.com/hacks/zipbomb/).
    const headers = 1000;
    const parts = Array.from({ length: headers }, (_, index): ZipPart => {
      const compressed = (headers - 1 - index) * 34 + packed.length;
      const size = { compressed, uncompressed: zeros.length };
      const data = index === headers - 1 ? packed : new Uint8Array();
      return { name: `${1000 + index}`, method: 8, data, local: size, central: size };
    });
    const error = await timed(zipOf(parts), { archiveRatio: 1e9 });
    expect(error).toMatchObject({ code: 'archive-malformed', message: 'Two entries of the zip overlap.' });
    expect((await timed(zipOf(parts))).code).toBe('archive-limit');
  });

  it('by the number of its entries', async () => {
    const bytes = zipOf(Array.from({ length: 1001 }, (_, index) => ({ name: `${index}` })));
    expect((await timed(bytes, { archiveEntries: 1000 })).code).toBe('archive-limit');
    expect((await readArchive(bytes)).length).toBe(1001);
  });

  it('by the number that its end claims', async () => {
    expect((await timed(zipOf([a], { end: { entries: 60_000 } }), { archiveEntries: 1000 })).code).toBe(
      'archive-limit',
    );
  });

  it('by what it claims to hold', async () => {
    expect((await timed(sound, { archiveTotalBytes: 100 })).code).toBe('archive-limit');
  });

  it('by the length of its names', async () => {
    const bytes = zipOf([{ name: 'x'.repeat(5000) }]);
    expect((await timed(bytes)).code).toBe('archive-limit');
    expect((await timed(zipOf([a, b]), { documentBytes: 10 })).code).toBe('archive-limit');
  });
});

describe('no byte can be changed or lost unseen', () => {
  const wanted = [file('a.json', text), file('b.json', other)];
  const samples: [string, Uint8Array][] = [
    ['plain', sound],
    ['with descriptors and a comment', zipOf([{ ...a, descriptor: true }, b], { comment: utf8('comment') })],
    ['zip64', zipOf([a, b], { zip64: true })],
  ];

  it.each(samples)('cut off at every byte it is refused: %s', async (_what, bytes) => {
    for (let length = 0; length < bytes.length; length += 1)
      expect((await refusal(bytes.subarray(0, length))).code).toBe('archive-malformed');
  });

  it.each(samples)(
    'with any byte changed it yields the same content, or says so: %s',
    async (_what, bytes) => {
      const contents = wanted.map((outcome) => ('content' in outcome ? outcome.content : undefined));
      await fc.assert(
        fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (at, mask) => {
          const found = await readArchive(flipped(bytes, at, mask), { kind: 'zip' }).catch(
            (error: unknown) => {
              expect(error).toMatchObject({ code: expect.stringMatching(/^archive-/) });
              return [];
            },
          );
          for (const outcome of found)
            if ('content' in outcome) expect(contents).toContainEqual(outcome.content);
          // Two entries, whole or named as missing.
          if (found.length > 0) expect(found.filter((outcome) => 'name' in outcome).length).toBe(2);
        }),
        { numRuns: runs * 3 },
      );
    },
  );
});
