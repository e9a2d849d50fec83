import { defineConfig } from 'vitest/config';
import base from './vitest.config.js';

/** Tests that need real servers: `npm run test:servers`. */
export default defineConfig({ ...base, test: { ...base.test, include: ['test/servers/**/*.server.test.ts'], exclude: [] } });
