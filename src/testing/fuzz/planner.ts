import fc from 'fast-check';
import type { Sides } from '../../domain/side.js';
import { convergence, noLoss, nothingFails, noTemporaryNames, type SettledLaw, trueStatus } from '../laws/settled.js';
import { replays } from '../laws/planning.js';
import { quiet } from '../laws/quiet.js';
import { baseNeverAhead, demand, incrementalIsFull, type StepLaw, validTrees } from '../laws/world-laws.js';
import { bases, scenarios, TROUBLES, type Trouble } from '../world/arbitraries.js';
import { type KindName, PAIRS } from '../world/kinds.js';
import { beginWorld, runScenario } from '../world/run.js';
import type { Scenario } from '../world/scenario.js';
import type { World } from '../world/world.js';
import type { Coverage } from './coverage.js';
import { APART, shorter, type Tier, trial, type Trial } from './trial.js';

/** Trees that the stories of one round begin with: few, so that each is brought in step once. */
const BASES = 3;

/** Tier P: the core on simulated sides, one step at a time, in any order. */
export const plannerTier =
  (pairs: readonly Sides<KindName>[] = PAIRS, troubles: readonly Trouble[] = Object.keys(TROUBLES) as Trouble[]): Tier =>
  (seed) =>
    trialsOf(seed, pairs, troubles);

function* trialsOf(seed: number, pairs: readonly Sides<KindName>[], troubles: readonly Trouble[]): Generator<Trial> {
  for (const [index, kinds] of pairs.entries()) {
    const few = fc.sample(bases, { numRuns: BASES, seed: seed + index * APART });
    const begun = beginnings();
    for (const trouble of troubles)
      yield trial<Scenario>({
        name: `${kinds.join(' | ')}, ${trouble}`,
        stories: scenarios(kinds, trouble, fc.constantFrom(...few)),
        holds: async (story, how) => holdsFor(story, await begun(story), how),
        cuts: cutsOf,
      });
  }
}

/** Worlds in step, made once for each base and policy. */
const beginnings = (): ((story: Scenario) => Promise<World>) => {
  const known = new Map<string, World>();
  return async ({ kinds, policy, base }) => {
    const key = JSON.stringify([policy, base]);
    const begun = known.get(key) ?? (await beginWorld({ kinds, policy, base } as Scenario));
    known.set(key, begun);
    return begun;
  };
};

const STEPS: readonly StepLaw[] = [validTrees];
const THOROUGH_STEPS: readonly StepLaw[] = [validTrees, incrementalIsFull, baseNeverAhead];
const ENDS: readonly SettledLaw[] = [noLoss, trueStatus, nothingFails, convergence, noTemporaryNames];

/** Thorough: also the whole-tree planner after every step, the log folded anew, and a further cycle. */
const holdsFor = async (
  story: Scenario,
  begun: World,
  { coverage, isThorough }: { readonly coverage: Coverage; readonly isThorough: boolean },
): Promise<void> => {
  const steps = isThorough ? THOROUGH_STEPS : STEPS;
  const watch: World['watch'] = (now, folded, before) => {
    coverage.note(folded, before);
    for (const law of steps) demand(law(now, folded));
  };
  const world = await runScenario(story, watch, begun);
  for (const law of ENDS) demand(law(world), world);
  if (!isThorough) return;
  demand(replays(world.events, world.state));
  demand(await quiet(world), world);
};

function* cutsOf(story: Scenario): Generator<Scenario> {
  for (const steps of shorter(story.steps)) yield { ...story, steps };
  for (const base of shorter(story.base)) yield { ...story, base };
  if (Object.keys(story.policy ?? {}).length > 0) yield { ...story, policy: {} };
}
