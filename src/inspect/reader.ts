/** Reads a log into a recording, and says how far it is. */
import type { Event } from '../domain/event.js';
import type { Sides } from '../domain/side.js';
import { pacer } from './api/pace.js';
import { type Recording, recording } from './recording/recording.js';
import type { Overview, Reading } from './wire.js';

/** A log to be inspected. */
export interface Source {
  /** What the two places are called. */
  readonly labels: Sides<string>;
  /** The state folder, or the file of the bundle. */
  readonly from: string;
  readonly kind: Overview['kind'];
  /** Its events in order, from the first on, for as long as there may be more of them; in between, how that goes on. */
  readonly pieces: (signal: AbortSignal) => AsyncIterable<Piece>;
}

export type Piece = { readonly _tag: 'Events'; readonly events: readonly Event[] } | Exclude<Reading, { readonly _tag: 'Failed' }>;

export interface Reader {
  readonly log: Recording;
  readonly overview: () => Overview;
  /** Calls `then` whenever the overview is another; answers what ends that. */
  readonly onChange: (then: () => void) => () => void;
}

/** Events folded between two rests: a few milliseconds. */
const PIECE = 256;
/** How often it is said how far it is while a log is read, milliseconds: a page asks anew each time. */
const TELL_MS = 500;

export const readerOf = (source: Source, version: string, signal: AbortSignal): Reader => {
  const log = recording();
  const listeners = new Set<() => void>();
  let reading: Reading = { _tag: 'Reading', head: 0 };
  let toldMs = 0;
  const tell = (): void => {
    toldMs = performance.now();
    for (const listener of listeners) listener();
  };
  const read = async (): Promise<void> => {
    const pace = pacer(signal);
    for await (const piece of source.pieces(signal)) {
      if (piece._tag !== 'Events') {
        reading = piece;
        tell();
        continue;
      }
      for (let at = 0; at < piece.events.length; at += PIECE) {
        fold(log, piece.events.slice(at, at + PIECE));
        await pace();
      }
      if (reading._tag === 'Read' || performance.now() - toldMs > TELL_MS) tell();
    }
  };
  read().catch((thrown: unknown) => {
    if (signal.aborted) return;
    reading = { _tag: 'Failed', message: thrown instanceof Error ? thrown.message : String(thrown) };
    tell();
  });
  return {
    log,
    overview: () => ({ labels: source.labels, from: source.from, kind: source.kind, version, known: log.head(), reading }),
    onChange: (then) => {
      listeners.add(then);
      return () => void listeners.delete(then);
    },
  };
};

/** An event that is none of ours does not take the ones before it away. */
const fold = (log: Recording, events: readonly Event[]): void => {
  try {
    log.push(events);
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    throw new Error(`What follows event ${log.head()} is nothing that this foldsync can fold (${why}): was it written by another version?`);
  }
};
