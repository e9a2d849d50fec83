import fc from 'fast-check';
import { expect, it } from 'vitest';
import { oneSidedChangeIsCopied } from '../../src/testing/laws/stories.js';
import { makes, schedules, side, userAct } from '../../src/testing/world/arbitraries.js';
import { TELLING } from '../../src/testing/world/kinds.js';
import { runs, TIMEOUT_MS } from './runs.js';

it.each(TELLING)('I3 what one side alone changed is copied to the other (%s | %s)', { timeout: TIMEOUT_MS }, async (...kinds) => {
  const acts = fc.array(userAct, { maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(fc.array(makes, { maxLength: 6 }), side, acts, schedules(), (base, changed, changes, schedule) =>
      oneSidedChangeIsCopied(kinds, base, changed, changes, schedule),
    ),
    runs(35),
  );
  expect.assertions(0);
});
