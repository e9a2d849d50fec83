import fc from 'fast-check';
import { expect, it } from 'vitest';
import { convergence } from '../../src/testing/laws/settled.js';
import { obeys } from '../../src/testing/laws/world-laws.js';
import { scenarios, type Trouble, TROUBLES } from '../../src/testing/world/arbitraries.js';
import { PAIRS } from '../../src/testing/world/kinds.js';
import { runs, TIMEOUT_MS } from './runs.js';

const troubles = Object.keys(TROUBLES) as Trouble[];

it.each(PAIRS)('I15 both trees become equal, whatever goes wrong (%s | %s)', { timeout: TIMEOUT_MS }, async (...pair) => {
  for (const trouble of troubles)
    await fc.assert(
      fc.asyncProperty(scenarios(pair, trouble), async (scenario) => void (await obeys(scenario, [], [convergence]))),
      runs(10),
    );
  expect.assertions(0);
});
