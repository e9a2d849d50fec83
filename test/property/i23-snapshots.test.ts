import fc from 'fast-check';
import { expect, it } from 'vitest';
import { digestOf } from '../../src/domain/digest.js';
import { evolveAll } from '../../src/domain/evolve/evolve.js';
import { initialState } from '../../src/domain/state/state.js';
import { decodeSnapshot, encodeSnapshot } from '../../src/effects/engine/snapshot.js';
import { scenarios } from '../../src/testing/world/arbitraries.js';
import { PAIRS } from '../../src/testing/world/kinds.js';
import { runScenario } from '../../src/testing/world/run.js';
import { runs, TIMEOUT_MS } from './runs.js';

it.each(PAIRS)(
  'I23 a snapshot at any event, and the tail after it, are the whole log (%s | %s)',
  { timeout: TIMEOUT_MS },
  async (...pair) => {
    await fc.assert(
      fc.asyncProperty(scenarios(pair, 'all'), fc.nat(), async (scenario, cut) => {
        const { events, state } = await runScenario(scenario);
        const at = cut % (events.length + 1);
        const loaded = decodeSnapshot(encodeSnapshot(evolveAll(initialState(), events.slice(0, at))));
        expect(loaded).not.toBeNull();
        if (loaded !== null) expect(digestOf(evolveAll(loaded, events.slice(at)))).toBe(digestOf(state));
      }),
      runs(6),
    );
  },
);
