import fc from 'fast-check';
import { expect, it } from 'vitest';
import { by, scheduleDoesNotMatter } from '../../src/testing/laws/stories.js';
import { makes, schedules, userAct } from '../../src/testing/world/arbitraries.js';
import { TELLING } from '../../src/testing/world/kinds.js';
import { runScenario } from '../../src/testing/world/run.js';
import { local, write } from '../../src/testing/world/scenario.js';
import { runs, TIMEOUT_MS } from './runs.js';

it.each(TELLING)(
  'I20 killed anywhere and started again, it ends as if it had not been (%s | %s)',
  { timeout: TIMEOUT_MS },
  async (...kinds) => {
    const acts = fc.array(userAct, { maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(fc.array(makes, { maxLength: 5 }), acts, acts, schedules(), schedules(), (base, here, there, before, after) =>
        scheduleDoesNotMatter({ kinds, base }, [...by(0, here), ...by(1, there)], [...before, { do: 'crash' }, ...after]),
      ),
      runs(30),
    );
    expect.assertions(0);
  },
);

// Known: what was being placed is in no log, so that nothing tells it from what a user wrote there meanwhile (docs/CORRECTNESS.md).
it.fails.each(TELLING)(
  'I20 killed after it replaced a file and before it said so, an edit of the source is no conflict (%s | %s)',
  async (...kinds) => {
    const edit = local(write('/a', 'v*'));
    const round = [{ do: 'plan' }, { do: 'effects' }] as const;
    const steps = [...edit, { do: 'deliver', side: 0 }, ...round, { do: 'answers' }, ...round, { do: 'crash' }, ...edit] as const;
    const { stores } = await runScenario({ kinds, base: [write('/a', 'v*')], steps });
    expect(stores.map((store) => store.tree())).toEqual([{ '/a': 'v3' }, { '/a': 'v3' }]);
  },
);
