import type { ProviderHarness } from '../../provider-kit/index.js';
import { shorter, type Tier, trial } from '../trial.js';
import { type ProviderStory, providerStories } from './story.js';
import { tellOnProvider } from './tell.js';

export { type ProviderStory, providerStories } from './story.js';
export { tellOnProvider } from './tell.js';

/** A provider of yours, synced with a store in memory by the real engine, while users act on both and the process is killed. */
export const providerTier = (harness: ProviderHarness): Tier => {
  const only = trial<ProviderStory>({
    name: harness.name,
    stories: providerStories,
    holds: (story) => tellOnProvider(harness, story),
    cuts: cutsOf,
  });
  return () => [only];
};

function* cutsOf({ rounds }: ProviderStory): Generator<ProviderStory> {
  for (const fewer of shorter(rounds)) yield { rounds: fewer };
  for (const [at, round] of rounds.entries())
    for (const before of shorter(round.before)) yield { rounds: rounds.map((each, i) => (i === at ? { ...round, before } : each)) };
}
