/** The simulated world: a whole engine on two sides in memory, with users, time, and all that goes wrong, told as stories. */
export { HARDSHIPS, type Hardship, settings, simStories } from './arbitraries.js';
export type { SimExample } from './example.js';
export { SIM_FOUND } from './examples.js';
export { SIM_FOUND_IN_FLIGHT } from './found-in-flight.js';
export { SIM_FOUND_WITH_DIMENSIONS } from './found-with-dimensions.js';
export { SIM_FOUND_WITH_TRANSLATIONS } from './found-with-translations.js';
export { SIM_FOUND_WHEN_STILL } from './found-when-still.js';
export { SIM_FOUND_RARELY } from './found-rarely.js';
export { obeysEveryLaw, obeysOnce } from './laws.js';
export { SIM_PAID_FOR } from './paid-for.js';
export { runStory, type Told as ToldStory } from './run.js';
export { type Answer, type Damage, type Deed, type Happening, mirroredStory, type Pause, type Settings, type Story } from './story.js';
export { type Translation, TRANSLATIONS } from './translations.js';
