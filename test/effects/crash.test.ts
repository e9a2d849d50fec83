import { describe, expect, it } from 'vitest';
import type { MemoryOptions } from '../../src/adapters/memory/index.js';
import type { Sides } from '../../src/domain/side.js';
import { engineWorld, type EngineWorld, type Moment } from '../../src/testing/engine/index.js';
import { expectInStep, INODE, OID, PAIRS, PATH } from './support.js';

/** A pair in step, and then changes of every kind, none of them in conflict. */
const changed = async (kinds: Sides<Partial<MemoryOptions>>): Promise<EngineWorld> => {
  const world = engineWorld({ kinds });
  const [local, remote] = world.stores;
  for (const name of ['edited', 'deleted', 'moved', 'x', 'y']) local.write(`/d/${name}`, `content of ${name}`);
  local.write('/folder/inside', 'inside');
  await world.run();
  remote.write('/d/edited', 'edited there');
  local.remove('/d/deleted');
  remote.move('/d/moved', '/moved');
  local.move('/folder', '/renamed');
  local.move('/d/x', '/swap');
  local.move('/d/y', '/d/x');
  local.move('/swap', '/d/y');
  local.write('/new/file', 'made here');
  remote.write('/there', 'made there');
  return world;
};

const END = {
  '/d/': null,
  '/d/edited': 'edited there',
  '/d/x': 'content of y',
  '/d/y': 'content of x',
  '/moved': 'content of moved',
  '/new/': null,
  '/new/file': 'made here',
  '/renamed/': null,
  '/renamed/inside': 'inside',
  '/there': 'made there',
};

/** The same with files that both sides edited, or made. */
const inConflict = async (kinds: Sides<Partial<MemoryOptions>>): Promise<EngineWorld> => {
  const world = engineWorld({ kinds });
  world.stores[0].write('/d/f', 'base');
  await world.run();
  world.stores[0].write('/d/f', 'local');
  world.stores[1].write('/d/f', 'remote');
  world.stores[0].write('/g', 'local too');
  world.stores[1].write('/g', 'remote too');
  return world;
};

const CONFLICT_END = { '/d/': null, '/d/f': 'remote', '/d/f.conflicted': 'local', '/g': 'remote too', '/g.conflicted': 'local too' };

/** More moments than any of these runs has. */
const MANY = 400;

const contents = (world: EngineWorld) =>
  new Set(
    [...world.stores].flatMap((store) => [
      ...Object.values(store.tree()),
      ...store.trash().map(({ content }) => content && Buffer.from(content).toString()),
    ]),
  );

/** Kills the run at each of its moments, or at every `step`th from `from` on, and lets another process take over. */
const killEverywhere = async (
  make: () => Promise<EngineWorld>,
  keep: 'all' | 'synced',
  end: Readonly<Record<string, string | null>>,
  { from = 0, step = 1, meanwhile = () => {} }: { from?: number; step?: number; meanwhile?: (world: EngineWorld) => void } = {},
): Promise<number> => {
  for (let at = from; at < MANY; at += step) {
    const world = await make();
    const before = contents(world);
    let where: Moment | null = null;
    const shouldDie = (moment: Moment, number: number): boolean => {
      if (number === at) where = moment;
      return number === at;
    };
    await world.start({ shouldDie });
    if (world.process().isAlive()) await world.settle().catch(() => undefined);
    if (world.process().isAlive()) return at;
    world.crash({ keep });
    const taken = contents(world);
    meanwhile(world);
    const left = contents(world);
    await world.run();
    const label = `killed at ${at}: ${JSON.stringify(where)}`;
    expect(world.stores[0].tree(), label).toEqual(end);
    expect(world.stores[1].tree(), label).toEqual(end);
    const after = contents(world);
    for (const content of before) if (left.has(content) || !taken.has(content)) expect(after, `I1 ${label}`).toContain(content);
    if (at % 5 !== 0) continue;
    const calls = world.calls.map(({ length }) => length);
    await world.run();
    const again = world.calls.flatMap((side, index) => side.slice(calls[index]));
    expect(
      again.filter(({ op }) => !['connect', 'list', 'lookUp', 'flush'].includes(op)),
      `I17 ${label}`,
    ).toEqual([]);
  }
  return MANY;
};

describe.each(PAIRS)('I20 a process on %s that is killed anywhere', (_name, kinds) => {
  it('is followed by one that brings the sides in step, and nothing is lost or doubled', async () => {
    const moments = await killEverywhere(() => changed(kinds), 'all', END, { step: 2 });
    expect(moments).toBeGreaterThan(40);
    expect(moments).toBeLessThan(MANY);
  });

  it('the same where the log has lost what was not synced', async () => {
    await killEverywhere(() => changed(kinds), 'synced', END, { from: 1, step: 2 });
  });

  it('makes no other conflict copies than there would have been', async () => {
    await killEverywhere(() => inConflict(kinds), 'all', CONFLICT_END, { step: 2 });
  });

  it('the same where the log has lost what was not synced', async () => {
    await killEverywhere(() => inConflict(kinds), 'synced', CONFLICT_END, { from: 1, step: 2 });
  });
});

describe('I20 a first sync that is killed anywhere', () => {
  it.each(PAIRS)('goes on from what is there, on %s', async (_name, kinds) => {
    const make = () => {
      const world = engineWorld({ kinds });
      world.stores[0].write('/a/f', 'one');
      world.stores[1].write('/b/g', 'two');
      world.stores[0].write('/same', 'same');
      world.stores[1].write('/same', 'same');
      return Promise.resolve(world);
    };
    const end = { '/a/': null, '/a/f': 'one', '/b/': null, '/b/g': 'two', '/same': 'same' };
    for (const keep of ['all', 'synced'] as const)
      expect(await killEverywhere(make, keep, end, { from: keep === 'all' ? 0 : 1, step: 2 })).toBeGreaterThan(15);
  });

  it('also by one that is killed itself, time and again', async () => {
    for (const keep of ['all', 'synced'] as const) {
      const world = await changed([{ identity: 'path' }, { identity: 'oid' }]);
      for (let run = 0; run < 60; run++) {
        await world.start({ shouldDie: (_, number) => number === 5 + run });
        if (world.process().isAlive()) await world.settle().catch(() => undefined);
        world.crash({ keep });
      }
      await world.run();
      expect(world.stores[0].tree()).toEqual(END);
      expectInStep(world);
    }
  });
});

describe('I20 a process is killed anywhere, and what it was copying is changed before the next one starts', () => {
  /** One side alone changes: whenever the process is killed, all ends as that user left it. Nothing tells a copy without hash from an inode on another kind of side. */
  it.each<readonly [string, Sides<Partial<MemoryOptions>>]>([
    ['oid and oid', [OID, OID]],
    ['path and oid', [PATH, OID]],
    ['inode and inode', [INODE, INODE]],
    ['path and inode', [PATH, INODE]],
  ])('on %s', async (_name, kinds) => {
    const make = async (): Promise<EngineWorld> => {
      const world = engineWorld({ kinds });
      const [local] = world.stores;
      for (const name of ['edited', 'deleted', 'moved']) local.write(`/d/${name}`, `${name}, one`);
      await world.run();
      for (const name of ['edited', 'deleted', 'moved', 'new', 'short-lived', 'renamed']) local.write(`/d/${name}`, `${name}, two`);
      local.write('/folder/inside', 'inside');
      local.write('/gone/inside', 'inside it');
      return world;
    };
    const meanwhile = ({ stores: [local] }: EngineWorld): void => {
      for (const name of ['edited', 'new']) local.write(`/d/${name}`, `${name}, three`);
      for (const name of ['deleted', 'short-lived']) local.remove(`/d/${name}`);
      local.move('/d/moved', '/moved');
      local.move('/d/renamed', '/d/another');
      local.move('/folder', '/other');
      local.remove('/gone', { recursive: true });
    };
    const end = {
      '/d/': null,
      '/d/another': 'renamed, two',
      '/d/edited': 'edited, three',
      '/d/new': 'new, three',
      '/moved': 'moved, two',
      '/other/': null,
      '/other/inside': 'inside',
    };
    const moments = await killEverywhere(make, 'all', end, { meanwhile });
    expect(moments).toBeGreaterThan(20);
  });
});
