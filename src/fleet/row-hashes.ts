/** The hashes of the identifiers of rows, by which rows of one phone find each other: collected in WebAssembly (tools/wasm/print.ts). */
import { mostRows } from '../formats/row-scanner.ts';
import { roomFor } from '../io/byte-room.ts';
import type { FileReader } from './file-reader.ts';
import type { PrintMemory, PrintModule } from './print-module.ts';

export class RowHashes {
  readonly #module: PrintModule;
  readonly #memory: PrintMemory;
  /** Of identifiers that can only be told from the text. */
  readonly #odd: number[] = [];

  /** @param module set up to print */
  constructor(reader: FileReader, module: PrintModule, memory: PrintMemory) {
    this.#module = module;
    this.#memory = memory;
    const { plan, identities, scanner } = reader;
    const at = module.setUpHashes(plan.tokens.length, mostRows);
    memory.words.set(
      plan.tokens.map(({ slot }) => slot),
      at / 4,
    );
    scanner.calls.oddIdentity = (row, token) =>
      identities.odd(row, token, (hash) => void this.#odd.push(hash));
  }

  /** Before the rows of a block. */
  begin(isHashing: boolean): void {
    this.#module.setHashing(Number(isHashing));
    this.#odd.length = 0;
  }

  /** Those that were collected since, behind those of other rows. @param room of an earlier block */
  collected(others: readonly number[], room?: ArrayBuffer): Float64Array {
    const count = this.#module.hashCount();
    const length = others.length + this.#odd.length + count;
    const all = new Float64Array(roomFor(length * 8, room), 0, length);
    all.set(others);
    all.set(this.#odd, others.length);
    all.set(this.#memory.numbers(this.#module.hashList(), count), others.length + this.#odd.length);
    return all;
  }
}
