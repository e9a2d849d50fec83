import { defineConfig } from 'vitest/config';
import base from './vitest.config.js';

/** The inspector's page in a real browser: `npm run test:browser`. */
export default defineConfig({ ...base, test: { ...base.test, include: ['test/browser/**/*.test.ts'], exclude: [], maxWorkers: 1 } });
