import type { Event } from '../../src/domain/event.js';
import { evolveAll } from '../../src/domain/evolve/evolve.js';
import { initialState, type State } from '../../src/domain/state/state.js';
import { type Recording, recording } from '../../src/inspect/recording/recording.js';
import { longLog } from '../../src/testing/world/long-log.js';

/** Nobody else waits in a test. */
export const noRest = (): Promise<void> => Promise.resolve();

export const recorded = (events: readonly Event[], stretch?: number): Recording => {
  const log = recording(stretch);
  log.push(events);
  return log;
};

export const foldedTo = (events: readonly Event[], seq: number): State => evolveAll(initialState(), events.slice(0, seq));

/** A log that spans several stretches and checkpoints. */
export const someDays = async (): Promise<readonly Event[]> => {
  const events: Event[] = [];
  for await (const some of longLog(350, 4000)) events.push(...some);
  return events;
};
