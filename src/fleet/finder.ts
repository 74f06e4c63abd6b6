/**
 * Finds the rows of a file for a thread that judges them. Where there is one such thread it has more to do than the one that writes,
 * which takes this over; several find their rows themselves, one after the other (relay.ts).
 */
import { roomFor } from '../io/byte-room.ts';
import type { ReadContext } from '../sources/define.ts';
import type { Block } from './blocks.ts';
import { FileReader } from './file-reader.ts';
import { behind, type Position } from './relay.ts';
import type { FleetFile, FoundBlock } from './tasks.ts';

/** Told of a file that is gone through for the first time. What it is given is good for the time of the call. */
export interface Onlooker {
  bytes(bytes: Uint8Array, offset: number): void;
  /** Does some of what there is to do, where nothing else is. @returns false where there is nothing */
  idle(offset: number): boolean;
}

export class Finder {
  readonly #reader: FileReader;
  readonly #onlooker: Onlooker | undefined;
  #block: Block | undefined;
  /** Undefined: behind the last row. */
  #position: Position | undefined;

  private constructor(reader: FileReader, onlooker: Onlooker | undefined) {
    this.#reader = reader;
    this.#onlooker = onlooker;
    const { scanner, file } = reader;
    scanner.purpose({ numbers: true, hashes: false });
    this.#position = { index: 0, offset: file.frame.start, line: file.frame.line, ordinal: 0 };
  }

  /** @throws NotPlain where the file's rows cannot be read so */
  static async open(file: FleetFile, context: ReadContext, onlooker: Onlooker | undefined): Promise<Finder> {
    return new Finder(await FileReader.open(file, context), onlooker);
  }

  /** Blocks that were found. */
  get found(): number {
    return this.#position?.index ?? Number.POSITIVE_INFINITY;
  }

  /** Whether there was something to do while an answer is waited for. @throws NotPlain */
  idle(): boolean {
    return this.#position !== undefined && this.#onlooker?.idle(this.#position.offset) === true;
  }

  /** The rows of the next block. @param room of an earlier table. @throws NotPlain */
  next(room?: ArrayBuffer): FoundBlock | undefined {
    if (this.#position === undefined) return undefined;
    const reader = this.#reader;
    const block = reader.find(this.#position);
    this.#position = block.isEnd ? undefined : behind(block);
    this.#block = block;
    const { piece } = reader.scanner;
    return { kind: 'found', block, table: { words: copyOf(reader.scanner.table(block.rows), room), piece } };
  }

  /** Tells of the block that was found last: after it was sent, for the thread waits for it. @throws NotPlain */
  show(): void {
    const block = this.#block;
    if (block !== undefined) this.#onlooker?.bytes(this.#reader.scanner.view(0, block.bytes), block.offset);
  }

  close(): void {
    this.#reader.close();
  }
}

function copyOf(table: Int32Array, room: ArrayBuffer | undefined): Int32Array<ArrayBuffer> {
  const copy = new Int32Array(roomFor(table.byteLength, room), 0, table.length);
  copy.set(table);
  return copy;
}
