/** Opening what was named: every file once, in one order; nothing followed that was not named. */
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { findPaths, openPath, reasonOf } from '../../src/io/files.ts';
import { limits } from '../../src/io/limits.ts';
import { refusalOf, utf8 } from '../support/bytes.ts';

const root = mkdtempSync(join(tmpdir(), 'passmuster-files-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let folder = root;
let turn = 0;
beforeEach(() => {
  turn += 1;
  folder = join(root, `case${turn}`);
  for (const name of ['b.json', 'a/z.json', 'a/y.xml', 'a.json', 'a/deep/x.json']) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), name);
  }
});

const at = (name: string) => join(folder, name);
const names = async (...paths: string[]) => (await findPaths(paths)).map(({ name }) => name);
/** As reports show an absolute path: from the working directory. */
const shown = (name: string) => relative(process.cwd(), at(name)).split('\\').join('/');
const below = (...files: string[]) => files.map(shown);

describe('paths are found', () => {
  it('in a folder: all files below it, by name', async () => {
    expect(await names(folder)).toEqual(below('a.json', 'a/deep/x.json', 'a/y.xml', 'a/z.json', 'b.json'));
  });

  it('each once, in the same order, however they were named', async () => {
    const found = await findPaths([at('b.json'), folder, at('a'), at('a/../b.json'), folder]);
    expect(found.map(({ path }) => relative(folder, path)).sort()).toEqual([
      'a.json',
      'a/deep/x.json',
      'a/y.xml',
      'a/z.json',
      'b.json',
    ]);
    expect(found.map(({ name }) => name)).toEqual(found.map(({ name }) => name).sort());
  });

  it('by a relative path under the name that was written', async () => {
    const path = relative(process.cwd(), at('a.json'));
    expect(await names(`./${path}`, path)).toEqual([path.split('\\').join('/')]);
  });

  it('by an absolute path, shown from the working directory', async () => {
    expect(await names(at('a/z.json'))).toEqual([shown('a/z.json')]);
  });

  it.each([
    ['*.json', ['a.json', 'b.json']],
    ['**/*.json', ['a.json', 'a/deep/x.json', 'a/z.json', 'b.json']],
    ['a/*', ['a/y.xml', 'a/z.json']],
    ['?.json', ['a.json', 'b.json']],
    ['{a,b}.json', ['a.json', 'b.json']],
    ['[b]*', ['b.json']],
  ])('by the pattern %s', async (pattern, expected) => {
    const found = await findPaths([at(pattern)]);
    expect(found.map(({ path }) => relative(folder, path).split('\\').join('/'))).toEqual(expected);
  });

  it('by a pattern below a folder whose own name looks like one', async () => {
    const odd = at('[odd] {x}');
    mkdirSync(odd);
    writeFileSync(join(odd, 'c.json'), 'c');
    expect(await names(odd)).toEqual([shown('[odd] {x}/c.json')]);
    expect(await names(join(odd, 'c.json'))).toEqual([shown('[odd] {x}/c.json')]);
  });

  it('by a pattern, whatever the working directory is called', async () => {
    mkdirSync(at('[odd] {x}'));
    writeFileSync(join(at('[odd] {x}'), 'c.json'), 'c');
    const before = process.cwd();
    try {
      process.chdir(at('[odd] {x}'));
      expect(await names('*.json')).toEqual(['c.json']);
      expect(await names('./*.json')).toEqual(['c.json']);
      expect(await names('../a/*.xml')).toEqual(['../a/y.xml']);
    } finally {
      process.chdir(before);
    }
  });

  it('standard input as it is', async () => {
    expect(await findPaths(['-', '-'])).toEqual([{ kind: 'stdin', path: '-', name: '-' }]);
  });

  it('an empty folder holds nothing', async () => {
    mkdirSync(at('empty'));
    expect(await findPaths([at('empty')])).toEqual([]);
  });
});

describe('what cannot be opened is refused before anything is read', () => {
  it.each(['missing.json', 'a.json/inside', 'a/missing/*.json', '*.nothing', 'missing/**'])(
    '%s',
    async (name) => {
      const error = await refusalOf(() => findPaths([at('a.json'), at(name)]));
      expect(error.code).toBe('path-unreadable');
    },
  );
});

describe('symbolic links', () => {
  it('in a folder are noted and not followed', async () => {
    symlinkSync(at('b.json'), at('a/link.json'));
    symlinkSync(folder, at('a/loop'));
    symlinkSync(at('nowhere'), at('a/broken'));
    const found = await findPaths([at('a')]);
    expect(found.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      `link ${shown('a/broken')}`,
      `file ${shown('a/deep/x.json')}`,
      `link ${shown('a/link.json')}`,
      `link ${shown('a/loop')}`,
      `file ${shown('a/y.xml')}`,
      `file ${shown('a/z.json')}`,
    ]);
  });

  it('that are named themselves are opened', async () => {
    symlinkSync(at('b.json'), at('link.json'));
    const [found] = await findPaths([at('link.json')]);
    if (found?.kind !== 'file') throw new Error('the link is not taken for its file');
    expect(await (await openPath(found)).bytes()).toEqual(utf8('b.json'));
  });

  it('that lead nowhere are refused', async () => {
    symlinkSync(at('nowhere'), at('link.json'));
    expect((await refusalOf(() => findPaths([at('link.json')]))).code).toBe('path-unreadable');
  });
});

describe('a file', () => {
  const open = (name: string) => openPath({ kind: 'file', path: at(name), name });

  it('that vanished is unreadable', async () => {
    const error = await refusalOf(() => open('gone.json'));
    expect(error).toMatchObject({ code: 'input-unreadable' });
    expect(error.message).toContain('does not exist');
    expect(error.message).not.toContain(folder);
  });

  it('that became a folder is unreadable', async () => {
    await expect(refusalOf(() => open('a'))).resolves.toMatchObject({ code: 'input-unreadable' });
  });

  const size = limits.headBytes * 3;
  it.each<[how: string, change: (path: string) => void]>([
    ['grows', (path) => appendFileSync(path, 'more')],
    ['shrinks', (path) => truncateSync(path, limits.headBytes + 5)],
    ['is written to', (path) => utimesSync(path, 1, 1)],
  ])('that %s while it is read is refused at its end', async (_how, change) => {
    writeFileSync(at('large'), new Uint8Array(size));
    const input = await open('large');
    expect(input.head.length).toBe(limits.headBytes);
    change(at('large'));
    expect((await refusalOf(() => input.bytes())).code).toBe('input-changed');
  });

  it('that changes while nobody reads on is refused when it is hashed', async () => {
    writeFileSync(at('large'), new Uint8Array(size));
    const input = await open('large');
    appendFileSync(at('large'), 'more');
    expect((await refusalOf(() => input.finish())).code).toBe('input-changed');
  });

  it('left alone is read whole', async () => {
    writeFileSync(at('large'), new Uint8Array(size).fill(7));
    const input = await open('large');
    expect(await input.bytes()).toEqual(new Uint8Array(size).fill(7));
    expect((await input.finish()).bytes).toBe(size);
  });
});

it('reasons are words, never paths', () => {
  expect(reasonOf(Object.assign(new Error('/home/x'), { code: 'EACCES' }))).toBe('permission denied');
  expect(reasonOf(Object.assign(new Error('/home/x'), { code: 'EIO' }))).toBe('EIO');
  expect(reasonOf(new Error('/home/x'))).toBe('it cannot be read');
  expect(reasonOf('/home/x')).toBe('it cannot be read');
});
