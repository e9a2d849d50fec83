import { describe, expect, it } from 'vitest';
import { plannerTier, startCoverage } from '../../src/testing/fuzz/index.js';
import { runs, TIMEOUT_MS } from './runs.js';

const USUAL = 120;
const { seed = 1, numRuns = 0 } = runs(USUAL);
const trials = [...plannerTier()(seed)];

/** All together, these are more than ten thousand stories. */
describe('I1 I12 I15 I16 I21 the core loses nothing and settles, however steps interleave', () => {
  it('in more than ten thousand stories', () => expect(trials.length * USUAL).toBeGreaterThanOrEqual(10_000));

  it.each(trials.map((trial) => [trial.name, trial] as const))('on %s', { timeout: TIMEOUT_MS }, async (_name, trial) => {
    const coverage = startCoverage();
    const { broken } = await trial.tell({ seed, runs: numRuns, coverage, thoroughEvery: 8 });
    coverage.end();
    expect(broken === null ? null : `${broken.complaint}\n${JSON.stringify(broken.story)}`).toBeNull();
  });
});
