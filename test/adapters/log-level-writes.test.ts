import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Database } from '../../src/adapters/level/database.js';
import { syncWriteAhead } from '../../src/adapters/level/durable.js';
import { levelLog } from '../../src/adapters/level/level-log.js';
import { must, mustFail, snapshotOf } from '../../src/testing/log-kit/helpers.js';

vi.mock('../../src/adapters/level/durable.js', () => ({ syncWriteAhead: vi.fn(async () => undefined) }));

/** A database that only notes how it was written to. */
const noting = (write: () => Promise<void> = async () => undefined) => {
  const syncs: boolean[] = [];
  const batch = async (_writes: unknown, { sync }: { readonly sync: boolean }): Promise<void> => {
    syncs.push(sync);
    await write();
  };
  const db = { batch, keys: () => ({ all: async () => [] }), close: async () => undefined, compactRange: async () => undefined };
  return { syncs, log: levelLog('/log', db as unknown as Database, 'id', { last: 0, digest: '' }) };
};

const batch = (first: number) => ({ first, atMs: 0, events: ['event'] });

beforeEach(() => vi.mocked(syncWriteAhead).mockClear());

describe('a log in LevelDB writes', () => {
  it('synced only when asked to', async () => {
    const { log, syncs } = noting();
    await must(log.append(batch(1), { sync: false }));
    await must(log.append(batch(2), { sync: true }));
    expect(syncs).toEqual([false, true]);
  });

  it('older write-ahead files to disk too, when something in them may not be there', async () => {
    const { log } = noting();
    await must(log.append(batch(1), { sync: true }));
    expect(syncWriteAhead).not.toHaveBeenCalled();
    await must(log.append(batch(2), { sync: false }));
    await must(log.append(batch(3), { sync: true }));
    expect(syncWriteAhead).toHaveBeenCalledExactlyOnceWith('/log');
  });

  it.each(['flush', 'close', 'saveSnapshot', 'clear'] as const)('what was not synced to disk on %s', async (way) => {
    const { log, syncs } = noting();
    await must(log.append(batch(1), { sync: false }));
    await must(way === 'saveSnapshot' ? log.saveSnapshot(snapshotOf(1, {})) : log[way]());
    expect(syncs).toEqual([false, true]);
    expect(syncWriteAhead).toHaveBeenCalledOnce();
  });

  it('nothing on flush when all is on disk', async () => {
    const { log, syncs } = noting();
    await must(log.append(batch(1), { sync: true }));
    await must(log.flush());
    await must(log.close());
    expect(syncs).toEqual([true]);
  });

  it('nothing more after a write that failed, since nobody knows what is on disk', async () => {
    const failing = noting(() => Promise.reject(new Error('no space left on device')));
    expect((await mustFail(failing.log.append(batch(1), { sync: false }))).message).toContain('no space left on device');
    expect((await mustFail(failing.log.append(batch(1), { sync: false }))).message).toContain('Open it again');
    expect(failing.log.head()).toBe(0);
    await must(failing.log.close());
    expect(failing.syncs).toEqual([false]);
  });
});
