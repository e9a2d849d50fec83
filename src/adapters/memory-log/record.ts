/**
 * Records as the log on disk writes them: an account of the format of its own, so that the fake vouches for the real one and not for
 * itself. The kit and `test/golden` hold both to the same bytes.
 */
import { createHash } from 'node:crypto';
import { type Batch, type LogError, LogFailure, type NewBatch, type Snapshot } from '../../effects/ports/event-log.js';

/** A record, with what its place in the log says of it. */
export interface Stored {
  readonly first: number;
  readonly last: number;
  readonly text: string;
  readonly digest: string;
}

export const recordOf = (batch: NewBatch, prev: string): Stored => {
  const text = JSON.stringify({ v: 1, first: batch.first, at: batch.atMs, events: batch.events, prev });
  return { first: batch.first, last: batch.first + batch.events.length - 1, text, digest: digestOf(text) };
};

export const batchOf = ({ text }: Stored): Batch => {
  const { first, at, events, prev } = JSON.parse(text) as Omit<Batch, 'atMs'> & { readonly at: number };
  return { first, atMs: at, events, prev };
};

/** The batch in a text that may be no record: then null. */
export const parsedBatch = (text: string): Batch | null => {
  try {
    const batch = batchOf({ first: 0, last: 0, text, digest: '' });
    return Array.isArray(batch.events) && batch.events.length > 0 ? batch : null;
  } catch {
    return null;
  }
};

/** False once its text was altered. */
export const isIntact = ({ text, digest }: Stored): boolean => digestOf(text) === digest;

/** Why `batch` can't follow event `head`, or null if it can. */
export const refusalOf = (head: number, batch: NewBatch): LogError | null =>
  batch.first === head + 1 && batch.events.length > 0 && Number.isFinite(batch.atMs)
    ? null
    : failed(`A batch of ${batch.events.length} events at ${batch.atMs} can't be number ${batch.first}: the log ends at ${head}.`);

/** Why a log that ends at event `head` can't keep this snapshot, or null if it can. */
export const snapshotRefusalOf = (head: number, { seq, slabs }: Snapshot): LogError | null =>
  Number.isSafeInteger(seq) && seq >= 0 && seq <= head && [...slabs.values()].every(isWellFormed)
    ? null
    : failed(`A snapshot of event ${seq} can't be kept: the log ends at ${head}, and slabs are well-formed Unicode.`);

export const failed = (message: string): LogError => ({ _tag: 'Failed', message });

export const damaged = (lastGood: number): LogFailure =>
  new LogFailure({ _tag: 'Damaged', message: `The log in memory is damaged after event ${lastGood}.`, lastGood });

const isWellFormed = (text: string): boolean => !/\p{Surrogate}/u.test(text);

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32);
