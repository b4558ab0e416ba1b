import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    pool: 'forks',
    reporters: ['default', './ci/count-reporter.ts'],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['packages/*/test/**/*.test.ts', 'packages/monitor-vo/*/test/**/*.test.ts', 'tools/*/test/**/*.test.ts'],
          testTimeout: 60_000,
          // One less by itself: the tests of e2e, which run beside these, end first.
          maxWorkers: '100%',
          globalSetup: ['packages/datastore/src/testing/mariadb-setup.ts'],
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['e2e/test/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 600_000,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
