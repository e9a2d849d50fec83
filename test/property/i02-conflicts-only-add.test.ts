import fc from 'fast-check';
import { expect, it } from 'vitest';
import { treesOf } from '../../src/testing/laws/stories.js';
import { path, policies, schedules } from '../../src/testing/world/arbitraries.js';
import { PAIRS } from '../../src/testing/world/kinds.js';
import { runScenario } from '../../src/testing/world/run.js';
import { local, remote, write } from '../../src/testing/world/scenario.js';
import { runs, TIMEOUT_MS } from './runs.js';

it.each(PAIRS)(
  'I2 what both sides edited differently is kept twice, under every policy (%s | %s)',
  { timeout: TIMEOUT_MS },
  async (...kinds) => {
    await fc.assert(
      fc.asyncProperty(path, policies, fc.boolean(), schedules(), async (file, policy, known, schedule) => {
        const base = known ? [write(file, 'old')] : [];
        const world = await runScenario({
          kinds,
          policy,
          base,
          steps: [...local(write(file, 'mine')), ...remote(write(file, 'theirs')), ...schedule],
        });
        const live = treesOf(world).flatMap((tree) => Object.values(tree));
        expect(live).toContain('mine');
        expect(live).toContain('theirs');
      }),
      runs(25),
    );
  },
);
