import type { Event } from '../domain/event.js';
import { evolveAll } from '../domain/evolve/evolve.js';
import { initialState, type State } from '../domain/state/state.js';

/** A moment of a log. */
export type Moment =
  /** After the event of this number; 0 = before the first. */
  | { readonly _tag: 'Event'; readonly seq: number }
  /** After the last event of that time, milliseconds since 1970. */
  | { readonly _tag: 'Time'; readonly atMs: number };

/**
 * What was known at a moment. `from`: a state on the way there, so that less is folded; `events` are then those after it.
 * A moment after the end is the end.
 */
export const stateAt = (events: Iterable<Event>, moment: Moment, from: State = initialState()): State => {
  let state = from;
  let batch: Event[] = [];
  let seq: number = from.seq;
  for (const event of events) {
    if (isPast(event, seq, moment)) break;
    batch.push(event);
    seq++;
    if (batch.length < BATCH) continue;
    state = evolveAll(state, batch);
    batch = [];
  }
  return batch.length === 0 ? state : evolveAll(state, batch);
};

/** Events folded at once. */
const BATCH = 2000;

const isPast = (event: Event, seq: number, moment: Moment): boolean => {
  if (moment._tag === 'Event') return seq >= moment.seq;
  return (event._tag === 'Woke' || event._tag === 'SessionStarted') && event.atMs > moment.atMs;
};
