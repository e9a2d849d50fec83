/**
 * One record of the log: a batch of events as one line of JSON, chained to the record before it by a digest. Format 1:
 *
 *     {"v":1,"first":8,"at":1700000000000,"events":[...],"prev":"<digest of the previous record, '' for the first>"}
 *
 * Released formats never change: `test/golden/log-v1` keeps bytes of this one.
 */
import * as crypto from 'node:crypto';
import type { Batch, LogError, NewBatch } from '../../effects/ports/event-log.js';

/** The format that this code writes, of records and of the folder. */
export const FORMAT = 1;

/** Hex digits kept of a sha256: 128 bits name a record or a slab without collisions, at half the bytes. */
const DIGEST_DIGITS = 32;

/** The record's text. Throws `TypeError` where the events are no JSON (a cycle, a bigint). */
export const encodeRecord = (batch: NewBatch, prev: string): string =>
  JSON.stringify({ v: FORMAT, first: batch.first, at: batch.atMs, events: batch.events, prev });

/**
 * The batch in a record's text, null if it is none. Its content is trusted once its digest is checked: this looks at the shape only.
 */
export const decodeRecord = (text: string): Batch | null => {
  const record = parseJson(text) as StoredRecord | null;
  if (typeof record !== 'object' || record === null || record.v !== FORMAT) return null;
  const { first, at, events, prev } = record;
  if (!isPosition(first) || typeof at !== 'number' || typeof prev !== 'string') return null;
  return Array.isArray(events) && events.length > 0 ? { first, atMs: at, events, prev } : null;
};

/** Number of the last event of a batch. */
export const lastOf = (batch: NewBatch): number => batch.first + batch.events.length - 1;

/** Why `batch` can't follow event `head`, or null if it can. */
export const refusalOf = (head: number, batch: NewBatch): LogError | null => {
  if (batch.events.length === 0) return failed('A batch without events was not appended.');
  if (!Number.isFinite(batch.atMs)) return failed(`A batch whose time is ${batch.atMs} was not appended.`);
  if (batch.first === head + 1) return null;
  return failed(`A batch that starts at event ${batch.first} was not appended: the next event is number ${head + 1}.`);
};

/** sha256 of the UTF-8 bytes of `text`, its first 32 hex digits. */
export const digestOf = (text: string): string => sha256(text).slice(0, DIGEST_DIGITS);

export const failed = (message: string): LogError => ({ _tag: 'Failed', message });

/** What `text` says as JSON, null if it is none. */
export const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

interface StoredRecord {
  readonly v?: unknown;
  readonly first?: unknown;
  readonly at?: unknown;
  readonly events?: unknown;
  readonly prev?: unknown;
}

const isPosition = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) > 0;

/** `crypto.hash` (Node 20.12) takes a third of the time of a Hash object on short texts. */
const sha256: (text: string) => string =
  typeof crypto.hash === 'function'
    ? (text) => crypto.hash('sha256', text, 'hex')
    : (text) => crypto.createHash('sha256').update(text, 'utf8').digest('hex');
