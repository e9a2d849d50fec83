import fc from 'fast-check';
import { expect, it } from 'vitest';
import { deedsOf } from '../../src/testing/laws/stories.js';
import { makes, side } from '../../src/testing/world/arbitraries.js';
import { PAIRS } from '../../src/testing/world/kinds.js';
import { runScenario } from '../../src/testing/world/run.js';
import { runs, TIMEOUT_MS } from './runs.js';

it.each(PAIRS)('I8 listings that fail, or show a part, delete nothing (%s | %s)', { timeout: TIMEOUT_MS }, async (...kinds) => {
  const error = fc.constantFrom('NotFound', 'Denied', 'Temporary', 'Disconnected', 'RootMissing', 'Failed', 'Corrupt');
  await fc.assert(
    fc.asyncProperty(
      fc.array(makes, { maxLength: 8 }),
      side,
      fc.nat(2),
      error,
      fc.boolean(),
      async (base, blind, entries, tag, isPartial) => {
        const trouble = isPartial
          ? ({ do: 'partial', side: blind, entries, times: 3 } as const)
          : ({ do: 'fail', side: blind, error: tag, times: 3 } as const);
        const steps = [
          trouble,
          { do: 'walk', side: blind },
          { do: 'plan' },
          { do: 'effects' },
          { do: 'answers' },
          { do: 'plan' },
          { do: 'effects' },
          { do: 'answers' },
        ] as const;
        const world = await runScenario({ kinds, base, steps: [...steps, { do: 'crash' }, ...steps] });
        expect(deedsOf(world)).toEqual([]);
      },
    ),
    runs(25),
  );
});
