import { describe, expect, it } from 'vitest';
import { DURABLE_MS } from '../../src/effects/engine/durability.js';
import { engineWorld, type EngineWorld } from '../../src/testing/engine/index.js';
import { deedsOf, expectInStep, failing, error, of, PAIRS } from './support.js';

/** Content before the last durable point, and content placed after it, on both sides; the machine goes down before it is durable. */
const poweredOff = async (world: EngineWorld, keep: 'all' | 'synced'): Promise<void> => {
  world.stores[0].write('/old', 'old');
  world.stores[0].write('/edited', 'before');
  await world.run({ boot: 'first' });
  world.stores[0].write('/edited', 'after');
  world.stores[0].write('/d/new', 'new');
  world.stores[1].write('/there', 'made there');
  for (const store of world.stores) store.setFaults(failing('flush', null, error('Failed')));
  await world.start({ boot: 'first' });
  await world.settle();
  expectInStep(world);
  for (const store of world.stores) store.setFaults(() => null);
  world.crash({ keep });
};

const END = { '/old': 'old', '/edited': 'after', '/d/': null, '/d/new': 'new', '/there': 'made there' };

const expectEnd = (world: EngineWorld): void => {
  expect(world.stores[0].tree()).toEqual(END);
  expect(world.stores[1].tree()).toEqual(END);
};

describe.each(PAIRS)('I9 after a power loss, on %s', (_name, kinds) => {
  it('a file that we placed and that came back empty is placed again, and never carried over', async () => {
    const world = engineWorld({ kinds });
    await poweredOff(world, 'all');
    world.stores[1].silent.write('/edited', '');
    world.stores[1].silent.write('/d/new', '');
    world.stores[0].silent.write('/there', '');
    const before = (await world.events()).length;
    await world.run({ boot: 'second' });
    expectEnd(world);
    const deeds = deedsOf((await world.events()).slice(before));
    expect(deeds.filter((deed) => deed.startsWith('Discard') || deed.startsWith('CreateFiles'))).toEqual([]);
  });

  it('one that is gone again is no delete of a user', async () => {
    const world = engineWorld({ kinds });
    await poweredOff(world, 'all');
    world.stores[1].silent.remove('/d/new');
    world.stores[0].silent.remove('/there');
    await world.run({ boot: 'second' });
    expectEnd(world);
  });

  it('one that is gone with the folder that we made for it is no delete of a user', async () => {
    const world = engineWorld({ kinds });
    await poweredOff(world, 'all');
    world.stores[1].silent.remove('/d', { recursive: true });
    await world.run({ boot: 'second' });
    expectEnd(world);
  });

  it('an empty folder that is gone again is no delete of a user', async () => {
    const world = engineWorld({ kinds });
    world.stores[0].write('/f', 'f');
    await world.run({ boot: 'first' });
    world.stores[0].mkdir('/empty');
    world.stores[1].setFaults(failing('flush', null, error('Failed')));
    await world.start({ boot: 'first' });
    await world.settle();
    world.stores[1].setFaults(() => null);
    world.crash({ keep: 'all' });
    world.stores[1].silent.remove('/empty');
    await world.run({ boot: 'second' });
    expect(world.stores[0].tree()).toEqual({ '/empty/': null, '/f': 'f' });
    expectInStep(world);
  });

  it('what was placed is compared, even if nothing about it looks other than it was', async () => {
    const world = engineWorld({
      kinds: [
        { ...kinds[0], hash: null },
        { ...kinds[1], hash: null },
      ],
    });
    await poweredOff(world, 'all');
    const before = (await world.events()).length;
    await world.run({ boot: 'second' });
    const after = (await world.events()).slice(before);
    expect(of(after, 'Compared').map(({ same }) => same)).toEqual([true, true, true]);
    expect(deedsOf(after).filter((deed) => !deed.startsWith('Compare'))).toEqual([]);
    const again = (await world.events()).length;
    await world.run({ boot: 'third' });
    expect(deedsOf((await world.events()).slice(again))).toEqual([]);
  });

  it('without a new boot nothing is compared: a killed process loses no contents', async () => {
    const world = engineWorld({
      kinds: [
        { ...kinds[0], hash: null },
        { ...kinds[1], hash: null },
      ],
    });
    await poweredOff(world, 'all');
    const before = (await world.events()).length;
    await world.run({ boot: 'first' });
    expect(deedsOf((await world.events()).slice(before))).toEqual([]);
  });

  it('where the log has lost more than the disks, what is there is found to be equal', async () => {
    const world = engineWorld({ kinds });
    await poweredOff(world, 'synced');
    await world.run({ boot: 'second' });
    expectEnd(world);
  });

  it('where both the log and the contents lost what was not durable, no truncated file is carried over', async () => {
    const losses = ['', 'cut', 'gone'] as const;
    for (const keep of ['all', 'synced'] as const) {
      for (const edited of ['', 'cut'] as const) {
        for (const made of losses) {
          for (const there of losses) {
            const world = engineWorld({ kinds });
            await poweredOff(world, keep);
            const lose = (side: 0 | 1, path: string, loss: (typeof losses)[number]): void => {
              if (loss === 'cut') world.stores[side].silent.write(path, '');
              if (loss === 'gone') world.stores[side].silent.remove(path);
            };
            lose(1, '/edited', edited);
            lose(1, '/d/new', made);
            lose(0, '/there', there);
            await world.run({ boot: 'second' });
            expectEnd(world);
          }
        }
      }
    }
  });

  it('and another one before it could be compared, it is still not believed', async () => {
    const world = engineWorld({ kinds });
    await poweredOff(world, 'all');
    world.stores[1].silent.write('/edited', '');
    world.stores[1].setFaults(({ op }) => (op === 'list' || op === 'replaceFile' ? error('Temporary') : null));
    await world.start({ boot: 'second' });
    await world.stop();
    world.stores[1].setFaults(() => null);
    await world.start({ boot: 'third', shouldDie: (_, number) => number === 12 });
    world.crash({ keep: 'all' });
    await world.run({ boot: 'fourth' });
    expectEnd(world);
  });

  it('an edit of a user that came after is no loss of ours', async () => {
    const world = engineWorld({ kinds });
    await poweredOff(world, 'all');
    world.stores[0].silent.write('/edited', 'edited by a user');
    await world.run({ boot: 'second' });
    expect(world.stores[0].tree()).toMatchObject({ '/edited': 'edited by a user' });
    expectInStep(world);
  });
});

describe('made durable', () => {
  it('contents are flushed before the log says so', async () => {
    const world = engineWorld();
    world.stores[0].write('/f', 'one');
    const seen: string[] = [];
    world.stores[1].setFaults(({ op }) => {
      if (op === 'flush' || op === 'createFile') seen.push(op);
      return null;
    });
    const starting = world.start();
    world
      .engine()
      .events$.subscribe(({ events }) =>
        seen.push(...events.flatMap(({ _tag }) => (_tag === 'MadeDurable' || _tag === 'FilesCreated' ? [_tag] : []))),
      );
    await starting;
    await world.settle();
    expect(seen.slice(-1)).toEqual(['MadeDurable']);
    expect(seen.indexOf('flush')).toBeLessThan(seen.indexOf('MadeDurable'));
    expect(world.log.synced()).toBe(world.log.records().length);
    await world.stop();
  });

  it('is what a long run is on its way, so that a power loss finds little to compare', async () => {
    // Eight at a time.
    const world = engineWorld({ onCall: (side, { op }, when) => (side === 1 && op === 'createFile' && when === 'before' ? 8000 : 0) });
    for (let n = 0; n < 200; n++) world.stores[0].write(`/f${n}`, `${n}`);
    await world.start();
    await world.settle(1_000_000);
    const events = await world.events();
    const points = events.flatMap((event, index) => (event._tag === 'MadeDurable' ? [index] : []));
    expect(points.length).toBeGreaterThan(8);
    expect(points.length).toBeLessThan(30);
    expect(world.clock.nowMs()).toBeGreaterThan(DURABLE_MS * 10);
    expectInStep(world);
    await world.stop();
  });

  it('is said to the roots, with how far the log went', async () => {
    const written: number[] = [];
    const world = engineWorld({
      wrap: (provider) => ({
        ...provider,
        marker: { read: () => Promise.resolve(null), write: (_, seq) => Promise.resolve(void written.push(seq)) },
      }),
    });
    world.stores[0].write('/f', 'one');
    await world.run();
    expect(written).toEqual([world.log.head(), world.log.head()]);
    await world.run();
    expect(written).toHaveLength(2);
  });
});
