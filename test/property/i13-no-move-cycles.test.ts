import fc from 'fast-check';
import { expect, it } from 'vitest';
import { convergence, trueStatus } from '../../src/testing/laws/settled.js';
import { by } from '../../src/testing/laws/stories.js';
import { obeys, validTrees } from '../../src/testing/laws/world-laws.js';
import { schedules } from '../../src/testing/world/arbitraries.js';
import { mkdir, type UserAct } from '../../src/testing/world/scenario.js';
import { SENSITIVE } from '../../src/testing/world/kinds.js';
import { runs, TIMEOUT_MS } from './runs.js';

/** A folder goes into another, wherever both are by then. */
const FOLDERS = ['/a', '/b', '/a/c', '/b/d', '/a/c/e'] as const;
const name = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
const moves: fc.Arbitrary<readonly UserAct[]> = fc.array(
  fc
    .tuple(fc.constantFrom(...FOLDERS), fc.constantFrom(...FOLDERS))
    .map(([from, into]): UserAct => ({ act: 'move', from, to: `${into}/${name(from)}` })),
  { maxLength: 3 },
);

it.each(SENSITIVE)(
  'I13 folders moved into each other on two sides end in one tree (%s | %s)',
  { timeout: TIMEOUT_MS },
  async (...kinds) => {
    await fc.assert(
      fc.asyncProperty(moves, moves, schedules(), async (here, there, schedule) => {
        const steps = [...by(0, here), ...by(1, there), ...schedule];
        await obeys({ kinds, base: FOLDERS.map(mkdir), steps }, [validTrees], [convergence, trueStatus]);
      }),
      runs(40),
    );
    expect.assertions(0);
  },
);
