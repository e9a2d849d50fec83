/** I20 and I1 on real folders: killed at any moment, or with users who write at that very moment. The long runs are `npm run torture`. */
import { describe, expect, it } from 'vitest';
import { killFirstSyncs, killLaterSyncs, race } from '../../src/testing/torture/index.js';
import { command, temporaryFolder } from './support.js';

/** Moments spread evenly: the test's own machine makes them random enough. */
const evenly = (count: number): (() => number) => {
  let at = 0;
  return () => (at++ % count) / count;
};

describe('SIGKILL', () => {
  it.each([
    ['first syncs', killFirstSyncs],
    ['later syncs', killLaterSyncs],
  ])('in 10 %s: nothing is lost, nothing of ours is left, nobody made a conflict', { timeout: 120_000 }, async (_, kill) => {
    const { wrong } = await kill({ command, folder: temporaryFolder(), rounds: 10, files: 60, random: evenly(10) });
    expect(wrong).toEqual([]);
  });
});

describe('users who write to the files', () => {
  it.each(['replace', 'delete'] as const)('that a sync is about to %s lose nothing, in 20 tries', { timeout: 120_000 }, async (deed) => {
    const { wrong, writes } = await race({ command, folder: temporaryFolder(), deed, tries: 20 });
    expect(wrong).toEqual([]);
    expect(writes).toBeGreaterThan(20);
  });
});
