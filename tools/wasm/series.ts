/**
 * Series of verdicts that rows name (src/report/ndjson-series.ts), found by what the clusters of a row come to in each stretch of
 * the verdicts. They lie in the room of the clusters and are emptied with them.
 */
import { take } from './clusters';
import { Printer } from './printer';

/** `"s23456789abcd",` */
export const nameBytes: u32 = 16;
/** Of the table at first, and at most: it grows with what is kept, for a small one lies in the cache. */
const fewestPlaces: u32 = 1 << 10;
const mostPlaces: u32 = 1 << 15;
/** More are not kept. */
const mostSeries: u32 = 20000;
const mostStretches: u32 = 4096;
/** Of all stretches. */
const mostPairs: u32 = 1 << 14;
/** Marks that are kept until they are taken; those of one row have room. */
const mostMarks: u32 = mostStretches * 2;

/**
 * Verdicts of a row that follow each other; pairs of bytes: where in `found` the entry of a cluster stands that has some of them, and
 * where in the entry it is told what they are.
 */
@unmanaged export class Stretch {
  pairs: u32;
  count: u32;
  /** Where in `keys` its own begins, in bytes. */
  keyAt: u32;
}

/** Behind it lies the key: a word for each pair. */
@unmanaged export class Series {
  /** Whether it is known to stand in the report: then it needs not be told before a row. */
  told: i32;
  stretch: u32;
  nameLow: u64;
  nameHigh: u64;
}
const keyOf: u32 = offsetof<Series>();

let table: u32 = 0;
/** Places of the table that are in use, less one. */
let mask: u32 = 0;
/** All that are kept. */
let all: u32 = 0;
let kept: u32 = 0;
let stretches: u32 = 0;
let stretchCount: u32 = 0;
/** The keys of the row that was looked at last, and how much of their room is taken. */
let keys: u32 = 0;
let keyBytes: u32 = 0;
/** Those of the row that was looked at last. */
let found: u32 = 0;
let missing: u32 = 0;
/** Pairs: how many bytes of lines stand before a row, and where a series lies that has to be told there. */
let marks: u32 = 0;
let marked: u32 = 0;

export function setUpSeries(): void {
  table = <u32>heap.alloc(mostPlaces * 4);
  all = <u32>heap.alloc(mostSeries * 4);
  stretches = <u32>heap.alloc(mostStretches * 4);
  found = <u32>heap.alloc(mostStretches * 4);
  keys = <u32>heap.alloc(mostPairs * 4);
  marks = <u32>heap.alloc(mostMarks * 8);
}

export function emptySeries(): void {
  mask = fewestPlaces - 1;
  memory.fill(table, 0, fewestPlaces * 4);
  kept = 0;
  stretchCount = 0;
  keyBytes = 0;
}

/** @returns where its pairs are to be set; 0: there is no room */
export function addStretch(count: u32): u32 {
  if (stretchCount == mostStretches || keyBytes + count * 4 > mostPairs * 4) return 0;
  const made = take(offsetof<Stretch>() + count * 8);
  if (made == 0) return 0;
  const stretch = changetype<Stretch>(made);
  stretch.pairs = made + offsetof<Stretch>();
  stretch.count = count;
  stretch.keyAt = keyBytes;
  keyBytes += count * 4;
  store<u32>(stretches + stretchCount * 4, made);
  stretchCount += 1;
  return stretch.pairs;
}

@inline function stretchAt(index: u32): Stretch {
  return changetype<Stretch>(load<u32>(stretches + index * 4));
}

@inline function hashed(hash: u32, part: u32): u32 {
  const mixed: u32 = (hash ^ part) * 0x9e3779b1;
  return mixed ^ (mixed >> 15);
}

/** Sets the row's key. @returns the first that may be the row's series; 0: there is none. Nothing of it is looked at yet */
@inline function candidateIn(index: u32): u32 {
  const stretch = stretchAt(index);
  let hash: u32 = index * 0x9e3779b1;
  const key = keys + stretch.keyAt;
  for (let one: u32 = 0; one < stretch.count; one += 1) {
    const pair = stretch.pairs + one * 8;
    const part = load<u32>(load<u32>(Printer.found + load<u32>(pair)) + load<u32>(pair + 4));
    store<u32>(key + one * 4, part);
    hash = hashed(hash, part);
  }
  return load<u32>(table + (hash & mask) * 4);
}

function placeOf(index: u32, key: u32, count: u32): u32 {
  let hash: u32 = index * 0x9e3779b1;
  for (let one: u32 = 0; one < count; one += 1) hash = hashed(hash, load<u32>(key + one * 4));
  return hash & mask;
}

/** The series of the key that is set; 0: it is not known. */
function seriesIn(index: u32): u32 {
  const stretch = stretchAt(index);
  let place = placeOf(index, keys + stretch.keyAt, stretch.count);
  while (true) {
    const there = load<u32>(table + place * 4);
    if (there == 0 || isIn(there, index, stretch)) return there;
    place = (place + 1) & mask;
  }
}

@inline function isIn(series: u32, index: u32, stretch: Stretch): bool {
  if (changetype<Series>(series).stretch != index) return false;
  const key = keys + stretch.keyAt;
  for (let one: u32 = 0; one < stretch.count; one += 1)
    if (load<u32>(key + one * 4) != load<u32>(series + keyOf + one * 4)) return false;
  return true;
}

/** What is known of a row's series: all; of one of them nothing; or of one not that it stands in the report. */
export const KNOWN: i32 = 0;
export const MISSING: i32 = 1;
export const UNTOLD: i32 = 2;

/** Finds the series of the row whose entries were found last. */
export function findSeries(): i32 {
  let result = KNOWN;
  // As the entries of clusters: what is fetched for one need not be there before what is fetched for the next.
  for (let index: u32 = 0; index < stretchCount; index += 1) store<u32>(found + index * 4, candidateIn(index));
  for (let index: u32 = 0; index < stretchCount; index += 1) {
    let series = load<u32>(found + index * 4);
    if (series != 0 && !isIn(series, index, stretchAt(index))) {
      series = seriesIn(index);
      store<u32>(found + index * 4, series);
    }
    if (series == 0) {
      missing = index;
      return MISSING;
    }
    if (changetype<Series>(series).told == 0) result = UNTOLD;
  }
  return result;
}

/** @returns the one that was missed last, to be filled; 0: there is no room */
export function addSeries(): u32 {
  if (kept == mostSeries) return 0;
  const stretch = stretchAt(missing);
  const made = take(keyOf + stretch.count * 4);
  if (made == 0) return 0;
  const series = changetype<Series>(made);
  series.told = 0;
  series.stretch = missing;
  memory.copy(made + keyOf, keys + stretch.keyAt, stretch.count * 4);
  store<u32>(all + kept * 4, made);
  kept += 1;
  if (kept * 2 > mask && mask + 1 < mostPlaces) widen();
  else put(made);
  return made;
}

function put(series: u32): void {
  const index = changetype<Series>(series).stretch;
  let place = placeOf(index, series + keyOf, stretchAt(index).count);
  while (load<u32>(table + place * 4) != 0) place = (place + 1) & mask;
  store<u32>(table + place * 4, series);
}

function widen(): void {
  mask = mask * 2 + 1;
  memory.fill(table, 0, (mask + 1) * 4);
  for (let index: u32 = 0; index < kept; index += 1) put(load<u32>(all + index * 4));
}

/** The stretch of which a series was missed last. */
export function missingStretch(): u32 {
  return missing;
}

export function seriesBytes(): u32 {
  return stretchCount * nameBytes;
}

/**
 * Marks those of the row whose series were found last that have to be told before it.
 * @param at bytes of the lines before it
 * @returns false where the marks have no more room
 */
export function mark(at: u32): bool {
  if (marked + stretchCount > mostMarks) return false;
  for (let index: u32 = 0; index < stretchCount; index += 1) {
    const series = load<u32>(found + index * 4);
    if (changetype<Series>(series).told != 0) continue;
    store<u32>(marks + marked * 8, at);
    store<u32>(marks + marked * 8 + 4, series);
    marked += 1;
  }
  return true;
}

/** Where the marks lie; their number is `markCount`. */
export function markList(): u32 {
  return marks;
}

export function markCount(): u32 {
  return marked;
}

export function emptyMarks(): void {
  marked = 0;
}

/** The names of the series that were found last. @returns behind the last comma */
export function printSeries(at: u32): u32 {
  for (let index: u32 = 0; index < stretchCount; index += 1) {
    const series = changetype<Series>(load<u32>(found + index * 4));
    store<u64>(at, series.nameLow);
    store<u64>(at + 8, series.nameHigh);
    at += nameBytes;
  }
  return at;
}
