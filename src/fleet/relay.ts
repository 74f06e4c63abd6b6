/**
 * How far a file has been read, shared by the threads that read it. One at a time finds the rows of the next block, and the one after it
 * goes on where that ended: so every block knows the line and the number of its first row. What takes longer, judging and writing,
 * they do side by side.
 */
import { NotPlain } from './not-plain.ts';

/** Where the next block begins. */
export interface Position {
  /** Blocks before it. */
  readonly index: number;
  /** Bytes of the file before its first row. */
  readonly offset: number;
  /** Of that row, from 1. */
  readonly line: number;
  /** Rows before it. */
  readonly ordinal: number;
}

/** What a block was found to be. */
export interface Found {
  readonly rows: number;
  /** Line feeds from its first row to `next`. */
  readonly lines: number;
  /** Offset at which the next block begins; of the end of the list. */
  readonly next: number;
  /** No rows follow. */
  readonly isEnd: boolean;
}

/** Behind a block. */
export const behind = ({ index, next, line, lines, ordinal, rows }: Position & Found): Position => ({
  index: index + 1,
  offset: next,
  line: line + lines,
  ordinal: ordinal + rows,
});

const [free, taken] = [0, 1];
const [open, ended, failed] = [0, 1, 2];
/** Words of the shared memory. */
const [lock, state] = [0, 1];
const stateBytes = 8;
const numbers = ['index', 'offset', 'line', 'ordinal'] as const;

export class Relay {
  readonly #words: Int32Array;
  readonly #numbers: Float64Array;

  /** @param shared what `sharedPosition` made */
  constructor(shared: SharedArrayBuffer) {
    this.#words = new Int32Array(shared, 0, stateBytes / 4);
    this.#numbers = new Float64Array(shared, stateBytes);
  }

  /**
   * Waits for its turn and finds the next block.
   * @returns undefined where there is none
   * @throws whatever `find` throws; then nobody finds any more. NotPlain where that has happened
   */
  next<Block extends Found & Position>(find: (position: Position) => Block): Block | undefined {
    const words = this.#words;
    while (Atomics.compareExchange(words, lock, free, taken) !== free) Atomics.wait(words, lock, taken);
    try {
      if (words[state] === failed) throw new NotPlain('another thread has failed');
      if (words[state] === ended) return undefined;
      const [index = 0, offset = 0, line = 0, ordinal = 0] = this.#numbers;
      words[state] = failed; // until it has not
      const block = find({ index, offset, line, ordinal });
      const then = behind(block);
      this.#numbers.set(numbers.map((name) => then[name]));
      words[state] = block.isEnd ? ended : open;
      return block;
    } finally {
      Atomics.store(words, lock, free);
      Atomics.notify(words, lock, 1);
    }
  }

  /** Nobody finds any more. */
  fail(): void {
    Atomics.store(this.#words, state, failed);
  }
}

export function sharedPosition(first: { readonly offset: number; readonly line: number }): SharedArrayBuffer {
  const shared = new SharedArrayBuffer(stateBytes + numbers.length * 8);
  new Float64Array(shared, stateBytes).set([0, first.offset, first.line, 0]);
  return shared;
}
