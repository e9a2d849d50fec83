// Mutation check of the core. Not a dependency: npx -p @stryker-mutator/core@9.6.1 -p @stryker-mutator/vitest-runner@9.6.1 stryker run
// A part alone: ... stryker run --mutate src/domain/judge/conflict-name.ts
export default {
  packageManager: 'npm',
  mutate: ['src/domain/**/*.ts', '!src/domain/**/index.ts'],
  testRunner: 'vitest',
  vitest: { configFile: 'vitest.stryker.config.ts', related: true },
  plugins: ['@stryker-mutator/vitest-runner'],
  coverageAnalysis: 'perTest',
  // The project's own type check is slow, and a mutant that does not compile is killed by the first test that loads it.
  checkers: [],
  concurrency: 2,
  // Properties take seconds.
  timeoutMS: 60_000,
  reporters: ['clear-text', 'json'],
  jsonReporter: { fileName: 'reports/mutation.json' },
  tempDirName: '.stryker-tmp',
  thresholds: { high: 90, low: 90, break: 90 },
};
