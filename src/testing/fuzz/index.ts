/** Long runs of generated stories, tier by tier. */
export { type Coverage, startCoverage } from './coverage.js';
export { type Counterexample, fuzz, type FuzzOptions, type FuzzReport } from './fuzz.js';
export { plannerTier } from './planner.js';
export { type ProviderStory, providerStories, providerTier, tellOnProvider } from './provider/index.js';
export { type SmallOptions, type SmallReport, tellSmallWorlds } from './small.js';
export { storyLawTier } from './story-laws.js';
export { worldTier } from './worlds.js';
export { digestOfTraces, type Trace, tracesOfExamples, tracesOfSamples, tracesOfSimExamples } from './traces.js';
export { shorter, type Tier, type Told, trial, type Trial, type TrialOf } from './trial.js';
