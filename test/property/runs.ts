import type { Parameters } from 'fast-check';

/** How many times as many runs as usual: `FOLDSYNC_RUNS=20 npx vitest run test/property`. */
const FACTOR = Number(process.env['FOLDSYNC_RUNS'] ?? '1');

/** The same stories in every run, so that a red run is about the change; others with `FOLDSYNC_SEED=n`, and by `npm run fuzz`. */
const SEED = Number(process.env['FOLDSYNC_SEED'] ?? '1');

/** Runs of a property that fit, all together, into a minute and a half. */
export const runs = (usual: number): Parameters<unknown> => ({ seed: SEED, numRuns: Math.ceil(usual * FACTOR) });

/** Long enough for a thousand times as many. */
export const TIMEOUT_MS = 60_000 * Math.max(1, FACTOR);
