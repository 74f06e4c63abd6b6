/**
 * The hash of a file, made beside the reading of its rows. It follows them: at the first ones the reading thread learns most, and wants
 * the cores, and what it has just read lies in memory.
 */
import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { FileInOrder } from '../io/file-range.ts';
import { NotPlain } from './not-plain.ts';
import type { FleetFile } from './tasks.ts';

export class Digest {
  readonly #hash = createHash('sha256');
  readonly #file: FileInOrder;
  readonly #size: number;
  #sha256: string | undefined;

  constructor({ path, size }: FleetFile) {
    this.#file = new FileInOrder(path);
    this.#size = size;
  }

  /** Takes what comes before the offset of the end of a row. @throws NotPlain where it is no UTF-8 */
  follow(offset: number): void {
    if (offset <= this.#file.at) return;
    const bytes = this.#file.upTo(offset);
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
