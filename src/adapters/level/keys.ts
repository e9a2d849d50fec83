/**
 * What lies where in the database. Sorted, so that records are read in order:
 * `e:0000000000000008` a record · `m:` the snapshot's manifest · `meta` format and id · `s:<digest>` a slab · `t:` the tail.
 */

/** 16 digits: the largest exact number in JavaScript has 16. */
const KEY_DIGITS = 16;

export const META = 'meta';
export const TAIL = 't:';
export const MANIFEST = 'm:';

/** Key of the record whose first event has this number. */
export const recordKey = (first: number): string => `e:${String(first).padStart(KEY_DIGITS, '0')}`;

/** Number of the first event of the record under this key. */
export const firstOfKey = (key: string): number => Number(key.slice('e:'.length));

export const slabKey = (digest: string): string => `s:${digest}`;

/** Bounds of all records, and of all slabs. */
export const RECORDS: KeyRange = { gte: 'e:', lt: 'e;' };
export const SLABS: KeyRange = { gte: 's:', lt: 's;' };

export interface KeyRange {
  readonly gte: string;
  readonly lt: string;
}
