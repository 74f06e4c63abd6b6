/** Tar archives: every dialect that phones and computers write; what two readers would read as two archives is refused. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ArchiveBudget } from '../../src/io/archive/budget.ts';
import { archiveKind } from '../../src/io/archive/index.ts';
import type { Limits } from '../../src/io/limits.ts';
import {
  file,
  gnuMagic,
  longName,
  pax,
  readArchive,
  tarEnd,
  tarEntry,
  tarOf,
  type TarPart,
} from '../support/archive.ts';
import { concat, flipped, refusalOf, runs, unsigned, utf8 } from '../support/bytes.ts';

const text = utf8('{"devices": []}'.repeat(50));
const a: TarPart = { name: 'a.json', content: text };
const b: TarPart = { name: 'b.json', content: utf8('another file') };
const both = [file('a.json', text), file('b.json', 'another file')];
const long = `${'folder/'.repeat(40)}file.json`;
const noMagic = '\u0000'.repeat(8);
const base256 = (size: number) => concat([0x80], unsigned(size, 11));
const refusal = (bytes: Uint8Array, changes?: Partial<Limits>) =>
  refusalOf(() => readArchive(bytes, { budget: new ArchiveBudget(bytes.length, changes), kind: 'tar' }));

describe('a sound tar', () => {
  it('is read in its order', async () => {
    expect(await readArchive(tarOf([b, a]))).toEqual(both.toReversed());
  });

  it('that is empty holds nothing', async () => {
    expect(await readArchive(tarEnd, { kind: 'tar' })).toEqual([]);
  });

  it('may be padded with zeros', async () => {
    expect(await readArchive(tarOf([a, b], new Uint8Array(20_480)))).toEqual(both);
    expect(await readArchive(tarOf([a, b], new Uint8Array(200_001)))).toEqual(both);
  });

  it.each<[string, readonly TarPart[], string]>([
    ['without mark', [{ ...a, magic: noMagic }], 'a.json'],
    ['of an old file', [{ ...a, magic: noMagic, type: '\u0000' }], 'a.json'],
    ['of GNU', [{ ...a, magic: gnuMagic, prefix: 'time and other things' }], 'a.json'],
    ['of a contiguous file', [{ ...a, type: '7' }], 'a.json'],
    ['with a prefix', [{ ...a, prefix: 'some/folder' }], 'some/folder/a.json'],
    ['with ./', [{ ...a, name: './a.json' }], 'a.json'],
    ['with a name that fills its field', [{ ...a, name: 'x'.repeat(100) }], 'x'.repeat(100)],
    ['with a long name of GNU', [longName(long), { ...a, magic: gnuMagic }], long],
    ['with a path of pax', [pax([['path', long]]), a], long],
    [
      'with other records of pax',
      [
        pax([
          ['mtime', '1.5'],
          ['SCHILY.xattr.x', 'a\nb=c'],
        ]),
        a,
      ],
      'a.json',
    ],
    [
      'with a path in place of a name that is cut',
      [pax([['path', 'Gerät']]), { ...a, name: Uint8Array.of(0xc3) }],
      'Gerät',
    ],
    ['with a global comment', [pax([['comment', 'a'.repeat(40)]], 'g'), a], 'a.json'],
    ['with a size of pax', [pax([['size', `${text.length}`]]), a], 'a.json'],
    ['with a size in base 256', [{ ...a, size: base256(text.length) }], 'a.json'],
    ['with a size in spaces', [{ ...a, size: `${text.length.toString(8).padStart(11)} ` }], 'a.json'],
  ])('header %s is read', async (_what, parts, name) => {
    expect(await readArchive(tarOf([...parts, b]), { kind: 'tar' })).toEqual([
      file(name, text),
      file('b.json', 'another file'),
    ]);
  });

  it('has folders, which are not reported', async () => {
    const folders = [
      { name: './', type: '5' },
      { name: 'x/', type: '5' },
      { name: 'y/', magic: noMagic },
    ];
    expect(await readArchive(tarOf([...folders, a, b]))).toEqual(both);
  });

  it('of empty files and of files that fill their blocks', async () => {
    const full = new Uint8Array(1024).fill(7);
    const parts = [{ name: 'empty' }, { name: 'full', content: full }, { name: 'last' }];
    expect(await readArchive(tarOf(parts))).toEqual([
      file('empty', ''),
      file('full', full),
      file('last', ''),
    ]);
  });
});

describe('an entry that is not opened', () => {
  it.each<[string, readonly TarPart[], string, boolean]>([
    ['a symbolic link', [{ name: 'x', type: '2', link: '../../etc/passwd' }], 'symbolic link', false],
    [
      'a long symbolic link',
      [longName(long, 'K'), { name: 'x', type: '2', magic: gnuMagic }],
      'symbolic link',
      false,
    ],
    ['a hard link to an entry', [{ name: 'x', type: '1', link: './a.json' }], 'hard link', false],
    ['a hard link by pax', [pax([['linkpath', 'a.json']]), { name: 'x', type: '1' }], 'hard link', false],
    ['a hard link by GNU', [longName('a.json', 'K'), { name: 'x', type: '1' }], 'hard link', false],
    ['a hard link to nothing', [{ name: 'x', type: '1', link: 'elsewhere' }], 'hard link', true],
    ['a device', [{ name: 'x', type: '3' }], 'special file', false],
    ['a block device', [{ name: 'x', type: '4' }], 'special file', false],
    ['a pipe', [{ name: 'x', type: '6' }], 'special file', false],
    ['a folder with content', [{ name: 'x/', content: text }], 'folder with content', true],
  ])('%s is named', async (_what, parts, skipped, lost) => {
    expect(await readArchive(tarOf([...parts, a, b]))).toEqual([{ name: 'x', skipped, lost }, ...both]);
  });

  it('larger than the limit is named', async () => {
    const bytes = tarOf([a, b]);
    const budget = new ArchiveBudget(bytes.length, { archiveEntryBytes: 100 });
    expect(await readArchive(bytes, { budget })).toEqual([
      { name: 'a.json', skipped: 'too large', lost: true },
      file('b.json', 'another file'),
    ]);
  });

  it('has a name that stands there twice, as appending leaves it: none of them counts', async () => {
    const again = { ...a, name: './A.json' };
    expect(await readArchive(tarOf([a, b, again]))).toEqual([
      { name: 'a.json', skipped: 'repeated name', lost: true },
      file('b.json', 'another file'),
      { name: 'A.json', skipped: 'repeated name', lost: true },
    ]);
  });

  it('is a hard link to a name that stands there twice', async () => {
    const link = { name: 'x', type: '1', link: 'a.json' };
    expect((await readArchive(tarOf([a, a, link]))).at(-1)).toEqual({
      name: 'x',
      skipped: 'hard link',
      lost: true,
    });
  });
});

describe('a tar is refused', () => {
  const raw = (record: string) => ({ name: 'p', type: 'x', content: utf8(record) });
  it.each<[string, Uint8Array, RegExp]>([
    ['with a wrong checksum', tarOf([{ ...a, damage: 1 }]), /checksum/],
    ['with another header damaged', tarOf([a, { ...b, damage: -1 }]), /checksum/],
    ['without end marker', tarOf([a], new Uint8Array()), /end marker/],
    ['with half an end marker', tarOf([a], new Uint8Array(512)), /end marker/],
    ['with an empty block amid', concat(tarEntry(a), new Uint8Array(512), tarOf([b])), /amid/],
    ['with something behind its end', concat(tarOf([a]), tarOf([b])), /follows/],
    ['with a byte behind its end', concat(tarOf([a]), [1]), /follows/],
    ['with a name that leads out', tarOf([{ name: 'x/../../y' }]), /leads out/],
    ['with a folder that leads out', tarOf([{ name: '../', type: '5' }]), /leads out/],
    ['with an absolute name', tarOf([{ name: '/etc/passwd' }]), /absolute/],
    ['with an absolute prefix', tarOf([{ name: 'passwd', prefix: '/etc' }]), /absolute/],
    ['with an absolute path of pax', tarOf([pax([['path', '/etc/passwd']]), a]), /absolute/],
    ['with a backslash', tarOf([{ name: 'x\\y' }]), /backslash/],
    ['with an escape in a name', tarOf([{ name: '\u001b[2J' }]), /control/],
    ['with a NUL in a path of pax', tarOf([pax([['path', 'x\u0000y']]), a]), /control/],
    ['with a NUL in a long name', tarOf([longName('x\u0000y'), a]), /control/],
    ['with a name that is not UTF-8', tarOf([{ name: Uint8Array.of(0xff) }]), /UTF-8/],
    ['with a file without name', tarOf([{ name: '' }]), /no name/],
    ['with a sparse file of GNU', tarOf([{ ...a, type: 'S' }]), /sparse/],
    ['with a sparse file of pax', tarOf([pax([['GNU.sparse.major', '1']]), a]), /sparse/],
    ['in several volumes', tarOf([{ ...a, type: 'M' }]), /type/],
    ['with another type', tarOf([{ ...a, type: 'X' }]), /type/],
    ['with a link that has content', tarOf([{ ...a, type: '2' }]), /has a size/],
    ['with a hard link that has content', tarOf([{ ...a, type: '1' }]), /has a size/],
    ['with a folder that has content', tarOf([{ ...a, type: '5' }]), /has a size/],
    ['with a negative size', tarOf([{ ...a, size: new Uint8Array(12).fill(0xff) }]), /size/],
    [
      'with a size beyond all files',
      tarOf([{ ...a, size: concat([0x80], new Uint8Array(11).fill(0xff)) }]),
      /size/,
    ],
    ['with a size that is no number', tarOf([{ ...a, size: '12x45678901\u0000' }]), /size/],
    ['with an empty size', tarOf([{ ...a, size: '\u0000'.repeat(12) }]), /size/],
    [
      'with something behind its size',
      tarOf([{ ...a, size: '7\u000077\u0000'.padEnd(12, '\u0000') }]),
      /size/,
    ],
    ['with a size past its end', tarOf([{ ...a, size: '00077777777\u0000' }]), /end marker/],
    ['with a size of terabytes', tarOf([{ ...a, size: base256(2 ** 52) }]), /end marker/],
    ['with two sizes', tarOf([pax([['size', '512']]), a]), /two sizes/],
    ['with two names', tarOf([pax([['path', 'x']]), longName('y'), a]), /two long names/],
    ['with two headers of pax', tarOf([pax([['path', 'x']]), pax([['path', 'y']]), a]), /stands twice/],
    ['with two long names', tarOf([longName('x'), longName('y'), a]), /stands twice/],
    ['with two long links', tarOf([longName('x', 'K'), longName('y', 'K'), a]), /stands twice/],
    [
      'with a key twice',
      tarOf([
        pax([
          ['path', 'x'],
          ['path', 'y'],
        ]),
        a,
      ]),
      /twice/,
    ],
    ['with an empty path', tarOf([pax([['path', '']]), a]), /is none/],
    ['with a size in words', tarOf([pax([['size', 'many']]), a]), /is none/],
    [
      'with a path that is not UTF-8',
      tarOf([{ ...raw(''), content: concat(utf8('9 path='), [0xff], utf8('\n')) }, a]),
      /UTF-8/,
    ],
    ['with a global path', tarOf([pax([['path', 'x']], 'g'), a]), /global/],
    ['with a global size', tarOf([pax([['size', '1']], 'g'), a]), /global/],
    ['with a record without length', tarOf([raw('path=x\n'), a]), /damaged/],
    ['with a record of another length', tarOf([raw('11 path=x\n'), a]), /damaged/],
    ['with a record without key', tarOf([raw('5 =x\n'), a]), /damaged/],
    ['with a record without value', tarOf([raw('7 path\n'), a]), /damaged/],
    ['with a record of no length', tarOf([raw('0 path=x\n'), a]), /damaged/],
    ['with a header that no entry follows', tarOf([a, pax([['path', 'x']])]), /no entry/],
    [
      'that ends within a long name',
      tarOf([longName(long)], new Uint8Array()).subarray(0, 600),
      /within a header/,
    ],
  ])('%s', async (_what, bytes, message) => {
    const error = await refusal(bytes);
    expect(error.code).toBe('archive-malformed');
    expect(error.message).toMatch(message);
    expect(error.message).not.toContain('passwd');
  });

  it.each<[string, Uint8Array, Partial<Limits>]>([
    [
      'entries',
      tarOf(Array.from({ length: 11 }, (_, index) => ({ name: `${index}` }))),
      { archiveEntries: 10 },
    ],
    ['bytes', tarOf([a, b]), { archiveTotalBytes: 1000 }],
    ['long names', tarOf([longName('x'.repeat(5000)), a]), {}],
    ['long headers', tarOf([{ ...longName('x'), size: base256(2 ** 21) }]), {}],
  ])('with too many %s', async (_what, bytes, changes) => {
    expect((await refusal(bytes, changes)).code).toBe('archive-limit');
  });
});

describe('a tar is recognised', () => {
  it.each<[string, Uint8Array, string | undefined]>([
    ['by the mark of POSIX', tarOf([a]), 'tar'],
    ['by the mark of GNU', tarOf([{ ...a, magic: gnuMagic }]), 'tar'],
    ['by its checksum', tarOf([{ ...a, magic: noMagic }]), 'tar'],
    ['though its first header is damaged', tarOf([{ ...a, damage: 1 }]), 'tar'],
    ['not without both', tarOf([{ ...a, magic: noMagic, damage: 1 }]), undefined],
    ['not when it is short', tarOf([a]).subarray(0, 511), undefined],
    ['not in zeros', tarEnd, undefined],
    ['not in text', utf8('{"devices": []}'.repeat(100)), undefined],
  ])('%s', (_what, bytes, kind) => {
    expect(archiveKind(bytes)).toBe(kind);
  });
});

describe('no byte of a header can be changed or lost unseen', () => {
  const parts = [pax([['path', long]]), a, longName(`b/${long}`), { ...b, magic: gnuMagic }];
  const bytes = tarOf(parts);

  it('cut off at every byte it is refused before anything is handed out', async () => {
    for (let length = 0; length < bytes.length; length += 1)
      expect((await refusal(bytes.subarray(0, length))).code).toBe('archive-malformed');
  });

  it('with a byte changed in a header it is refused', async () => {
    const headers = [0, 1024, 2560, 3584].filter((at) => bytes[at + 257] === 0x75);
    expect(headers.length).toBeGreaterThan(2);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...headers),
        fc.nat(511),
        fc.integer({ min: 1, max: 255 }),
        async (header, at, mask) => {
          // White space around the digits of the checksum may be another one.
          fc.pre(at < 148 || at >= 156);
          expect((await refusal(flipped(bytes, header + at, mask))).code).toBe('archive-malformed');
        },
      ),
      { numRuns: runs },
    );
  });

  it('with any byte changed it is read or refused, and never fails otherwise', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (at, mask) => {
        await readArchive(flipped(bytes, at, mask), { kind: 'tar' }).catch((error: unknown) =>
          expect(error).toMatchObject({ code: expect.stringMatching(/^archive-/) }),
        );
      }),
      { numRuns: runs * 3 },
    );
  });
});
