/** Sides that tell of no changes, over a clock that is moved by hand. */
import { Observable } from 'rxjs';
import { describe, expect, it } from 'vitest';
import type { MemoryOptions } from '../../src/adapters/memory/index.js';
import type { Changes, Provider } from '../../src/effects/ports/provider.js';
import { type EngineWorld, engineWorld } from '../../src/testing/engine/index.js';

const POLL_MS = 30_000;

const silent = (provider: Provider): Provider => ({
  ...provider,
  traits: { ...provider.traits, events: 'none' },
  changes$: () => new Observable<Changes>((subscriber) => subscriber.next({ hints: [], cursor: null })),
});

const watching = async (kind: Partial<MemoryOptions>): Promise<EngineWorld> => {
  const world = engineWorld({ kinds: [{ identity: 'inode' }, kind], wrap: (provider, side) => (side === 1 ? silent(provider) : provider) });
  world.stores[0].write('/a/b/file', 'one');
  world.stores[0].write('/top', 'one');
  await world.start({ watch: true, pollMs: POLL_MS });
  await world.settle();
  return world;
};

/** A poll, what follows from it, and the time that changes have to rest. */
const nextPoll = async (world: EngineWorld): Promise<void> => {
  await world.advance(POLL_MS + 1_000);
};

for (const identity of ['path', 'oid'] as const) {
  describe(`a side that tells of no changes (${identity})`, () => {
    it('is listed every now and then, and what changed there arrives', async () => {
      const world = await watching({ identity });
      world.stores[1].write('/a/b/file', 'changed');
      world.stores[1].write('/a/new/deep', 'new');
      world.stores[1].remove('/top');
      await world.advance(POLL_MS - 1_000);
      expect(world.stores[0].tree()['/a/b/file']).toBe('one');
      await nextPoll(world);
      expect(world.stores[0].tree()).toEqual(world.stores[1].tree());
      expect(world.stores[0].tree()).toEqual({ '/a/': null, '/a/b/': null, '/a/b/file': 'changed', '/a/new/': null, '/a/new/deep': 'new' });
      await world.stop();
    });

    it('costs no event, and one listing a folder, while nothing changes', async () => {
      const world = await watching({ identity });
      // The times of folders changed by what was put into them.
      await nextPoll(world);
      const events = (await world.events()).length;
      const before = world.calls[1].length;
      for (let polls = 0; polls < 3; polls++) await nextPoll(world);
      expect(await world.events()).toHaveLength(events);
      expect(world.calls[1].slice(before).map(({ op }) => op)).toEqual(Array.from({ length: 9 }, () => 'list'));
      await world.stop();
      await world.advance(10 * POLL_MS);
      expect(world.calls[1].slice(before)).toHaveLength(9);
    });

    it('is lost when a poll does not reach it, and caught up with when it is back', async () => {
      const world = await watching({ identity });
      world.stores[1].setOffline(true);
      world.stores[1].write('/offline', 'written meanwhile');
      await nextPoll(world);
      expect(world.engine().state().control.sides[1].health).toMatchObject({ _tag: 'Down', error: { _tag: 'Disconnected' } });
      world.stores[1].setOffline(false);
      await world.advance(120_000);
      expect(world.engine().state().control.sides[1].health._tag).toBe('Up');
      expect(world.stores[0].tree()).toEqual(world.stores[1].tree());
      await world.stop();
    });

    it('is left alone for as long as it asks', async () => {
      const world = await watching({ identity });
      world.stores[1].setFaults(() => ({ _tag: 'Throttled', message: 'too often', retryAfterMs: 500_000 }));
      await nextPoll(world);
      const calls = world.calls[1].length;
      world.stores[1].setFaults(() => null);
      await world.advance(400_000);
      expect(world.calls[1]).toHaveLength(calls);
      await world.advance(200_000);
      expect(world.engine().state().control.sides[1].health._tag).toBe('Up');
      await world.stop();
    });
  });
}
