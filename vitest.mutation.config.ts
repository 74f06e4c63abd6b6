/** The tests that mutants are run against; tools/mutate.ts names those of one group. */
import { defineConfig } from 'vitest/config';

const tests = process.env['MUTATION_TESTS'] ?? 'test/formats/**/*.test.ts,test/evaluate/**/*.test.ts';

export default defineConfig({
  test: {
    include: tests.split(','),
    testTimeout: 60_000,
    exclude: ['**/cms-openssl.test.ts', '**/corpus.test.ts'],
  },
});
