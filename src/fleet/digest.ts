/**
 * The hash of a file, made beside the reading of its rows. It follows them: at the first ones the reading thread learns most, and wants
 * the cores, and what it has just read lies in memory. It goes ahead where whoever makes it would wait.
 */
import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { freemem } from 'node:os';
import { FileInOrder } from '../io/file-range.ts';
import { NotPlain } from './not-plain.ts';
import type { FleetFile } from './tasks.ts';

/** Bytes: who goes ahead does so in small steps. */
const pieceAhead = 1024 * 1024;
const mostAhead = 1024 ** 3;
const noLines = new Uint8Array();

export class Digest {
  readonly #hash = createHash('sha256');
  readonly #file: FileInOrder;
  readonly #size: number;
  /** How far it may be ahead of the rows: the system should still have in memory what it has read when the rows come to it. */
  readonly #farthest = Math.min(mostAhead, freemem() / 4);
  #sha256: string | undefined;

  constructor({ path, size }: FleetFile) {
    this.#file = new FileInOrder(path);
    this.#size = size;
  }

  /** Takes what comes before the offset of the end of a row. @throws NotPlain where it is no UTF-8 */
  follow(offset: number): void {
    if (offset > this.#file.at) this.#add(this.#file.upTo(offset));
  }

  /** Takes lines that were read elsewhere and begin at the offset, and what comes before them. @throws NotPlain likewise */
  take(lines: Uint8Array, offset: number): void {
    this.follow(offset);
    const fresh = lines.subarray(this.#file.at - offset);
    this.#add(fresh);
    this.#file.skip(fresh.length);
  }

  /** Takes some of the lines that follow, where they are not far ahead of an offset. @returns whether there were any. @throws NotPlain likewise */
  goAhead(offset: number): boolean {
    const to = Math.min(this.#size, this.#file.at + pieceAhead, offset + this.#farthest);
    const lines = to > this.#file.at ? this.#file.linesUpTo(to) : noLines;
    this.#add(lines);
    return lines.length > 0;
  }

  #add(bytes: Uint8Array): void {
    this.#hash.update(bytes);
    if (!isUtf8(bytes)) throw new NotPlain('the text is not UTF-8');
  }

  /** Takes the rest, which is little behind the last row. @throws NotPlain, also where the file has changed meanwhile */
  done(): string {
    if (this.#sha256 === undefined) {
      this.follow(this.#size);
      this.#sha256 = this.#hash.digest('hex');
      this.close();
    }
    if (this.#file.at !== this.#size || !this.#file.isSame(this.#size))
      throw new NotPlain('the file changed while it was read');
    return this.#sha256;
  }

  close(): void {
    this.#file.close();
  }
}
