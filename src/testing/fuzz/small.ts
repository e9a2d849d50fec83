import type { Sides } from '../../domain/side.js';
import { quiet } from '../laws/quiet.js';
import { convergence, noLoss, noTemporaryNames, trueStatus } from '../laws/settled.js';
import { demand, validTrees } from '../laws/world-laws.js';
import { type KindName, PLAIN_PAIRS } from '../world/kinds.js';
import { beginWorld, runScenario } from '../world/run.js';
import type { Scenario } from '../world/scenario.js';
import { smallWorlds } from '../world/small-worlds.js';
import type { World } from '../world/world.js';

export interface SmallOptions {
  readonly pairs?: readonly Sides<KindName>[];
  /** Trees of so many entries, so many edits on each side. */
  readonly entries: number;
  readonly edits: number;
  /** One in so many alone, default all: the first, or the one after so many. */
  readonly every?: number;
  readonly from?: number;
  readonly onFound?: (scenario: Scenario, complaint: string) => void;
}

/** How many worlds there are, how many were told, and how many broke a law. */
export interface SmallReport {
  readonly worlds: number;
  readonly told: number;
  readonly broken: number;
}

/** Tells every small world: it converges, loses nothing, and is quiet then. */
export const tellSmallWorlds = async ({
  pairs = PLAIN_PAIRS,
  every = 1,
  from = 0,
  onFound = () => {},
  ...size
}: SmallOptions): Promise<SmallReport> => {
  let [worlds, told, broken] = [0, 0, 0];
  for (const kinds of pairs) {
    let base: Scenario['base'] | undefined;
    let begun: World | undefined;
    for (const scenario of smallWorlds(kinds, size)) {
      if (worlds++ % every !== from) continue;
      // Worlds of one tree follow each other.
      if (base !== scenario.base) begun = await beginWorld(scenario);
      base = scenario.base;
      told++;
      await holds(scenario, begun).catch((thrown: unknown) => {
        broken++;
        onFound(scenario, String(thrown));
      });
    }
  }
  return { worlds, told, broken };
};

const holds = async (scenario: Scenario, begun: World | undefined): Promise<void> => {
  const world = await runScenario(scenario, (now) => demand(validTrees(now, [])), begun);
  for (const law of [noLoss, trueStatus, convergence, noTemporaryNames]) demand(law(world), world);
  demand(await quiet(world), world);
};
