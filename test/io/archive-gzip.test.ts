/** Gzip: a tar or one file in one compressed stream, watched while it unfolds. */
import { crc32, deflateRawSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ArchiveBudget } from '../../src/io/archive/budget.ts';
import { memoryBytes } from '../../src/io/archive/bytes.ts';
import { archiveKind } from '../../src/io/archive/index.ts';
import type { Limits } from '../../src/io/limits.ts';
import { file, little, readArchive, tarEnd, tarOf, openArchive } from '../support/archive.ts';
import { concat, flipped, refusalOf, runs, utf8 } from '../support/bytes.ts';

const text = utf8('{"devices": []}'.repeat(50));
const tar = tarOf([
  { name: 'a.json', content: text },
  { name: 'b.json', content: utf8('another file') },
]);
const inTar = [file('a.json', text), file('b.json', 'another file')];
const damaged = [{ name: 'x', error: 'archive-malformed' }];
const refusal = (bytes: Uint8Array, changes?: Partial<Limits>) =>
  refusalOf(() => readArchive(bytes, { budget: new ArchiveBudget(bytes.length, changes), kind: 'gzip' }));

describe('a compressed file', () => {
  it.each([
    ['export.json.gz', 'export.json'],
    ['some/folder/export.json.GZ', 'export.json'],
    ['export.tgz', 'export.tgz'],
    ['.gz', 'content'],
    ['-', 'content'],
  ])('%s is one entry, %s', async (name, expected) => {
    expect(await readArchive(gzipSync(text), { name })).toEqual([file(expected, text)]);
  });

  it('may be empty', async () => {
    expect(await readArchive(gzipSync(new Uint8Array()), { name: 'x.gz' })).toEqual([file('x', '')]);
  });

  it('in several members is one file, and that is said', async () => {
    const bytes = concat(gzipSync(text.subarray(0, 100)), gzipSync(text.subarray(100)));
    expect(await readArchive(bytes, { name: 'x.gz' })).toEqual([
      file('x', text),
      { note: 'several gzip members' },
    ]);
  });

  it('with a name, a comment and an extra field of its own goes by the name of the archive', async () => {
    const head = concat(
      [0x1f, 0x8b, 8, 0x1c, 0, 0, 0, 0, 0, 3],
      [2, 0, 0x41, 0x42],
      utf8('../../x\u0000'),
      utf8('c\u0000'),
    );
    const bytes = concat(head, deflateRawSync(text), little(crc32(text), 4), little(text.length, 4));
    expect(await readArchive(bytes, { name: 'x.gz' })).toEqual([file('x', text)]);
  });

  /** Its start is looked at before it is an entry: there the damage is the archive's. */
  const outcome = (bytes: Uint8Array) =>
    readArchive(bytes, { name: 'x.gz', kind: 'gzip' }).catch((error: unknown) => {
      expect(error).toMatchObject({ code: 'archive-malformed' });
      return damaged;
    });

  it.each<[string, Uint8Array]>([
    ['with bytes behind it', concat(gzipSync(text), utf8('more'))],
    ['with zeros behind it', concat(gzipSync(text), new Uint8Array(100))],
    ['with the start of a member behind it', concat(gzipSync(text), [0x1f])],
    ['with a wrong checksum', flipped(gzipSync(text), gzipSync(text).length - 8)],
    ['with a wrong length', flipped(gzipSync(text), gzipSync(text).length - 1)],
  ])('%s is damaged', async (_what, bytes) => {
    expect(await outcome(bytes)).toEqual(damaged);
  });

  it.each([text, utf8('short')])('cut off at every byte is never read', async (content) => {
    const bytes = gzipSync(content);
    for (let length = 2; length < bytes.length; length += 1)
      expect(await outcome(bytes.subarray(0, length))).toEqual(damaged);
  });
});

describe('a compressed tar', () => {
  it('is read in its order', async () => {
    expect(archiveKind(gzipSync(tar))).toBe('gzip');
    expect(await readArchive(gzipSync(tar))).toEqual(inTar);
  });

  it('in several members is one tar, and that is said', async () => {
    const bytes = concat(gzipSync(tar.subarray(0, 700)), gzipSync(tar.subarray(700)));
    expect(await readArchive(bytes)).toEqual([...inTar, { note: 'several gzip members' }]);
  });

  it('that hides a second tar in a second member is refused', async () => {
    const bytes = concat(gzipSync(tar), gzipSync(tarOf([{ name: 'c.json', content: text }])));
    expect((await refusal(bytes)).code).toBe('archive-malformed');
  });

  it('is read past entries that nobody reads', async () => {
    const large = utf8('0123456789'.repeat(100_000));
    const bytes = gzipSync(
      tarOf([
        { name: 'x', content: large },
        { name: 'y', content: large },
        { name: 'z', content: text },
      ]),
    );
    const found: string[] = [];
    for await (const entry of openArchive({ name: 'a', kind: 'gzip', bytes: memoryBytes(bytes) })) {
      if (entry.kind !== 'file') throw new Error(entry.kind);
      found.push(`${entry.name} ${entry.input.size}`);
      if (entry.name === 'z') expect(await entry.input.bytes()).toEqual(text);
    }
    expect(found).toEqual(['x 1000000', 'y 1000000', `z ${text.length}`]);
  });

  it('cut off at every byte is refused before anything is handed out', async () => {
    const bytes = gzipSync(tar);
    for (let length = 2; length < bytes.length; length += 1)
      expect((await refusal(bytes.subarray(0, length))).code).toBe('archive-malformed');
  });

  it('with any byte changed it yields the same content or is refused', async () => {
    const bytes = gzipSync(tar);
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 2, max: bytes.length - 1 }),
        fc.integer({ min: 1, max: 255 }),
        async (at, mask) => {
          const found = await readArchive(flipped(bytes, at, mask), { kind: 'gzip' }).catch(
            (error: unknown) => {
              expect(error).toMatchObject({ code: 'archive-malformed' });
              return inTar;
            },
          );
          expect(found).toEqual(inTar);
        },
      ),
      { numRuns: runs },
    );
  });
});

describe('a bomb is refused within two seconds', () => {
  const zeros = new Uint8Array(64 * 1024 * 1024);
  const large = gzipSync(zeros);
  const timed = async (bytes: Uint8Array, changes?: Partial<Limits>) => {
    const start = performance.now();
    const error = await refusal(bytes, changes);
    expect(performance.now() - start).toBeLessThan(2000);
    expect(error.code).toBe('archive-limit');
  };
  const source = (bytes: Uint8Array) => ({ name: 'a', kind: 'gzip', bytes: memoryBytes(bytes) }) as const;

  it('by its ratio', async () => {
    await expect(readArchive(large)).rejects.toMatchObject({ code: 'archive-limit' });
    await timed(large);
  });

  it('by its ratio, whoever stops reading', async () => {
    const entries = openArchive(source(gzipSync(zeros.subarray(0, 30_000_000))));
    const first = await entries.next();
    if (first.done === true || first.value.kind !== 'file') throw new Error('no entry');
    const { input } = first.value;
    expect((await refusalOf(() => input.bytes())).code).toBe('archive-limit');
    expect((await refusalOf(() => entries.next())).code).toBe('archive-limit');
  });

  it('by the ratio of a tar in it', async () => {
    await timed(gzipSync(concat(tarOf([{ name: 'x', content: zeros.subarray(0, 30_000_000) }]))));
    await timed(gzipSync(concat(tar, zeros.subarray(0, 30_000_000))));
    await timed(gzipSync(concat(tar.subarray(0, -1024), tarEnd, zeros.subarray(0, 20_000_000))));
  });

  it('by the size of its file', async () => {
    await timed(gzipSync(text), { archiveEntryBytes: 100 });
  });

  it('by all that comes out', async () => {
    await timed(gzipSync(tar), { archiveTotalBytes: 2000 });
  });
});
