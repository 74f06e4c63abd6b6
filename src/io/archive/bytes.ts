/**
 * The bytes of an archive. A zip is read from its end, and every archive is gone through once before an entry is handed
 * out; so they have to be there at will: from a file that stays open, or from memory.
 */
import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { PassmusterError } from '../../errors.ts';
import { reasonOf } from '../files.ts';
import type { Input, InputDigest } from '../input.ts';
import { limits } from '../limits.ts';

export interface ArchiveBytes {
  readonly size: number;
  /** Bytes from a position on; fewer than asked for only at the end. */
  read(position: number, length: number): Promise<Uint8Array>;
}

const chunkBytes = 64 * 1024;

/** The bytes from start to end, in order. @throws PassmusterError input-changed when they are not there any more */
export async function* slice(bytes: ArchiveBytes, start: number, end: number): AsyncGenerator<Uint8Array> {
  for (let at = start; at < end;) {
    const chunk = await bytes.read(at, Math.min(chunkBytes, end - at));
    if (chunk.length === 0)
      throw new PassmusterError('input-changed', 'The archive became shorter while it was read.');
    at += chunk.length;
    yield chunk;
  }
}

export function memoryBytes(content: Uint8Array): ArchiveBytes {
  return {
    size: content.length,
    read: async (position, length) => content.subarray(position, position + length),
  };
}

/**
 * An archive that comes as a stream: standard input, an entry of another archive. It is held in memory.
 * @throws PassmusterError archive-limit when it is larger than `limits.documentBytes`
 */
export async function gatherBytes(input: Input, limit: number = limits.documentBytes): Promise<ArchiveBytes> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of input.stream()) {
    length += chunk.length;
    if (length > limit)
      throw new PassmusterError(
        'archive-limit',
        `An archive that is not a file of its own has to fit into ${limit} bytes; unpack it first.`,
      );
    parts.push(chunk);
  }
  return memoryBytes(Buffer.concat(parts));
}

/** The same bytes through one small window, for many reads close to one another. */
export function windowed(bytes: ArchiveBytes, windowBytes = 8 * 1024): ArchiveBytes {
  let window: Uint8Array = new Uint8Array();
  let start = 0;
  const read = async (position: number, length: number): Promise<Uint8Array> => {
    if (length > windowBytes) return bytes.read(position, length);
    if (position < start || position + length > start + window.length) {
      window = await bytes.read(position, windowBytes);
      start = position;
    }
    return window.subarray(position - start, position - start + length);
  };
  return { size: bytes.size, read };
}

/** A file, opened once: hashed, then read at will; at the end it must be what it was at the start. */
export class FileBytes implements ArchiveBytes {
  readonly size: number;
  readonly #handle: FileHandle;
  readonly #modified: bigint;

  private constructor(handle: FileHandle, size: number, modified: bigint) {
    this.#handle = handle;
    this.size = size;
    this.#modified = modified;
  }

  /** Undefined for what is not a regular file: a pipe has no position. @throws PassmusterError input-unreadable */
  static async open(path: string): Promise<FileBytes | undefined> {
    const handle = await attempt(() => open(path, 'r'));
    try {
      const stats = await attempt(() => handle.stat({ bigint: true }));
      if (stats.isFile()) return new FileBytes(handle, Number(stats.size), stats.mtimeNs);
    } catch (error) {
      await handle.close();
      throw error;
    }
    await handle.close();
    return undefined;
  }

  async read(position: number, length: number): Promise<Uint8Array> {
    // What is appended meanwhile is no part of the archive; close() tells.
    const wanted = Math.max(0, Math.min(length, this.size - position));
    const buffer = Buffer.allocUnsafe(wanted);
    let done = 0;
    while (done < wanted) {
      const { bytesRead } = await attempt(() =>
        this.#handle.read(buffer, done, wanted - done, position + done),
      );
      if (bytesRead === 0) break;
      done += bytesRead;
    }
    return buffer.subarray(0, done);
  }

  /** Of all bytes of the file, before anything else is read of it. */
  async digest(): Promise<InputDigest> {
    const hash = createHash('sha256');
    for await (const chunk of slice(this, 0, this.size)) hash.update(chunk);
    return { sha256: hash.digest('hex'), bytes: this.size };
  }

  /** To be called when the last entry was read. @throws PassmusterError input-changed */
  async close(): Promise<void> {
    try {
      const { size, mtimeNs } = await attempt(() => this.#handle.stat({ bigint: true }));
      if (Number(size) !== this.size || mtimeNs !== this.#modified)
        throw new PassmusterError('input-changed', 'The file changed while it was read.');
    } finally {
      await this.#handle.close();
    }
  }
}

async function attempt<T>(step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    throw new PassmusterError('input-unreadable', `The file cannot be read: ${reasonOf(error)}.`);
  }
}
