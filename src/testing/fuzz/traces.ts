import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { digestOf } from '../../domain/digest.js';
import type { Example } from '../scenarios/example.js';
import { tellings } from '../scenarios/example.js';
import { HARDSHIPS, type Hardship, simStories } from '../sim/arbitraries.js';
import type { SimExample } from '../sim/example.js';
import { runStory } from '../sim/run.js';
import { mirroredStory, type Story } from '../sim/story.js';
import { scenarios } from '../world/arbitraries.js';
import { PAIRS } from '../world/kinds.js';
import { runScenario } from '../world/run.js';
import type { Scenario } from '../world/scenario.js';

/** A story, and how it goes: log, trees, and what is known at its end, in one text (I22). */
export interface Trace {
  readonly name: string;
  readonly tell: () => Promise<string>;
}

const ofScenario = (name: string, scenario: Scenario): Trace => ({
  name,
  tell: async () => {
    const { events, state, stores } = await runScenario(scenario);
    return JSON.stringify([events, stores[0].tree(), stores[1].tree(), digestOf(state)]);
  },
});
const ofStory = (name: string, story: Story): Trace => ({ name, tell: async () => (await runStory(story)).trace() });

/** Of stories of the core alone, on all pairs of kinds that they are about, both ways round. */
export const tracesOfExamples = (examples: readonly Example[]): readonly Trace[] =>
  examples.flatMap((example) => tellings(example).map(({ title, scenario }) => ofScenario(title, scenario)));

/** Of stories of whole engines, both ways round. */
export const tracesOfSimExamples = (examples: readonly SimExample[]): readonly Trace[] =>
  examples.flatMap(({ name, story }) => [ofStory(name, story), ofStory(`${name} (the other way)`, mirroredStory(story))]);

/** Of so many generated stories of each pair of kinds, whole engines and the core alone. */
export const tracesOfSamples = (seed: number, runs: number): readonly Trace[] =>
  PAIRS.flatMap((kinds) => {
    const on = `${kinds.join(' | ')}, seed ${seed}`;
    return [
      ...(Object.keys(HARDSHIPS) as Hardship[]).flatMap((hardship) =>
        fc.sample(simStories(kinds, hardship), { seed, numRuns: runs }).map((story, i) => ofStory(`${hardship} ${i}, ${on}`, story)),
      ),
      ...fc.sample(scenarios(kinds, 'all'), { seed, numRuns: runs }).map((scenario, i) => ofScenario(`core alone ${i}, ${on}`, scenario)),
    ];
  });

/** One digest of how such samples went: equal on every machine and Node version (I22). */
export const digestOfTraces = async (seed: number, runs: number): Promise<string> => {
  const digest = createHash('sha256');
  for (const { tell } of tracesOfSamples(seed, runs)) digest.update(await tell());
  return digest.digest('hex');
};
