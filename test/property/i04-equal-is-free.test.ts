import fc from 'fast-check';
import { expect, it } from 'vitest';
import { equalIsFree } from '../../src/testing/laws/stories.js';
import { makes, sharedAct } from '../../src/testing/world/arbitraries.js';
import { runs, TIMEOUT_MS } from './runs.js';

// A side of paths tells no move of an empty folder, so that the same move on two sides is two things: sides are alike here.
it.each([
  ['oid', 'oid'],
  ['path', 'path'],
  ['oid-ci', 'oid-ci'],
] as const)('I4 the same changes on both sides transfer nothing (%s | %s)', { timeout: TIMEOUT_MS }, async (...kinds) => {
  await fc.assert(
    fc.asyncProperty(fc.array(makes, { maxLength: 5 }), fc.array(sharedAct, { maxLength: 4 }), (base, acts) =>
      equalIsFree(kinds, base, acts),
    ),
    runs(100),
  );
  expect.assertions(0);
});
