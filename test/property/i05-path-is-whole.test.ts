import fc from 'fast-check';
import { expect, it } from 'vitest';
import { noTemporaryNames } from '../../src/testing/laws/settled.js';
import { obeys } from '../../src/testing/laws/world-laws.js';
import { scenarios } from '../../src/testing/world/arbitraries.js';
import { PAIRS } from '../../src/testing/world/kinds.js';
import { runs, TIMEOUT_MS } from './runs.js';

it.each(PAIRS)('I5 no temporary name remains, also after crashes (%s | %s)', { timeout: TIMEOUT_MS }, async (...pair) => {
  await fc.assert(
    fc.asyncProperty(scenarios(pair, 'crashes'), async (scenario) => void (await obeys(scenario, [], [noTemporaryNames]))),
    runs(25),
  );
  expect.assertions(0);
});
