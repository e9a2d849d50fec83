import { expect, it } from 'vitest';
import { convergence, noLoss, noTemporaryNames, trueStatus } from '../../src/testing/laws/settled.js';
import { obeys, validTrees } from '../../src/testing/laws/world-laws.js';
import { smallWorlds } from '../../src/testing/world/small-worlds.js';
import { TIMEOUT_MS } from './runs.js';

/** All: FOLDSYNC_SMALL_WORLDS=all npx vitest run test/property/small-worlds. Else a slice, for time. */
const ALL = process.env['FOLDSYNC_SMALL_WORLDS'] === 'all';
const EVERY = ALL ? 1 : 5;

it.each([
  ['oid', 'oid'],
  ['path', 'oid'],
  ['inode', 'path'],
] as const)(
  'I15 every pair of single edits of every small tree converges (%s | %s)',
  { timeout: ALL ? 3_600_000 : TIMEOUT_MS },
  async (...kinds) => {
    let count = 0;
    let told = 0;
    for (const scenario of smallWorlds(kinds, ALL ? 3 : 2)) {
      if (count++ % EVERY !== 0) continue;
      told++;
      await obeys(scenario, [validTrees], [noLoss, trueStatus, convergence, noTemporaryNames]).catch((broken: unknown) => {
        throw new Error(`${JSON.stringify(scenario)}\n${String(broken)}`);
      });
    }
    console.info(`${told} of ${count} small worlds (${kinds.join(' | ')})`);
    expect(told).toBeGreaterThan(300);
  },
);
