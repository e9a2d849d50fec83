/**
 * A log that was read once, so that any moment and any stretch of it can be looked at: events and their lines packed, their strata and
 * times as columns, states at checkpoints. It only grows. Everything the page shows is a function of this.
 */
import type { Event } from '../../domain/event.js';
import { evolveAll } from '../../domain/evolve/evolve.js';
import type { NodeId } from '../../domain/ids.js';
import type { Side } from '../../domain/side.js';
import { assess } from '../../domain/plan/settle.js';
import { initialState, type State } from '../../domain/state/state.js';
import { loserBy, type Losers } from '../../history/conflict-copies.js';
import { replayFrom } from '../../history/known.js';
import { type Line, lineOf } from '../../history/line.js';
import { checkpoints, GRAIN } from './checkpoints.js';
import { column, type Column } from './column.js';
import { reel, type Reel } from './reel.js';
import { STRATA, type Stratum, stratumOf } from './strata.js';
import { type Touched, touchedLinks } from './touched.js';

export interface Recording {
  /** Number of the last event. */
  readonly head: () => number;
  /** Adds what happened next. */
  readonly push: (events: readonly Event[]) => void;
  /** Events from number `from` to number `to`, both included. */
  readonly events: (from: number, to: number) => readonly Event[];
  /** Their lines; line of event n has index n - 1. */
  readonly lines: Reel<Line>;
  readonly strata: Column;
  readonly stratum: (seq: number) => Stratum;
  /** Time of an event, milliseconds since 1970; 0 before the first that tells it. */
  readonly atMs: (seq: number) => number;
  /** What was known after an event, every link standing on the agenda; 0 = before the first. A number after the end is the end. */
  readonly stateAt: (seq: number) => State;
  readonly touched: Pick<Touched, 'between'>;
  readonly losers: Losers;
}

export const recording = (): Recording => {
  const events = reel<Event>();
  const lines = reel<Line>();
  const strata = column(Uint8Array);
  const times = column(Float64Array);
  const touched = touchedLinks();
  const losers = new Map<NodeId, Side>();
  let state = initialState();
  const known = checkpoints(state);

  /** Up to a checkpoint, or the end. */
  const fold = (some: readonly Event[]): void => {
    const replay = replayFrom(state, (link) => touched.add(replay.now.seq, link));
    replay.push(some, (event, before) => {
      const line = lineOf(event, before);
      events.push(event);
      lines.push(line);
      strata.push(STRATA.indexOf(stratumOf(event, line.side)));
      times.push(line.atMs);
      const loser = loserBy(event);
      if (loser !== null) losers.set(...loser);
    });
    state = assess(replay.finish());
    known.keep(state, touched.count());
  };

  const foldTo = (from: State, seq: number): State => assess(evolveAll(from, events.slice(from.seq, seq)));

  const stateAt = (seq: number): State => {
    const wanted = Math.max(0, Math.min(seq, state.seq));
    if (wanted === state.seq) return state;
    let at = known.before(wanted);
    // Whoever steps back from here finds a state nearby.
    if (wanted - at.seq > 2 * NEARBY) known.warm((at = foldTo(at, wanted - NEARBY)));
    if (at.seq < wanted) known.warm((at = foldTo(at, wanted)));
    return at;
  };

  return {
    head: () => state.seq,
    push: (some) => {
      for (let at = 0; at < some.length; ) {
        const end = at + GRAIN - (state.seq % GRAIN);
        fold(some.slice(at, end));
        at = end;
      }
    },
    events: (from, to) => events.slice(from - 1, to),
    lines,
    strata,
    stratum: (seq) => STRATA[strata.at(seq - 1)] ?? 'course',
    atMs: (seq) => (seq < 1 ? 0 : times.at(Math.min(seq, state.seq) - 1)),
    stateAt,
    touched,
    losers,
  };
};

/** Events, about 1 ms of folding. */
const NEARBY = 128;
