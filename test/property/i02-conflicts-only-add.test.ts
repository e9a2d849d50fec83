import fc from 'fast-check';
import { expect, it } from 'vitest';
import { conflictsOnlyAdd } from '../../src/testing/laws/stories.js';
import { path, policies, schedules } from '../../src/testing/world/arbitraries.js';
import { PAIRS } from '../../src/testing/world/kinds.js';
import { runs, TIMEOUT_MS } from './runs.js';

it.each(PAIRS)(
  'I2 what both sides edited differently is kept twice, under every policy (%s | %s)',
  { timeout: TIMEOUT_MS },
  async (...kinds) => {
    await fc.assert(
      fc.asyncProperty(path, policies, fc.boolean(), schedules(), (...story) => conflictsOnlyAdd(kinds, ...story)),
      runs(25),
    );
    expect.assertions(0);
  },
);
