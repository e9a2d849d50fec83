/**
 * A log that was read once, so that any moment and any stretch of it can be looked at: events and their lines packed, their strata and
 * times as columns, states at the ends of its stretches. It only grows. Everything the page shows is a function of this.
 */
import type { Event } from '../../domain/event.js';
import { evolveAll } from '../../domain/evolve/evolve.js';
import type { LinkId, NodeId } from '../../domain/ids.js';
import type { Side } from '../../domain/side.js';
import { assess } from '../../domain/plan/settle.js';
import type { State } from '../../domain/state/state.js';
import { loserBy, type Losers } from '../../history/conflict-copies.js';
import { beforeAll, type Known, type Replay, replayFrom } from '../../history/known.js';
import { type Line, lineOf } from '../../history/line.js';
import { lookAlike } from '../../history/story/sight.js';
import { column, type Column } from './column.js';
import { past } from './past.js';
import type { Changes } from './past-tables.js';
import { reel, type Reel } from './reel.js';
import { STRATA, type Stratum, stratumOf } from './strata.js';
import { type Touched, touchedLinks } from './touched.js';
import { type Trails, trails } from './trails.js';

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
  readonly trails: Pick<Trails, 'jointsUntil' | 'ofNames' | 'ofLinks'>;
  /** Events in a stretch: state after any number of whole ones is at hand. */
  readonly stretch: number;
  readonly losers: Losers;
}

/**
 * Events between two moments that are kept whole: any other is so many events from one at most. To fold them takes some 15 ms, which a hand that
 * scrubs does not notice.
 */
const STRETCH = 1024;

/** @param stretch events between two moments that are kept whole */
export const recording = (stretch = STRETCH): Recording => {
  const events = reel<Event>();
  const lines = reel<Line>();
  const strata = column(Uint8Array);
  const times = column(Float64Array);
  const touched = touchedLinks(stretch);
  const trail = trails();
  const losers = new Map<NodeId, Side>();
  const kept = past(stretch);
  let changes = noChanges();
  let replay = heardReplay(beforeAll());

  function heardReplay(from: State): Replay {
    return replayFrom(from, {
      link: (id) => touched.add(replay.now.seq, id),
      nodeRow: (id, before, after) => {
        changes.nodes.add(id);
        if (!lookAlike(before, after)) for (const node of [before, after]) if (node !== undefined) trail.changed(node.link);
      },
      linkRow: (id) => {
        changes.links.add(id);
        trail.changed(id);
      },
      placed: (parent, id) => changes.placed.push([parent, id]),
      folderMoved: trail.folderMoved,
    });
  }

  /** Told from what was known before an event; kept once the event was folded, since what can't be folded is none. */
  let line: Line;
  const look = (event: Event, before: Known, seq: number): void => {
    line = lineOf(event, before);
    trail.look(event, before, seq);
  };
  const keep = (event: Event): void => {
    events.push(event);
    lines.push(line);
    strata.push(STRATA.indexOf(stratumOf(event, line.side)));
    times.push(line.atMs);
    const loser = loserBy(event);
    if (loser !== null) losers.set(...loser);
  };

  const endStretch = (): void => {
    const state = assess(replay.finish());
    kept.push(state, changes);
    trail.endStretch();
    changes = noChanges();
    replay = heardReplay(state);
  };

  const known = warm(stretch, kept.before);
  const stateAt = (seq: number): State => {
    const wanted = Math.max(0, Math.min(seq, events.length()));
    const from = known.before(wanted);
    return from.seq === wanted ? from : known.keep(assess(evolveAll(from, events.slice(from.seq, wanted))));
  };

  return {
    head: events.length,
    push: (some) => {
      for (let at = 0; at < some.length; ) {
        const end = at + stretch - (replay.now.seq % stretch);
        replay.push(some.slice(at, end), look, keep);
        if (replay.now.seq % stretch === 0) endStretch();
        at = end;
      }
    },
    events: (from, to) => events.slice(from - 1, to),
    lines,
    strata,
    stratum: (seq) => STRATA[strata.at(seq - 1)] ?? 'course',
    atMs: (seq) => (seq < 1 ? 0 : times.at(Math.min(seq, events.length()) - 1)),
    stateAt,
    touched,
    trails: trail,
    stretch,
    losers,
  };
};

interface Heard extends Changes {
  readonly nodes: Set<NodeId>;
  readonly links: Set<LinkId>;
  readonly placed: (readonly [NodeId, NodeId])[];
}

const noChanges = (): Heard => ({ nodes: new Set(), links: new Set(), placed: [] });

/** States near where somebody looks. */
const WARM = 12;

/** States that were asked for lately: whoever steps on from one of them folds a few events only. Else the one at the start of the stretch. */
const warm = (
  stretch: number,
  startAt: (seq: number) => State,
): { readonly before: (seq: number) => State; readonly keep: (state: State) => State } => {
  const states = new Map<number, State>();
  const keep = (state: State): State => {
    states.delete(state.seq);
    states.set(state.seq, state);
    const [oldest] = states.keys();
    if (states.size > WARM && oldest !== undefined) states.delete(oldest);
    return state;
  };
  return {
    keep,
    before: (seq) => {
      const start = seq - (seq % stretch);
      let best: State | null = null;
      for (const state of states.values()) if (state.seq >= start && state.seq <= seq && state.seq > (best?.seq ?? -1)) best = state;
      return best ?? keep(startAt(start));
    },
  };
};
