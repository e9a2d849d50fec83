import fc from 'fast-check';
import { expect, it } from 'vitest';
import { treesOf } from '../../src/testing/laws/stories.js';
import { schedules } from '../../src/testing/world/arbitraries.js';
import { PAIRS } from '../../src/testing/world/kinds.js';
import { runScenario } from '../../src/testing/world/run.js';
import { local, remote, remove, write } from '../../src/testing/world/scenario.js';
import { runs, TIMEOUT_MS } from './runs.js';

const FILES = ['/d/a', '/d/b', '/d/e/a', '/d/e/b', '/d/e/f/a'] as const;

it.each(PAIRS)(
  'I11 a deleted folder survives with just the children that were edited (%s | %s)',
  { timeout: TIMEOUT_MS },
  async (...kinds) => {
    await fc.assert(
      fc.asyncProperty(fc.subarray([...FILES]), schedules(), async (edited, schedule) => {
        const base = FILES.map((file) => write(file, `old ${file}`));
        const acts = [...local(remove('/d')), ...remote(...edited.map((file) => write(file, `new ${file}`)))];
        const world = await runScenario({ kinds, base, policy: { agingMs: 200 }, steps: [...acts, ...schedule] });
        for (const tree of treesOf(world)) expect(Object.keys(tree).filter((path) => !path.endsWith('/'))).toEqual([...edited].sort());
        expect(treesOf(world)[0]).toEqual(treesOf(world)[1]);
      }),
      runs(20),
    );
  },
);
