export { type CommandOptions, type Ended, run, runKilled, type Running, start } from './command.js';
export { contentsBelow, differences, leftovers, look, type Seen, touched } from './look.js';
export { digestOf } from './ledger.js';
export { fillAwkward, fillFolder } from './fill.js';
export { killFirstSyncs, killLaterSyncs, type KillsOptions, type KillsResult } from './kills.js';
export { race, type RaceOptions, type RaceResult } from './races.js';
export { runRound } from './round.js';
export { type Deed, type Mode, type Script, scripts, type Step } from './script.js';
export { type Counterexample, replay, torture, type TortureOptions } from './torture.js';
