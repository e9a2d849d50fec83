/** A provider in memory: strict, deterministic, and the one that simulations run on. */
export { memoryDrives } from './drives.js';
export type { HintQueue } from './hints.js';
export type { Call, Fault, Faults, Gate, MemoryOptions, Op } from './options.js';
export { memory } from './provider.js';
export { type MemoryStore, memoryStore, type Trashed } from './store.js';
export type { PathLike, UserActs } from './user.js';
