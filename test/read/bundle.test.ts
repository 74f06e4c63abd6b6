/** A bundle opens nothing but what its source names, says what it opened, and asks across a pipe as it does at home. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { PassmusterError } from '../../src/errors.ts';
import { archiveContainer, archiveRoots } from '../../src/io/archive/container.ts';
import type { IndexedEntry } from '../../src/io/archive/entry.ts';
import { type Bundle, type Container, folderContainer } from '../../src/io/bundle.ts';
import { findPaths } from '../../src/io/files.ts';
import { inputOf } from '../../src/io/input.ts';
import { limits, setLimits } from '../../src/io/limits.ts';
import { answer, type Ask, askingBundle } from '../../src/read/asking.ts';
import { HeldFiles } from '../../src/read/archive-bundle.ts';
import { readOpenedBundle } from '../../src/read/bundle.ts';
import { Gate } from '../../src/read/gate.ts';
import { type BundleSource, defineBundleSource, notice } from '../../src/sources/define.ts';
import { utf8 } from '../support/bytes.ts';

const folder = mkdtempSync(join(tmpdir(), 'passmuster-bundle-'));
const at = (path: string) => join(folder, path);
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(at('ab'), { recursive: true });
  writeFileSync(at('Manifest'), 'manifest');
  writeFileSync(at('ab/settings.db'), 'database');
  writeFileSync(at('ab/settings.db-wal'), 'log');
  writeFileSync(at('ab/b.stub'), 'b');
  writeFileSync(at('ab/a.stub'), 'a');
  writeFileSync(at('ab/messages.db'), 'private words');
});

const source: BundleSource = defineBundleSource({
  id: 'made-up',
  title: 'A made-up bundle',
  platforms: ['ios'],
  recognised: 'a Manifest',
  detect: ({ top }) => top.includes('Manifest'),
  allows: (path) => path === 'Manifest' || /^ab\/(settings\.db|.+\.stub)$/.test(path),
  async *read(bundle) {
    const content = await bundle.bytes('Manifest');
    yield notice('text-form', Buffer.from(content ?? []).toString());
  },
});
async function collected<T>(items: AsyncIterable<T> | Iterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
const gateOf = (container: Container, one: BundleSource = source) => new Gate('phone', one, container);
const text = (bytes: Uint8Array | undefined) =>
  bytes === undefined ? undefined : Buffer.from(bytes).toString();

describe('the gate', () => {
  it('opens what the source names, and keeps account of it', async () => {
    const gate = gateOf(folderContainer(folder));
    expect(text(await gate.bytes('Manifest'))).toBe('manifest');
    expect(await gate.bytes('ab/nothing.stub')).toBeUndefined();
    expect(gate.opened).toEqual([
      { path: 'Manifest', bytes: 8, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    ]);
    expect(gate.digest.bytes).toBe(8);
    expect(gate.refused).toBe(0);
  });

  it.each(['ab/messages.db', '../Manifest', 'ab/../Manifest', '/etc/passwd', ''])(
    'keeps %s closed, and says that it was asked for',
    async (path) => {
      const gate = gateOf(folderContainer(folder));
      expect(await gate.bytes(path)).toBeUndefined();
      expect(await gate.copy(path)).toBeUndefined();
      expect(gate.refused).toBeGreaterThanOrEqual(1);
      expect(gate.opened).toEqual([]);
    },
  );

  it('follows no path out of the folder, whatever the source would allow', async () => {
    const lax = { ...source, allows: () => true };
    writeFileSync(join(folder, '..', 'passmuster-outside'), 'outside');
    symlinkSync(join(folder, '..', 'passmuster-outside'), at('ab/link.stub'));
    symlinkSync(at('ab'), at('cd'));
    const gate = gateOf(folderContainer(folder), lax);
    for (const path of [
      '../passmuster-outside',
      'ab/link.stub',
      'cd/a.stub',
      'ab',
      'ab//a.stub',
      './Manifest',
    ])
      expect(await gate.bytes(path), path).toBeUndefined();
    expect(gate.opened).toEqual([]);
    rmSync(join(folder, '..', 'passmuster-outside'));
  });

  it('lists what is allowed, in order', async () => {
    expect(await gateOf(folderContainer(folder)).list('ab')).toEqual([
      'ab/a.stub',
      'ab/b.stub',
      'ab/settings.db',
    ]);
    expect(await gateOf(folderContainer(folder)).list('nowhere')).toEqual([]);
  });

  it('lists what lies at the top, folders with a stroke at their end, when they are allowed', async () => {
    const lax = { ...source, allows: (path: string) => path === 'Manifest' || path === 'ab/' };
    expect(await gateOf(folderContainer(folder), lax).list('')).toEqual(['Manifest', 'ab/']);
    expect(await gateOf(folderContainer(folder)).list('')).toEqual(['Manifest']);
  });

  it('copies a database with its log into a folder of its own, and removes it', async () => {
    const gate = gateOf(folderContainer(folder));
    const copied = (await gate.copy('ab/settings.db')) ?? '';
    expect(readFileSync(copied, 'utf8')).toBe('database');
    expect(readFileSync(`${copied}-wal`, 'utf8')).toBe('log');
    expect(statSync(join(copied, '..')).mode & 0o777).toBe(0o700);
    expect(statSync(copied).mode & 0o777).toBe(0o600);
    expect(gate.opened.map(({ path }) => path)).toEqual(['ab/settings.db', 'ab/settings.db-wal']);
    expect(await gate.copy('ab/settings.db')).not.toBe(copied);
    await gate.close();
    expect(existsSync(join(copied, '..'))).toBe(false);
  });

  it('refuses what is too large', async () => {
    const before = { ...limits };
    setLimits({ bundleFileBytes: 4, bundleCopyBytes: 4 });
    const gate = gateOf(folderContainer(folder));
    await expect(gate.bytes('Manifest')).rejects.toMatchObject({ code: 'input-too-large' });
    await expect(gate.copy('ab/settings.db')).rejects.toMatchObject({ code: 'input-too-large' });
    setLimits(before);
    await gate.close();
  });

  it('asks for the place of a path, and tells the path', async () => {
    const placed = {
      ...source,
      allows: (path: string) => path === 'Home-settings',
      place: () => 'ab/settings.db',
    };
    const gate = gateOf(folderContainer(folder), placed);
    expect(text(await gate.bytes('Home-settings'))).toBe('database');
    expect(gate.opened.map(({ path }) => path)).toEqual(['Home-settings']);
  });
});

/** Both sides of the pipe in one process. */
function acrossPipe(bundle: Bundle): Bundle {
  const frames: Uint8Array[] = [];
  let pending: Promise<void> = Promise.resolve();
  const ask = (question: Ask): void => {
    pending = answer(question, bundle, async (frame) => frames.push(new Uint8Array(frame)));
  };
  async function* arriving(): AsyncGenerator<Uint8Array> {
    for (;;) {
      await pending;
      const frame = frames.shift();
      if (frame === undefined) return;
      yield frame;
    }
  }
  return askingBundle('phone', ask, arriving());
}

describe('asking across a pipe', () => {
  it('is answered as at home', async () => {
    const gate = gateOf(folderContainer(folder));
    const far = acrossPipe(gate);
    writeFileSync(at('ab/empty.stub'), '');
    expect(text(await far.bytes('Manifest'))).toBe('manifest');
    expect(text(await far.bytes('ab/empty.stub'))).toBe('');
    expect(await far.bytes('ab/none.stub')).toBeUndefined();
    expect(await far.list('ab')).toEqual(await gate.list('ab'));
    expect(readFileSync((await far.copy('ab/settings.db')) ?? '', 'utf8')).toBe('database');
    expect(await far.copy('ab/messages.db')).toBeUndefined();
    await gate.close();
  });

  it('streams, also after a stream that was given up or broke', async () => {
    const gate = gateOf(folderContainer(folder));
    writeFileSync(at('ab/long.stub'), 'x'.repeat(700_000));
    const far = acrossPipe(gate);
    const whole = await collected((await far.stream('ab/long.stub')) ?? []);
    expect(Buffer.concat(whole)).toHaveLength(700_000);
    for await (const chunk of (await far.stream('ab/long.stub')) ?? []) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }
    expect(await far.stream('ab/none.stub')).toBeUndefined();
    expect(text(await far.bytes('Manifest'))).toBe('manifest');
    expect(gate.opened.find(({ path }) => path === 'ab/long.stub')?.bytes).toBe(700_000);
  });

  it('tells a stream that breaks half-way', async () => {
    async function* breaking(): AsyncGenerator<Uint8Array> {
      yield utf8('so far');
      throw new PassmusterError('input-changed', 'Changed.');
    }
    const gate = gateOf(folderContainer(folder));
    gate.stream = async () => breaking();
    const far = acrossPipe(gate);
    const seen: string[] = [];
    const reading = (async () => {
      for await (const chunk of (await far.stream('Manifest')) ?? []) seen.push(text(chunk) ?? '');
    })();
    await expect(reading).rejects.toMatchObject({ code: 'input-changed' });
    expect(seen).toEqual(['so far']);
    expect(text(await far.bytes('Manifest'))).toBe('manifest');
  });

  it('tells a fault with its code and place', async () => {
    const broken: Container = {
      open: () => Promise.reject(new PassmusterError('archive-malformed', 'Broken.', { offset: 7 })),
      list: () => Promise.reject(new PassmusterError('input-unreadable', 'Gone.')),
    };
    const far = acrossPipe(gateOf(broken));
    await expect(far.bytes('Manifest')).rejects.toMatchObject({
      code: 'archive-malformed',
      place: { offset: 7 },
    });
    await expect(far.list('ab')).rejects.toMatchObject({ code: 'input-unreadable', message: 'Gone.' });
  });

  it('ends when the parent is gone', async () => {
    const silent = askingBundle('phone', () => undefined, (async function* () {})());
    await expect(silent.bytes('Manifest')).rejects.toThrow('the parent has gone');
  });
});

describe('reading a bundle', () => {
  it('yields a record of its source', async () => {
    const events = await collected(
      readOpenedBundle(gateOf(folderContainer(folder)), source, { asOf: '2026-11-20T00:00:00Z' }),
    );
    expect(events).toMatchObject([
      {
        kind: 'input',
        record: { path: 'phone', source: 'made-up', status: 'read', notices: [{ message: 'manifest' }] },
      },
    ]);
  });

  it('that breaks is unreadable', async () => {
    const breaking: BundleSource = {
      ...source,
      async *read() {
        yield notice('text-form', 'so far');
        throw new PassmusterError('bplist-malformed', 'Broken.');
      },
    };
    const gate = gateOf(folderContainer(folder));
    const events = await collected(readOpenedBundle(gate, breaking, { asOf: '2026-11-20T00:00:00Z' }));
    expect(events).toMatchObject([{ kind: 'input', record: { status: 'unreadable' } }]);
  });
});

describe('finding a bundle', () => {
  it('ends the walk through its folder', async () => {
    mkdirSync(at('deep/phone'), { recursive: true });
    writeFileSync(at('deep/phone/Manifest'), '');
    writeFileSync(at('deep/phone/other.json'), '{}');
    writeFileSync(at('deep/x.json'), '{}');
    const isOne = (_folder: string, name: string) => (name.endsWith('/phone') ? 'made-up' : undefined);
    const found = await findPaths([folder], isOne);
    expect(found.filter(({ name }) => name.includes('/deep/')).map(({ kind, path }) => [kind, path])).toEqual(
      [
        ['bundle', at('deep/phone')],
        ['file', at('deep/x.json')],
      ],
    );
  });

  const entry = (name: string, more: Partial<IndexedEntry> = {}): IndexedEntry => ({
    name,
    size: 1,
    open: async function* () {
      yield utf8(name);
    },
    ...more,
  });
  const entries = ['phones/one/Manifest', 'phones/one/ab/a.stub', 'phones/two/x.json', 'y.json'].map((name) =>
    entry(name),
  );

  it('looks at every folder of an archive, the outer ones first', () => {
    const roots = [...archiveRoots('a.zip', entries)];
    expect(roots.map(({ prefix, names }) => [prefix, names.name, names.top])).toEqual([
      ['', 'a.zip', ['phones', 'y.json']],
      ['phones/', 'phones', ['one', 'two']],
      ['phones/one/', 'one', ['Manifest', 'ab']],
      ['phones/two/', 'two', ['x.json']],
      ['phones/one/ab/', 'ab', ['a.stub']],
    ]);
    const one = roots[2]?.names;
    expect(['Manifest', 'ab', 'ab/a.stub', 'x.json', ''].map((path) => one?.has(path))).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
  });

  it('gives files of an archive from memory or anew, and nothing that was passed over', async () => {
    const asked: string[] = [];
    const held = new Map([['phones/one/Manifest', utf8('held')]]);
    const links = [...entries, entry('phones/one/ab/link.stub', { skip: 'symbolic link' })];
    const container = archiveContainer(links, 'phones/one/', held, async (name) => {
      asked.push(name);
      return inputOf(name, utf8('anew'));
    });
    const content = async (path: string) => text(await (await container.open(path))?.bytes());
    expect(await content('Manifest')).toBe('held');
    expect(await content('ab/a.stub')).toBe('anew');
    expect(await content('ab/link.stub')).toBeUndefined();
    expect(await content('../two/x.json')).toBeUndefined();
    expect(asked).toEqual(['phones/one/ab/a.stub']);
    expect(await container.list('ab')).toEqual(['ab/a.stub']);
    expect((await container.list('')).toSorted()).toEqual(['Manifest', 'ab/']);
  });

  it('holds what fits', async () => {
    const before = { ...limits };
    setLimits({ bundleHeldBytes: 6 });
    const held = new HeldFiles();
    for (const name of ['four', 'more', 'do']) await held.take(name, await inputOf(name, utf8(name)));
    setLimits(before);
    expect([...held.files.keys()]).toEqual(['four', 'do']);
  });
});
