import fc from 'fast-check';
import { expect, it } from 'vitest';
import { trueStatus } from '../../src/testing/laws/settled.js';
import { obeys } from '../../src/testing/laws/world-laws.js';
import { scenarios } from '../../src/testing/world/arbitraries.js';
import { PAIRS } from '../../src/testing/world/kinds.js';
import { runs, TIMEOUT_MS } from './runs.js';

it.each(PAIRS)(
  'I21 when nothing goes on any more, nothing is pending, and what is known is what is there (%s | %s)',
  { timeout: TIMEOUT_MS },
  async (...pair) => {
    await fc.assert(
      fc.asyncProperty(scenarios(pair, 'all'), async (scenario) => void (await obeys(scenario, [], [trueStatus]))),
      runs(25),
    );
    expect.assertions(0);
  },
);
