/** What tools/wasm/print.ts and clusters.ts export, and the words of what they keep. */
import type { RowScanner } from '../formats/row-scanner.ts';

export interface PrintModule {
  readonly memory: WebAssembly.Memory;
  reserve(bytes: number): number;
  setUpClusters(bytes: number): void;
  emptyClusters(): void;
  addCluster(slots: number, ages: number, stretches: number, pieces: number): number;
  addEntry(cluster: number, row: number, platform: number, age: number, bytes: number): number;
  addStretch(pairs: number): number;
  addSeries(): number;
  findSeries(): number;
  missingStretch(): number;
  markList(): number;
  markCount(): number;
  hasEntry(cluster: number, row: number, platform: number, age: number): number;
  setUpMoments(bounds: number, now: number, staleAfter: number, isUtc: number): number;
  setMoment(from: number, bytes: number, time: number): void;
  setUpPrinter(
    id: number,
    moment: number,
    counted: number,
    isJson: number,
    numbering: number,
    isSharded: number,
  ): number;
  setUpHashes(tokens: number, rows: number): number;
  setHashing(isHashing: number): void;
  hashList(): number;
  hashCount(): number;
  setLines(from: number, to: number): void;
  setHeaviest(weight: number): void;
  setBlock(base: number, order: number): void;
  printRows(from: number, to: number, begin: number): number;
  reason(): number;
  missed(): number;
  weight(): number;
  printedBytes(): number;
  foundEntry(cluster: number): number;
}

export function printModule(scanner: RowScanner): PrintModule {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what tools/wasm/rows.ts exports
  return scanner.module as unknown as PrintModule;
}

/** Why the printing stopped, in the order of tools/wasm/print.ts. */
export const reasons = ['done', 'unknown', 'series', 'full', 'heavy'] as const;
export type Reason = (typeof reasons)[number];

/** Words of a cluster, of an entry and of a series. */
export const clusterWords = { slots: 0, ages: 2, partsAt: 6, piecesAt: 7, textsAt: 8 } as const;
export const entryWords = { times: 0, weight: 1, flags: 2, platform: 3, bytes: 4 } as const;
export const seriesWords = { told: 0, name: 2 } as const;
/** Of `findSeries`: the series of a row are all in the report; one is not known; or one has to be told before the row. */
export const seriesStates = ['known', 'missing', 'untold'] as const;
export const decides = 1;
export const unmanaged = 2;
/** How many texts a line is made of, and how many pieces. */
export const lineTexts = 9;
export const linePieces = 8;
/** What is counted of rows that are printed. */
export const countNames = [
  'subjects',
  'devices',
  'others',
  'filled',
  'stale',
  'silent',
  'unmanaged',
  'undecided',
] as const;
export type PrintCounts = Record<(typeof countNames)[number], number>;

/** The memory of the module, whichever buffer it has grown into. */
export class PrintMemory {
  readonly #memory: WebAssembly.Memory;
  #words: Int32Array;
  #bytes: Uint8Array;

  constructor(memory: WebAssembly.Memory) {
    this.#memory = memory;
    this.#words = new Int32Array(memory.buffer);
    this.#bytes = new Uint8Array(memory.buffer);
  }

  get words(): Int32Array {
    if (this.#words.buffer !== this.#memory.buffer) this.#words = new Int32Array(this.#memory.buffer);
    return this.#words;
  }

  get bytes(): Uint8Array {
    if (this.#bytes.buffer !== this.#memory.buffer) this.#bytes = new Uint8Array(this.#memory.buffer);
    return this.#bytes;
  }

  numbers(at: number, count: number): Float64Array {
    return new Float64Array(this.#memory.buffer, at, count);
  }
}
