import type { Logged } from '../../effects/engine/engine.js';
import { replaysAtOnce } from '../laws/planning.js';
import { convergence, hasFailures, noLoss, noTemporaryNames, trueStatus } from '../laws/settled.js';
import { Broken } from '../laws/world-laws.js';
import { runStory, type Told } from './run.js';
import type { Story } from './story.js';

/** Calls that change nothing. */
const LOOKS: readonly string[] = ['connect', 'lookUp', 'list', 'flush'];

/** Tells a story and asks every law; twice, since it must go the same way (I22). Throws where one is broken. */
export const obeysEveryLaw = async (story: Story, onLogged?: (logged: Logged) => void): Promise<Told> => {
  const told = await obeysOnce(story, onLogged);
  const [trace, again] = [told.trace(), (await runStory(story)).trace()];
  demand(trace === again ? null : `I22: told twice, it went ${differenceOf(trace, again)}`, told);
  return told;
};

/** As `obeysEveryLaw`, told once. */
export const obeysOnce = async (story: Story, onLogged?: (logged: Logged) => void): Promise<Told> => {
  const told = await endsWell(story, onLogged);
  demand(replaysAtOnce(told.events, told.state), told);
  demand(await isQuiet(told), told);
  return told;
};

/** Tells a story, and asks how it ended: nothing lost, both sides equal, nothing pending. */
export const endsWell = async (story: Story, onLogged?: (logged: Logged) => void): Promise<Told> => {
  const told = await runStory(story, onLogged);
  for (const law of [noLoss, trueStatus, convergence, noTemporaryNames]) demand(law(told), told);
  return told;
};

/** I17: what starts next finds nothing to do; where something waited for a person, what starts after that. */
const isQuiet = async ({ sim, state }: Told): Promise<string | null> => {
  const { calls, stores } = sim.world;
  if (hasFailures(state)) {
    await sim.restart();
    await sim.settle();
  }
  const before = calls.map(({ length }) => length);
  const trees = JSON.stringify(stores.map((store) => store.tree()));
  await sim.restart();
  await sim.settle();
  const deeds = calls.flatMap((of, side) => of.slice(before[side])).filter(({ op }) => !LOOKS.includes(op));
  if (deeds.length > 0) return `I17: ${JSON.stringify(deeds)}`;
  return trees === JSON.stringify(stores.map((store) => store.tree())) ? null : 'I17: trees changed';
};

const demand = (complaint: string | null, { stores }: Told): void => {
  if (complaint !== null) throw new Broken(`${complaint}\n${JSON.stringify(stores.map((store) => store.tree()))}`);
};

const differenceOf = (a: string, b: string): string => {
  let at = 0;
  while (a[at] === b[at]) at++;
  return `another way: ${a.slice(Math.max(0, at - 80), at + 80)} | ${b.slice(Math.max(0, at - 80), at + 80)}`;
};
