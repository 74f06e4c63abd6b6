/** Folders inside an archive that are one piece of evidence, and the archive as the place that their files are asked from. */
import { PassmusterError } from '../../errors.ts';
import type { BundleNames, Container } from '../bundle.ts';
import { OpenInput } from '../input.ts';
import { limits } from '../limits.ts';
import type { IndexedEntry } from './entry.ts';

/** A folder in an archive; the root is `''`. */
export interface ArchiveRoot {
  /** With `/` at its end, or empty. */
  readonly prefix: string;
  readonly names: BundleNames;
}

/**
 * Every folder of an archive, the outer ones first, as detection sees it.
 * @param name of the archive, for the folder without one
 */
export function* archiveRoots(name: string, entries: readonly IndexedEntry[]): Generator<ArchiveRoot> {
  const folders = foldersOf(entries);
  // Grows on the way: the folders of the next depth.
  for (const folder of folders) {
    for (const one of folder.below.values()) if (one !== undefined) folders.push(one);
    const has = (path: string): boolean => isIn(folder, path.split('/'));
    const names = { name: folder.name || name, top: [...folder.below.keys()], has };
    yield {
      names,
      get prefix() {
        return prefixOf(folder);
      },
    };
  }
}

/** By parts and not by whole names: a hostile archive has names of thousands of parts, each of them the start of another. */
interface Folder {
  readonly name: string;
  readonly above: Folder | undefined;
  /** Undefined for what is a file as far as is known. */
  readonly below: Map<string, Folder | undefined>;
}

/** The outermost folder, alone. @throws PassmusterError archive-limit */
function foldersOf(entries: readonly IndexedEntry[]): Folder[] {
  const root: Folder = { name: '', above: undefined, below: new Map() };
  let count = 0;
  for (const entry of entries) {
    let at = root;
    const parts = entry.name.split('/');
    const last = parts.pop() ?? '';
    for (const part of parts) {
      let next = at.below.get(part);
      if (next === undefined) {
        count += 1;
        next = { name: part, above: at, below: new Map() };
        at.below.set(part, next);
      }
      at = next;
    }
    if (!at.below.has(last)) at.below.set(last, undefined);
    if (count > limits.archiveEntries)
      throw new PassmusterError(
        'archive-limit',
        `The archive has more than ${limits.archiveEntries} folders.`,
      );
  }
  return [root];
}

function isIn(folder: Folder, parts: readonly string[]): boolean {
  let at: Folder | undefined = folder;
  for (const part of parts) {
    if (at?.below.has(part) !== true) return false;
    at = at.below.get(part);
  }
  return true;
}

function prefixOf(folder: Folder): string {
  const names: string[] = [];
  for (let at = folder; at.above !== undefined; at = at.above) names.push(at.name);
  return names
    .toReversed()
    .map((one) => `${one}/`)
    .join('');
}

/**
 * @param held content that was taken on the way through the archive, by name
 * @param reopen gives the entries anew, for a file that was not held
 */
export function archiveContainer(
  entries: readonly IndexedEntry[],
  prefix: string,
  held: ReadonlyMap<string, Uint8Array>,
  reopen: (name: string) => Promise<OpenInput | undefined>,
): Container {
  const names = new Set(entries.filter(({ skip }) => skip === undefined).map(({ name }) => name));
  return {
    async open(path) {
      const name = `${prefix}${path}`;
      const content = held.get(name);
      if (content !== undefined) return OpenInput.open(path, once(content), content.length);
      return names.has(name) ? reopen(name) : undefined;
    },
    async list(folder) {
      const start = folder === '' ? prefix : `${prefix}${folder}/`;
      const below = [...names].filter((name) => name.startsWith(start));
      const first = below.map((name) => /^[^/]*\/?/.exec(name.slice(start.length))?.[0] ?? '');
      return [...new Set(first)].map((name) => start.slice(prefix.length) + name);
    },
  };
}

async function* once(content: Uint8Array): AsyncGenerator<Uint8Array> {
  yield content;
}
