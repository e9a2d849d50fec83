import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { digestOf } from '../../domain/digest.js';
import { HARDSHIPS, type Hardship, simStories } from '../sim/arbitraries.js';
import { runStory } from '../sim/run.js';
import { scenarios } from '../world/arbitraries.js';
import { PAIRS } from '../world/kinds.js';
import { runScenario } from '../world/run.js';

/** One digest of how so many stories of each pair of kinds went, whole engines and the core alone: equal on every machine and Node version (I22). */
export const digestOfTraces = async (seed: number, runs: number): Promise<string> => {
  const digest = createHash('sha256');
  for (const kinds of PAIRS) {
    for (const hardship of Object.keys(HARDSHIPS) as Hardship[])
      for (const story of fc.sample(simStories(kinds, hardship), { seed, numRuns: runs })) digest.update((await runStory(story)).trace());
    for (const scenario of fc.sample(scenarios(kinds, 'all'), { seed, numRuns: runs })) {
      const { events, state } = await runScenario(scenario);
      digest.update(JSON.stringify(events)).update(digestOf(state));
    }
  }
  return digest.digest('hex');
};
