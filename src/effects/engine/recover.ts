import * as E from 'fp-ts/lib/Either.js';
import type { Event } from '../../domain/event.js';
import { factsOf } from '../../domain/facts.js';
import { foldQuietSession } from '../../domain/quiet-session.js';
import { eventsIn } from '../../domain/upcast.js';
import { initialState, type State } from '../../domain/state/state.js';
import { type EventLog, LogFailure } from '../ports/event-log.js';
import { decodeSnapshot } from './snapshot.js';

/** Events folded at once while a log is read back. */
const BATCH = 2000;

/** What the log tells, and how many of its facts no snapshot holds: they were folded. */
export interface Recovered {
  readonly state: State;
  readonly unsaved: number;
}

/** Its snapshot, and the events after it. Throws `LogFailure`. */
export const recover = async (log: EventLog): Promise<State> => (await recoverFrom(log)).state;

export const recoverFrom = async (log: EventLog): Promise<Recovered> => {
  const loaded = await log.loadSnapshot()();
  if (E.isLeft(loaded)) throw new LogFailure(loaded.left);
  const saved = loaded.right === null ? null : decodeSnapshot(loaded.right);
  const state = saved === null || saved.seq > log.head() ? initialState() : saved;
  return log.head() === state.seq ? { state, unsaved: 0 } : folded(log, state);
};

/** With the events that come after it. Sessions in which nothing happened are told by a few fields; what folds more is loaded for it. */
const folded = async (log: EventLog, from: State): Promise<Recovered> => {
  let state = from;
  let unsaved = 0;
  let isQuiet = true;
  let tail: Event[] = [];
  const foldTail = async (): Promise<void> => {
    if (tail.length > 0) state = (await import('../../domain/evolve/evolve.js')).evolveAll(state, tail);
    tail = [];
  };
  for await (const batch of log.read(state.seq + 1)) {
    const skip = Math.max(0, state.seq + tail.length + 1 - batch.first);
    for (const event of eventsIn(batch).slice(skip)) {
      unsaved += factsOf(event);
      const next: State | null = isQuiet ? foldQuietSession(state, event) : null;
      isQuiet = next !== null;
      if (next === null) tail.push(event);
      else state = next;
    }
    if (tail.length >= BATCH) await foldTail();
  }
  await foldTail();
  return { state, unsaved };
};
