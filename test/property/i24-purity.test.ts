import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Event } from '../../src/domain/event.js';
import { digestOf } from '../../src/domain/digest.js';
import { scenarios } from '../../src/testing/world/arbitraries.js';
import { PAIRS } from '../../src/testing/world/kinds.js';
import { runScenario } from '../../src/testing/world/run.js';
import { loadPoisoned } from '../domain/poisoned.js';
import { runs, TIMEOUT_MS } from './runs.js';

interface Core {
  readonly initialState: () => unknown;
  readonly evolveAll: (state: unknown, events: readonly Event[]) => unknown;
  readonly digestOf: (state: unknown) => string;
}

it('I24 a log folds to the same digest where clock, dice, locale and I/O throw', { timeout: TIMEOUT_MS }, async () => {
  const loaded = await loadPoisoned(['state/state.ts', 'evolve/evolve.ts', 'digest.ts']);
  const core = Object.assign({}, ...Object.values(loaded)) as Core;
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...PAIRS).chain((pair) => scenarios(pair, 'all')),
      async (scenario) => {
        const world = await runScenario(scenario);
        expect(core.digestOf(core.evolveAll(core.initialState(), world.events))).toBe(digestOf(world.state));
      },
    ),
    runs(30),
  );
});
