/** The hash of a file, made beside the reading of its rows, and how many line feeds stand before its blocks. */
import { createHash } from 'node:crypto';
import { LineFeeds } from '../formats/row-scanner.ts';
import { readThrough } from '../io/file-range.ts';
import { limits } from '../io/limits.ts';
import { NotPlain } from './not-plain.ts';
import type { FleetFile } from './tasks.ts';

const atOnce = 1024 * 1024;

export class Digest {
  readonly #file: FleetFile;
  readonly #sha256: Promise<string>;
  /** Line feeds before each block that is known so far. */
  readonly #newlines: number[];
  #waiting: (() => void)[] = [];

  constructor(file: FleetFile) {
    this.#file = file;
    this.#newlines = [file.frame.line - 1];
    this.#sha256 = this.#read();
    this.#sha256.catch(() => undefined); // told by whoever asks for it
  }

  /** @throws NotPlain where the file has changed meanwhile */
  done(): Promise<string> {
    return this.#sha256;
  }

  /** @param offset of the beginning of a block */
  async newlinesBefore(offset: number): Promise<number> {
    const number = Math.round((offset - this.#file.frame.start) / limits.fleetBlockBytes);
    for (;;) {
      const known = this.#newlines[number];
      if (known !== undefined) return known;
      await Promise.race([this.#sha256, new Promise<void>((resolve) => this.#waiting.push(resolve))]);
    }
  }

  async #read(): Promise<string> {
    const { path, size, frame } = this.#file;
    const hash = createHash('sha256');
    const feeds = new LineFeeds(atOnce);
    let [bytes, newlines] = [0, 0];
    let block = frame.start + limits.fleetBlockBytes;
    const isSame = await readThrough(path, feeds.bytes, size, {
      next: (done) => block - done, // a piece ends where a block does
      visit: (read) => {
        hash.update(feeds.bytes.subarray(0, read));
        newlines += feeds.count(read);
        bytes += read;
        if (bytes < block) return;
        this.#newlines[(block - frame.start) / limits.fleetBlockBytes] = newlines;
        block += limits.fleetBlockBytes;
        this.#wake();
      },
    });
    if (!isSame) throw new NotPlain('the file changed while it was read');
    return hash.digest('hex');
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }
}
