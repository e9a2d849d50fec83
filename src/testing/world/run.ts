import {
  advanceWorld,
  eventCount,
  type Fault,
  FEW_TOGETHER,
  forkWorld,
  openWorld,
  rewind,
  startSession,
  tell,
  tellAnswer,
  type World,
} from './world.js';
import { actOn } from './contents.js';
import { type Effect, nextStage } from './effect.js';
import type { Scenario, Step, UserAct } from './scenario.js';
import type { Side } from '../../domain/side.js';
import { mendWorld, settleWorld } from './settle-world.js';

/** Runs a story to its end, and then until nothing is left to do, also for persons. `begun`: a world in step on the story's base, which stays as it is. */
export const runScenario = async (scenario: Scenario, watch: World['watch'] = () => {}, begun?: World): Promise<World> => {
  const world = begun === undefined ? await beginWorld(scenario, watch) : await forkWorld(begun, watch);
  for (const step of scenario.steps) {
    if (step.do === 'stop') return world;
    await runStep(world, step);
  }
  await settleWorld(world);
  await mendWorld(world);
  return world;
};

/** A world in step on a story's base. */
export const beginWorld = async ({ kinds, policy, base }: Omit<Scenario, 'steps'>, watch: World['watch'] = () => {}): Promise<World> => {
  const world = openWorld(kinds, policy ?? {}, watch);
  for (const act of base) userActs(world, 0, act);
  await startSession(world, false);
  await settleWorld(world);
  world.inStep = world.events.length;
  return world;
};

const userActs = (world: World, side: Side, act: UserAct): void => actOn(world.stores[side], act, () => ++world.unique, world.ledger, side);

export const runStep = async (world: World, step: Step): Promise<void> => {
  switch (step.do) {
    case 'user':
      return userActs(world, step.side, step.act);
    case 'deliver':
      return world.stores[step.side].hints.deliver(pickIndexes(step.which, world.stores[step.side].hints.pending().length));
    case 'lose':
      if (world.stores[step.side].hints.pending().length === 0) return;
      world.lost[step.side] = true;
      return world.stores[step.side].hints.drop(step.which);
    case 'repeat': {
      const hints = world.delivered[step.side].slice(-step.last);
      if (hints.length > 0) tell(world, { _tag: 'HintsSeen', side: step.side, hints, cursor: null });
      return;
    }
    case 'plan':
      advanceWorld(world, { looks: [step.looks ?? 64, step.looks ?? 64], deeds: step.deeds ?? 64, ahead: 1, batch: FEW_TOGETHER });
      return;
    case 'effects':
      return runEffects(world, chosen(world.effects, step.which), step.stages ?? 9);
    case 'answers': {
      const done = chosen(
        world.effects.filter((effect) => effect.answer !== null),
        step.which,
      );
      for (const effect of step.reversed === true ? [...done].reverse() : done) tellAnswer(world, effect);
      return;
    }
    case 'crash':
      rewind(world, Math.max(world.synced, eventCount(world) - (step.lostEvents ?? 0)));
      await startSession(world, false);
      return;
    case 'forget':
      world.synced = 0;
      rewind(world, Math.min(step.keptEvents ?? 0, eventCount(world)));
      await startSession(world, true);
      return;
    case 'wait':
      world.clockMs += step.ms;
      return;
    case 'fail':
      world.faults[step.side].push({ error: step.error, when: whenOf(step), left: step.times, of: step.of ?? null });
      return;
    case 'partial':
      world.faults[step.side].push({ error: 'Failed', when: 'before', left: step.times, of: 'looks', entries: step.entries });
      return;
    case 'walk':
      tell(world, { _tag: 'WalkRequested', side: step.side });
      return;
    case 'stop':
      return;
    case 'settle':
      await settleWorld(world);
      return;
  }
};

const whenOf = ({ after, halfway }: Extract<Step, { readonly do: 'fail' }>): Fault['when'] =>
  halfway === true ? 'halfway' : after === true ? 'after' : 'before';

const pickIndexes = (which: number | readonly number[] | undefined, length: number): number | readonly number[] => {
  if (which === undefined) return length;
  return typeof which === 'number' || length === 0 ? (which as number) : which.map((index) => index % length);
};

const chosen = <A>(all: readonly A[], which: readonly number[] | undefined): readonly A[] => {
  if (which === undefined || all.length === 0) return all;
  return [...new Set(which.map((index) => index % all.length))].map((index) => all[index] as A);
};

const runEffects = async (world: World, effects: readonly Effect[], stages: number): Promise<void> => {
  for (const effect of effects) {
    let now = effect;
    for (let stage = 0; stage < stages && now.answer === null; stage++) now = await nextStage(now, world.providers);
    world.effects = world.effects.map((each) => (each.seq === now.seq ? now : each));
  }
};
