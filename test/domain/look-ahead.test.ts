import { expect, it } from 'vitest';
import type { Room } from '../../src/domain/plan/plan.js';
import { pendingCounts } from '../../src/domain/state/agenda.js';
import { actOn } from '../../src/testing/world/contents.js';
import { runStep } from '../../src/testing/world/run.js';
import { mkdir, write } from '../../src/testing/world/scenario.js';
import { advanceWorld, FEW_TOGETHER, openWorld, startSession, type World } from '../../src/testing/world/world.js';

const FOLDERS = 30;
const FILES = 4;
/** Folders at once. */
const LISTED = 5;

/** A first sync of a tree, as far as this room lets it go; `most`: links that were known and not carried over, at the worst moment. */
const firstSync = async (room: Room): Promise<{ readonly world: World; readonly most: number }> => {
  const world = openWorld(['inode', 'inode'], {}, () => undefined);
  for (let folder = 0; folder < FOLDERS; folder += 1) {
    actOn(world.stores[0], mkdir(`/d${folder}`), () => ++world.unique);
    for (let file = 0; file < FILES; file += 1)
      actOn(world.stores[0], write(`/d${folder}/f${file}`, `${folder} ${file}`), () => ++world.unique);
  }
  await startSession(world, false);
  let most = 0;
  for (let isMoving = true; isMoving; ) {
    isMoving = advanceWorld(world, room).length > 0;
    const { ready, waiting } = pendingCounts(world.state.agenda);
    most = Math.max(most, ready + waiting);
    await runStep(world, { do: 'effects' });
    await runStep(world, { do: 'answers' });
  }
  return { world, most };
};

it('lists no more folders than what is ready asks for', async () => {
  const room: Room = { looks: [LISTED, LISTED], deeds: 4, batch: FEW_TOGETHER };
  const [bounded, unbounded] = [await firstSync({ ...room, ahead: 4 }), await firstSync(room)];
  for (const { stores } of [bounded.world, unbounded.world]) expect(stores[1].tree()).toEqual(stores[0].tree());
  // The folders themselves, which are known with the root, then what is listed at once, on top of what is ready.
  expect(bounded.most).toBeLessThanOrEqual(FOLDERS + LISTED * FILES + 4);
  expect(unbounded.most).toBeGreaterThan(FOLDERS + 2 * LISTED * FILES);
});

it('lists no more folders at once than it may', async () => {
  const { world } = await firstSync({ looks: [20, 20], lists: 3, deeds: 20 });
  expect(world.stores[1].tree()).toEqual(world.stores[0].tree());
  const open = new Set<number>();
  let most = 0;
  world.events.forEach((event, index) => {
    if (event._tag === 'ActionStarted' && event.action._tag === 'List' && event.action.side === 0) open.add(index + 1);
    if (event._tag === 'Listed') open.delete(event.action);
    most = Math.max(most, open.size);
  });
  expect(most).toBe(3);
});

it('lists everything where nothing may be carried over', async () => {
  const { world } = await firstSync({ looks: [2, 2], deeds: 0, ahead: 0 });
  expect(pendingCounts(world.state.agenda).unlisted).toBe(0);
  expect([...world.state.table.nodes()].filter(({ kind }) => kind === 'file')).toHaveLength(FOLDERS * FILES);
});
