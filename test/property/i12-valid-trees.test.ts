import fc from 'fast-check';
import { expect, it } from 'vitest';
import { obeys, validTrees } from '../../src/testing/laws/world-laws.js';
import { scenarios } from '../../src/testing/world/arbitraries.js';
import { PAIRS } from '../../src/testing/world/kinds.js';
import { runs, TIMEOUT_MS } from './runs.js';

it.each(PAIRS)('I12 what is known of each side is a tree, after every step (%s | %s)', { timeout: TIMEOUT_MS }, async (...pair) => {
  await fc.assert(
    fc.asyncProperty(scenarios(pair, 'all'), async (scenario) => void (await obeys(scenario, [validTrees], []))),
    runs(20),
  );
  expect.assertions(0);
});
