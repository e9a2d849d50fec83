import fc from 'fast-check';
import { expect, it } from 'vitest';
import { quiet } from '../../src/testing/laws/quiet.js';
import { demand } from '../../src/testing/laws/world-laws.js';
import { scenarios } from '../../src/testing/world/arbitraries.js';
import { PAIRS } from '../../src/testing/world/kinds.js';
import { runScenario } from '../../src/testing/world/run.js';
import { runs, TIMEOUT_MS } from './runs.js';

it.each(PAIRS)(
  'I17 once settled, a further cycle does nothing, not even one that lists everything (%s | %s)',
  { timeout: TIMEOUT_MS },
  async (...pair) => {
    await fc.assert(
      fc.asyncProperty(scenarios(pair, 'lost hints'), async (scenario) => {
        const world = await runScenario(scenario);
        demand(await quiet(world), world);
      }),
      runs(25),
    );
    expect.assertions(0);
  },
);
