/** One opened input: a name, its first bytes, and its bytes once. There is no file system beyond it. */
import { createHash, type Hash } from 'node:crypto';
import { PassmusterError } from '../errors.ts';
import { limits } from './limits.ts';

export interface Input {
  /** Path relative to what the user named, with `/`; `-` for standard input. */
  readonly name: string;
  /** The first bytes, at most `limits.headBytes`. */
  readonly head: Uint8Array;
  /** All bytes, in order. May be called once. */
  stream(): AsyncGenerator<Uint8Array>;
  /** The whole content. @throws PassmusterError input-too-large */
  bytes(limit?: number): Promise<Uint8Array>;
}

/** What is known once an input was read to its end. */
export interface InputDigest {
  readonly sha256: string;
  readonly bytes: number;
}

/** Where bytes come from: a file handle, standard input, an archive entry. Not exported beyond io. */
export type ByteSource = AsyncIterator<Uint8Array>;

/** An input over any source of bytes; hashes exactly what it hands out. */
export class OpenInput implements Input {
  readonly name: string;
  #head: Uint8Array = new Uint8Array();
  readonly #source: ByteSource;
  readonly #hash: Hash = createHash('sha256');
  #length = 0;
  #started = false;
  #ended = false;
  /** Bytes, where the file system says so. */
  readonly size: number | undefined;

  private constructor(name: string, source: ByteSource, size: number | undefined) {
    this.name = name;
    this.#source = source;
    this.size = size;
  }

  /** Reads the head; the rest follows on demand. */
  static async open(name: string, source: ByteSource, size?: number): Promise<OpenInput> {
    const input = new OpenInput(name, source, size);
    const parts: Uint8Array[] = [];
    let length = 0;
    while (length < limits.headBytes) {
      const chunk = await input.#next();
      if (chunk === undefined) break;
      parts.push(chunk);
      length += chunk.length;
    }
    input.#head = new Uint8Array(Buffer.concat(parts));
    return input;
  }

  get head(): Uint8Array {
    return this.#head.subarray(0, limits.headBytes);
  }

  async *stream(): AsyncGenerator<Uint8Array> {
    if (this.#started) throw new Error(`input ${this.name} was read twice`);
    this.#started = true;
    if (this.#head.length > 0) yield this.#head;
    for (;;) {
      const chunk = await this.#next();
      if (chunk === undefined) return;
      yield chunk;
    }
  }

  async bytes(limit: number = limits.documentBytes): Promise<Uint8Array> {
    const parts: Uint8Array[] = [];
    let length = 0;
    for await (const chunk of this.stream()) {
      length += chunk.length;
      if (length > limit)
        throw new PassmusterError('input-too-large', `The document is longer than ${limit} bytes.`);
      parts.push(chunk);
    }
    return parts.length === 1 && parts[0] ? parts[0] : new Uint8Array(Buffer.concat(parts));
  }

  /** Reads what is left, so that the hash covers the whole content, and closes the source. */
  async finish(): Promise<InputDigest> {
    while ((await this.#next()) !== undefined);
    return { sha256: this.#hash.digest('hex'), bytes: this.#length };
  }

  /** Gives up what is left, without a hash. */
  async close(): Promise<void> {
    this.#ended = true;
    await this.#source.return?.();
  }

  async #next(): Promise<Uint8Array | undefined> {
    if (this.#ended) return undefined;
    const next = await this.#source.next();
    if (next.done === true) {
      this.#ended = true;
      return undefined;
    }
    this.#hash.update(next.value);
    this.#length += next.value.length;
    return next.value;
  }
}

/** An input over bytes in memory: tests, embedded documents. */
export function inputOf(name: string, ...chunks: readonly Uint8Array[]): Promise<OpenInput> {
  async function* source(): AsyncGenerator<Uint8Array> {
    yield* chunks;
  }
  return OpenInput.open(name, source());
}
