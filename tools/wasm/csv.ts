/** Records of CSV. */
import { begin, close, CUT, Scan, take } from './table';
import { fail } from './texts';

let columns: u32 = 0;
let columnSlots: u32 = 0;

/** @returns where the slot of each column goes, -1 for none */
export function setColumns(count: u32): u32 {
  columns = count;
  columnSlots = <u32>heap.alloc(count * 4 + 4);
  columnGaps = <u32>heap.alloc(count * 4 + 4);
  return columnSlots;
}

/** Likewise: how many columns follow up to the next one that has a slot, itself among them. */
let columnGaps: u32 = 0;
/** Behind the last one that has a slot. */
const noEnd: i32 = 0x7fffffff;

function measureGaps(): void {
  let gap = noEnd;
  for (let column = <i32>columns - 1; column >= 0; column -= 1) {
    gap = slotAt(column) >= 0 ? 0 : gap == noEnd ? noEnd : gap + 1;
    store<i32>(columnGaps + (column << 2), gap);
  }
}

/** A bit for each of sixteen bytes that is a separator. */
@inline function separatorsAt(place: u32, separator: v128): i32 {
  return i8x16.bitmask(i8x16.eq(v128.load(place), separator));
}

/** Of those that may end a cell otherwise, or cannot stand in one: quotes, and what lies below 0x0e. */
@inline function othersAt(place: u32, separator: v128): i32 {
  const piece = v128.load(place);
  const odd = v128.or(i8x16.eq(piece, i8x16.splat(0x22)), i8x16.lt_u(piece, i8x16.splat(0x0e)));
  return i8x16.bitmask(v128.andnot(odd, i8x16.eq(piece, separator)));
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
  measureGaps();
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
  let base = from;
  let separators = separatorsAt(base, splat);
  let others = othersAt(base, splat);
  let start = from;
  let column: u32 = 0;
  let flags = 0;
  while (true) {
    // Of cells without a slot the separators are only counted.
    let passed = gapAt(column);
    while (others == 0 && popcnt(separators) < passed) {
      const count = popcnt(separators);
      passed -= count;
      column += count;
      base += 16;
      separators = separatorsAt(base, splat);
      others = othersAt(base, splat);
    }
    if (others == 0 && passed > 0) {
      column += passed;
      for (; passed > 1; passed -= 1) separators &= separators - 1;
      start = base + ctz(separators) + 1;
      separators &= separators - 1;
      continue;
    }
    while ((separators | others) == 0) {
      base += 16;
      separators = separatorsAt(base, splat);
      others = othersAt(base, splat);
    }
    let place = base + ctz(separators | others);
    let byte = load<u8>(place);
    if (byte == separator) {
      separators &= separators - 1;
      flags |= cell(column, start, place);
      column += 1;
      start = place + 1;
      continue;
    }
    others &= others - 1;
    if (byte == 0x22) {
      if (place != from && load<u8>(place - 1) != separator) return fail(place); // not where a cell begins
      const after = quotedEnd(place);
      if (after < 0) return after;
      const slot = slotAt(column);
      if (slot >= 0 && (!takeCell(<u32>slot, place + 1, <u32>after - 1) || !isPlainCell)) flags |= 1;
      place = <u32>after;
      byte = load<u8>(place);
      if (byte == separator) {
        column += 1;
        start = place + 1;
        base = start;
        separators = separatorsAt(base, splat);
        others = othersAt(base, splat);
        continue;
      }
    } else if (byte == 0x0a || byte == 0x0d) flags |= cell(column, start, place);
    else if (byte != 0 || place >= Scan.end) {
      if (byte == 0) return CUT;
      continue; // another control character
    }
    const isPair = byte == 0x0d && load<u8>(place + 1) == 0x0a;
    if (byte != 0x0a && !isPair) return fail(byte == 0x0d ? place + 1 : place);
    column += 1;
    close(place, column == columns ? flags : flags | 2);
    Scan.line += 1;
    return <i32>(place + (isPair ? 2 : 1));
  }
}

@inline function gapAt(column: u32): i32 {
  return column < columns ? load<i32>(columnGaps + (column << 2)) : noEnd;
}

@inline function slotAt(column: u32): i32 {
  return column < columns ? load<i32>(columnSlots + (column << 2)) : -1;
}

/** Every cell stands in the line in which its record begins: as src/sources/device-cells.ts has it. */
@inline function takeCell(slot: u32, start: u32, end: u32): bool {
  return take(slot, start, end, 0);
}

/** A cell without quotes. @returns 1 where its slot is filled already */
@inline function cell(column: u32, start: u32, end: u32): i32 {
  const slot = slotAt(column);
  return slot >= 0 && !takeCell(<u32>slot, start, end) ? 1 : 0;
}
