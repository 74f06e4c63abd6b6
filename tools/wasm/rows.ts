/**
 * The inner loop of reading fleets, in AssemblyScript (a dialect of TypeScript that becomes WebAssembly): rows of JSON and of
 * CSV as bytes, checked as strictly as by src/formats/json.ts and csv.ts and passed over, but for the values of a few slots.
 * What is not plain is flagged, and the strict reader decides what it is. `npm run wasm` makes src/formats/rows-wasm.ts of it.
 *
 * Table of what was found, in 32-bit words: for each row its first byte, the byte after its last, flags, its line and how many
 * lines below it ends; then for each slot the number of its value (or -1), where the value begins and ends, and how many lines
 * below the row's first.
 */

/** What a new key means: a slot, -1 for nothing, -2 for a key that looks like one of a slot. */
@external("env", "slotOf") declare function slotOf(at: u32, length: u32): i32;

const CUT: i32 = -1;
const ODD: i32 = -2;
const headWords: u32 = 5;
const slotWords: u32 = 4;
const mostSteps: i32 = 20_000;
const mostDepth: i32 = 60;
/** Longer values are never the same twice. */
const longestKept: u32 = 256;

/** Where the reading stands, for the caller. */
export let at: u32 = 0;
export let line: i32 = 0;
/** 0: the table is full or the range is done; 1: the list has ended; 2: the bytes end first; 3: what stands between rows is odd. */
export let state: i32 = 0;

let end: u32 = 0;
let slots: u32 = 0;
let kinds: u32 = 0;
let table: u32 = 0;
let row: u32 = 0;
/** Of identifiers: for each row and slot 64 bits. */
let rowHashes: u32 = 0;
let hashes: u32 = 0;
let seeds: u32 = 0;
let rowLine: i32 = 0;
let limitKey: u32 = 1024;
let limitString: u32 = 0;
let limitNumber: u32 = 0;

@unmanaged class Step {
  key: u32;
  length: u32;
  slot: i32;
  next: Step | null;
  child: Step | null;
  sibling: Step | null;
  parent: Step | null;
}

let steps: i32 = 0;
let top: Step = newStep(null, 0, 0, -1);
let inner: Step = newStep(null, 0, 0, -1);

function newStep(parent: Step | null, from: u32, length: u32, slot: i32): Step {
  const step = changetype<Step>(heap.alloc(offsetof<Step>()));
  const key = <u32>heap.alloc(length + 32);
  memory.copy(key, from, length);
  store<u8>(key + length, 0x22);
  step.key = key;
  step.length = length;
  step.slot = slot;
  step.next = null;
  step.child = null;
  step.sibling = null;
  step.parent = parent;
  return step;
}

// ---- values of slots: the same bytes have the same number ----

const mapSize: u32 = 1 << 17;
const mostValues: u32 = 1 << 16;
let map: u32 = 0;
let values: u32 = 0;
let counters: u32 = 0;

@inline function mix(h: u64, word: u64): u64 {
  const x = (h ^ word) * 0x9e3779b97f4a7c15;
  return x ^ (x >> 29);
}

function hashOf(from: u32, length: u32, seed: u64): u64 {
  let h = seed ^ (<u64>length << 32);
  let index: u32 = 0;
  for (; index + 8 <= length; index += 8) h = mix(h, load<u64>(from + index));
  if (index < length) h = mix(h, load<u64>(from + index) & ((<u64>1 << (<u64>(length - index) << 3)) - 1));
  h = mix(h, 0x51_7c_c1_b7_27_22_0a_95);
  return h ^ (h >> 32);
}

function same(a: u32, b: u32, length: u32): bool {
  let index: u32 = 0;
  for (; index + 8 <= length; index += 8) if (load<u64>(a + index) != load<u64>(b + index)) return false;
  for (; index < length; index += 1) if (load<u8>(a + index) != load<u8>(b + index)) return false;
  return true;
}

/** Entry: pointer to the bytes, length, slot and lines below, number. -1 when no more are kept. */
function numberOf(slot: u32, from: u32, length: u32, below: u32): i32 {
  if (length > longestKept || below > 0xffff) return -1;
  const tag = (slot << 16) | below;
  let place = <u32>hashOf(from, length, tag) & (mapSize - 1);
  while (true) {
    const entry = map + (place << 4);
    const bytes = load<u32>(entry);
    if (bytes == 0) break;
    if (load<u32>(entry + 4) == length && load<u32>(entry + 8) == tag && same(bytes, from, length)) return load<i32>(entry + 12);
    place = (place + 1) & (mapSize - 1);
  }
  if (values >= mostValues) return -1;
  values += 1;
  const kept = <u32>heap.alloc(length + 16);
  memory.copy(kept, from, length);
  const counter = counters + (slot << 2);
  const number = load<i32>(counter);
  store<i32>(counter, number + 1);
  const entry = map + (place << 4);
  store<u32>(entry, kept);
  store<u32>(entry + 4, length);
  store<u32>(entry + 8, tag);
  store<i32>(entry + 12, number);
  return number;
}

/**
 * Over letters and digits alone, in lower case, so that two spellings of one identifier have one number; `most` of them.
 * 0: letters that have other cases, an escape, or nothing of an identifier's kind: the caller looks at it himself.
 */
export function foldedHash(from: u32, to: u32, most: u32, seed: u32): u64 {
  let h = <u64>seed * 0x9e3779b97f4a7c15 + 1;
  let taken: u32 = 0;
  let seen: u64 = 0;
  let run: u32 = 0;
  let before: u32 = 0;
  for (let index = from; index < to; index += 1) {
    let byte = <u32>load<u8>(index);
    if (byte >= 0x80 || byte == 0x5c) return 0;
    if (byte - 0x41 < 26) byte |= 0x20;
    const isDigit = byte - 0x30 < 10;
    if (!isDigit && byte - 0x61 >= 26) continue;
    if (taken == most) continue;
    taken += 1;
    seen |= <u64>1 << <u64>(isDigit ? byte - 0x30 : byte - 0x57);
    run = isDigit && byte == before + 1 ? run + 1 : 0;
    if (run >= 4) return 0; // 12345, as in what stands for none
    before = byte;
    h = mix(h, byte);
  }
  if (popcnt(seen) < 4 || (seen & 0x3ff) == 0) return 0;
  h = mix(h, taken);
  return h == 0 ? 1 : h;
}

// ---- set up ----

/**
 * @returns where the kinds of the slots go, and behind them as many seeds of hashes. Kinds: 1 for values that repeat, 0 for those that
 *   do not; 2 for identifiers, 3 for such of which fourteen digits count.
 */
export function setUp(count: u32, rows: u32, key: u32, text: u32, number: u32): u32 {
  slots = count;
  limitKey = key;
  limitString = text;
  limitNumber = number;
  kinds = <u32>heap.alloc(count * 2 + 16);
  memory.fill(kinds, 0, count * 2 + 16);
  seeds = kinds + count;
  rowHashes = <u32>heap.alloc(rows * count * 8);
  table = <u32>heap.alloc(rows * (headWords + count * slotWords) * 4);
  counters = <u32>heap.alloc((count + 1) * 4);
  memory.fill(counters, 0, (count + 1) * 4);
  map = <u32>heap.alloc(mapSize << 4);
  memory.fill(map, 0, mapSize << 4);
  return kinds;
}

export function tableAt(): u32 {
  return table;
}

export function hashesAt(): u32 {
  return rowHashes;
}

export function reserve(bytes: u32): u32 {
  return <u32>heap.alloc(bytes);
}

// ---- JSON ----

@inline function fail(place: u32): i32 {
  return place >= end ? CUT : ODD;
}

function skipBlank(from: u32): u32 {
  let place = from;
  while (true) {
    const byte = load<u8>(place);
    if (byte == 0x0a) line += 1;
    else if (byte != 0x20 && byte != 0x0d && byte != 0x09) return place;
    place += 1;
  }
}

/** The first byte that a string cannot pass over: a quote, a backslash, a control character. */
@inline function plainTo(from: u32): u32 {
  let place = from;
  while (true) {
    const piece = v128.load(place);
    const stop = v128.or(
      v128.or(i8x16.eq(piece, i8x16.splat(0x22)), i8x16.eq(piece, i8x16.splat(0x5c))),
      i8x16.lt_u(piece, i8x16.splat(0x20)),
    );
    const mask = i8x16.bitmask(stop);
    if (mask != 0) return place + ctz(mask);
    place += 16;
  }
}

/** Of `\\uXXXX`; -1 where the digits are none. */
function unitAt(place: u32): i32 {
  let unit = 0;
  for (let index: u32 = 2; index < 6; index += 1) {
    const byte = <u32>load<u8>(place + index);
    const digit = byte - 0x30 < 10 ? byte - 0x30 : (byte | 0x20) - 0x61 < 6 ? (byte | 0x20) - 0x57 : 16;
    if (digit > 15) return -1;
    unit = (unit << 4) | <i32>digit;
  }
  return unit;
}

function stringEnd(from: u32): i32 {
  let place = plainTo(from + 1);
  while (load<u8>(place) != 0x22) {
    if (load<u8>(place) != 0x5c) return fail(place);
    const letter = load<u8>(place + 1);
    if (letter == 0x75) {
      const unit = unitAt(place);
      if (unit < 0) return fail(place + 2);
      place += 6;
      if (unit >= 0xd800 && unit < 0xe000) {
        // The first half of a pair with the second one behind it; anything else is none.
        if (place + 6 > end) return CUT;
        const second = load<u16>(place) == 0x755c ? unitAt(place) : -1;
        if (unit >= 0xdc00 || second < 0xdc00 || second >= 0xe000) return ODD;
        place += 6;
      }
    } else {
      if (letter != 0x22 && letter != 0x5c && letter != 0x2f && letter != 0x62 && letter != 0x66 && letter != 0x6e && letter != 0x72 && letter != 0x74)
        return fail(place + 1);
      place += 2;
    }
    place = plainTo(place);
  }
  if (place >= end) return CUT;
  return place - from > limitString ? ODD : <i32>(place + 1);
}

function digitsEnd(from: u32): u32 {
  let place = from;
  while (<u32>load<u8>(place) - 0x30 < 10) place += 1;
  return place;
}

function numberEnd(from: u32): i32 {
  let place = load<u8>(from) == 0x2d ? from + 1 : from;
  const first = <u32>load<u8>(place);
  if (first - 0x30 >= 10) return fail(place);
  place = first == 0x30 ? place + 1 : digitsEnd(place);
  if (load<u8>(place) == 0x2e) {
    const after = digitsEnd(place + 1);
    if (after == place + 1) return fail(after);
    place = after;
  }
  if (place >= end) return CUT;
  const next = load<u8>(place);
  const isEnd = next == 0x2c || next == 0x7d || next == 0x5d || next <= 0x20;
  return isEnd && place - from <= limitNumber ? <i32>place : ODD;
}

function wordEnd(from: u32, word: u32): i32 {
  if (load<u32>(from) == word) return <i32>(from + 4);
  return from + 4 > end ? CUT : ODD;
}

function valueEnd(from: u32, depth: i32): i32 {
  const byte = load<u8>(from);
  if (byte == 0x22) return stringEnd(from);
  if (byte == 0x7b) return depth >= mostDepth ? ODD : objectEnd(from, inner, depth + 1);
  if (byte == 0x5b) return depth >= mostDepth ? ODD : listEnd(from, depth + 1);
  if (byte == 0x74) return wordEnd(from, 0x65757274);
  if (byte == 0x6e) return wordEnd(from, 0x6c6c756e);
  if (byte == 0x66) {
    if (load<u32>(from) == 0x736c6166 && load<u8>(from + 4) == 0x65) return <i32>(from + 5);
    return from + 5 > end ? CUT : ODD;
  }
  return numberEnd(from);
}

function listEnd(from: u32, depth: i32): i32 {
  let place = from + 1;
  if (load<u8>(place) <= 0x20) place = skipBlank(place);
  if (load<u8>(place) == 0x5d) return <i32>(place + 1);
  while (true) {
    const after = valueEnd(place, depth);
    if (after < 0) return after;
    place = <u32>after;
    if (load<u8>(place) <= 0x20) place = skipBlank(place);
    const byte = load<u8>(place);
    if (byte == 0x5d) return <i32>(place + 1);
    if (byte != 0x2c) return fail(place);
    place += 1;
    if (load<u8>(place) <= 0x20) place = skipBlank(place);
  }
}

@inline function isKey(step: Step, from: u32): bool {
  // With its closing quote; what stands behind both is compared only as far as the key goes.
  const length = step.length + 1;
  const key = step.key;
  if (length <= 16) {
    const mask = i8x16.bitmask(i8x16.eq(v128.load(key), v128.load(from)));
    return (~mask & ((1 << length) - 1)) == 0;
  }
  return same(key, from, length);
}

/** The step that the key at this place leads to; null where it is not plain. */
function follow(step: Step, from: u32, length: u32): Step | null {
  let child = step.child;
  while (child) {
    if (child.length == length && same(child.key, from, length)) return child;
    child = child.sibling;
  }
  if (length > limitKey || steps >= mostSteps) return null;
  for (let index: u32 = 0; index < length; index += 1) if (load<u8>(from + index) == 0x5c) return null;
  let first = step;
  let one: Step | null = step;
  while (one) {
    first = one;
    if (one.parent && one.length == length && same(one.key, from, length)) return null; // it stands twice
    one = one.parent;
  }
  const slot = first == top ? slotOf(from, length) : -1;
  if (slot == -2) return null;
  steps += 1;
  const made = newStep(step, from, length, slot);
  made.sibling = step.child;
  step.child = made;
  return made;
}

function objectEnd(from: u32, first: Step, depth: i32): i32 {
  let place = from + 1;
  if (load<u8>(place) <= 0x20) place = skipBlank(place);
  if (load<u8>(place) == 0x7d) return <i32>(place + 1);
  let step = first;
  while (true) {
    if (load<u8>(place) != 0x22) return fail(place);
    const next = step.next;
    if (next && isKey(next, place + 1)) {
      step = next;
      place += next.length + 2;
    } else {
      const after = stringEnd(place);
      if (after < 0) return after;
      const found = follow(step, place + 1, <u32>after - place - 2);
      if (!found) return ODD;
      step.next = found;
      step = found;
      place = <u32>after;
    }
    if (load<u8>(place) != 0x3a) {
      place = skipBlank(place);
      if (load<u8>(place) != 0x3a) return fail(place);
    }
    place += 1;
    if (load<u8>(place) <= 0x20) place = skipBlank(place);
    const slot = step.slot;
    const below = line - rowLine;
    const after = valueEnd(place, depth);
    if (after < 0) return after;
    if (slot >= 0 && !take(<u32>slot, place, <u32>after, below)) return ODD;
    place = <u32>after;
    if (load<u8>(place) <= 0x20) place = skipBlank(place);
    const byte = load<u8>(place);
    if (byte == 0x7d) return <i32>(place + 1);
    if (byte != 0x2c) return fail(place);
    place += 1;
    if (load<u8>(place) <= 0x20) place = skipBlank(place);
  }
}

/** False where the slot is filled already: which of the two counts is not known. */
@inline function take(slot: u32, from: u32, to: u32, below: i32): bool {
  const cell = row + (headWords + slot * slotWords) * 4;
  if (load<u32>(cell + 4) != 0xffffffff) return false;
  store<u32>(cell + 4, from);
  store<u32>(cell + 8, to);
  store<i32>(cell + 12, below);
  const kind = <u32>load<u8>(kinds + slot);
  if (kind == 1) {
    if ((purpose & 1) != 0) store<i32>(cell, numberOf(slot, from, to - from, <u32>below));
  } else if (kind > 1 && (purpose & 2) != 0) {
    const hash = foldedHash(from, to, kind == 3 ? 14 : 128, load<u8>(seeds + slot));
    store<u64>(hashes + (slot << 3), hash);
  }
  return true;
}

/** 1: values are numbered; 2: identifiers are hashed; or both. */
let purpose: i32 = 3;
export function setPurpose(one: i32): void {
  purpose = one;
}

/** By brackets outside strings; 0 where it is not within the bytes. */
function looseEnd(from: u32): u32 {
  let depth = 0;
  let inText = false;
  for (let place = from; place < end; place += 1) {
    const byte = load<u8>(place);
    if (inText) {
      if (byte == 0x5c) place += 1;
      else if (byte == 0x22) inText = false;
    } else if (byte == 0x22) inText = true;
    else if (byte == 0x7b || byte == 0x5b) depth += 1;
    else if (byte == 0x7d || byte == 0x5d) {
      depth -= 1;
      if (depth == 0) return place + 1;
    } else if (byte == 0x0a) line += 1;
  }
  return 0;
}

/** Writes the head of a row; its slots are empty. */
function begin(count: u32, from: u32): void {
  row = table + count * (headWords + slots * slotWords) * 4;
  memory.fill(row + headWords * 4, 0xff, slots * slotWords * 4);
  if ((purpose & 2) != 0) {
    hashes = rowHashes + (count * slots << 3);
    memory.fill(hashes, 0, slots << 3);
  }
  store<u32>(row, from);
  store<i32>(row + 12, line);
  rowLine = line;
}

@inline function close(to: u32, flags: i32): void {
  store<u32>(row + 4, to);
  store<i32>(row + 8, flags);
  store<i32>(row + 16, line - rowLine);
}

/**
 * Objects, each alone in its line or as the elements of a list.
 * @param from where to begin, at or before an object
 * @param to objects that begin here or later are not looked at
 * @param last the end of the bytes; 32 zeros follow
 * @param lines 1: one a line; 0: elements with commas between them
 * @returns how many rows the table holds
 */
export function scanJson(from: u32, to: u32, last: u32, most: u32, lines: i32): u32 {
  end = last;
  state = 0;
  let count: u32 = 0;
  let place = skipBlank(from);
  while (count < most) {
    if (place >= to) break;
    const before = line;
    begin(count, place);
    let after = load<u8>(place) == 0x7b ? objectEnd(place, top, 0) : fail(place);
    let flags = 0;
    if (after == ODD || (lines == 1 && after > 0 && line != before)) {
      line = before;
      const loose = lines == 1 ? lineEnd(place) : looseEnd(place);
      if (loose == 0) after = CUT;
      else {
        after = <i32>loose;
        flags = 1;
      }
    }
    if (after < 0) {
      line = before;
      state = 2;
      break;
    }
    close(<u32>after, flags);
    count += 1;
    const next = betweenRows(<u32>after, lines);
    place = next == 0 ? <u32>after : next;
    if (state != 0) break;
  }
  at = place;
  return count;
}

/** The line feed, for an object that has to lie in one line. */
function lineEnd(from: u32): u32 {
  for (let place = from; place < end; place += 1) if (load<u8>(place) == 0x0a) return place;
  return 0;
}

/** Where the next row begins. 0: what stands there is odd, or not there yet; `state` tells, and the reading stands after the row. */
function betweenRows(after: u32, lines: i32): u32 {
  const before = line;
  let place = skipBlank(after);
  if (lines == 1 && line > before) return place;
  const byte = load<u8>(place);
  if (lines == 0 && byte == 0x5d && place < end) {
    state = 1;
    return place;
  }
  if (lines == 0 && byte == 0x2c && place < end) return skipBlank(place + 1);
  state = place >= end ? 2 : 3;
  line = before;
  return 0;
}

// ---- CSV ----

let columns: u32 = 0;
let columnSlots: u32 = 0;

/** @returns where the slot of each column goes, -1 for none */
export function setColumns(count: u32): u32 {
  columns = count;
  columnSlots = <u32>heap.alloc(count * 4 + 4);
  return columnSlots;
}

/** The first byte that ends a cell, or cannot stand in one: a separator, a quote, a line end, a NUL. */
@inline function cellTo(from: u32, separator: v128): u32 {
  let place = from;
  while (true) {
    const piece = v128.load(place);
    const stop = v128.or(
      v128.or(i8x16.eq(piece, separator), i8x16.eq(piece, i8x16.splat(0x22))),
      v128.or(
        v128.or(i8x16.eq(piece, i8x16.splat(0x0a)), i8x16.eq(piece, i8x16.splat(0x0d))),
        i8x16.eq(piece, i8x16.splat(0)),
      ),
    );
    const mask = i8x16.bitmask(stop);
    if (mask != 0) return place + ctz(mask);
    place += 16;
  }
}

/** Of a quoted cell: the byte after its closing quote; `line` counts what it passes. */
function quotedEnd(from: u32): i32 {
  let place = from + 1;
  let isPlain = true;
  while (true) {
    const byte = load<u8>(place);
    if (byte == 0x22) {
      if (load<u8>(place + 1) != 0x22) break;
      isPlain = false;
      place += 1;
    } else if (byte == 0x0a) line += 1;
    else if (byte == 0x0d && load<u8>(place + 1) != 0x0a) return fail(place + 1);
    else if (byte == 0) return fail(place);
    place += 1;
  }
  isPlainCell = isPlain;
  return place + 1 >= end ? CUT : <i32>(place + 1);
}
let isPlainCell: bool = true;

/**
 * Records with CRLF or LF at their ends. Flags: 1 for a quote within a quoted cell of a slot, 2 for another number of cells.
 * @param last the end of the bytes; 32 zeros follow
 */
export function scanCsv(from: u32, to: u32, last: u32, most: u32, separator: u32): u32 {
  end = last;
  state = 0;
  let count: u32 = 0;
  let place = from;
  const splat = i8x16.splat(<i8>separator);
  while (count < most && place < to) {
    const byte = load<u8>(place);
    if (columns > 1 && (byte == 0x0a || (byte == 0x0d && load<u8>(place + 1) == 0x0a))) {
      line += 1;
      place += byte == 0x0a ? 1 : 2;
      continue;
    }
    const before = line;
    begin(count, place);
    const after = recordEnd(place, splat, <u8>separator);
    if (after < 0) {
      line = before;
      state = after == CUT ? 2 : 3;
      break;
    }
    count += 1;
    place = <u32>after;
  }
  at = place;
  return count;
}

/** The byte after the line end. */
function recordEnd(from: u32, splat: v128, separator: u8): i32 {
  let place = from;
  let column: u32 = 0;
  let flags = 0;
  while (true) {
    const below = line - rowLine;
    const slot = column < columns ? load<i32>(columnSlots + (column << 2)) : -1;
    let start = place;
    let stop: u32 = 0;
    if (load<u8>(place) == 0x22) {
      const after = quotedEnd(place);
      if (after < 0) return after;
      start += 1;
      stop = <u32>after - 1;
      place = <u32>after;
      if (!isPlainCell && slot >= 0) flags |= 1;
    } else {
      stop = cellTo(place, splat);
      place = stop;
    }
    if (slot >= 0 && !take(<u32>slot, start, stop, below)) flags |= 1;
    column += 1;
    if (place >= end) return CUT;
    const byte = load<u8>(place);
    if (byte == separator) {
      place += 1;
      continue;
    }
    const isPair = byte == 0x0d && load<u8>(place + 1) == 0x0a;
    if (byte != 0x0a && !isPair) return fail(byte == 0x0d ? place + 1 : place);
    close(place, column == columns ? flags : flags | 2);
    line += 1;
    return <i32>(place + (isPair ? 2 : 1));
  }
}

// ---- line feeds ----

export function lineFeeds(from: u32, length: u32): u32 {
  let count: u32 = 0;
  let place = from;
  const last = from + length;
  for (; place + 16 <= last; place += 16)
    count += popcnt(i8x16.bitmask(i8x16.eq(v128.load(place), i8x16.splat(0x0a))));
  for (; place < last; place += 1) if (load<u8>(place) == 0x0a) count += 1;
  return count;
}
