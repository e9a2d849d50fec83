import type { TaskEither } from 'fp-ts/lib/TaskEither.js';

/**
 * Where batches of events are kept (DESIGN 4). The log knows nothing of what an event means: it stores JSON, in order, chained by digests.
 * One writer: `open` fails with `Locked` while another process holds it.
 */
export interface EventLog {
  /** Number of the last event, 0 if there is none. */
  readonly head: () => number;
  /** Appends one record. `first` must be `head() + 1`, `events` not empty. With `sync`, resolves only when it is on disk. */
  readonly append: (batch: NewBatch, options: { readonly sync: boolean }) => TaskEither<LogError, void>;
  /** The batches from the one that holds event `from` (default 1) on, in order, digests checked. Throws `LogFailure` where the chain breaks. */
  readonly read: (from?: number) => AsyncIterable<Batch>;
  /** Everything appended so far is on disk when it resolves. */
  readonly flush: () => TaskEither<LogError, void>;
  /** Replaces the snapshot. Slabs whose content did not change are not written again. */
  readonly saveSnapshot: (snapshot: Snapshot) => TaskEither<LogError, void>;
  /** The newest whole snapshot, null if there is none or it is damaged (the log alone is enough). */
  readonly loadSnapshot: () => TaskEither<LogError, Snapshot | null>;
  /** Deletes everything: the next append is number 1 again. */
  readonly clear: () => TaskEither<LogError, void>;
  readonly close: () => TaskEither<LogError, void>;
}

/** An event as JSON. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export interface NewBatch {
  /** Number of the first event of the batch. */
  readonly first: number;
  /** Milliseconds since 1970. */
  readonly atMs: number;
  readonly events: readonly Json[];
}

export interface Batch extends NewBatch {
  /** Digest of the previous record, chained; the empty string for the first. */
  readonly prev: string;
}

export interface Snapshot {
  /** Number of the last event that it contains. */
  readonly seq: number;
  /** Named parts of a state, opaque here. */
  readonly slabs: ReadonlyMap<string, string>;
}

export type LogError =
  /** Another process has it open. */
  | { readonly _tag: 'Locked'; readonly message: string }
  /** Written by a newer foldsync; nothing was changed. */
  | { readonly _tag: 'NewerFormat'; readonly message: string; readonly format: number }
  /** A record is missing or is not what its successor's digest says. `lastGood` = number of the last event before it. */
  | { readonly _tag: 'Damaged'; readonly message: string; readonly lastGood: number }
  | { readonly _tag: 'Failed'; readonly message: string };

export class LogFailure extends Error {
  constructor(readonly error: LogError) {
    super(error.message);
    this.name = 'LogFailure';
  }
}
