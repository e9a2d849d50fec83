import fc from 'fast-check';
import { expect, it } from 'vitest';
import { digestOf } from '../../src/domain/digest.js';
import { replays } from '../../src/testing/laws/planning.js';
import { demand } from '../../src/testing/laws/world-laws.js';
import { scenarios } from '../../src/testing/world/arbitraries.js';
import { PAIRS } from '../../src/testing/world/kinds.js';
import { runScenario } from '../../src/testing/world/run.js';
import { runs, TIMEOUT_MS } from './runs.js';

it.each(PAIRS)(
  'I22 a log folded at once, or event by event, or a story told twice, ends in one digest (%s | %s)',
  { timeout: TIMEOUT_MS },
  async (...pair) => {
    await fc.assert(
      fc.asyncProperty(scenarios(pair, 'all'), async (scenario) => {
        const [world, again] = [await runScenario(scenario), await runScenario(scenario)];
        demand(replays(world.events, world.state));
        expect(again.events).toEqual(world.events);
        expect(digestOf(again.state)).toBe(digestOf(world.state));
      }),
      runs(12),
    );
  },
);
