/** The inner loop of reading fleets, in WebAssembly: tools/wasm/rows.ts. */
import { rowsWasm } from './rows-wasm.ts';

/** What the loop asks of whoever prints rows; places are those of its memory. */
export interface RowCalls {
  momentOf(from: number, to: number): number;
  isElsewhere(from: number, to: number): number;
  oddIdentity(row: number, token: number): void;
}

export interface RowModule {
  readonly memory: WebAssembly.Memory;
  at(): number;
  line(): number;
  setLine(line: number): void;
  state(): number;
  setUp(slots: number, rows: number, key: number, text: number, number: number): number;
  setColumns(count: number): number;
  tableAt(): number;
  hashesAt(): number;
  setPurpose(purpose: number): void;
  reserve(bytes: number): number;
  scanJson(from: number, to: number, last: number, most: number, lines: number): number;
  scanCsv(from: number, to: number, last: number, most: number, separator: number): number;
  foldedHash(from: number, to: number, most: number, seed: number): bigint;
}

let compiled: WebAssembly.Module | undefined;

/**
 * Compiled once in a process, and kept as long as it lives: V8 13 may end the process where code of a module is freed while other
 * threads run theirs (nodejs/node#64500: "Check failed: jit_page_->allocations_.erase").
 */
export function compiledRows(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(Buffer.from(rowsWasm, 'base64'));
  return compiled;
}

/** In a thread: the module of the thread that started it. */
export function useCompiledRows(module: WebAssembly.Module): void {
  compiled = module;
}

export function started(slotOf: (at: number, length: number) => number, calls: RowCalls): RowModule {
  const abort = (): never => {
    throw new Error('the row scanner failed');
  };
  const instance = new WebAssembly.Instance(compiledRows(), {
    env: {
      abort,
      slotOf,
      momentOf: (from: number, to: number) => calls.momentOf(from, to),
      isElsewhere: (from: number, to: number) => calls.isElsewhere(from, to),
      oddIdentity: (row: number, token: number) => calls.oddIdentity(row, token),
    },
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what tools/wasm/rows.ts exports
  return instance.exports as RowModule;
}
