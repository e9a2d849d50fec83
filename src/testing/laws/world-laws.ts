import type { Event } from '../../domain/event.js';
import { runScenario } from '../world/run.js';
import type { Scenario } from '../world/scenario.js';
import type { World } from '../world/world.js';
import { baseIsTrue } from './base.js';
import { planIsFull, replays } from './planning.js';
import { quiet } from './quiet.js';
import { convergence, noLoss, noTemporaryNames, type SettledLaw, trueStatus } from './settled.js';
import { brokenTree } from './trees.js';

/** A law that a world broke. */
export class Broken extends Error {}

/** Throws a complaint, with what both sides hold. */
export const demand = (complaint: string | null, world?: World): void => {
  if (complaint === null) return;
  throw new Broken(world === undefined ? complaint : `${complaint}\n${JSON.stringify([world.stores[0].tree(), world.stores[1].tree()])}`);
};

/** What must be so after every step; null if it is. */
export type StepLaw = (world: World, folded: readonly Event[]) => string | null;

export const validTrees: StepLaw = ({ state }) => brokenTree(state);
export const incrementalIsFull: StepLaw = ({ state }) => planIsFull(state);
export const baseNeverAhead: StepLaw = ({ state }) => baseIsTrue(state);

/** Runs a story under some laws: those of every step, and those of the end. Throws where one is broken. */
export const obeys = async (
  scenario: Scenario,
  steps: readonly StepLaw[],
  ends: readonly SettledLaw[],
  watch: World['watch'] = () => {},
): Promise<World> => {
  const world = await runScenario(scenario, (now, folded, before) => {
    watch(now, folded, before);
    for (const law of steps) demand(law(now, folded));
  });
  for (const law of ends) demand(law(world), world);
  return world;
};

/** Runs a story under every law of the core. */
export const obeysAllLaws = async (scenario: Scenario, watch?: World['watch']): Promise<World> => {
  const steps = [validTrees, incrementalIsFull, baseNeverAhead];
  const world = await obeys(scenario, steps, [noLoss, trueStatus, convergence, noTemporaryNames], watch);
  demand(replays(world.events, world.state));
  demand(await quiet(world), world);
  return world;
};
