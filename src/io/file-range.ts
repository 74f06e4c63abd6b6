/** A file of which pieces are read in any order, several at once by several threads. */
import { closeSync, openSync, readSync, type Stats, statSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';

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

/** A file that is read in order, each time up to an offset. It is open from the first time until `close`. */
export class FileInOrder {
  readonly #path: string;
  readonly #before: Stats;
  #range: FileRange | undefined;
  #room = new Uint8Array();
  #at = 0;

  /** @throws Error of the file system; likewise below */
  constructor(path: string) {
    this.#path = path;
    this.#before = statSync(path);
  }

  /** What comes before the offset and was not read; fewer bytes where the file ends first. Good until the next call. */
  upTo(offset: number): Uint8Array {
    const length = Math.max(0, offset - this.#at);
    if (length > this.#room.length) this.#room = new Uint8Array(length);
    this.#range ??= new FileRange(this.#path);
    const read = this.#range.read(this.#room.subarray(0, length), this.#at);
    this.#at += read;
    return this.#room.subarray(0, read);
  }

  /** The same, but for what stands behind the last line feed of it. */
  linesUpTo(offset: number): Uint8Array {
    const bytes = this.upTo(offset);
    const whole = bytes.subarray(0, bytes.lastIndexOf(0x0a) + 1);
    this.#at -= bytes.length - whole.length;
    return whole;
  }

  /** Passes over bytes that are read elsewhere. */
  skip(bytes: number): void {
    this.#at += bytes;
  }

  /** Bytes that were read. */
  get at(): number {
    return this.#at;
  }

  /** Whether the file is as it was at first, and has so many bytes. */
  isSame(size: number): boolean {
    const now = statSync(this.#path);
    return now.size === size && now.size === this.#before.size && now.mtimeMs === this.#before.mtimeMs;
  }

  close(): void {
    this.#range?.close();
    this.#range = undefined;
    this.#room = new Uint8Array();
  }
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
