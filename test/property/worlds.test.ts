import { afterAll, describe, expect, it } from 'vitest';
import { startCoverage, worldTier } from '../../src/testing/fuzz/index.js';
import {
  mirroredStory,
  obeysEveryLaw,
  SIM_FOUND,
  SIM_FOUND_IN_FLIGHT,
  SIM_FOUND_WHEN_STILL,
  SIM_FOUND_WITH_DIMENSIONS,
  SIM_FOUND_WITH_TRANSLATIONS,
  SIM_FOUND_RARELY,
  SIM_PAID_FOR,
} from '../../src/testing/sim/index.js';
import { runs, TIMEOUT_MS } from './runs.js';

const USUAL = 12;
const { seed = 1, numRuns = 0 } = runs(USUAL);
/** What only worlds with a dimension of their own reach. */
const DIMENSIONS = [
  'reason resolved',
  'reason damaged-there',
  'reason on-the-way',
  'reason translated-place-is-taken',
  'reason on-demand',
  'reason wanted-here',
  'gate raised',
  'gate approved',
];
const trials = [...worldTier()(seed)];

/** All together, these are more than a thousand worlds. */
describe('I1 I5 I15 I16 I17 I20 I21 I22 a whole engine loses nothing, settles, and does the same when told again', () => {
  it('in more than a thousand worlds', () => expect(trials.length * USUAL).toBeGreaterThanOrEqual(1000));

  const coverage = startCoverage();
  afterAll(() => coverage.end());

  // One seed for all would have them tell much the same stories.
  it.each(trials.map((trial, i) => [trial.name, trial, seed * 1000 + i] as const))(
    'on %s',
    { timeout: TIMEOUT_MS },
    async (_name, trial, own) => {
      const { broken } = await trial.tell({ seed: own, runs: numRuns, coverage });
      expect(broken === null ? null : `${broken.complaint}\n${JSON.stringify(broken.story)}`).toBeNull();
    },
  );

  // With fewer stories than usual they need not come up.
  it.runIf(numRuns >= USUAL)('and meets resolvers, translations, files on demand, damaged contents and the gate on its way', () => {
    expect(coverage.missed().filter((cell) => DIMENSIONS.includes(cell))).toEqual([]);
  });
});

describe.each([
  ['what simulated worlds found', SIM_FOUND],
  ['what they found with more dimensions', SIM_FOUND_WITH_DIMENSIONS],
  ['what they found where places are translated', SIM_FOUND_WITH_TRANSLATIONS],
  ['what they rarely found', SIM_FOUND_RARELY],
  ['what they found to happen while something is under way', SIM_FOUND_IN_FLIGHT],
  ['what they found with nothing to look again at the end', SIM_FOUND_WHEN_STILL],
  ['bugs that others have paid for', SIM_PAID_FOR],
])('%s', (_group, examples) => {
  it.each(examples.map((example) => [example.name, example] as const))('%s', async (_name, { story, ends }) => {
    // A translation is another one the other way round.
    const mirrored = story.translation === undefined && ends !== undefined ? ([ends[1], ends[0]] as const) : undefined;
    for (const [told, wanted] of [
      [await obeysEveryLaw(story), ends] as const,
      [await obeysEveryLaw(mirroredStory(story)), mirrored] as const,
    ])
      if (wanted !== undefined) expect(told.stores.map((store) => store.tree())).toEqual(wanted);
  });
});
