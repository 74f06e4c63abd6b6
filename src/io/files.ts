/** Opens what the user named: files, folders, globs, standard input. Folders are walked in a stable order. */
import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import { access, type FileHandle, open, readdir, stat } from 'node:fs/promises';
import { isAbsolute, join, matchesGlob, normalize, relative, resolve, sep } from 'node:path';
import { PassmusterError } from '../errors.ts';
import { inputOf, OpenInput } from './input.ts';
import { limits } from './limits.ts';

/** A file to read, or something in a folder that is named and not read. */
export type FoundPath =
  | {
      readonly kind: 'file';
      readonly path: string;
      readonly name: string;
      /** The user asked for this very file: it must be opened and recognised. */
      readonly named?: boolean;
      /** Its folder says so: no device and no pipe, which may hold up whoever opens it. */
      readonly isRegular?: true;
    }
  | { readonly kind: 'link'; readonly path: string; readonly name: string }
  /** A folder that is one piece of evidence; what is in it is its reader's to ask for. */
  | { readonly kind: 'bundle'; readonly path: string; readonly name: string; readonly source: string }
  | { readonly kind: 'stdin'; readonly path: '-'; readonly name: '-' }
  /** A file that was held back from elsewhere: an evidence pack. */
  | {
      readonly kind: 'memory';
      readonly path: string;
      readonly name: string;
      readonly content: Uint8Array;
      readonly named?: boolean;
    };

/** The id of the source that reads a folder with these names at its top as one piece of evidence. */
export type BundleOf = (folder: string, name: string, top: readonly string[]) => string | undefined;

/**
 * All files below the paths, sorted by name, each once.
 * @throws PassmusterError path-unreadable for a named path that does not exist, usage for a glob without match
 */
export async function findPaths(
  paths: readonly string[],
  bundleOf: BundleOf = () => undefined,
): Promise<FoundPath[]> {
  const found = new Map<string, FoundPath>();
  for (const path of paths) {
    for (const item of await findPath(path, bundleOf)) {
      const key = item.kind === 'stdin' ? '-' : resolve(item.path);
      if (!found.has(key)) found.set(key, item);
    }
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

async function findPath(path: string, bundleOf: BundleOf): Promise<FoundPath[]> {
  if (path === '-') return [{ kind: 'stdin', path, name: path }];
  const name = displayName(path);
  try {
    const stats = await stat(path);
    if (stats.isDirectory()) return await walk(path, name, bundleOf);
    await access(path, constants.R_OK);
    return [{ kind: 'file', path, name, named: true }];
  } catch (error) {
    if (/[*?[{]/.test(path)) return expandGlob(path, bundleOf);
    throw new PassmusterError('path-unreadable', `Cannot open ${path}: ${reasonOf(error)}.`);
  }
}

/** As the user wrote it, without `./`, with `/`; an absolute path from the working directory, so that it can be opened. */
function displayName(path: string): string {
  const below = isAbsolute(path) ? relative(process.cwd(), path) || '.' : path;
  const clean = normalize(below).split(sep).join('/');
  return clean.length > 1 && clean.endsWith('/') ? clean.slice(0, -1) : clean;
}

async function walk(folder: string, name: string, bundleOf: BundleOf): Promise<FoundPath[]> {
  const found: FoundPath[] = [];
  const entries = await readdir(folder, { withFileTypes: true });
  const top = entries.map((entry) => entry.name);
  const source = bundleOf(folder, name, top);
  if (source !== undefined) return [{ kind: 'bundle', path: folder, name, source }];
  for (const entry of entries) {
    const path = join(folder, entry.name);
    const childName = name === '.' ? entry.name : `${name}/${entry.name}`;
    if (entry.isDirectory()) found.push(...(await walk(path, childName, bundleOf)));
    else if (entry.isFile()) found.push({ kind: 'file', path, name: childName, isRegular: true });
    else found.push({ kind: 'link', path, name: childName });
  }
  return found;
}

/** For shells that leave patterns alone, and for quoted ones. Links inside are not followed. */
async function expandGlob(pattern: string, bundleOf: BundleOf): Promise<FoundPath[]> {
  const parts = pattern.split(/[/\\]/);
  const first = parts.findIndex((part) => /[*?[{]/.test(part));
  const fixed = parts.slice(0, first).join('/');
  // Below the base only: the working directory may itself have a name that looks like a pattern.
  const rest = parts.slice(first).join('/');
  const base = fixed === '' ? (isAbsolute(pattern) ? '/' : '.') : fixed;
  let found: FoundPath[] = [];
  try {
    found = await walk(base, displayName(base), bundleOf);
  } catch (error) {
    throw new PassmusterError('path-unreadable', `Cannot open ${base}: ${reasonOf(error)}.`);
  }
  const matching = found.filter((item) => matchesGlob(relative(base, item.path), rest));
  if (matching.length === 0) throw new PassmusterError('path-unreadable', `Nothing matches ${pattern}.`);
  return matching;
}

/**
 * Opens one found file. The file is opened once; should it change while it is read, the end says so.
 * @throws PassmusterError input-unreadable
 */
export async function openPath(found: Exclude<FoundPath, { kind: 'bundle' }>): Promise<OpenInput> {
  if (found.kind === 'stdin') return OpenInput.open('-', process.stdin[Symbol.asyncIterator]());
  if (found.kind === 'memory') return inputOf(found.name, found.content);
  if (found.kind === 'file' && found.isRegular === true) {
    const content = readSmallFile(found.path);
    if (content !== undefined) return contentInput(found.name, content);
  }
  let handle: FileHandle;
  try {
    handle = await open(found.path, 'r');
  } catch (error) {
    throw notOpened(error);
  }
  const before = await statsOf(handle);
  return OpenInput.open(found.name, readHandle(handle, before), before.size);
}

const notOpened = (error: unknown): PassmusterError =>
  new PassmusterError('input-unreadable', `The file cannot be opened: ${reasonOf(error)}.`);

const notRead = (error: unknown): PassmusterError =>
  new PassmusterError('input-unreadable', `The file cannot be read: ${reasonOf(error)}.`);

const changed = (): PassmusterError =>
  new PassmusterError('input-changed', 'The file changed while it was read.');

/** A file whose content is there. */
export const contentInput = (name: string, content: Uint8Array): Promise<OpenInput> =>
  OpenInput.open(name, wholeOf(content), content.length);

async function* wholeOf(content: Uint8Array): AsyncGenerator<Uint8Array> {
  yield content;
}

async function statsOf(handle: FileHandle): Promise<Stats> {
  try {
    return await handle.stat();
  } catch (error) {
    await handle.close();
    throw notRead(error);
  }
}

/**
 * The content of a small file at once: to wait for each step takes longer than the step, and a folder holds thousands of them.
 * @param path of a regular file: to open anything else may take for ever
 * @returns undefined where the file is large, or is read in the ordinary way for another reason
 * @throws PassmusterError input-unreadable, input-changed
 */
export function readSmallFile(path: string): Uint8Array | undefined {
  let handle: number;
  try {
    handle = openSync(path, 'r');
  } catch (error) {
    throw notOpened(error);
  }
  try {
    const before = fstatSync(handle);
    // Files of the system say that they are empty and are not.
    if (!before.isFile() || before.size === 0 || before.size >= limits.headBytes) return undefined;
    // With room for a byte more: the end was seen where it stays empty.
    const room = new Uint8Array(before.size + 1);
    let length = 0;
    for (let read = -1; read !== 0 && length < before.size; length += read)
      read = readSync(handle, room, length, room.length - length, null);
    if (length !== before.size || isOther(before, fstatSync(handle))) throw changed();
    return room.subarray(0, length);
  } catch (error) {
    throw error instanceof PassmusterError ? error : notRead(error);
  } finally {
    closeSync(handle);
  }
}

const isOther = (before: Stats, after: Stats): boolean =>
  after.size !== before.size || after.mtimeMs !== before.mtimeMs;

/** @throws PassmusterError input-unreadable, input-changed */
export async function* readHandle(handle: FileHandle, known?: Stats): AsyncGenerator<Uint8Array> {
  try {
    const before = known ?? (await handle.stat());
    if (!before.isFile() && !before.isFIFO() && !before.isCharacterDevice()) {
      throw new PassmusterError('input-unreadable', 'The path is not a file.');
    }
    let left = before.isFile() ? before.size : Infinity;
    for (;;) {
      // Room for what there should be and a little more: a large piece for each small file is all that there is time for.
      const room = Math.min(256 * 1024, Math.max(left + 1, 4096));
      const { bytesRead, buffer } = await handle.read(Buffer.alloc(room), 0);
      if (bytesRead === 0) break;
      left -= bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
    const after = await handle.stat();
    if (before.isFile() && isOther(before, after)) throw changed();
  } finally {
    await handle.close();
  }
}

/** The part of a file-system error that helps: what is wrong, without the path. */
export function reasonOf(error: unknown, missing = 'it does not exist'): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const words: Readonly<Record<string, string>> = {
    EEXIST: 'it is there already',
    ENOENT: missing,
    EACCES: 'permission denied',
    EISDIR: 'it is a folder',
    ENOTDIR: 'a part of the path is not a folder',
    EMFILE: 'too many open files',
    ENOSPC: 'the disk is full',
    ELOOP: 'too many symbolic links',
  };
  return words[code] ?? (code || 'it cannot be read');
}
