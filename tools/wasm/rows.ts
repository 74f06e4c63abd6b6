/**
 * The inner loop of reading fleets, in AssemblyScript (a dialect of TypeScript that becomes WebAssembly): rows of JSON and of
 * CSV as bytes, checked as strictly as by src/formats/json.ts and csv.ts and passed over, but for the values of a few slots.
 * What is not plain is flagged, and the strict reader decides what it is. `npm run wasm` makes src/formats/rows-wasm.ts of it.
 *
 * Table of what was found, in 32-bit words: for each row its first byte, the byte after its last, flags, its line and how many
 * lines below it ends, and of printed rows the platform and the class of age; then for each slot the number of its value (or -1), and
 * where the value begins and ends.
 */
import { Scan } from './table';

export { addCluster, addEntry, emptyClusters, hasEntry, setUpClusters } from './clusters';
export { scanCsv, setColumns } from './csv';
export { scanJson } from './json';
export { setUpMoments } from './moment';
export { printRows, weight } from './print';
export {
  foundEntry,
  hashCount,
  hashList,
  missed,
  printedBytes,
  reason,
  setBlock,
  setHashing,
  setHeaviest,
  setLines,
  setMoment,
  setUpHashes,
  setUpPrinter,
} from './printer';
export { addSeries, addStretch, findSeries, markCount, markList, missingStretch } from './series';
export { setUp } from './table';
export { foldedHash } from './values';

export function at(): u32 {
  return Scan.at;
}

export function state(): i32 {
  return Scan.state;
}

export function line(): i32 {
  return Scan.line;
}

export function setLine(line: i32): void {
  Scan.line = line;
}

export function tableAt(): u32 {
  return Scan.table;
}

export function hashesAt(): u32 {
  return Scan.rowHashes;
}

export function setPurpose(purpose: i32): void {
  Scan.purpose = purpose;
}

export function reserve(bytes: u32): u32 {
  return <u32>heap.alloc(bytes);
}
