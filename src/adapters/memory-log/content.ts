/**
 * What a log in memory holds, as a value: so a copy costs nothing, and a crash is a function. The array of records is shared by values
 * that follow each other and grows at its end only; `count` says how much of it is part of this one.
 */
import type { NewBatch, Snapshot } from '../../effects/ports/event-log.js';
import { damaged, parsedBatch, recordOf, type Stored } from './record.js';

export interface Content {
  readonly id: string;
  /** How often it was cleared. */
  readonly epoch: number;
  readonly records: readonly Stored[];
  readonly count: number;
  /** Records that are on disk for certain. */
  readonly synced: number;
  /** Every snapshot, with the number of records before it: an older one counts again when the disk loses more than it may. */
  readonly snapshots: readonly { readonly after: number; readonly snapshot: Snapshot }[];
  readonly tail: Tail;
}

/** Where a log ends: the number of its last event and the digest of its last record. */
interface Tail {
  readonly last: number;
  readonly digest: string;
}

const EMPTY_TAIL: Tail = { last: 0, digest: '' };

export interface CrashOptions {
  /**
   * `synced`: only what was synced is found again (a power cut at its worst). `all`: everything (a kill). A number: so many records,
   * but never fewer than were synced.
   */
  readonly keep: 'synced' | 'all' | number;
  /** Lets a number cut into what was synced: a disk that lied. */
  readonly lose?: boolean;
}

/** A log of these records. Throws `LogFailure` Damaged where one does not follow the one before. */
export const contentOf = (id: string, texts: readonly string[]): Content => {
  const empty: Content = { id, epoch: 0, records: [], count: 0, synced: 0, snapshots: [], tail: EMPTY_TAIL };
  return isSynced(texts.reduce(withText, empty));
};

/** `content` with one more record. */
export const appended = (content: Content, batch: NewBatch): Content => {
  const stored = recordOf(batch, content.tail.digest);
  const shared = content.records.length === content.count;
  const records = shared ? (content.records as Stored[]) : content.records.slice(0, content.count);
  records.push(stored);
  return { ...content, records, count: records.length, tail: { last: stored.last, digest: stored.digest } };
};

export const isSynced = (content: Content): Content => (content.synced === content.count ? content : { ...content, synced: content.count });

/** What is found again after a crash. */
export const atPower = (content: Content, { keep, lose = false }: CrashOptions = { keep: 'synced' }): Content => {
  const kept = keep === 'all' ? content.count : keep === 'synced' ? content.synced : keep;
  const count = Math.min(content.count, Math.max(kept, lose ? 0 : content.synced));
  if (count === content.count) return isSynced(content);
  const end = content.records[count - 1];
  const tail = end === undefined ? EMPTY_TAIL : { last: end.last, digest: end.digest };
  const snapshots = content.snapshots.filter(({ after }) => after <= count);
  return { ...content, records: content.records.slice(0, count), count, synced: count, snapshots, tail };
};

/** `content` with another text under the record of event `first`, or without that record. Its tail stays what it was. */
export const altered = (content: Content, first: number, change: (text: string) => string | null): Content => {
  const records = content.records.slice(0, content.count).flatMap((stored) => {
    const text = stored.first === first ? change(stored.text) : stored.text;
    return text === null ? [] : [{ ...stored, text }];
  });
  return { ...content, records, count: records.length, synced: Math.min(content.synced, records.length) };
};

/** Index of the record that holds event `from`, by halving. */
export const startOf = ({ records, count }: Content, from: number): number => {
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((records[middle]?.first ?? 0) <= from) low = middle;
    else high = middle - 1;
  }
  return low;
};

const withText = (content: Content, text: string): Content => {
  const batch = parsedBatch(text);
  if (batch?.first !== content.tail.last + 1 || recordOf(batch, content.tail.digest).text !== text) throw damaged(content.tail.last);
  return appended(content, batch);
};
