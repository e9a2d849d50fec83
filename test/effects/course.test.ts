import { describe, expect, it } from 'vitest';
import { engineWorld } from '../../src/testing/engine/index.js';
import { callCount, deedsOf, expectInStep, HOUR_MS, PAIRS } from './support.js';

describe.each(PAIRS)('a sync of %s', (_name, kinds) => {
  it('carries over what either side has', async () => {
    const world = engineWorld({ kinds });
    world.stores[0].write('/a/one', 'one');
    world.stores[1].write('/b/two', 'two');
    world.stores[1].mkdir('/empty');
    const progress = await world.run();
    expect(progress).toMatchObject({ active: false, unsettled: 0, failing: 0 });
    expect(world.stores[0].tree()).toEqual({ '/a/': null, '/a/one': 'one', '/b/': null, '/b/two': 'two', '/empty/': null });
    expectInStep(world);
  });

  it('keeps both contents when both sides made a file of one name', async () => {
    const world = engineWorld({ kinds });
    world.stores[0].write('/f', 'local');
    world.stores[1].write('/f', 'remote');
    await world.run();
    expect(world.stores[0].tree()).toEqual({ '/f': 'remote', '/f.conflicted': 'local' });
    expectInStep(world);
  });

  it('finds at the next start what changed while nothing ran', async () => {
    const world = engineWorld({ kinds });
    for (const name of ['kept', 'edited', 'deleted', 'moved']) world.stores[0].write(`/d/${name}`, name);
    await world.run();
    world.stores[1].write('/d/edited', 'edited again');
    world.stores[0].remove('/d/deleted');
    world.stores[0].move('/d/moved', '/moved');
    await world.run();
    expect(world.stores[0].tree()).toEqual({ '/d/': null, '/d/kept': 'kept', '/d/edited': 'edited again', '/moved': 'moved' });
    expectInStep(world);
  });

  it('I17 a second run does nothing, and writes down that it looked, nothing else', async () => {
    const world = engineWorld({ kinds });
    world.stores[0].write('/a/b/c', 'one');
    world.stores[1].write('/d', 'two');
    await world.run();
    const before = (await world.events()).length;
    await world.run();
    const after = (await world.events()).slice(before);
    expect(deedsOf(after)).toEqual([]);
    expect([...new Set(after.map(({ _tag }) => _tag))].sort()).toEqual(['ActionStarted', 'Listed', 'SessionStarted']);
    expect(world.calls.map((calls) => calls.filter(({ op }) => op === 'flush').length)).toEqual([1, 1]);
  });

  it('carries over changes while it watches', async () => {
    const world = engineWorld({ kinds });
    world.stores[0].write('/a/f', 'one');
    await world.start({ watch: true });
    await world.settle();
    world.stores[1].write('/a/f', 'two');
    world.stores[0].write('/a/g', 'new');
    await world.advance(1000);
    expect(world.stores[0].tree()).toEqual({ '/a/': null, '/a/f': 'two', '/a/g': 'new' });
    expectInStep(world);
    world.stores[0].remove('/a/g');
    await world.advance(2000);
    world.stores[1].move('/a', '/b');
    await world.advance(2000);
    expect(world.stores[0].tree()).toEqual({ '/b/': null, '/b/f': 'two' });
    expectInStep(world);
    await world.stop();
  });

  it('sleeps while nothing changes, also after a change that turned out to be none', async () => {
    const world = engineWorld({ kinds });
    world.stores[0].write('/a/f', 'one');
    await world.start({ watch: true });
    await world.settle();
    world.stores[0].setMtime('/a/f', 5_000_000);
    world.stores[1].setMtime('/a/f', 6_000_000);
    await world.advance(5000);
    const [calls, head] = [callCount(world), world.log.head()];
    await world.advance(HOUR_MS);
    expect([callCount(world), world.log.head()]).toEqual([calls, head]);
    expect(world.clock.nextAtMs()).toBeNull();
    await world.stop();
  });

  it('loses no change made between the start of listening and the end of the scan', async () => {
    const world = engineWorld({ kinds });
    world.stores[0].write('/a/f', 'one');
    let calls = 0;
    world.stores[1].setFaults(() => {
      if (calls++ === 2) world.stores[1].write('/late', 'late');
      return null;
    });
    await world.start({ watch: true });
    await world.advance(2000);
    expect(world.stores[0].tree()).toEqual({ '/a/': null, '/a/f': 'one', '/late': 'late' });
    await world.stop();
  });
});

describe('listening again', () => {
  it('goes on where it stopped, but not in the history of another root', async () => {
    const asked: (string | null)[] = [];
    const world = engineWorld({
      wrap: (provider, side) => ({
        ...provider,
        changes$: (cursor) => {
          if (side === 1) asked.push(cursor);
          return provider.changes$(cursor);
        },
      }),
    });
    const watchOnce = async (acceptRoots: boolean): Promise<void> => {
      await world.start({ watch: true, acceptRoots });
      await world.advance(5000);
      await world.stop();
    };
    world.stores[1].write('/f', 'one');
    await watchOnce(false);
    world.stores[1].write('/f', 'two');
    await watchOnce(false);
    world.stores[1].setRoot('replaced');
    await watchOnce(true);
    expect(asked).toEqual([null, expect.stringMatching(/^c/), null]);
    world.stores[1].hints.forget();
    world.stores[1].silent.write('/g', 'unheard of');
    await watchOnce(false);
    expectInStep(world);
  });
});

describe('stopping', () => {
  it('is clean before the start, during it, at once after it, and twice', async () => {
    const before = engineWorld();
    await before.start();
    await Promise.all([before.stop(), before.engine().stop()]);
    await expect(before.engine().idle()).resolves.toMatchObject({ active: expect.any(Boolean) as boolean });

    const world = engineWorld();
    world.stores[0].write('/f', 'one');
    const starting = world.start();
    const stopping = world.engine().stop();
    await expect(starting).rejects.toThrow('the engine was stopped');
    await stopping;
    await expect(world.engine().start()).rejects.toThrow('the engine was stopped');
    await world.engine().stop();
    expect(world.stores[1].tree()).toEqual({});
  });

  it('at any moment leaves nothing in flight, and the next run goes on from there', async () => {
    const moments = await movedWorld(() => false).then(({ moments }) => moments);
    expect(moments).toBeGreaterThan(20);
    for (let at = 0; at < moments; at++) {
      const { world } = await movedWorld((number) => number === at);
      const progress = await world.run();
      expect(progress).toMatchObject({ active: false, unsettled: 0 });
      expect(world.stores[0].tree(), `stopped at moment ${at}`).toEqual({ '/b/': null, '/b/f': 'two', '/n': 'new' });
      expectInStep(world);
    }
  });

  it('writes down what has ended while it stopped', async () => {
    const world = engineWorld();
    world.stores[0].write('/f', 'one');
    await world.start({
      shouldDie: (moment) =>
        moment.at === 'call' &&
        moment.call.op === 'createFile' &&
        moment.when === 'before' &&
        void world.engine().stop() === undefined &&
        false,
    });
    await world.stop();
    expect(world.engine().state().flights.actions.size).toBe(0);
    const events = await world.events();
    expect(events.filter(({ _tag }) => _tag === 'FilesCreated')).toHaveLength(1);
    expect(events.at(-1)?._tag).toBe('MadeDurable');
  });

  it('ends a long transfer at its next piece, and leaves nothing of it', async () => {
    const world = engineWorld();
    world.stores[0].write('/f', new Uint8Array(1 << 20).fill(7));
    let pieces = 0;
    await world.start({
      shouldDie: (moment) =>
        moment.at === 'call' && moment.call.op === 'stream' && moment.when === 'after' && void world.engine().stop() === undefined && false,
    });
    world.engine().progress$.subscribe(() => pieces++);
    await world.stop();
    expect(pieces).toBe(0);
    expect(world.stores[1].tree()).toEqual({});
    await world.run();
    expectInStep(world);
  });
});

/** A run after changes on both sides, stopped when `when` says so. */
const movedWorld = async (when: (moment: number) => boolean) => {
  const world = engineWorld();
  world.stores[0].write('/a/f', 'one');
  world.stores[0].write('/gone', 'gone');
  await world.run();
  world.stores[0].move('/a', '/b');
  world.stores[1].write('/a/f', 'two');
  world.stores[1].remove('/gone');
  world.stores[0].write('/n', 'new');
  let moments = 0;
  await world
    .start({
      shouldDie: () => {
        if (when(moments++)) void world.engine().stop();
        return false;
      },
    })
    .catch((thrown: unknown) => expect(String(thrown)).toContain('the engine was stopped'));
  if (!when(-1)) await world.settle().catch(() => undefined);
  await world.stop();
  expect(world.engine().busy() && world.engine().state().flights.actions.size > 0).toBe(false);
  return { world, moments };
};
