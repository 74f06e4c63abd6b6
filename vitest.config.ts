import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    disableConsoleIntercept: true, // required by @oclif/test
    testTimeout: 60_000,
    coverage: { provider: 'v8', include: ['src/**'], thresholds: { branches: 80 } },
  },
});
