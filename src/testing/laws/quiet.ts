import { settleWorld } from '../world/settle-world.js';
import { tell, type World } from '../world/world.js';
import { SIDES } from '../../domain/side.js';

/** I17: once settled, a further cycle does nothing, not even one that lists everything anew. */
export const quiet = async (world: World): Promise<string | null> => {
  const before = world.events.length;
  const trees = JSON.stringify([world.stores[0].tree(), world.stores[1].tree()]);
  for (const side of SIDES) tell(world, { _tag: 'WalkRequested', side });
  world.clockMs += 120_000;
  await settleWorld(world);
  const done = world.events
    .slice(before)
    .filter((event) => !HARMLESS.has(event._tag) && !(event._tag === 'ActionStarted' && isLook(event.action._tag)));
  if (done.length > 0) return `I17: ${JSON.stringify(done)}`;
  return trees === JSON.stringify([world.stores[0].tree(), world.stores[1].tree()]) ? null : 'I17: trees changed';
};

const HARMLESS = new Set(['Woke', 'WalkRequested', 'Listed', 'LookedUp', 'HintsSeen']);
const isLook = (tag: string): boolean => tag === 'LookUp' || tag === 'List';
