/**
 * A multimap from 32-bit hashes to ids, with value semantics. It keeps no keys: two keys may have one hash, so who asks looks
 * at the rows of the ids that it gets, and keeps those that match.
 *
 * Linear hashing (Litwin, "Linear hashing: a new tool for file and table addressing", VLDB 1980): whenever there are too many
 * entries per bucket, one bucket is split in two. So it grows evenly, with no step that moves everything.
 */
import { emptyPagedVector, type PagedVector, type PagedVectorDraft } from './paged-vector.js';

/** Entries per bucket, on average, before one is split: about 23 bytes an entry, of which a write copies 200 at a time. */
const LOAD = 8;

/** Pairs of hash and id, one after the other, by ascending id. */
type Bucket = readonly number[];
const EMPTY: Bucket = [];
/** Most questions are about what is new, and have no answer. */
const NONE: readonly number[] = [];

/** What an index and its draft have in common. */
export interface HashIndexReads {
  /** By ascending id. */
  readonly ids: (hash: number) => readonly number[];
  /** Number of pairs. */
  readonly size: number;
}

export class HashIndex implements HashIndexReads {
  constructor(
    private readonly buckets: PagedVector<Bucket>,
    /** At least 1; it never shrinks. */
    private readonly bucketCount: number,
    readonly size: number,
  ) {}

  ids(hash: number): readonly number[] {
    return idsIn(this.buckets.get(bucketOf(hash, this.bucketCount)) ?? EMPTY, hash);
  }

  edit(): HashIndexDraft {
    return new HashIndexDraft(this, this.buckets, this.bucketCount);
  }
}

/** The index of many pairs at once, which takes a fraction of the time of adding them. `hashes[i]` goes with `ids[i]`; the ids ascend. */
export const hashIndexOf = (hashes: readonly number[], ids: readonly number[]): HashIndex => {
  const bucketCount = Math.max(1, Math.ceil(ids.length / LOAD));
  const lengths = new Int32Array(bucketCount);
  for (const hash of hashes) {
    const at = bucketOf(hash, bucketCount);
    lengths[at] = (lengths[at] as number) + 2;
  }
  const buckets = Array.from(lengths, (length) => new Array<number>(length));
  lengths.fill(0);
  for (let i = 0; i < ids.length; i += 1) {
    const at = bucketOf(hashes[i] as number, bucketCount);
    const bucket = buckets[at] as number[];
    const end = lengths[at] as number;
    bucket[end] = (hashes[i] as number) | 0;
    bucket[end + 1] = ids[i] as number;
    lengths[at] = end + 2;
  }
  const draft = emptyPagedVector<Bucket>().edit();
  buckets.forEach((bucket, at) => draft.set(at, orNothing(bucket)));
  return new HashIndex(draft.finish(), bucketCount, ids.length);
};

export const EMPTY_HASH_INDEX = new HashIndex(emptyPagedVector(), 1, 0);

export class HashIndexDraft implements HashIndexReads {
  private readonly buckets: PagedVectorDraft<Bucket>;
  private count: number;

  constructor(
    private readonly base: HashIndex,
    private readonly before: PagedVector<Bucket>,
    private bucketCount: number,
  ) {
    this.buckets = before.edit();
    this.count = base.size;
  }

  get size(): number {
    return this.count;
  }

  ids(hash: number): readonly number[] {
    return idsIn(this.bucket(bucketOf(hash, this.bucketCount)), hash);
  }

  /** A pair that is there already changes nothing. */
  add(hash: number, id: number): void {
    const at = bucketOf(hash, this.bucketCount);
    const before = this.bucket(at);
    if (pairIn(before, hash, id) >= 0) return;
    this.buckets.set(at, withPair(before, hash | 0, id));
    this.count += 1;
    if (this.count > this.bucketCount * LOAD) this.split();
  }

  /** A pair that is not there changes nothing. */
  delete(hash: number, id: number): void {
    const at = bucketOf(hash, this.bucketCount);
    const before = this.bucket(at);
    const pair = pairIn(before, hash, id);
    if (pair < 0) return;
    this.buckets.set(at, orNothing([...before.slice(0, pair), ...before.slice(pair + 2)]));
    this.count -= 1;
  }

  /** The new value, or the old one itself if nothing was written. The draft must not be written to afterwards. */
  finish(): HashIndex {
    const buckets = this.buckets.finish();
    return buckets === this.before ? this.base : new HashIndex(buckets, this.bucketCount, this.count);
  }

  private bucket(at: number): Bucket {
    return this.buckets.get(at) ?? EMPTY;
  }

  /** Appends a bucket, and moves to it what belongs there from the one bucket that held it until now. */
  private split(): void {
    const added = this.bucketCount;
    this.bucketCount = added + 1;
    const from = added - roundUp(added + 1) / 2;
    const stay: number[] = [];
    const go: number[] = [];
    const before = this.bucket(from);
    for (let i = 0; i < before.length; i += 2) {
      const hash = before[i] as number;
      (bucketOf(hash, this.bucketCount) === added ? go : stay).push(hash, before[i + 1] as number);
    }
    this.buckets.set(from, orNothing(stay.slice()));
    this.buckets.set(added, orNothing(go.slice()));
  }
}

/** The smallest power of two that is at least `n`. */
const roundUp = (n: number): number => 1 << (32 - Math.clz32(n - 1));

/** Where a hash belongs while there are `count` buckets. */
const bucketOf = (hash: number, count: number): number => {
  const all = roundUp(count);
  const at = hash & (all - 1);
  return at < count ? at : at - all / 2;
};

const idsIn = (bucket: Bucket, hash: number): readonly number[] => {
  let ids: number[] | null = null;
  for (let i = 0; i < bucket.length; i += 2) if (bucket[i] === (hash | 0)) (ids ??= []).push(bucket[i + 1] as number);
  return ids ?? NONE;
};

/** Where the pair starts, or -1. */
const pairIn = (bucket: Bucket, hash: number, id: number): number => {
  for (let i = 0; i < bucket.length; i += 2) if (bucket[i + 1] === id && bucket[i] === (hash | 0)) return i;
  return -1;
};

/** Built to its exact length: `push` would keep room for more than a whole bucket. */
const withPair = (bucket: Bucket, hash: number, id: number): Bucket => {
  let at = bucket.length;
  while (at > 0 && (bucket[at - 1] as number) > id) at -= 2;
  const next = new Array<number>(bucket.length + 2);
  for (let i = 0; i < at; i += 1) next[i] = bucket[i] as number;
  next[at] = hash;
  next[at + 1] = id;
  for (let i = at; i < bucket.length; i += 1) next[i + 2] = bucket[i] as number;
  return next;
};

const orNothing = (bucket: Bucket): Bucket | undefined => (bucket.length === 0 ? undefined : bucket);
