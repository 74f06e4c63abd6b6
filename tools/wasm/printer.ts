/** What the printing of rows is told, and what it comes to. */
import { mostClusters, pieces } from './clusters';
import { emptyMarks } from './series';
import { headWords, slotWords } from './table';

/** Texts of a line, and words of what is counted. */
const texts: u32 = 9;
const counts: u32 = 8;

export class Printer {
  static slotId: u32 = 0;
  static slotMoment: u32 = 0;
  /** -1: there is none. */
  static slotCounted: i32 = -1;
  static isJson: i32 = 0;
  static isSharded: i32 = 0;
  /** 0: rows are known by their line; else by their number, from this one less one. */
  static numbering: u32 = 0;
  static heaviest: i32 = 1;
  static reason: i32 = 0;
  /** The cluster that has no entry for the row at which the printing stopped; 0: something else is not known. */
  static missed: u32 = 0;
  static lines: u32 = 0;
  static at: u32 = 0;
  static end: u32 = 0;
  /** Pairs of pointer and bytes: begin, after the moment's key, place, after the place, the end. */
  static texts: u32 = 0;
  /** For each piece of a line a pair of bytes: where in `found` the entry stands that has it, and where in the entry it is. */
  static owners: u32 = 0;
  static found: u32 = 0;
  static counts: u32 = 0;
  /** Hashes of identifiers, and of which slots they are: 64 bits and 32 bits each. */
  static hashes: u32 = 0;
  static hashCount: u32 = 0;
  static tokens: u32 = 0;
  static tokenCount: u32 = 0;
  static isHashing: i32 = 0;
  static base: f64 = 0;
  static order: f64 = 0;
  static momentFrom: u32 = 0;
  static momentBytes: u32 = 0;
  static time: f64 = 0;
}

/** Words of what was counted. */
export const SUBJECTS: u32 = 0;
export const DEVICES: u32 = 1;
export const OTHERS: u32 = 2;
export const FILLED: u32 = 3;
export const STALE: u32 = 4;
export const SILENT: u32 = 5;
export const UNMANAGED: u32 = 6;
export const UNDECIDED: u32 = 7;

@inline export function add(which: u32): void {
  const word = Printer.counts + which * 4;
  store<i32>(word, load<i32>(word) + 1);
}

@inline export function from(words: u32, slot: u32): u32 {
  return load<u32>(words + (headWords + slot * slotWords) * 4 + 4);
}

@inline export function to(words: u32, slot: u32): u32 {
  return load<u32>(words + (headWords + slot * slotWords) * 4 + 8);
}

@inline export function isFound(words: u32, slot: u32): bool {
  return from(words, slot) != 0xffffffff;
}

/**
 * @param counted -1: none
 * @param numbering 0: rows are known by their line; else by their number, which begins with this less one
 * @returns where texts and owners are to be set, and what was counted is found
 */
export function setUpPrinter(id: u32, moment: u32, counted: i32, isJson: i32, numbering: u32, isSharded: i32): u32 {
  Printer.slotId = id;
  Printer.slotMoment = moment;
  Printer.slotCounted = counted;
  Printer.isJson = isJson;
  Printer.isSharded = isSharded;
  Printer.numbering = numbering;
  const bytes = (texts * 2 + pieces * 2 + counts + mostClusters) * 4;
  const room = <u32>heap.alloc(bytes);
  memory.fill(room, 0, bytes);
  Printer.texts = room;
  Printer.owners = Printer.texts + texts * 8;
  Printer.counts = Printer.owners + pieces * 8;
  Printer.found = Printer.counts + counts * 4;
  return room;
}

/** @returns where the slots of the identifiers are to be set */
export function setUpHashes(count: u32, rows: u32): u32 {
  Printer.tokenCount = count;
  Printer.tokens = <u32>heap.alloc(count * 4 + 4);
  Printer.hashes = <u32>heap.alloc(count * rows * 8 + 8);
  return Printer.tokens;
}

export function setHashing(isHashing: i32): void {
  Printer.isHashing = isHashing;
}

/** Where they lie; their number is `hashCount`. */
export function hashList(): u32 {
  return Printer.hashes;
}

export function hashCount(): u32 {
  return Printer.hashCount;
}

/** Room for lines, which is empty, as the marks are. */
export function setLines(from: u32, to: u32): void {
  emptyMarks();
  Printer.lines = from;
  Printer.at = from;
  Printer.end = to;
}

export function setHeaviest(weight: i32): void {
  Printer.heaviest = weight;
}

/** Of the block: the rows before it, and in a shard the place of its first byte. */
export function setBlock(base: f64, order: f64): void {
  Printer.hashCount = 0;
  Printer.base = base;
  Printer.order = order;
}

/** Of `momentOf`. */
export function setMoment(from: u32, bytes: u32, time: f64): void {
  Printer.momentFrom = from;
  Printer.momentBytes = bytes;
  Printer.time = time;
}

export function printedBytes(): u32 {
  return Printer.at - Printer.lines;
}

export function reason(): i32 {
  return Printer.reason;
}

export function missed(): u32 {
  return Printer.missed;
}

/** The entry of a cluster that was found last. */
export function foundEntry(cluster: u32): u32 {
  return load<u32>(Printer.found + cluster * 4);
}
