/**
 * Finds the rows of a file for a thread that judges them. Where there is one such thread it has more to do than the one that writes,
 * which takes this over; several find their rows themselves, one after the other (relay.ts).
 */
import type { ReadContext } from '../sources/define.ts';
import type { Block } from './blocks.ts';
import { FileReader } from './file-reader.ts';
import { PrintMemory, printModule, type PrintModule } from './print-module.ts';
import { behind, type Position } from './relay.ts';
import { RowHashes } from './row-hashes.ts';
import type { FleetFile, FoundBlock } from './tasks.ts';

/** Told of a file that is gone through for the first time. What it is given is good for the time of the call. */
export interface Onlooker {
  bytes(bytes: Uint8Array, offset: number): void;
  /** Of identifiers. */
  hashes(hashes: Float64Array): void;
  /** Does some of what there is to do, where nothing else is. @returns false where there is nothing */
  idle(offset: number): boolean;
}

export class Finder {
  readonly #reader: FileReader;
  readonly #module: PrintModule;
  readonly #hashes: RowHashes;
  readonly #onlooker: Onlooker | undefined;
  #room: ArrayBuffer | undefined;
  /** Undefined: behind the last row. */
  #position: Position | undefined;

  private constructor(reader: FileReader, onlooker: Onlooker | undefined) {
    this.#reader = reader;
    this.#onlooker = onlooker;
    const { plan, scanner, isJson, file } = reader;
    this.#module = printModule(scanner);
    this.#module.setUpPrinter(plan.id, plan.moment.slot, -1, Number(isJson), 0, 0);
    this.#hashes = new RowHashes(reader, this.#module, new PrintMemory(this.#module.memory));
    scanner.purpose({ numbers: true, hashes: onlooker !== undefined });
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
    if (this.#onlooker !== undefined) this.#show(block, this.#onlooker);
    const { piece } = reader.scanner;
    return { kind: 'found', block, table: { words: copyOf(reader.scanner.table(block.rows), room), piece } };
  }

  #show(block: Block, onlooker: Onlooker): void {
    const { scanner } = this.#reader;
    onlooker.bytes(scanner.view(0, block.bytes), block.offset);
    const others: number[] = [];
    for (let row = 0; row < block.rows; row += 1)
      if (scanner.flags(row) !== 0) this.#reader.hashesOf(row, block.ordinal + row, others);
    this.#hashes.begin(true);
    this.#module.hashRows(block.rows);
    const all = this.#hashes.collected(others, this.#room);
    this.#room = all.buffer;
    onlooker.hashes(all);
  }

  close(): void {
    this.#reader.close();
  }
}

/** Bytes by which room for tables grows: blocks have a few rows more or less. */
const step = 16 * 1024;

function copyOf(table: Int32Array, room: ArrayBuffer | undefined): Int32Array<ArrayBuffer> {
  const hasRoom = room !== undefined && room.byteLength >= table.byteLength;
  const fresh = Math.ceil(table.byteLength / step) * step;
  const copy = new Int32Array(hasRoom ? room : new ArrayBuffer(fresh), 0, table.length);
  copy.set(table);
  return copy;
}
