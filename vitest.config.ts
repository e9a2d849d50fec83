import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const src = (path: string): string => fileURLToPath(new URL(`./src/${path}`, import.meta.url));

export default defineConfig({
  resolve: {
    // Examples and conformance tests import what a user imports.
    alias: [
      { find: /^foldsync$/, replacement: src('index.ts') },
      { find: /^foldsync\/providers\/(.*)$/, replacement: `${src('adapters')}/$1/index.ts` },
      { find: /^foldsync\/(domain|effects|history|testing)$/, replacement: `${src('')}$1/index.ts` },
    ],
  },
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/servers/**/*.server.test.ts', 'test/browser/**'],
    // Processes, not threads: tests kill, chdir, and load native code.
    pool: 'forks',
    // Two at least: much of the time is waiting for commands and disks.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Also while a part of the tests is not there yet.
    passWithNoTests: true,
    coverage: { provider: 'v8', include: ['src/**/*.ts'], reportsDirectory: 'coverage' },
  },
});
