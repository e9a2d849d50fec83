import fc from 'fast-check';
import { expect, it } from 'vitest';
import { noLoss } from '../../src/testing/laws/settled.js';
import { obeys } from '../../src/testing/laws/world-laws.js';
import { scenarios } from '../../src/testing/world/arbitraries.js';
import { PAIRS } from '../../src/testing/world/kinds.js';
import { runs, TIMEOUT_MS } from './runs.js';

it.each(PAIRS)('I1 no content is lost, whatever goes wrong (%s | %s)', { timeout: TIMEOUT_MS }, async (...pair) => {
  await fc.assert(
    fc.asyncProperty(scenarios(pair, 'all'), async (scenario) => void (await obeys(scenario, [], [noLoss]))),
    runs(35),
  );
  expect.assertions(0);
});
