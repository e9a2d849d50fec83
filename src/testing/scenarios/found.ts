import type { Example } from './example.js';

/** What simulated worlds found in this core, shrunk, as it was found. */
export const FOUND: readonly Example[] = [];
