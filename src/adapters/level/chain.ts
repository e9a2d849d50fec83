/**
 * Reading a run of records with proof: a batch is handed out only when its successor's `prev` (or the log's own tail) vouches for its
 * digest, so a reader never acts on a damaged one.
 */
import { type Batch, type LogError, LogFailure } from '../../effects/ports/event-log.js';
import { decodeRecord, digestOf, lastOf } from './record.js';

/** Where a log ends: the number of its last event and the digest of its last record. */
export interface Tail {
  readonly last: number;
  readonly digest: string;
}

export const EMPTY_TAIL: Tail = { last: 0, digest: '' };

export interface Span {
  /** Number of the first event of the first record to come. */
  readonly start: number;
  /** First event wanted. */
  readonly from: number;
  readonly tail: Tail;
}

/**
 * The batches of `texts` that hold events from `from` on. Throws `LogFailure` Damaged where the chain to `tail` breaks, after every
 * batch before that place.
 */
export async function* checkedChain(texts: Chunks, { start, from, tail }: Span): AsyncGenerator<Batch, void, undefined> {
  let held: Held | null = null;
  let expected = start;
  for await (const chunk of texts) {
    for (const text of chunk) {
      const batch = decodeRecord(text);
      const follows = batch?.first === expected;
      if (held !== null) {
        if (follows && batch.prev !== digestOf(held.text)) throw damaged(held.batch.first - 1);
        if (lastOf(held.batch) >= from) yield held.batch;
      }
      if (batch === null || !follows) throw damaged(expected - 1);
      held = { batch, text };
      expected = lastOf(batch) + 1;
    }
  }
  const complete = expected === tail.last + 1;
  if (held !== null) {
    if (complete && digestOf(held.text) !== tail.digest) throw damaged(held.batch.first - 1);
    if (lastOf(held.batch) >= from) yield held.batch;
  }
  if (!complete) throw damaged(expected - 1);
}

/** Number of the last event before the first damage of a whole log; `tail.last` if there is none. */
export const lastGoodOf = async (texts: Chunks, tail: Tail): Promise<number> => {
  let lastGood = 0;
  try {
    for await (const batch of checkedChain(texts, { start: 1, from: 1, tail })) lastGood = lastOf(batch);
  } catch (error) {
    if (error instanceof LogFailure && error.error._tag === 'Damaged') return error.error.lastGood;
    throw error;
  }
  return lastGood;
};

export const damaged = (lastGood: number): LogFailure => new LogFailure(damageAfter(lastGood));

/** Record texts in order, in steps as large as the store likes. */
export type Chunks = AsyncIterable<readonly string[]> | Iterable<readonly string[]>;

interface Held {
  readonly batch: Batch;
  readonly text: string;
}

const damageAfter = (lastGood: number): LogError => ({
  _tag: 'Damaged',
  message: `The log is damaged after event ${lastGood}: a record is missing or was altered. Everything up to that event is good.`,
  lastGood,
});
