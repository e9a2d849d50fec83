import fc from 'fast-check';
import { expect, it } from 'vitest';
import { by } from '../../src/testing/laws/stories.js';
import { makes, userAct } from '../../src/testing/world/arbitraries.js';
import { PAIRS } from '../../src/testing/world/kinds.js';
import { runScenario } from '../../src/testing/world/run.js';
import { runs, TIMEOUT_MS } from './runs.js';

/** Rounds for what has no changes: two listings and the news that all is quiet; for each change: looking, moving aside, doing, being told. */
const bound = (acts: number, depth: number): number => 8 + 4 * acts + 4 * depth;

it.each(PAIRS)('I16 rounds are linear in what changed and in depth (%s | %s)', { timeout: TIMEOUT_MS }, async (...kinds) => {
  const acts = fc.array(userAct, { maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(fc.array(makes, { maxLength: 8 }), acts, acts, async (base, here, there) => {
      let rounds = 0;
      const world = await runScenario({ kinds, base, steps: [...by(0, here), ...by(1, there)] }, (now, folded) => {
        if (now.inStep > 0 && folded.some((event) => event._tag === 'ActionStarted')) rounds++;
      });
      const depth = Math.max(0, ...world.stores.flatMap((store) => Object.keys(store.tree()).map((path) => path.split('/').length)));
      // An act on a folder changes all below it on a side that knows paths alone.
      expect(rounds).toBeLessThanOrEqual(bound(here.length + there.length + base.length, depth));
    }),
    runs(25),
  );
});
