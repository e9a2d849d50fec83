/**
 * The tail: number of the last event and digest of the last record, put in the same atomic write as that record. So opening tells a
 * broken end with two look-ups; what lies before it is proven by reading.
 */
import { damaged, EMPTY_TAIL, lastGoodOf, type Tail } from './chain.js';
import type { Database } from './database.js';
import { RECORDS, TAIL } from './keys.js';
import { decodeRecord, digestOf, lastOf, parseJson } from './record.js';
import { recordTexts } from './reading.js';

export const encodeTail = (tail: Tail): string => JSON.stringify({ last: tail.last, digest: tail.digest });

/** The tail, checked against the last record. Throws `LogFailure` Damaged where they differ. */
export const readTail = async (db: Database): Promise<Tail> => {
  const [text] = await db.values({ ...RECORDS, reverse: true, limit: 1 }).all();
  const stored = decodeTail(await db.get(TAIL));
  const actual = text === undefined ? EMPTY_TAIL : tailAfter(text);
  if (actual?.digest === stored.digest) return actual;
  throw damaged(await lastGoodOf(recordTexts(db), stored));
};

/** The tail of a log that ends with the record `text`, null if that is no record. */
export const tailAfter = (text: string): Tail | null => {
  const batch = decodeRecord(text);
  return batch === null ? null : { last: lastOf(batch), digest: digestOf(text) };
};

/** No tail yet means an empty log; one that is no tail fits no record, and no empty log. */
const decodeTail = (text: string | undefined): Tail => {
  if (text === undefined) return EMPTY_TAIL;
  const tail = parseJson(text) as Partial<Tail> | null;
  return typeof tail?.last === 'number' && typeof tail.digest === 'string' ? { last: tail.last, digest: tail.digest } : NO_TAIL;
};

const NO_TAIL: Tail = { last: -1, digest: 'none' };
