import { describe, expect, it } from 'vitest';
import type { MemoryStore } from '../../src/adapters/memory/index.js';
import { type Side, SIDES } from '../../src/domain/side.js';
import { nodeAt } from '../../src/history/known.js';
import { type EngineWorld, engineWorld } from '../../src/testing/engine/index.js';
import { expectInStep, INODE } from './support.js';

const WITH_BIT = { ...INODE, executableBit: true } as const;

/** As the last run found them. */
const bits = (world: EngineWorld) => SIDES.map((side) => nodeAt(world.engine().state(), side, ['f'])?.executable);

describe.each<Side>([0, 1])('the executable bit, set on side %s', (side) => {
  const other = side === 0 ? 1 : 0;

  it.each<[string, (there: MemoryStore) => void]>([
    ['nothing happened', () => undefined],
    ['it was touched', (there) => there.move('/f', '/f')],
    ['the same was written', (there) => there.write('/f', 'same')],
  ])('comes over where %s to the other, and nothing is kept twice', async (_what, deed) => {
    const world = engineWorld({ kinds: [WITH_BIT, WITH_BIT] });
    world.stores[0].write('/f', 'same');
    await world.run();
    world.stores[side].setExecutable('/f', true);
    deed(world.stores[other]);
    await world.run();
    expectInStep(world);
    expect(Object.keys(world.stores[0].tree())).toEqual(['/f']);
    await world.run();
    expect(bits(world)).toEqual([true, true]);
    const deeds = (await world.events()).filter((event) => event._tag === 'FileReplaced');
    expect(deeds).toHaveLength(1);
  });
});

it('the executable bit is taken away where the other side was touched only', async () => {
  const world = engineWorld({ kinds: [WITH_BIT, WITH_BIT] });
  world.stores[0].write('/f', 'same');
  world.stores[0].setExecutable('/f', true);
  await world.run();
  world.stores[1].setExecutable('/f', false);
  world.stores[0].move('/f', '/f');
  await world.run();
  await world.run();
  expect(bits(world)).toEqual([false, false]);
});
