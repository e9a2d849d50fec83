import fc from 'fast-check';
import { expect, it } from 'vitest';
import { by, scheduleDoesNotMatter } from '../../src/testing/laws/stories.js';
import { makes, schedules, userAct } from '../../src/testing/world/arbitraries.js';
import { TELLING } from '../../src/testing/world/kinds.js';
import { runs, TIMEOUT_MS } from './runs.js';

it.each(TELLING)(
  'I18 late, doubled and reordered hints and effects in any order end in the same trees (%s | %s)',
  { timeout: TIMEOUT_MS },
  async (...kinds) => {
    const acts = fc.array(userAct, { maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(fc.array(makes, { maxLength: 5 }), acts, acts, schedules(), (base, here, there, schedule) =>
        scheduleDoesNotMatter({ kinds, base }, [...by(0, here), ...by(1, there)], schedule),
      ),
      runs(30),
    );
    expect.assertions(0);
  },
);
