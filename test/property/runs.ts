import type { Parameters } from 'fast-check';

/** How many times as many runs as usual: `FOLDSYNC_RUNS=20 npx vitest run test/property`. */
const FACTOR = Number(process.env['FOLDSYNC_RUNS'] ?? '1');

/** Runs of a property that fit, all together, into a minute and a half. */
export const runs = (usual: number): Parameters<unknown> => ({ numRuns: Math.ceil(usual * FACTOR), endOnFailure: false });

/** Long enough for a thousand times as many. */
export const TIMEOUT_MS = 60_000 * Math.max(1, FACTOR);
