import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { evolve } from '../../src/domain/evolve/evolve.js';
import { advance } from '../../src/domain/plan/plan.js';
import { initialState } from '../../src/domain/state/state.js';
import { anonymiserOf } from '../../src/history/anonymise.js';
import { scenarios } from '../../src/testing/world/arbitraries.js';
import { PAIRS } from '../../src/testing/world/kinds.js';
import { runScenario } from '../../src/testing/world/run.js';
import { runs, TIMEOUT_MS } from './runs.js';

const key = (text: string): string => createHmac('sha256', 'a key').update(text).digest('hex');
const EVERYTHING = { looks: [9, 9], deeds: 9 } as const;

it.each(PAIRS)('I25 planning an anonymised state is anonymising the plan (%s | %s)', { timeout: TIMEOUT_MS }, async (...pair) => {
  await fc.assert(
    fc.asyncProperty(scenarios(pair, 'crashes'), async (scenario) => {
      const { events } = await runScenario(scenario);
      const secret = anonymiserOf(events, key);
      fc.pre(secret.unordered === 0);
      let [open, hidden] = [initialState(), initialState()];
      for (const event of events) {
        open = evolve(open, event);
        hidden = evolve(hidden, secret.event(event));
        expect(advance(hidden, [], EVERYTHING).events).toEqual(advance(open, [], EVERYTHING).events.map(secret.event));
      }
    }),
    runs(2),
  );
});
