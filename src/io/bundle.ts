/**
 * A folder or an archive that is one piece of evidence: a backup, a diagnostic archive. Its reader asks for files by name.
 * A container is the place itself, folder or archive, and opens whatever it is asked for; what may be asked for is decided
 * by the gate in src/read.
 */
import { constants, existsSync } from 'node:fs';
import { lstat, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PassmusterError } from '../errors.ts';
import { readHandle, reasonOf } from './files.ts';
import { OpenInput } from './input.ts';

export interface Bundle {
  /** As the user sees it. */
  readonly name: string;
  /**
   * The content of one file, undefined where there is none. Only what the source's `allows` names is ever opened.
   * @throws PassmusterError input-too-large, and the codes of a damaged archive
   */
  bytes(path: string): Promise<Uint8Array | undefined>;
  /** The content of a file of any length, in pieces. @throws PassmusterError as the others, also after some of them */
  stream(path: string): Promise<AsyncGenerator<Uint8Array> | undefined>;
  /** Path of a private copy of a database, with its `-wal` beside it where there is one; removed when reading ends. */
  copy(path: string): Promise<string | undefined>;
  /**
   * Names right below a folder (`''` is the bundle itself), sorted, with the folder's own name before them, folders with `/` at
   * their end; only those that `allows` or `names` of the source names.
   */
  list(folder: string): Promise<readonly string[]>;
}

/** What detection may look at: names, never content. */
export interface BundleNames {
  /** Of the folder itself, or of the outermost folder in an archive. */
  readonly name: string;
  /** Is there a file or folder of this path? */
  has(path: string): boolean;
  /** Names at the top. */
  readonly top: readonly string[];
}

export interface Container {
  /** @throws PassmusterError input-unreadable for what is there and cannot be opened */
  open(path: string): Promise<OpenInput | undefined>;
  /** Files and folders right below a folder, with the folder's name before theirs, folders with `/` at their end. */
  list(folder: string): Promise<readonly string[]>;
}

export function folderNames(folder: string, name: string, top: readonly string[]): BundleNames {
  return { name, top, has: (path) => existsSync(join(folder, path)) };
}

/** A folder on disk. Links are not followed: a bundle that points out of itself would open other files than it names. */
export function folderContainer(folder: string): Container {
  return {
    async open(path) {
      if (!(await isPlainFile(folder, path))) return undefined;
      try {
        const handle = await open(join(folder, path), constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
        const { size } = await handle.stat();
        return await OpenInput.open(path, readHandle(handle), size);
      } catch (error) {
        if (error instanceof PassmusterError) throw error;
        throw new PassmusterError('input-unreadable', `A file cannot be opened: ${reasonOf(error)}.`);
      }
    },
    async list(path) {
      const entries = await readdir(join(folder, path), { withFileTypes: true }).catch(() => []);
      const start = path === '' ? '' : `${path}/`;
      return entries.flatMap((entry) => {
        if (entry.isFile()) return [start + entry.name];
        return entry.isDirectory() ? [`${start}${entry.name}/`] : [];
      });
    },
  };
}

/** Every folder on the way is one, and what it leads to is a file; nothing is there counts as no. */
async function isPlainFile(folder: string, path: string): Promise<boolean> {
  const parts = path.split('/');
  if (parts.some((part) => part === '' || part === '.' || part === '..' || part.includes('\\'))) return false;
  for (const [index] of parts.entries()) {
    const stats = await lstat(join(folder, ...parts.slice(0, index + 1))).catch(() => undefined);
    const isLast = index === parts.length - 1;
    if (stats === undefined || !(isLast ? stats.isFile() : stats.isDirectory())) return false;
  }
  return true;
}
