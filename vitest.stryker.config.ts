import { mergeConfig } from 'vitest/config';
import usual from './vitest.config.js';

/** The tests that judge the core: laws, scenarios, planner stories. No commands, no disks. */
export default {
  ...mergeConfig(usual, {}),
  test: { ...usual.test, include: ['test/domain/**/*.test.ts', 'test/property/**/*.test.ts'], pool: 'threads' as const },
};
