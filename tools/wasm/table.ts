/** What a scan shares: where it stands, and the table of what it has found. The words of the table: see rows.ts. */
import { digitsOfImei, foldedHash, longestFolded, numberOf, setUpValues } from './values';

export const CUT: i32 = -1;
export const ODD: i32 = -2;
export const headWords: u32 = 7;
export const slotWords: u32 = 3;

/** Set by one scan after the other; the classes of this dialect hold what modules share and change. */
export class Scan {
  /** Where the reading stands, for the caller. */
  static at: u32 = 0;
  static line: i32 = 0;
  /** 0: the table is full or the range is done; 1: the list has ended; 2: the bytes end first; 3: what stands between rows is odd. */
  static state: i32 = 0;
  static end: u32 = 0;
  static slots: u32 = 0;
  static kinds: u32 = 0;
  static table: u32 = 0;
  static row: u32 = 0;
  /** Of identifiers: for each row and slot 64 bits. */
  static rowHashes: u32 = 0;
  static hashes: u32 = 0;
  static seeds: u32 = 0;
  static rowLine: i32 = 0;
  /** The row has a value that can have no number: it is not plain. */
  static isOverfull: i32 = 0;
  static limitKey: u32 = 1024;
  static limitString: u32 = 0;
  static limitNumber: u32 = 0;
  /** 1: values are numbered; 2: identifiers are hashed; or both. */
  static purpose: i32 = 3;
}

/**
 * @returns where the kinds of the slots go, and behind them as many seeds of hashes. Kinds: 1 for values that repeat, 0 for those that
 *   do not; 2 for identifiers, 3 for such of which fourteen digits count.
 */
export function setUp(count: u32, rows: u32, key: u32, text: u32, number: u32): u32 {
  Scan.slots = count;
  Scan.limitKey = key;
  Scan.limitString = text;
  Scan.limitNumber = number;
  Scan.kinds = <u32>heap.alloc(count * 2 + 16);
  memory.fill(Scan.kinds, 0, count * 2 + 16);
  Scan.seeds = Scan.kinds + count;
  Scan.rowHashes = <u32>heap.alloc(rows * count * 8 + 16);
  Scan.table = <u32>heap.alloc(rows * (headWords + count * slotWords) * 4 + 16);
  setUpValues(count);
  return Scan.kinds;
}

/** @param below lines below the row's first. @returns false where the slot is filled already: which of the two counts is not known */
@inline export function take(slot: u32, from: u32, to: u32, below: i32): bool {
  const cell = Scan.row + (headWords + slot * slotWords) * 4;
  if (load<u32>(cell + 4) != 0xffffffff) return false;
  store<u32>(cell + 4, from);
  store<u32>(cell + 8, to);
  const kind = <u32>load<u8>(Scan.kinds + slot);
  if (kind == 1) {
    if ((Scan.purpose & 1) != 0) {
      const number = numberOf(slot, from, to - from, <u32>below);
      store<i32>(cell, number);
      if (number < 0) Scan.isOverfull = 1;
    }
  } else if (kind > 1 && (Scan.purpose & 2) != 0)
    store<u64>(Scan.hashes + (slot << 3), slotHash(slot, from, to));
  return true;
}

/** Of an identifier in a slot of that kind. */
export function slotHash(slot: u32, from: u32, to: u32): u64 {
  const kind = load<u8>(Scan.kinds + slot);
  return foldedHash(from, to, kind == 3 ? digitsOfImei : longestFolded, load<u8>(Scan.seeds + slot));
}

/** Of few bytes, for which `memory.fill` takes longer. Writes beyond the end, by less than 16 bytes. */
@inline function fill(from: u32, bytes: u32, value: v128): void {
  for (let place = from; place < from + bytes; place += 16) v128.store(place, value);
}

/** Writes the head of a row; its slots are empty. */
export function begin(count: u32, from: u32): void {
  Scan.row = Scan.table + count * (headWords + Scan.slots * slotWords) * 4;
  fill(Scan.row + headWords * 4, Scan.slots * slotWords * 4, i8x16.splat(-1));
  if ((Scan.purpose & 2) != 0) {
    Scan.hashes = Scan.rowHashes + (count * Scan.slots << 3);
    fill(Scan.hashes, Scan.slots << 3, i8x16.splat(0));
  }
  store<u32>(Scan.row, from);
  store<i32>(Scan.row + 20, 0);
  store<i32>(Scan.row + 12, Scan.line);
  Scan.rowLine = Scan.line;
  Scan.isOverfull = 0;
}

@inline export function close(to: u32, flags: i32): void {
  store<u32>(Scan.row + 4, to);
  store<i32>(Scan.row + 8, flags | Scan.isOverfull);
  store<i32>(Scan.row + 16, Scan.line - Scan.rowLine);
}
