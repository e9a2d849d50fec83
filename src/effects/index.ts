/** What may touch the world, and the engine that drives it. */
export { ArgumentError } from './argument-error.js';
export * from './client/index.js';
export * from './engine/engine.js';
export { ignoreRules, type IgnoreRules, NOTHING_IGNORED } from './engine/ignore-rules.js';
export { scratchLog } from './engine/scratch-log.js';
export { interpret } from './interpret.js';
export type { Effect, Failure, Outcome } from './outcome.js';
export * from './ports/clock.js';
export * from './ports/event-log.js';
export * from './ports/provider.js';
export * from './ports/resolver.js';
