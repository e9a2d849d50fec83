/** The whole engine in memory, on a clock that someone has to turn. */
export * from './engine-world.js';
export { marked, type Notes } from './marked.js';
export { type Moment, newProcess, type Process } from './process.js';
export { type VirtualClock, virtualClock } from './virtual-clock.js';
