import fc from 'fast-check';
import { expect, it } from 'vitest';
import { by, scheduleDoesNotMatter } from '../../src/testing/laws/stories.js';
import { makes, schedules, userAct } from '../../src/testing/world/arbitraries.js';
import { TELLING } from '../../src/testing/world/kinds.js';
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
