/** What is used of WebAssembly (https://webassembly.github.io/spec/js-api/): Node has it, its types leave it to the browser's. */
declare namespace WebAssembly {
  interface Module {
    readonly compiled?: never;
  }
  const Module: new (bytes: Uint8Array) => Module;
  class Instance {
    constructor(module: Module, imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>);
    readonly exports: unknown;
  }
  interface Memory {
    readonly buffer: ArrayBuffer;
  }
  const Memory: new (size: { /** Pages. */ readonly initial: number }) => Memory;
}
