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

export function setUpValues(slots: u32): void {
  counters = <u32>heap.alloc((slots + 1) * 4);
  memory.fill(counters, 0, (slots + 1) * 4);
  map = <u32>heap.alloc(mapSize << 4);
  memory.fill(map, 0, mapSize << 4);
}
