/** Lines of a report for rows of which everything is known. What is not known stops the printing, and the caller sees to it. */
import { candidateOf, clusterAt, clusterCount, Entry, entryOf, isEntryOf, rowAt } from './clusters';
import { print } from './line';
import { classOf, contactOf, timeAt } from './moment';
import {
  add,
  DEVICES,
  FILLED,
  from,
  isFound,
  OTHERS,
  Printer,
  SILENT,
  STALE,
  SUBJECTS,
  to,
  UNDECIDED,
  UNMANAGED,
} from './printer';
import { findSeries, mark, MISSING, seriesBytes, UNTOLD } from './series';
import { Scan, slotHash } from './table';
import { anyLettersIn, digitsIn } from './values';

/** When a row was last seen, of what is not written plainly: its class of age, -1 where it cannot be told; sets the text of `setMoment`. */
@external("env", "momentOf") declare function momentOf(from: u32, to: u32): i32;
/** Whether a subject belongs to another shard. */
@external("env", "isElsewhere") declare function isElsewhere(from: u32, to: u32): i32;

/** An identifier that has no hash, or can only be told from the text. */
@external("env", "oddIdentity") declare function oddIdentity(row: u32, token: u32): void;

/** Why the printing stopped. */
const DONE: i32 = 0;
/** A row that is not plain, or that is not known. */
const UNKNOWN: i32 = 1;
/** A series of the row is not known. */
const SERIES: i32 = 2;
/** The lines have no more room, or the marks. */
const FULL: i32 = 3;
/** The row was printed; its fails weigh as much as those of the heaviest. */
const HEAVY: i32 = 4;

/** Of a hash: what a number holds exactly. */
const hashBits: u64 = (1 << 53) - 1;
/** Longest line but for what the clusters hold. */
const spare: u32 = 1024;
const other: i32 = 7;

/** @returns the row at which it stopped; `to` where it did not */
export function printRows(from: u32, to: u32, begin: u32): u32 {
  let row = from;
  Printer.reason = DONE;
  for (; row < to; row += 1) {
    const why = printRow(row, rowAt(row), begin);
    if (why == DONE) continue;
    Printer.reason = why;
    break;
  }
  return row;
}

/** @param begin of the piece that the row lies in */
function printRow(row: u32, words: u32, begin: u32): i32 {
  Printer.missed = 0;
  if (load<i32>(words + 8) != 0 || clusterCount == 0 || !isFound(words, Printer.slotId)) return UNKNOWN;
  const idFrom = from(words, Printer.slotId) + Printer.isJson;
  const idTo = to(words, Printer.slotId) - Printer.isJson;
  if (!isId(idFrom, idTo)) return UNKNOWN;
  const age = ageOf(words);
  if (age < 0) return UNKNOWN;
  const kind = entryOf(clusterAt(0), words, 0, 0);
  if (!kind) return UNKNOWN;
  if (kind.platform == other) {
    hash(row, words);
    add(OTHERS);
    return DONE;
  }
  // For whoever looks at the rows afterwards.
  store<i32>(words + 20, kind.platform);
  store<i32>(words + 24, age);
  if (!look(words, kind, age)) return UNKNOWN;
  if (Printer.isSharded && isElsewhere(idFrom, idTo) != 0) {
    countSubject(row, words);
    return DONE;
  }
  const series = findSeries();
  if (series == MISSING) return SERIES;
  if (Printer.at + seriesBytes() + Looked.bytes + spare + (idTo - idFrom) > Printer.end) return FULL;
  if (series == UNTOLD && !mark(Printer.at - Printer.lines)) return FULL;
  countSubject(row, words);
  countDevice();
  print(row, words, begin);
  return Looked.weight >= Printer.heaviest ? HEAVY : DONE;
}

/** What the entries of a row come to. */
class Looked {
  static weight: i32 = 0;
  /** Of texts. */
  static bytes: u32 = 0;
}

/** Of the fails of the row that was looked at last. */
export function weight(): i32 {
  return Looked.weight;
}

/** Finds the entries of a row; false where one is not there, and `missed` tells of which cluster. */
function look(words: u32, kind: Entry, age: i32): bool {
  let weight = 0;
  let bytes: u32 = 0;
  const platform = kind.platform;
  store<u32>(Printer.found, changetype<u32>(kind));
  // First of all clusters where it may lie: what is fetched for one need not be there before what is fetched for the next.
  for (let index: u32 = 1; index < clusterCount; index += 1)
    store<u32>(Printer.found + index * 4, candidateOf(clusterAt(index), words, platform, age));
  for (let index: u32 = 1; index < clusterCount; index += 1) {
    const cluster = clusterAt(index);
    let found = load<u32>(Printer.found + index * 4);
    if (found != 0 && !isEntryOf(found, cluster, words, platform, age)) {
      found = changetype<u32>(entryOf(cluster, words, platform, age));
      store<u32>(Printer.found + index * 4, found);
    }
    if (found == 0) {
      Printer.missed = index;
      return false;
    }
    const entry = changetype<Entry>(found);
    weight += entry.weight;
    bytes += entry.bytes;
  }
  Looked.weight = weight;
  Looked.bytes = bytes;
  return true;
}

function countSubject(row: u32, words: u32): void {
  hash(row, words);
  add(SUBJECTS);
  if (Printer.slotCounted >= 0 && hasElements(words)) add(FILLED);
}

function countDevice(): void {
  let flags = 0;
  for (let index: u32 = 1; index < clusterCount; index += 1) {
    const entry = changetype<Entry>(load<u32>(Printer.found + index * 4));
    entry.times += 1;
    flags |= entry.flags;
  }
  add(DEVICES);
  if ((flags & 1) == 0) add(UNDECIDED);
  if ((flags & 2) != 0) add(UNMANAGED);
  const contact = contactOf(Printer.time);
  if (contact == 0) add(SILENT);
  else if (contact == 1) add(STALE);
}

/** Adds the hashes of the row's identifiers, but for those that can only be told from the text. */
function hash(row: u32, words: u32): void {
  if (!Printer.isHashing) return;
  for (let index: u32 = 0; index < Printer.tokenCount; index += 1) {
    const slot = load<u32>(Printer.tokens + index * 4);
    if (!isFound(words, slot)) continue;
    const start = from(words, slot);
    const isText = !Printer.isJson || load<u8>(start) == 0x22;
    if (to(words, slot) - start <= <u32>(Printer.isJson && isText ? 2 : 0)) continue;
    const bits = hashOf(row, slot, start, to(words, slot)) & hashBits;
    if (bits != 0) {
      store<f64>(Printer.hashes + (Printer.hashCount << 3), <f64>bits);
      Printer.hashCount += 1;
    } else if (isText || load<u8>(start) <= 0x39) oddIdentity(row, index);
  }
}

/** Rows that were found elsewhere are hashed here. */
@inline function hashOf(row: u32, slot: u32, start: u32, end: u32): u64 {
  const isHashed = (Scan.purpose & 2) != 0;
  return isHashed ? load<u64>(Scan.rowHashes + ((row * Scan.slots + slot) << 3)) : slotHash(slot, start, end);
}

/** Letters of ASCII, digits and hyphens, with a digit among them. */
function isId(start: u32, end: u32): bool {
  if (end <= start || (Printer.isJson && load<u8>(start - 1) != 0x22)) return false;
  let digits: u32 = 0;
  for (let place = start; place < end; place += 16) {
    const bytes = v128.load(place);
    const own: u32 = end - place < 16 ? (1 << (end - place)) - 1 : 0xffff;
    const isDigit = digitsIn(bytes);
    const isHyphen = i8x16.eq(bytes, i8x16.splat(0x2d));
    const good = <u32>i8x16.bitmask(v128.or(v128.or(isDigit, isHyphen), anyLettersIn(bytes)));
    if ((good & own) != own) return false;
    digits |= <u32>i8x16.bitmask(isDigit) & own;
  }
  return digits != 0;
}

function hasElements(words: u32): bool {
  const slot = <u32>Printer.slotCounted;
  if (!isFound(words, slot)) return false;
  let place = from(words, slot);
  if (load<u8>(place) != 0x5b) return false;
  place += 1;
  while (load<u8>(place) <= 0x20) place += 1;
  return load<u8>(place) != 0x5d;
}

/** The class of age; sets the moment. */
function ageOf(words: u32): i32 {
  Printer.momentBytes = 0;
  Printer.time = NaN;
  const slot = Printer.slotMoment;
  if (!isFound(words, slot)) return 0;
  const start = from(words, slot);
  const end = to(words, slot);
  const isText = !Printer.isJson || load<u8>(start) == 0x22;
  const time = isText ? timeAt(start + Printer.isJson, end - Printer.isJson) : NaN;
  if (isNaN(time)) return momentOf(start, end);
  Printer.momentFrom = start + Printer.isJson;
  Printer.momentBytes = 20;
  Printer.time = time;
  return classOf(time);
}
