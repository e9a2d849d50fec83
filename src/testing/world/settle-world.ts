import { SIDES } from '../../domain/side.js';
import { remedyFor } from '../../domain/provider-error.js';
import { wakeAt } from '../../domain/plan/wake-at.js';
import { nextStage } from './effect.js';
import { hasFailures } from '../laws/settled.js';
import { advanceWorld, startSession, tell, tellAnswer, type World } from './world.js';

/** Rounds that a world may need: some for each entry on either side, for what is in the air and for what will fail, more if levels are listed one by one (I16). */
const boundOf = (world: World): number => {
  const entries = world.stores.reduce((sum, store) => sum + Object.keys(store.tree()).length, 0);
  const faults = world.faults.flat().reduce((sum, { left }) => sum + left, 0);
  return 60 + 12 * (entries + world.effects.length + faults);
};

/**
 * All hints arrive, effects run and answer, time passes when nothing else can happen, and a sync that stopped is begun anew, until nothing
 * is left to do. Throws if that takes more rounds than it may (I16); by default what its trees allow.
 */
export const settleWorld = async (world: World, bound = boundOf(world)): Promise<void> => {
  for (let round = 0; round < bound; round++) {
    for (const side of SIDES) tellHints(world, side);
    for (const effect of world.effects) {
      let now = effect;
      while (now.answer === null) now = await nextStage(now, world.providers);
      tellAnswer(world, now);
    }
    const events = advanceWorld(world);
    if (world.effects.length > 0 || events.some((event) => event._tag !== 'Woke')) continue;
    if (SIDES.some((side) => world.stores[side].hints.pending().length > 0)) continue;
    if (hasStopped(world)) await startSession(world, false);
    else if (!passTime(world)) return;
  }
  throw new Error(`I16: not settled after ${bound} rounds`);
};

const tellHints = (world: World, side: 0 | 1): void => {
  if (world.lost[side]) {
    world.lost[side] = false;
    world.stores[side].hints.lose();
  }
  world.stores[side].hints.deliver();
};

/** Nothing fails any more, and a person has mended what was blocked: a walk finds it so. */
export const mendWorld = async (world: World): Promise<void> => {
  for (const side of SIDES) world.faults[side] = [];
  if (!hasFailures(world.state)) return;
  for (const side of SIDES) tell(world, { _tag: 'WalkRequested', side });
  await settleWorld(world);
};

/** Its root was gone: the process ended, as it was to. */
const hasStopped = ({ state }: World): boolean =>
  state.control.sides.some(({ health }) => health._tag === 'Down' && remedyFor(health.error) === 'halt');

/** To the next moment at which something is due; false if there is none. A side that is away is tried again at its time. */
const passTime = (world: World): boolean => {
  const next = wakeAt(world.state);
  if (next !== null) world.clockMs = Math.max(world.clockMs, next);
  let isBack = false;
  for (const side of SIDES) {
    const { health } = world.state.control.sides[side];
    if (health._tag !== 'Down' || health.retryAtMs > world.clockMs) continue;
    tell(world, { _tag: 'SideRegained', side });
    isBack = true;
  }
  return next !== null || isBack;
};
