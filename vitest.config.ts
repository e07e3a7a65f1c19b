/** Test projects: pure units, and the end-to-end files once on SQLite and once on PostgreSQL where one is given. */
import { defineConfig } from 'vitest/config';

const postgres = process.env['TEST_DATABASE_URL'];
if (postgres === undefined && process.env['VITEST_WORKER_ID'] === undefined) {
  console.log(
    'The end-to-end tests on PostgreSQL are skipped: TEST_DATABASE_URL is not set (postgres://user@host:5432/an-empty-database).',
  );
}

const endToEnd = { include: ['test/e2e/**/*.spec.ts'], isolate: false, testTimeout: 60_000, hookTimeout: 60_000 };

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    reporters: ['default', './test/closing-line.reporter.ts'],
    projects: [
      {
        test: {
          name: 'unit',
          // Property tests and generated networks take seconds, and much longer on a machine that is busy.
          testTimeout: 120_000,
          hookTimeout: 120_000,
          include: ['src/**/*.spec.ts', 'test/**/*.spec.ts'],
          exclude: ['test/e2e/**', 'node_modules/**', 'dist/**'],
        },
      },
      { test: { ...endToEnd, name: 'sqlite' } },
      ...(postgres === undefined ? [] : [{ test: { ...endToEnd, name: 'postgres', env: { DATABASE_URL: postgres } } }]),
    ],
  },
});
