/** Records of CSV. */
import { begin, close, CUT, Scan, take } from './table';
import { fail } from './texts';

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
    } else if (byte == 0x0a) Scan.line += 1;
    else if (byte == 0x0d && load<u8>(place + 1) != 0x0a) return fail(place + 1);
    else if (byte == 0) return fail(place);
    place += 1;
  }
  isPlainCell = isPlain;
  return place + 1 >= Scan.end ? CUT : <i32>(place + 1);
}
let isPlainCell: bool = true;

/**
 * Records with CRLF or LF at their ends. Flags: 1 for a quote within a quoted cell of a slot, 2 for another number of cells.
 * @param last the end of the bytes; 32 zeros follow
 */
export function scanCsv(from: u32, to: u32, last: u32, most: u32, separator: u32): u32 {
  Scan.end = last;
  Scan.state = 0;
  let count: u32 = 0;
  let place = from;
  const splat = i8x16.splat(<i8>separator);
  while (count < most && place < to) {
    const byte = load<u8>(place);
    if (columns > 1 && (byte == 0x0a || (byte == 0x0d && load<u8>(place + 1) == 0x0a))) {
      Scan.line += 1;
      place += byte == 0x0a ? 1 : 2;
      continue;
    }
    const before = Scan.line;
    begin(count, place);
    const after = recordEnd(place, splat, <u8>separator);
    if (after < 0) {
      Scan.line = before;
      Scan.state = after == CUT ? 2 : 3;
      break;
    }
    count += 1;
    place = <u32>after;
  }
  Scan.at = place;
  return count;
}

/** The byte after the line end. */
function recordEnd(from: u32, splat: v128, separator: u8): i32 {
  let place = from;
  let column: u32 = 0;
  let flags = 0;
  while (true) {
    const below = Scan.line - Scan.rowLine;
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
    if (place >= Scan.end) return CUT;
    const byte = load<u8>(place);
    if (byte == separator) {
      place += 1;
      continue;
    }
    const isPair = byte == 0x0d && load<u8>(place + 1) == 0x0a;
    if (byte != 0x0a && !isPair) return fail(byte == 0x0d ? place + 1 : place);
    close(place, column == columns ? flags : flags | 2);
    Scan.line += 1;
    return <i32>(place + (isPair ? 2 : 1));
  }
}
