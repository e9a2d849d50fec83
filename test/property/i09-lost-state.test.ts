import fc from 'fast-check';
import { expect, it } from 'vitest';
import { lostLogDestroysNothing } from '../../src/testing/laws/stories.js';
import { makes, users } from '../../src/testing/world/arbitraries.js';
import { PAIRS } from '../../src/testing/world/kinds.js';
import { runs, TIMEOUT_MS } from './runs.js';

it.each(PAIRS)(
  'I9 with the log gone, or an old one restored, nothing is deleted or written over (%s | %s)',
  { timeout: TIMEOUT_MS },
  async (...kinds) => {
    await fc.assert(
      fc.asyncProperty(fc.array(makes, { maxLength: 6 }), users(4), fc.nat(30), (base, acts, kept) =>
        lostLogDestroysNothing(kinds, base, acts, kept),
      ),
      runs(20),
    );
    expect.assertions(0);
  },
);
