import type { Event } from '../domain/event.js';
import { evolveAll } from '../domain/evolve/evolve.js';
import { initialState, type State } from '../domain/state/state.js';

/** What a search for a broken promise comes to. */
export type Bisected =
  /** It holds at the end, and at every checkpoint on the way. */
  | { readonly _tag: 'Holds' }
  /** It does not hold before the first event. */
  | { readonly _tag: 'NeverHeld' }
  /** It holds before the event of this number, and no more after it. */
  | { readonly _tag: 'Broken'; readonly seq: number; readonly event: Event; readonly before: State; readonly after: State };

/**
 * The first event after which `predicate` fails. The log is folded once, keeping a few states on the way; between the last of them where it
 * holds and the first where it fails, halves are folded again: so each event is folded at most twice, and the predicate is asked
 * O(log n) times. If it fails and then holds again between two checkpoints, that is not seen, as in any bisection.
 */
export const bisect = (events: readonly Event[], predicate: (state: State) => boolean, from: State = initialState()): Bisected => {
  if (!predicate(from)) return { _tag: 'NeverHeld' };
  let good = from;
  let goodAt = 0;
  for (const end of checkpointsOf(events.length)) {
    const state = evolveAll(good, events.slice(goodAt, end));
    if (!predicate(state)) return between(events, predicate, good, goodAt, state, end);
    good = state;
    goodAt = end;
  }
  return { _tag: 'Holds' };
};

/** So many states are looked at on the way to the end, at most: a constant, so that a predicate that reads the whole tree stays affordable. */
const CHECKPOINTS = 32;

/** Numbers of events at which to look, the last one included. */
const checkpointsOf = (length: number): readonly number[] => {
  const count = Math.min(length, CHECKPOINTS);
  return Array.from({ length: count }, (_, i) => Math.ceil(((i + 1) * length) / count));
};

const between = (
  events: readonly Event[],
  predicate: (state: State) => boolean,
  goodState: State,
  goodAt: number,
  badState: State,
  badAt: number,
): Bisected => {
  let [good, low, bad, high] = [goodState, goodAt, badState, badAt];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    const state = evolveAll(good, events.slice(low, middle));
    if (predicate(state)) [good, low] = [state, middle];
    else [bad, high] = [state, middle];
  }
  return { _tag: 'Broken', seq: bad.seq, event: events[high - 1] as Event, before: good, after: bad };
};
