import fc from 'fast-check';
import { expect, it } from 'vitest';
import { baseNeverAhead, obeys } from '../../src/testing/laws/world-laws.js';
import { scenarios } from '../../src/testing/world/arbitraries.js';
import { runs, TIMEOUT_MS } from './runs.js';

it.each([
  ['oid', 'oid'],
  ['path', 'oid'],
  ['path', 'path-ci'],
] as const)('I6 base says only what was verified to be equal (%s | %s)', { timeout: TIMEOUT_MS }, async (...pair) => {
  await fc.assert(
    fc.asyncProperty(scenarios(pair, 'all'), async (scenario) => void (await obeys(scenario, [baseNeverAhead], []))),
    runs(80),
  );
  expect.assertions(0);
});
