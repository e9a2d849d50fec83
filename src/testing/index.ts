/**
 * What foldsync is tested with, for those who build on it: conformance kits for providers and logs, simulated worlds with their laws and
 * generators, scenarios as values, the planner's oracle, and a torture of real folders.
 */
export * from './engine/index.js';
export * from './fuzz/index.js';
export { type Decider, type Given, given, type Like, type When } from './given.js';
export * from './log-kit/index.js';
export * from './oracle/full-plan.js';
export * from './provider-kit/index.js';
export * from './scenarios/index.js';
export * from './sim/index.js';
export * as torture from './torture/index.js';
export * from './world/arbitraries.js';
export { KINDS, type Kind, type KindName, PAIRS } from './world/kinds.js';
export { runScenario } from './world/run.js';
export { mirrored, mkdir, move, remove, type Scenario, type Step, type UserAct, write } from './world/scenario.js';
export { demand, obeys, obeysAllLaws } from './laws/world-laws.js';
export * as settledLaws from './laws/settled.js';
