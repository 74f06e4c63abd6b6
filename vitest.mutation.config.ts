/** The tests that mutants are run against: those of the readers and of the evaluation, in this process. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/{formats,evaluate,artifacts}/**/*.test.ts', 'test/sources.test.ts'],
    testTimeout: 60_000,
    exclude: ['**/cms-openssl.test.ts', '**/corpus.test.ts'],
  },
});
