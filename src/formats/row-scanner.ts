/**
 * Rows of large JSON and CSV files, found in bytes: where each begins and ends, and the values of a few members. All else is
 * checked as strictly as by json.ts and csv.ts, and passed over. A row that is not plain is flagged for those readers: a key that
 * stands twice or holds an escape, a number with an exponent, half of a surrogate pair, a quote within a quoted cell. The loop
 * itself is WebAssembly: tools/wasm/rows.ts.
 */
import { limits } from '../io/limits.ts';
import { type RowCalls, type RowModule, started } from './row-module.ts';

/** `repeats`: the value is numbered, the same bytes have the same number. `single`: only its place is told. */
export type SlotKind = 'repeats' | 'single';

/** A slot whose value is hashed where rows are counted: of its letters and digits alone, without regard to case. */
export interface HashedSlot {
  readonly slot: number;
  /** Letters and digits that count. */
  readonly most: 14 | 128;
  /** Equal values of slots with different seeds have different hashes; below 256. */
  readonly seed: number;
}

/** What a key or a column means: the number of a slot, or one of these. */
export const passedOver = -1;
/** A row that has the key is left to the strict reader. */
export const suspicious = -2;

/** What ended a scan: nothing did, the list has ended, the bytes end first, or what stands between rows is odd. */
export const scanStates = ['open', 'list-ended', 'cut', 'odd'] as const;
export type ScanState = (typeof scanStates)[number];

/** Of a row in the table; the last two are the platform and the class of age of printed rows. */
export const headWords = 7;
const [platformWord, ageWord] = [5, 6];
const slotWords = 3;
/** Rows that the table holds. */
export const mostRows = 2048;
/** Zeros after the bytes, for the loop looks ahead. */
const padding = 64;
const scratchBytes = 256;

export interface ScannerOptions {
  readonly slots: readonly SlotKind[];
  /** Longest piece that is looked at at once, bytes. */
  readonly pieceBytes: number;
  /** JSON: the meaning of a member of a row. */
  readonly slotOf?: (key: string) => number;
  /** CSV: the slots of the columns. */
  readonly columns?: readonly number[];
  readonly hashed?: readonly HashedSlot[];
}

/** One scan holds the places of its rows until the next one. */
export class RowScanner {
  /** To be set by whoever prints. */
  readonly calls: RowCalls = {
    momentOf: () => -1,
    isElsewhere: () => 0,
    oddIdentity: () => undefined,
  };
  readonly #exports: RowModule;
  readonly #piece: number;
  readonly #scratch: number;
  readonly #size: number;
  readonly #stride: number;
  readonly #slots: number;
  #words: Int32Array;
  #bytes: Uint8Array;
  #base = 0;

  constructor({ slots, pieceBytes, slotOf = () => passedOver, columns, hashed = [] }: ScannerOptions) {
    const nameOf = (at: number, length: number): string =>
      Buffer.from(this.#exports.memory.buffer, at, length).toString('utf8');
    this.#exports = started((at, length) => slotOf(nameOf(at, length)), this.calls);
    const { keyLength, stringLength, numberLength } = limits;
    const kinds = this.#exports.setUp(slots.length, mostRows, keyLength, stringLength, numberLength);
    this.#stride = headWords + slots.length * slotWords;
    const places = columns === undefined ? 0 : this.#exports.setColumns(columns.length);
    this.#size = pieceBytes + padding;
    this.#scratch = this.#exports.reserve(scratchBytes + padding);
    this.#piece = this.#exports.reserve(this.#size);
    const { buffer } = this.#exports.memory;
    this.#words = new Int32Array(buffer);
    this.#bytes = new Uint8Array(buffer);
    this.#bytes.set(
      slots.map((kind) => (kind === 'repeats' ? 1 : 0)),
      kinds,
    );
    for (const { slot, most, seed } of hashed) {
      this.#bytes[kinds + slot] = most === 14 ? 3 : 2;
      this.#bytes[kinds + slots.length + slot] = seed;
    }
    this.#slots = slots.length;
    if (columns !== undefined) this.#words.set(columns, places / 4);
  }

  /**
   * Takes a piece of the file.
   * @param read fills the bytes and tells how many there are
   */
  load(read: (into: Uint8Array) => number): number {
    this.#renew();
    const room = this.#bytes.subarray(this.#piece, this.#piece + this.#size - padding);
    const length = read(room);
    this.#bytes.fill(0, this.#piece + length, this.#piece + length + padding);
    return length;
  }

  /** Of the piece, from one place to another. */
  view(from: number, to: number): Uint8Array {
    return this.#bytes.subarray(this.#piece + from, this.#piece + to);
  }

  /** The bytes as Latin-1: as they are, where they are ASCII. */
  latin1(from: number, to: number): string {
    return Buffer.from(this.#bytes.buffer, this.#piece + from, to - from).toString('latin1');
  }

  utf8(from: number, to: number): string {
    return Buffer.from(this.#bytes.buffer, this.#piece + from, to - from).toString('utf8');
  }

  byte(at: number): number {
    return this.#bytes[this.#piece + at] ?? 0;
  }

  /**
   * Objects of JSON from a place in the piece on.
   * @param to rows that begin there or later are not looked at
   * @param length of the piece
   * @param form one object a line, or the elements of a list
   * @returns how many rows were found
   */
  scanJson(from: number, to: number, length: number, form: 'lines' | 'list'): number {
    const piece = this.#piece;
    const count = this.#exports.scanJson(
      piece + from,
      piece + to,
      piece + length,
      mostRows,
      form === 'lines' ? 1 : 0,
    );
    this.#after();
    return count;
  }

  /** Records of CSV likewise. */
  scanCsv(from: number, to: number, length: number, separator: string): number {
    const piece = this.#piece;
    const code = separator.charCodeAt(0);
    const count = this.#exports.scanCsv(piece + from, piece + to, piece + length, mostRows, code);
    this.#after();
    return count;
  }

  /** Where the next row begins, or where the scan came to its end. */
  get at(): number {
    return this.#exports.at() - this.#piece;
  }

  get state(): ScanState {
    return scanStates[this.#exports.state()] ?? 'odd';
  }

  /** Line feeds that were passed, from the number that was set. */
  get line(): number {
    return this.#exports.line();
  }
  set line(line: number) {
    this.#exports.setLine(line);
  }

  start(row: number): number {
    return (this.#words[this.#base + row * this.#stride] ?? 0) - this.#piece;
  }

  /** The byte after the row's last; of CSV without the line end. */
  end(row: number): number {
    return (this.#words[this.#base + row * this.#stride + 1] ?? 0) - this.#piece;
  }

  /** 0: plain. 1: not plain. 2, of CSV: another number of cells than the header. */
  flags(row: number): number {
    return this.#words[this.#base + row * this.#stride + 2] ?? 0;
  }

  /** `line` where the row begins. */
  lineOf(row: number): number {
    return this.#words[this.#base + row * this.#stride + 3] ?? 0;
  }

  /**
   * The numbers of the values of some slots, from 1 on, 0 where there is none.
   * @returns false where there are more values than can be numbered
   */
  values(row: number, slots: Int32Array, into: Int32Array): boolean {
    const words = this.#words;
    const base = this.#base + row * this.#stride + headWords;
    for (let index = 0; index < slots.length; index += 1) {
      const slot = slots[index] ?? 0;
      const number = words[base + slot * slotWords] ?? -1;
      if (number < 0 && words[base + slot * slotWords + 1] !== -1) return false;
      into[slot] = number + 1;
    }
    return true;
  }

  /** The number of the value; -1 where there is none, or more than can be numbered. */
  value(row: number, slot: number): number {
    return this.#words[this.#base + row * this.#stride + headWords + slot * slotWords] ?? -1;
  }

  /** Where the value begins, of a quoted cell of CSV what is within the quotes; -1 where the row has none. */
  from(row: number, slot: number): number {
    const at = this.#words[this.#base + row * this.#stride + headWords + slot * slotWords + 1] ?? -1;
    return at === -1 ? -1 : at - this.#piece;
  }

  to(row: number, slot: number): number {
    return (
      (this.#words[this.#base + row * this.#stride + headWords + slot * slotWords + 2] ?? 0) - this.#piece
    );
  }

  /** Of a row that was printed. */
  platform(row: number): number {
    return this.#words[this.#base + row * this.#stride + platformWord] ?? 0;
  }

  age(row: number): number {
    return this.#words[this.#base + row * this.#stride + ageWord] ?? 0;
  }

  /** The table of so many rows, a view: with that of another scanner of the same options, before the same piece, it has found its rows. */
  table(rows: number): Int32Array {
    this.#after();
    return this.#words.subarray(this.#base, this.#base + rows * this.#stride);
  }

  /** What the module has beside the scanner, and where the piece lies in its memory. */
  get module(): object {
    return this.#exports;
  }
  get piece(): number {
    return this.#piece;
  }

  /** What is to be known of rows: the numbers of their values, the hashes of their identifiers. */
  purpose(wanted: { readonly numbers: boolean; readonly hashes: boolean }): void {
    this.#exports.setPurpose((wanted.numbers ? 1 : 0) + (wanted.hashes ? 2 : 0));
  }

  /** The lower half of the hash of an identifier, or the upper one; both 0 where it looks like none. */
  hash(row: number, slot: number, half: 0 | 1): number {
    return this.#words[this.#exports.hashesAt() / 4 + (row * this.#slots + slot) * 2 + half] ?? 0;
  }

  /**
   * Of the letters and digits alone, without regard to case, so that spellings of one identifier have one hash.
   * @param most letters and digits that count
   * @returns 0 for what looks like none, or can only be told from the text
   */
  foldedHash(from: number, to: number, most: number, seed: number): bigint {
    return this.#exports.foldedHash(this.#piece + from, this.#piece + to, most, seed);
  }

  /** The same of a text of ASCII. */
  foldedHashOf(text: string, most: number, seed: number): bigint {
    const length = Math.min(text.length, scratchBytes);
    Buffer.from(this.#bytes.buffer, this.#scratch, length).write(text, 'latin1');
    return this.#exports.foldedHash(this.#scratch, this.#scratch + length, most, seed);
  }

  #after(): void {
    this.#renew();
    this.#base = this.#exports.tableAt() / 4;
  }

  /** Memory that has grown is another buffer. */
  #renew(): void {
    const { buffer } = this.#exports.memory;
    if (this.#bytes.buffer === buffer) return;
    this.#words = new Int32Array(buffer);
    this.#bytes = new Uint8Array(buffer);
  }
}
