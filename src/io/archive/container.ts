/** Folders inside an archive that are one piece of evidence, and the archive as the place that their files are asked from. */
import type { BundleNames, Container } from '../bundle.ts';
import { OpenInput } from '../input.ts';
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
  const children = new Map<string, Set<string>>([['', new Set()]]);
  for (const entry of entries) {
    const parts = entry.name.split('/');
    for (const [depth, part] of parts.entries()) {
      const folder = parts.slice(0, depth).join('/');
      const own = children.get(folder);
      if (own === undefined) children.set(folder, new Set([part]));
      else own.add(part);
    }
  }
  const has = (path: string): boolean => {
    const at = path.lastIndexOf('/');
    return children.get(path.slice(0, Math.max(at, 0)))?.has(path.slice(at + 1)) === true;
  };
  const folders = [...children].sort(([a], [b]) => a.length - b.length);
  for (const [folder, top] of folders) {
    const prefix = folder === '' ? '' : `${folder}/`;
    const own = folder === '' ? name : (folder.split('/').at(-1) ?? folder);
    yield { prefix, names: { name: own, top: [...top], has: (path) => has(`${prefix}${path}`) } };
  }
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
