/** The line of a row whose entries and series are found. */
import { pieces } from './clusters';
import { from, Printer, to } from './printer';
import { printSeries } from './series';

/** Writes beyond the end, by less than 16 bytes. */
@inline function copy(start: u32, bytes: u32): void {
  let source = start;
  let place = Printer.at;
  const end = place + bytes;
  for (; place < end; place += 16, source += 16) v128.store(place, v128.load(source));
  Printer.at = end;
}

@inline function text(which: u32): void {
  copy(load<u32>(Printer.texts + which * 8), load<u32>(Printer.texts + which * 8 + 4));
}

@inline function piece(which: u32): void {
  const owner = Printer.owners + which * 8;
  const pair = load<u32>(Printer.found + load<u32>(owner)) + load<u32>(owner + 4);
  copy(load<u32>(pair), load<u32>(pair + 4));
}

@inline function byte(value: u8): void {
  store<u8>(Printer.at, value);
  Printer.at += 1;
}

function decimal(value: u64): void {
  let digits: u32 = 1;
  for (let rest = value / 10; rest > 0; rest /= 10) digits += 1;
  let rest = value;
  for (let place = Printer.at + digits; place > Printer.at; rest /= 10) {
    place -= 1;
    store<u8>(place, <u8>(0x30 + rest % 10));
  }
  Printer.at += digits;
}

function moment(): void {
  if (Printer.momentBytes == 0) return;
  text(1); // ,"lastSeen":"
  const begin = Printer.at;
  if (Printer.momentBytes == 20) {
    copy(Printer.momentFrom, 19);
    store<u8>(begin + 10, 0x54);
    byte(0x5a);
  } else copy(Printer.momentFrom, Printer.momentBytes);
  byte(0x22);
}

/** @param begin of the piece that the row lies in */
export function print(row: u32, words: u32, begin: u32): void {
  const id = from(words, Printer.slotId) + Printer.isJson;
  text(0); // {"type":"subject","id":"
  copy(id, to(words, Printer.slotId) - Printer.isJson - id);
  byte(0x22);
  for (let which: u32 = 0; which < pieces - 2; which += 1) piece(which);
  moment();
  piece(pieces - 2);
  text(2); // ,"input":"fleet.json"
  piece(pieces - 1);
  text(3); // ,"place":{"at":"line_
  const line = <u64>load<i32>(words + 12);
  decimal(Printer.numbering == 0 ? line : <u64>Printer.base + row + Printer.numbering - 1);
  text(4); // ","line":
  decimal(line);
  text(5); // },"verdicts":[
  const names = Printer.at;
  Printer.at = printSeries(names);
  if (Printer.at > names) Printer.at -= 1; // without the last comma
  if (Printer.isSharded) {
    text(6); // ],"order":
    decimal(<u64>(Printer.order + <f64>(load<u32>(words) - begin)));
    text(7); // }_
  } else text(8); // ]}_
}
