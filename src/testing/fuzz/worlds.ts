import type { Sides } from '../../domain/side.js';
import { HARDSHIPS, type Hardship, simStories } from '../sim/arbitraries.js';
import type { Logged } from '../../effects/engine/engine.js';
import { endsWell, obeysEveryLaw } from '../sim/laws.js';
import type { Story } from '../sim/story.js';
import { type KindName, PAIRS } from '../world/kinds.js';
import { shorter, type Tier, trial, type Trial } from './trial.js';

/** Tier S: the whole engine in simulated worlds. */
export const worldTier =
  (pairs: readonly Sides<KindName>[] = PAIRS, hardships: readonly Hardship[] = Object.keys(HARDSHIPS) as Hardship[]): Tier =>
  () =>
    pairs.flatMap((kinds) => hardships.map((hardship) => worldTrial(kinds, hardship)));

const worldTrial = (kinds: Sides<KindName>, hardship: Hardship): Trial =>
  trial<Story>({
    name: `${kinds.join(' | ')}, ${hardship}`,
    stories: simStories(kinds, hardship),
    holds: async (story, { coverage, isThorough }) => {
      const note = ({ events, before }: Logged): void => coverage.note(events, before);
      const { state } = await (isThorough ? obeysEveryLaw(story, note) : endsWell(story, note));
      coverage.noteEnd(state);
    },
    cuts: cutsOf,
  });

function* cutsOf(story: Story): Generator<Story> {
  for (const happenings of shorter(story.happenings)) yield { ...story, happenings };
  for (const base of shorter(story.base)) yield { ...story, base };
  for (const delays of shorter(story.delays)) yield { ...story, delays };
  for (const name of ['translation', 'reusesInodes'] as const) {
    const { [name]: had, ...rest } = story;
    if (had !== undefined) yield rest;
  }
  for (const name of Object.keys(story.settings) as (keyof Story['settings'])[]) {
    const { [name]: _, ...settings } = story.settings;
    yield { ...story, settings };
  }
}
