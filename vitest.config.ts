import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    disableConsoleIntercept: true, // required by @oclif/test
    testTimeout: 60_000,
    // Threads that run .ts strip its types in WebAssembly, each of them anew. V8 13 frees code of it that it has replaced, and now and then
    // ends the process over that (nodejs/node#64500); threads of the built program have no such code.
    execArgv: ['--no-wasm-code-gc'],
    maxWorkers: '100%', // the default leaves one core to a person at the keyboard
    coverage: { provider: 'v8', include: ['src/**'], thresholds: { branches: 80 } },
  },
});
