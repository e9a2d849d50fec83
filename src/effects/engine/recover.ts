import type { Event } from '../../domain/event.js';
import { eventsIn } from '../../domain/upcast.js';
import { evolveAll } from '../../domain/evolve/evolve.js';
import { initialState, type State } from '../../domain/state/state.js';
import { type EventLog, LogFailure } from '../ports/event-log.js';
import * as E from 'fp-ts/lib/Either.js';
import { decodeSnapshot } from './snapshot.js';

/** Events folded at once while a log is read back. */
const BATCH = 2000;

/** What the log tells: its snapshot, and the events after it. Throws `LogFailure`. */
export const recover = async (log: EventLog): Promise<State> => {
  const loaded = await log.loadSnapshot()();
  if (E.isLeft(loaded)) throw new LogFailure(loaded.left);
  let state = (loaded.right === null ? null : decodeSnapshot(loaded.right)) ?? initialState();
  if (state.seq > log.head()) state = initialState();
  if (log.head() === state.seq) return state;
  let tail: Event[] = [];
  const foldTail = (): void => {
    if (tail.length > 0) state = evolveAll(state, tail);
    tail = [];
  };
  for await (const batch of log.read(state.seq + 1)) {
    const skip = Math.max(0, state.seq + tail.length + 1 - batch.first);
    for (const event of eventsIn(batch).slice(skip)) tail.push(event);
    if (tail.length >= BATCH) foldTail();
  }
  foldTail();
  return state;
};
