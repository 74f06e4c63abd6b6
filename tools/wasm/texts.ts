/** Strings, numbers and words of JSON: where each ends, `CUT` where the bytes do, `ODD` for what json.ts has to look at. */
import { CUT, ODD, Scan } from './table';

@inline export function fail(place: u32): i32 {
  return place >= Scan.end ? CUT : ODD;
}

export function skipBlank(from: u32): u32 {
  let place = from;
  while (true) {
    const byte = load<u8>(place);
    if (byte == 0x0a) Scan.line += 1;
    else if (byte != 0x20 && byte != 0x0d && byte != 0x09) return place;
    place += 1;
  }
}

/** The first byte that a string cannot pass over: a quote, a backslash, a control character. */
@inline export function plainTo(from: u32): u32 {
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
export function unitAt(place: u32): i32 {
  let unit = 0;
  for (let index: u32 = 2; index < 6; index += 1) {
    const byte = <u32>load<u8>(place + index);
    const digit = byte - 0x30 < 10 ? byte - 0x30 : (byte | 0x20) - 0x61 < 6 ? (byte | 0x20) - 0x57 : 16;
    if (digit > 15) return -1;
    unit = (unit << 4) | <i32>digit;
  }
  return unit;
}

export function stringEnd(from: u32): i32 {
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
        if (place + 6 > Scan.end) return CUT;
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
  if (place >= Scan.end) return CUT;
  return place - from > Scan.limitString ? ODD : <i32>(place + 1);
}

export function digitsEnd(from: u32): u32 {
  let place = from;
  while (<u32>load<u8>(place) - 0x30 < 10) place += 1;
  return place;
}

export function numberEnd(from: u32): i32 {
  let place = load<u8>(from) == 0x2d ? from + 1 : from;
  const first = <u32>load<u8>(place);
  if (first - 0x30 >= 10) return fail(place);
  place = first == 0x30 ? place + 1 : digitsEnd(place);
  if (load<u8>(place) == 0x2e) {
    const after = digitsEnd(place + 1);
    if (after == place + 1) return fail(after);
    place = after;
  }
  if (place >= Scan.end) return CUT;
  const next = load<u8>(place);
  const isEnd = next == 0x2c || next == 0x7d || next == 0x5d || next <= 0x20;
  return isEnd && place - from <= Scan.limitNumber ? <i32>place : ODD;
}

export function wordEnd(from: u32, word: u32): i32 {
  if (load<u32>(from) == word) return <i32>(from + 4);
  return from + 4 > Scan.end ? CUT : ODD;
}
