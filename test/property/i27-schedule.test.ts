import fc from 'fast-check';
import { expect, it } from 'vitest';
import { by, scheduleDoesNotMatter } from '../../src/testing/laws/stories.js';
import { makes, scenarios, schedules, userAct } from '../../src/testing/world/arbitraries.js';
import { incrementalIsFull, obeys } from '../../src/testing/laws/world-laws.js';
import { within } from '../../src/testing/world/scenario.js';
import { PAIRS, TELLING } from '../../src/testing/world/kinds.js';
import { runs, TIMEOUT_MS } from './runs.js';

it.each(TELLING)(
  'I27 acts that do not conflict end in the same trees, whenever effects and answers come (%s | %s)',
  { timeout: TIMEOUT_MS },
  async (...kinds) => {
    const acts = fc.array(userAct, { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(fc.array(makes, { maxLength: 4 }), acts, acts, schedules(), schedules(), (base, here, there, first, second) => {
        const both = [...base.map((act) => within('/left', act)), ...base.map((act) => within('/right', act))];
        const [mine, theirs] = [here.map((act) => within('/left', act)), there.map((act) => within('/right', act))];
        return scheduleDoesNotMatter({ kinds, base: both }, [...by(0, mine), ...by(1, theirs)], [...first, ...second]);
      }),
      runs(25),
    );
    expect.assertions(0);
  },
);

it.each(PAIRS)(
  'I27 the incremental planner plans what one does that looks at everything, after every event (%s | %s)',
  { timeout: TIMEOUT_MS },
  async (...pair) => {
    await fc.assert(
      fc.asyncProperty(scenarios(pair, 'all'), async (scenario) => void (await obeys(scenario, [incrementalIsFull], []))),
      runs(10),
    );
    expect.assertions(0);
  },
);
