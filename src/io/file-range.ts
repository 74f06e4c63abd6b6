/** A file of which pieces are read in any order, several at once by several threads. */
import { closeSync, openSync, readSync } from 'node:fs';
import { type FileHandle, open, readdir, stat } from 'node:fs/promises';

export class FileRange {
  readonly #handle: number;

  /** @throws Error of the file system; likewise below */
  constructor(path: string) {
    this.#handle = openSync(path, 'r');
  }

  /** @returns how many bytes there were from the offset on, at most as many as there is room */
  read(into: Uint8Array, offset: number): number {
    let length = 0;
    while (length < into.length) {
      const read = readSync(this.#handle, into, length, into.length - length, offset + length);
      if (read === 0) break;
      length += read;
    }
    return length;
  }

  close(): void {
    closeSync(this.#handle);
  }
}

/**
 * Reads a file from its beginning into the same room again and again.
 * @param visit told how many bytes there are in the room
 * @returns whether the file stayed as it was and had so many bytes
 */
export async function readThrough(
  path: string,
  room: Uint8Array,
  size: number,
  visit: (bytes: number) => void,
): Promise<boolean> {
  const before = await stat(path);
  const handle: FileHandle = await open(path, 'r');
  let done = 0;
  try {
    for (;;) {
      const { bytesRead } = await handle.read(room, 0, room.length, done);
      if (bytesRead === 0) break;
      done += bytesRead;
      visit(bytesRead);
    }
  } finally {
    await handle.close();
  }
  const after = await stat(path);
  return done === size && after.size === size && after.mtimeMs === before.mtimeMs;
}

/** In bytes. */
export const sizeOfFile = async (path: string): Promise<number> => (await stat(path)).size;

/** All of them together; undefined where one is no file. */
export async function sizeOfFiles(paths: readonly string[]): Promise<number | undefined> {
  let bytes = 0;
  for (const path of paths) {
    const found = await stat(path).catch(() => undefined);
    if (found?.isFile() !== true) return undefined;
    bytes += found.size;
  }
  return bytes;
}

/** How many names a folder has; 0 for anything else. */
export async function filesIn(path: string): Promise<number> {
  const names = await readdir(path).catch(() => []);
  return names.length;
}
