/** Values of slots: the same bytes have the same number. And hashes of identifiers, over their letters and digits alone. */

/** Longer values are never the same twice. */
const longestKept: u32 = 256;
const mapSize: u32 = 1 << 17;
const mostValues: u32 = 1 << 16;
let map: u32 = 0;
let values: u32 = 0;
let counters: u32 = 0;

@inline export function mix(h: u64, word: u64): u64 {
  const x = (h ^ word) * 0x9e3779b97f4a7c15;
  return x ^ (x >> 29);
}

export function hashOf(from: u32, length: u32, seed: u64): u64 {
  let h = seed ^ (<u64>length << 32);
  let index: u32 = 0;
  for (; index + 8 <= length; index += 8) h = mix(h, load<u64>(from + index));
  if (index < length) h = mix(h, load<u64>(from + index) & ((<u64>1 << (<u64>(length - index) << 3)) - 1));
  h = mix(h, 0x51_7c_c1_b7_27_22_0a_95);
  return h ^ (h >> 32);
}

export function same(a: u32, b: u32, length: u32): bool {
  let index: u32 = 0;
  for (; index + 8 <= length; index += 8) if (load<u64>(a + index) != load<u64>(b + index)) return false;
  for (; index < length; index += 1) if (load<u8>(a + index) != load<u8>(b + index)) return false;
  return true;
}

/** Entry: pointer to the bytes, length, slot and lines below, number. -1 when no more are kept. */
export function numberOf(slot: u32, from: u32, length: u32, below: u32): i32 {
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

@inline function lowered(bytes: v128): v128 {
  const isUpper = i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(0x41)), i8x16.splat(26));
  return v128.or(bytes, v128.and(isUpper, i8x16.splat(0x20)));
}

@inline export function digitsIn(bytes: v128): v128 {
  return i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(0x30)), i8x16.splat(10));
}

/** Of lower case. */
@inline function lettersIn(bytes: v128): v128 {
  return i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(0x61)), i8x16.splat(26));
}

/** Letters of both cases. */
@inline export function anyLettersIn(bytes: v128): v128 {
  return lettersIn(v128.or(bytes, i8x16.splat(0x20)));
}

/** What counts of an IMEI: the fifteenth is a check digit. */
export const digitsOfImei: u32 = 14;
/** Letters and digits of an identifier: more do not count. Those of one more load, and what is written behind them, have room. */
export const longestFolded: u32 = 128;
const foldedRoom: u32 = longestFolded + 48;
let folded: u32 = 0;

/** Of a GUID as it is mostly written, hyphens in their places: its digits, in lower case; false for anything else. */
function foldGuid(from: u32, to: u32): bool {
  if (to - from != 36) return false;
  const first = lowered(v128.load(from));
  const second = lowered(v128.load(from + 16));
  const third = lowered(v128.load(from + 20));
  const hyphens = i8x16.splat(0x2d);
  // 8 and 13; 18 and 23.
  if (<u32>i8x16.bitmask(i8x16.eq(first, hyphens)) != 0x2100 || <u32>i8x16.bitmask(i8x16.eq(second, hyphens)) != 0x84) return false;
  const low = v128.shuffle<u8>(first, second, 0, 1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 14, 15, 16, 17);
  const high = v128.shuffle<u8>(second, third, 3, 4, 5, 6, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31);
  const counted = v128.and(v128.or(digitsIn(low), lettersIn(low)), v128.or(digitsIn(high), lettersIn(high)));
  if (<u32>i8x16.bitmask(counted) != 0xffff) return false;
  v128.store(folded, low);
  v128.store(folded + 16, high);
  return true;
}

/** Writes the letters and digits alone, in lower case. @returns how many; -1 for an escape, or a letter that has other cases */
function fold(from: u32, to: u32, most: u32): i32 {
  let count: u32 = 0;
  for (let base = from; base < to; base += 16) {
    const bytes = v128.load(base);
    const own: u32 = to - base < 16 ? (1 << (to - base)) - 1 : 0xffff;
    const odd = <u32>i8x16.bitmask(v128.or(bytes, i8x16.eq(bytes, i8x16.splat(0x5c))));
    if ((odd & own) != 0) return -1;
    if (count >= most) continue;
    const all = lowered(bytes);
    let counted = <u32>i8x16.bitmask(v128.or(digitsIn(all), lettersIn(all))) & own;
    for (let place = base; counted != 0;) {
      const skipped = ctz(counted);
      const run = ctz(~(counted >> skipped));
      // Loaded anew: lanes cannot be moved by a number that is not known beforehand.
      v128.store(folded + count, lowered(v128.load(place + skipped)));
      count += run;
      place += skipped + run;
      counted >>= skipped + run;
    }
  }
  return count < most ? count : most;
}

/** Four different ones, and a digit among them. Of fourteen digits two among the first thirteen: an IMEI need not be more varied. */
function isVaried(count: u32, most: u32): bool {
  if (most == digitsOfImei) {
    const bytes = v128.load(folded);
    const same = <u32>i8x16.bitmask(i8x16.eq(bytes, i8x16.splat(load<i8>(folded)))) & 0x1fff;
    const digits = <u32>i8x16.bitmask(digitsIn(bytes)) & 0x3fff;
    return count == digitsOfImei && same != 0x1fff && digits != 0;
  }
  let seen: u64 = 0;
  // All of the first eight, which mostly decide it: to stop at one or another of them takes longer.
  if (count >= 8) for (let index: u32 = 0; index < 8; index += 1) seen |= bitOf(load<u8>(folded + index));
  for (let index: u32 = 0; !isEnough(seen); index += 1) {
    if (index == count) return false;
    seen |= bitOf(load<u8>(folded + index));
  }
  return true;
}

@inline function bitOf(byte: u32): u64 {
  return <u64>1 << <u64>(byte < 0x3a ? byte - 0x30 : byte - 0x57);
}

@inline function isEnough(seen: u64): bool {
  return (seen & 0x3ff) != 0 && popcnt(seen) >= 4;
}

/** Five digits that count up: 12345, as in what stands for none. */
function countsUp(count: u32): bool {
  let before: u32 = 0;
  let bytes = v128.load(folded);
  for (let base: u32 = 0; base + 1 < count; base += 16) {
    // Not loaded from one byte further on: what was stored in parts is not there at once.
    const after = v128.load(folded + base + 16);
    const next = v128.shuffle<u8>(bytes, after, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16);
    const rest = count - base - 1;
    const own: u32 = rest < 16 ? (1 << rest) - 1 : 0xffff;
    const steps = v128.and(i8x16.eq(i8x16.sub(next, bytes), i8x16.splat(1)), digitsIn(next));
    const up = ((<u32>i8x16.bitmask(steps) & own) << 3) | before;
    if ((up & (up >> 1) & (up >> 2) & (up >> 3)) != 0) return true;
    before = up >> 16;
    bytes = after;
  }
  return false;
}

/**
 * Over letters and digits alone, in lower case, so that two spellings of one identifier have one number; `most` of them.
 * 0: letters that have other cases, an escape, or nothing of an identifier's kind: the caller looks at it himself.
 */
export function foldedHash(from: u32, to: u32, most: u32, seed: u32): u64 {
  const count = most == longestFolded && foldGuid(from, to) ? 32 : fold(from, to, most);
  if (count < 4 || countsUp(count) || !isVaried(count, most)) return 0;
  const h = hashOf(folded, count, seed);
  return h == 0 ? 1 : h;
}

export function setUpValues(slots: u32): void {
  counters = <u32>heap.alloc((slots + 1) * 4);
  memory.fill(counters, 0, (slots + 1) * 4);
  folded = <u32>heap.alloc(foldedRoom);
  map = <u32>heap.alloc(mapSize << 4);
  memory.fill(map, 0, mapSize << 4);
}
