import { describe, expect, it } from 'vitest';
import type { ActionTag } from '../../src/domain/action.js';
import { engineWorld, type EngineWorld } from '../../src/testing/engine/index.js';
import { expectInStep, PAIRS } from './support.js';

/** Lets `happens` come right after the first action of this kind was logged, and before it is done. */
const inBetween = async (world: EngineWorld, tag: ActionTag, happens: () => void): Promise<void> => {
  let isDone = false;
  await world.start({
    shouldDie: (moment) => {
      if (isDone || moment.at !== 'append' || moment.when !== 'after') return false;
      if (!(world.log.records().at(-1) ?? '').includes(`"action":{"_tag":"${tag}"`)) return false;
      isDone = true;
      happens();
      return false;
    },
  });
  await world.settle();
  await world.stop();
  expect(isDone).toBe(true);
  await world.run();
};

const inStep = async (kinds: (typeof PAIRS)[number][1]): Promise<EngineWorld> => {
  const world = engineWorld({ kinds });
  world.stores[0].write('/d/f', 'old');
  await world.run();
  return world;
};

describe.each(PAIRS)('I7 on %s, a user who comes between the plan and the deed', (_name, kinds) => {
  it('and edits what is about to be replaced loses nothing', async () => {
    const world = await inStep(kinds);
    world.stores[0].write('/d/f', 'edited here');
    await inBetween(world, 'ReplaceFile', () => world.stores[1].write('/d/f', 'edited there'));
    expect(Object.values(world.stores[1].tree())).toEqual(expect.arrayContaining(['edited here', 'edited there']));
    expectInStep(world);
  });

  it('and edits what is about to be deleted keeps it', async () => {
    const world = await inStep(kinds);
    world.stores[0].remove('/d/f');
    await inBetween(world, 'Discard', () => world.stores[1].write('/d/f', 'edited there'));
    expect(world.stores[0].tree()).toEqual({ '/d/': null, '/d/f': 'edited there' });
    expectInStep(world);
  });

  it('and makes something where a file is about to be made keeps both', async () => {
    const world = await inStep(kinds);
    world.stores[0].write('/d/new', 'made here');
    await inBetween(world, 'CreateFiles', () => world.stores[1].write('/d/new', 'made there'));
    expect(Object.values(world.stores[0].tree())).toEqual(expect.arrayContaining(['made here', 'made there']));
    expectInStep(world);
  });
});

it('files of one size and no common hash are told apart by their bytes', async () => {
  const world = engineWorld({
    kinds: [
      { identity: 'inode', hash: null },
      { identity: 'oid', hash: null },
    ],
  });
  world.stores[0].write('/f', 'aaaa');
  world.stores[1].write('/f', 'bbbb');
  await world.run();
  expect(world.stores[0].tree()).toEqual({ '/f': 'bbbb', '/f.conflicted': 'aaaa' });
  expectInStep(world);
});

it('what was placed is flushed, on both sides, before a run is over', async () => {
  const world = engineWorld();
  world.stores[0].write('/here', 'here');
  world.stores[1].write('/there', 'there');
  await world.run();
  for (const calls of world.calls) {
    const placed = calls.findIndex(({ op }) => op === 'createFile');
    expect(calls.slice(placed).map(({ op }) => op)).toContain('flush');
  }
});
