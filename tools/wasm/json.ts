/** Rows of JSON: one a line, or the elements of a list. */
import { follow, inner, isKey, Step, top } from './keys';
import { begin, close, CUT, ODD, Scan, take } from './table';
import { fail, numberEnd, skipBlank, stringEnd, wordEnd } from './texts';

const mostDepth: i32 = 60;

function valueEnd(from: u32, depth: i32): i32 {
  const byte = load<u8>(from);
  if (byte == 0x22) return stringEnd(from);
  if (byte == 0x7b) return depth >= mostDepth ? ODD : objectEnd(from, inner, depth + 1);
  if (byte == 0x5b) return depth >= mostDepth ? ODD : listEnd(from, depth + 1);
  if (byte == 0x74) return wordEnd(from, 0x65757274);
  if (byte == 0x6e) return wordEnd(from, 0x6c6c756e);
  if (byte == 0x66) {
    if (load<u32>(from) == 0x736c6166 && load<u8>(from + 4) == 0x65) return <i32>(from + 5);
    return from + 5 > Scan.end ? CUT : ODD;
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
    const below = Scan.line - Scan.rowLine;
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

/** By brackets outside strings; 0 where it is not within the bytes. */
function looseEnd(from: u32): u32 {
  let depth = 0;
  let inText = false;
  for (let place = from; place < Scan.end; place += 1) {
    const byte = load<u8>(place);
    if (inText) {
      if (byte == 0x5c) place += 1;
      else if (byte == 0x22) inText = false;
    } else if (byte == 0x22) inText = true;
    else if (byte == 0x7b || byte == 0x5b) depth += 1;
    else if (byte == 0x7d || byte == 0x5d) {
      depth -= 1;
      if (depth == 0) return place + 1;
    } else if (byte == 0x0a) Scan.line += 1;
  }
  return 0;
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
  Scan.end = last;
  Scan.state = 0;
  let count: u32 = 0;
  let place = skipBlank(from);
  while (count < most) {
    if (place >= to) break;
    const before = Scan.line;
    begin(count, place);
    let after = load<u8>(place) == 0x7b ? objectEnd(place, top, 0) : fail(place);
    let flags = 0;
    if (after == ODD || (lines == 1 && after > 0 && Scan.line != before)) {
      Scan.line = before;
      const loose = lines == 1 ? lineEnd(place) : looseEnd(place);
      if (loose == 0) after = CUT;
      else {
        after = <i32>loose;
        flags = 1;
      }
    }
    if (after < 0) {
      Scan.line = before;
      Scan.state = 2;
      break;
    }
    close(<u32>after, flags);
    const next = betweenRows(<u32>after, lines);
    if (Scan.state == 2) {
      Scan.line = before; // what stands behind the row decides about it
      break;
    }
    count += 1;
    place = next == 0 ? <u32>after : next;
    if (Scan.state != 0) break;
  }
  Scan.at = place;
  return count;
}

/** The line feed, for an object that has to lie in one line. */
function lineEnd(from: u32): u32 {
  for (let place = from; place < Scan.end; place += 1) if (load<u8>(place) == 0x0a) return place;
  return 0;
}

/** Where the next row begins. 0: what stands there is odd, or not there yet, as `state` tells. */
function betweenRows(after: u32, lines: i32): u32 {
  const before = Scan.line;
  let place = skipBlank(after);
  if (lines == 1 && Scan.line > before) return place;
  const byte = load<u8>(place);
  if (lines == 0 && byte == 0x5d && place < Scan.end) {
    Scan.state = 1;
    return place;
  }
  if (lines == 0 && byte == 0x2c && place < Scan.end) return skipBlank(place + 1);
  Scan.state = place >= Scan.end ? 2 : 3;
  Scan.line = before;
  return 0;
}
