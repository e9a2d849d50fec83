import type { Scenario } from '../world/scenario.js';
import { runScenario } from '../world/run.js';
import type { World } from '../world/world.js';
import { planIsFull, replays } from './planning.js';
import { quiet } from './quiet.js';
import { convergence, noLoss, noTemporaryNames, trueStatus } from './settled.js';
import { brokenTree } from './trees.js';

/** A law that a world broke. */
export class Broken extends Error {}

const demand = (complaint: string | null, world?: World): void => {
  if (complaint === null) return;
  throw new Broken(world === undefined ? complaint : `${complaint}\n${JSON.stringify([world.stores[0].tree(), world.stores[1].tree()])}`);
};

/** Runs a story under every law of the core; throws where one is broken. */
export const obeysAllLaws = async (scenario: Scenario): Promise<World> => {
  const world = await runScenario(scenario, (now) => {
    const broken = brokenTree(now.state);
    demand(broken === null ? null : `I12: ${broken}`);
    demand(planIsFull(now.state));
  });
  for (const law of [noLoss, trueStatus, convergence, noTemporaryNames]) demand(law(world), world);
  demand(replays(world.events, world.state));
  demand(await quiet(world), world);
  return world;
};
