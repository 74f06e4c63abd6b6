/** Archives of any kind: what comes back is what was written; archives in archives; files that change; other writers. */
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { ArchiveBudget } from '../../src/io/archive/budget.ts';
import { FileBytes, gatherBytes, memoryBytes } from '../../src/io/archive/bytes.ts';
import { archiveKind } from '../../src/io/archive/index.ts';
import { inputOf } from '../../src/io/input.ts';
import { limits } from '../../src/io/limits.ts';
import {
  file,
  longName,
  type Outcome,
  pax,
  readArchive,
  tarOf,
  type TarPart,
  zipOf,
  openArchive,
} from '../support/archive.ts';
import { concat, refusalOf, runs, utf8 } from '../support/bytes.ts';

const folder = mkdtempSync(join(tmpdir(), 'passmuster-archive-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const text = utf8('{"devices": []}');
const parts = [
  { name: 'x/a.json', content: text },
  { name: 'y/b.json', content: utf8('another file') },
];
const both = parts.map(({ name, content }) => file(name, content));
const kinds: [string, Uint8Array][] = [
  ['zip', zipOf(parts)],
  ['tar', tarOf(parts)],
  ['gzip', gzipSync(tarOf(parts))],
];

describe('an archive is known by its content', () => {
  it.each<[string, Uint8Array]>([...kinds, ['zip', zipOf([])], ['gzip', gzipSync('')]])(
    '%s',
    (kind, bytes) => {
      expect(archiveKind(bytes.subarray(0, 512))).toBe(kind);
    },
  );

  it.each(['', 'PK', 'PK\u0003\u0003', 'BZh9', '{"a": 1}', '<?xml version="1.0"?>', 'bplist00'])(
    'not %s',
    (start) => {
      expect(archiveKind(utf8(start))).toBeUndefined();
    },
  );
});

describe.each(kinds)('the entries of a %s', (_kind, bytes) => {
  const open = () =>
    openArchive({ name: 'in/box', kind: archiveKind(bytes) ?? 'zip', bytes: memoryBytes(bytes) });

  it('are inputs with a name, a size, a head and a digest of their own', async () => {
    const found: unknown[] = [];
    for await (const entry of open()) {
      if (entry.kind !== 'file') throw new Error(entry.kind);
      const { name, size, head } = entry.input;
      found.push({ name, size, head: new Uint8Array(head), ...(await entry.input.finish()) });
    }
    expect(found).toEqual(
      parts.map(({ name, content }) => ({
        name: `in/box/${name}`,
        size: content.length,
        head: content,
        sha256: sha256(content),
        bytes: content.length,
      })),
    );
  });

  it('are there in their turn only', async () => {
    const large = concat(...Array.from({ length: 40_000 }, (_, index) => utf8(`line ${index}\n`)));
    expect(large.length).toBeGreaterThan(limits.headBytes);
    const two = parts.map(({ name }) => ({ name, content: large }));
    const packed = bytes[0] === 0x50 ? zipOf(two) : bytes[0] === 0x1f ? gzipSync(tarOf(two)) : tarOf(two);
    const entries = openArchive({
      name: 'a',
      kind: archiveKind(packed) ?? 'zip',
      bytes: memoryBytes(packed),
    });
    const first = (await entries.next()).value;
    const second = (await entries.next()).value;
    if (first?.kind !== 'file' || second?.kind !== 'file') throw new Error('no files');
    await expect(first.input.finish()).rejects.toThrow('after its turn');
    await second.input.close();
    expect((await entries.next()).done).toBe(true);
  });

  it('need not be read to the last', async () => {
    for await (const entry of open()) {
      expect(entry).toMatchObject({ name: 'x/a.json' });
      break;
    }
  });
});

describe('what was written comes back', () => {
  const name = fc.stringMatching(/^[a-z0-9 äß✓._-]{1,8}$/u).filter((part) => !/^\.+$/.test(part));
  const path = fc.array(name, { minLength: 1, maxLength: 20 }).map((names) => names.join('/'));
  const key = (value: string) => value.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC');
  const tree = fc.uniqueArray(fc.tuple(path, fc.uint8Array({ maxLength: 2000 })), {
    maxLength: 8,
    selector: ([path]) => key(path),
  });
  const sorted = (outcomes: readonly Outcome[]) =>
    outcomes.toSorted((a, b) => ('name' in a && 'name' in b && a.name < b.name ? -1 : 1));

  it('from a zip', async () => {
    const options = fc.record({ zip64: fc.boolean(), comment: fc.uint8Array({ maxLength: 10 }) });
    const style = fc.record({ method: fc.constantFrom(0, 8), described: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(
        tree,
        options,
        fc.array(style, { minLength: 8, maxLength: 8 }),
        async (files, options, styles) => {
          const written = files.map(([name, content], index) => {
            const { method = 0, described = false } = styles[index] ?? {};
            return { name, content, method, ...(described ? { descriptor: true as const } : {}) };
          });
          const expected = sorted(files.map(([name, content]) => file(name, content)));
          expect(await readArchive(zipOf(written, options), { kind: 'zip' })).toEqual(expected);
        },
      ),
      { numRuns: runs },
    );
  });

  it('from a tar, compressed or not', async () => {
    const named = ([name, content]: [string, Uint8Array], style: number): TarPart[] => {
      if (style === 0 && utf8(name).length <= 100) return [{ name, content }];
      return [style === 1 ? longName(name) : pax([['path', name]]), { name: 'short', content }];
    };
    await fc.assert(
      fc.asyncProperty(tree, fc.boolean(), fc.infiniteStream(fc.nat(2)), async (files, isPacked, styles) => {
        fc.pre(!isPacked || files.length > 0); // zeros alone show no tar
        const bytes = tarOf(files.flatMap((entry) => named(entry, styles.next().value ?? 0)));
        const found = await readArchive(isPacked ? gzipSync(bytes) : bytes, {
          kind: isPacked ? 'gzip' : 'tar',
        });
        expect(found).toEqual(files.map(([name, content]) => file(name, content)));
      }),
      { numRuns: runs },
    );
  });
});

describe('an archive in an archive', () => {
  const inner = zipOf(parts);
  const outer = gzipSync(tarOf([{ name: 'in.zip', content: inner }]));

  it('is opened from memory, under the budget of the outer one', async () => {
    const budget = new ArchiveBudget(outer.length);
    const found: Outcome[] = [];
    for await (const entry of openArchive({ name: 'out', kind: 'gzip', bytes: memoryBytes(outer) }, budget)) {
      if (entry.kind !== 'file') throw new Error(entry.kind);
      expect(archiveKind(entry.input.head)).toBe('zip');
      const bytes = await gatherBytes(entry.input);
      found.push(...(await readArchive(bytes, { budget, name: entry.input.name })));
      expect(await entry.input.finish()).toEqual({ sha256: sha256(inner), bytes: inner.length });
    }
    expect(found).toEqual(both);
  });

  it('counts its entries with those of the outer one', async () => {
    const budget = new ArchiveBudget(inner.length, { archiveEntries: 3 });
    await readArchive(inner, { budget });
    expect((await refusalOf(() => readArchive(inner, { budget }))).code).toBe('archive-limit');
  });

  it('counts its bytes with those of the outer one', async () => {
    const budget = new ArchiveBudget(inner.length, { archiveTotalBytes: 40 });
    await readArchive(inner, { budget });
    expect((await refusalOf(() => readArchive(inner, { budget }))).code).toBe('archive-limit');
  });

  it('that does not fit into memory is refused', async () => {
    const input = await inputOf('-', inner);
    expect((await refusalOf(() => gatherBytes(input, inner.length - 1))).code).toBe('archive-limit');
    expect(await readArchive(await gatherBytes(await inputOf('-', inner), inner.length))).toEqual(both);
  });
});

describe('a file', () => {
  const write = (bytes: Uint8Array) => {
    const path = join(folder, 'archive');
    writeFileSync(path, bytes);
    return path;
  };
  const opened = async (path: string) => {
    const bytes = await FileBytes.open(path);
    if (bytes === undefined) throw new Error('no file');
    return bytes;
  };

  it.each(kinds)('that is a %s is hashed and read through one handle', async (_kind, content) => {
    const bytes = await opened(write(content));
    expect(await bytes.digest()).toEqual({ sha256: sha256(content), bytes: content.length });
    expect(await readArchive(bytes)).toEqual(both);
    await bytes.close();
  });

  it.each<[string, (path: string) => void]>([
    ['grows', (path) => appendFileSync(path, 'more')],
    ['shrinks', (path) => truncateSync(path, 100)],
    ['is written to', (path) => utimesSync(path, 1, 1)],
  ])('that %s while it is read is noticed at its end', async (_how, change) => {
    const path = write(zipOf(parts));
    const bytes = await opened(path);
    await bytes.digest();
    change(path);
    expect((await refusalOf(() => bytes.close())).code).toBe('input-changed');
  });

  it.each(kinds)(
    'that is a %s and becomes shorter between index and content is noticed',
    async (_kind, small) => {
      const large = new Uint8Array(200_000).map((_, index) => (index * index) % 251);
      const parts = ['a', 'b'].map((name) => ({ name, content: large, method: 0 }));
      const content =
        small[0] === 0x50
          ? zipOf(parts)
          : small[0] === 0x1f
            ? gzipSync(tarOf(parts), { level: 0 })
            : tarOf(parts);
      const path = write(content);
      const bytes = await opened(path);
      const entries = openArchive({ name: 'a', kind: archiveKind(content) ?? 'zip', bytes });
      await entries.next();
      truncateSync(path, 150_000);
      expect((await refusalOf(() => entries.next())).code).toBe('input-changed');
      expect((await refusalOf(() => bytes.close())).code).toBe('input-changed');
    },
  );

  it('that is a folder or a device is none', async () => {
    expect(await FileBytes.open(folder)).toBeUndefined();
    expect(await FileBytes.open('/dev/null')).toBeUndefined();
  });

  it('that is not there is unreadable, without its path', async () => {
    const error = await refusalOf(() => FileBytes.open(join(folder, 'gone')));
    expect(error.code).toBe('input-unreadable');
    expect(error.message).not.toContain(folder);
  });

  it('whose handle is gone is unreadable', async () => {
    const bytes = await opened(write(text));
    await bytes.close();
    expect((await refusalOf(() => bytes.read(0, 1))).code).toBe('input-unreadable');
  });

  it('gives nothing behind its end', async () => {
    const bytes = await opened(write(text));
    expect([...(await bytes.read(text.length - 1, 10))]).toEqual([0x7d]);
    expect((await bytes.read(text.length + 5, 10)).length).toBe(0);
    await bytes.close();
  });
});

const hasPython = spawnSync('python3', ['--version']).status === 0;
const hasTar = spawnSync('tar', ['--version']).stdout?.includes('GNU tar') ?? false;

describe('archives of other writers', () => {
  const tree = join(folder, 'tree');
  const names = [
    'a.json',
    'b/empty',
    `${'deep/'.repeat(30)}long.json`,
    'Gerät.json',
    `${'x'.repeat(120)}.json`,
  ];
  mkdirSync(join(tree, 'deep/'.repeat(30)), { recursive: true });
  mkdirSync(join(tree, 'b'));
  const contents = names.map((name, index) =>
    name.endsWith('empty') ? '' : `${index} `.repeat(1000 * index + 1),
  );
  for (const [index, name] of names.entries()) writeFileSync(join(tree, name), contents[index] ?? '');
  const expected = names.map((name, index) => file(name, contents[index] ?? ''));
  const byName = (outcomes: readonly Outcome[]) =>
    outcomes.toSorted((a, b) => ('name' in a && 'name' in b && a.name < b.name ? -1 : 1));
  const read = async (path: string) => {
    const bytes = await FileBytes.open(path);
    if (bytes === undefined) throw new Error('no file');
    const found = await readArchive(bytes, { name: 'a' });
    await bytes.close();
    return byName(found);
  };

  const python = (script: string, target: string) =>
    execFileSync('python3', ['-c', `import os, sys, tarfile, zipfile\n${script}`, target], { cwd: tree });
  const walk = 'names = [os.path.relpath(os.path.join(d, f)) for d, _, fs in os.walk(".") for f in fs]\n';
  it.skipIf(!hasPython).each([
    ['stored', 'with zipfile.ZipFile(sys.argv[1], "w") as z:\n for n in names: z.write(n)'],
    [
      'deflated',
      'with zipfile.ZipFile(sys.argv[1], "w", 8) as z:\n z.comment = b"made"\n for n in names: z.write(n)',
    ],
    [
      'streamed',
      'class W:\n def __init__(self, f): self.write = f.write; self.flush = f.flush\nwith open(sys.argv[1], "wb") as f:\n with zipfile.ZipFile(W(f), "w", 8) as z:\n  for n in names: z.write(n)',
    ],
    [
      'zip64',
      'with zipfile.ZipFile(sys.argv[1], "w", 8) as z:\n for n in names:\n  with z.open(n, "w", force_zip64=True) as f: f.write(open(n, "rb").read())',
    ],
    [
      'folders',
      'with zipfile.ZipFile(sys.argv[1], "w", 8) as z:\n z.mkdir("some")\n for n in names: z.write(n)',
    ],
    ['appended', 'for n in names:\n with zipfile.ZipFile(sys.argv[1], "a", 8) as z: z.write(n)'],
  ])('a zip by Python, %s', async (how, script) => {
    const target = join(folder, `${how}.zip`);
    python(walk + script, target);
    expect(await read(target)).toEqual(byName(expected));
  });

  it.skipIf(!hasPython).each(['USTAR', 'GNU', 'PAX'])('a tar by Python, %s', async (format) => {
    const target = join(folder, `${format}.tar.gz`);
    const skip = format === 'USTAR' ? 'names = [n for n in names if len(n) < 100]\n' : '';
    const script = `with tarfile.open(sys.argv[1], "w:gz", format=tarfile.${format}_FORMAT) as t:\n for n in names: t.add(n)`;
    python(walk + skip + script, target);
    const wanted = expected.filter(
      (outcome) => 'name' in outcome && (skip === '' || outcome.name.length < 100),
    );
    expect(await read(target)).toEqual(byName(wanted));
  });

  it.skipIf(!hasTar).each(['gnu', 'oldgnu', 'pax', 'posix', 'ustar', 'v7'])(
    'a tar by GNU tar, %s',
    async (format) => {
      const target = join(folder, `${format}.tar`);
      const isShort = format === 'ustar' || format === 'v7';
      const exclude = isShort ? ['--exclude=deep', '--exclude=xxx*'] : [];
      execFileSync('tar', ['-cf', target, `--format=${format}`, ...exclude, '-C', tree, '.']);
      const wanted = expected.filter(
        (outcome) => 'name' in outcome && (!isShort || outcome.name.length < 100),
      );
      expect(await read(target)).toEqual(byName(wanted));
    },
  );

  it.skipIf(spawnSync('zip', ['-v']).status !== 0)('a zip by Info-ZIP', async () => {
    const target = join(folder, 'infozip.zip');
    execFileSync('zip', ['-qr', target, '.'], { cwd: tree });
    expect(await read(target)).toEqual(byName(expected));
    execFileSync('zip', ['-qr', '-P', 'secret', target, 'a.json'], { cwd: tree });
    expect(await read(target)).toEqual(
      byName([{ name: 'a.json', skipped: 'encrypted', lost: true }, ...expected.slice(1)]),
    );
  });

  it.skipIf(spawnSync('zip', ['-v']).status !== 0)('a streamed zip by Info-ZIP', async () => {
    const target = join(folder, 'streamed-infozip.zip');
    writeFileSync(target, execFileSync('zip', ['-qr', '-', '.'], { cwd: tree }));
    expect(await read(target)).toEqual(byName(expected));
  });
});
