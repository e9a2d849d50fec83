import * as TE from 'fp-ts/lib/TaskEither.js';
import { describe, expect, it } from 'vitest';
import type { Op } from '../../src/adapters/memory/index.js';
import type { ActionTag } from '../../src/domain/action.js';
import { engineWorld, type EngineWorld } from '../../src/testing/engine/index.js';
import { PAIRS } from './support.js';

/** Number of records up to the last one that starts an action of this kind; 0 if there is none. */
const lastStart = (world: EngineWorld, tag: ActionTag): number =>
  world.log.records().reduce((last, text, index) => (text.includes(`"action":{"_tag":"${tag}"`) ? index + 1 : last), 0);

/** What a user does, and the one deed that follows. */
const STORIES: readonly (readonly [Op, ActionTag, (world: EngineWorld) => void])[] = [
  ['discard', 'Discard', ({ stores }) => stores[0].remove('/d/f')],
  ['createFile', 'CreateFiles', ({ stores }) => stores[0].write('/d/new', 'made here')],
  ['replaceFile', 'ReplaceFile', ({ stores }) => stores[0].write('/d/f', 'edited here')],
  ['move', 'Move', ({ stores }) => stores[0].move('/d/f', '/moved')],
];

describe.each(PAIRS)('H3 on %s', (_name, kinds) => {
  const stories = STORIES.filter(([op]) => op !== 'move' || kinds[1].identity === 'path');

  it.each(stories)('what could be taken for a user\u2019s act is on disk before it is done: %s', async (op, tag, happens) => {
    const world = engineWorld({ kinds });
    world.stores[0].write('/d/f', 'f');
    await world.run();
    happens(world);
    const told: boolean[] = [];
    await world.start({
      shouldDie: (moment) => {
        if (moment.at !== 'call' || moment.when !== 'before' || moment.call.op !== op) return false;
        const started = lastStart(world, tag);
        told.push(started > 0 && started <= world.log.synced());
        return false;
      },
    });
    await world.settle();
    await world.stop();
    expect(told).toEqual([true]);
  });
});

it('nothing is done that could not be logged', async () => {
  const world = engineWorld();
  world.stores[0].mkdir('/d');
  const { log } = world;
  const full: typeof log = {
    ...log,
    id: log.id,
    append: (batch, how) =>
      JSON.stringify(batch.events).includes('MakeFolder')
        ? TE.left({ _tag: 'Failed', message: 'the disk is full' })
        : log.append(batch, how),
  };
  world.log = full;
  await world.start();
  await expect(world.settle()).rejects.toThrow('the disk is full');
  await world.advance(10_000);
  expect(world.stores[1].tree()).toEqual({});
});
