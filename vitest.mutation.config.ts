/** The tests that mutants are run against; tools/mutate.ts names those of one group. */
import { defineConfig } from 'vitest/config';

const tests = process.env['MUTATION_TESTS'] ?? 'test/{formats,evaluate}/**/*.test.ts';

export default defineConfig({
  test: { include: [tests], testTimeout: 60_000, exclude: ['**/cms-openssl.test.ts', '**/corpus.test.ts'] },
});
