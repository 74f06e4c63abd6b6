import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    disableConsoleIntercept: true, // required by @oclif/test
    testTimeout: 60_000,
    maxWorkers: '100%', // the default leaves one core to a person at the keyboard
    coverage: { provider: 'v8', include: ['src/**'], thresholds: { branches: 80 } },
  },
});
