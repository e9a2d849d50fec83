/**
 * A vector with value semantics, indexed by small dense numbers; what was never set, or was cleared, is `undefined`.
 *
 *     top ──> directory (64) ──> directory (64) ──> page (32 entries)
 *
 * A draft copies each page, and the way to it, once, when it first writes there. The levels between keep the top small (8 entries at
 * a million), so that a draft of a single write costs the same at every size.
 */
import { defect } from './defect.js';

/** Entries of a page. Writes in order want it long, scattered ones short: 32 cost the former little, and a quarter of 128 for the latter. */
const PAGE_BITS = 5;
const DIRECTORY_BITS = 6;
const PAGE = 1 << PAGE_BITS;
const DIRECTORY = 1 << DIRECTORY_BITS;
const LOW_SHIFT = PAGE_BITS;
const HIGH_SHIFT = LOW_SHIFT + DIRECTORY_BITS;
const TOP_SHIFT = HIGH_SHIFT + DIRECTORY_BITS;

/** A copy-on-write array. `owner` is the token of the draft that made this copy: it alone may write to it. */
interface Owned<T> {
  readonly owner: object;
  readonly entries: (T | undefined)[];
}
type Page<T> = Owned<T>;
type Low<T> = Owned<Page<T>>;
type High<T> = Owned<Low<T>>;
type Top<T> = readonly (High<T> | undefined)[];

/** What a vector and its draft have in common. */
export interface PagedVectorReads<T> {
  readonly get: (index: number) => T | undefined;
  /** One more than the highest index that was ever set; it never shrinks. */
  readonly length: number;
  /** Index and value of what is set, ascending. */
  readonly entries: () => Iterable<readonly [index: number, value: T]>;
}

export class PagedVector<T> implements PagedVectorReads<T> {
  constructor(
    private readonly top: Top<T>,
    readonly length: number,
  ) {}

  get(index: number): T | undefined {
    return entryAt(this.top, index);
  }

  entries(): Iterable<readonly [number, T]> {
    return entriesOf(this, () => this.top);
  }

  edit(): PagedVectorDraft<T> {
    return new PagedVectorDraft(this, this.top);
  }
}

export class PagedVectorDraft<T> implements PagedVectorReads<T> {
  /** Made by the first write, with the copy of the top that it needs. */
  private own: { readonly owner: object; readonly top: (High<T> | undefined)[] } | null = null;
  private finished = false;
  private end: number;

  constructor(
    private readonly base: PagedVector<T>,
    private top: Top<T>,
  ) {
    this.end = base.length;
  }

  get length(): number {
    return this.end;
  }

  get(index: number): T | undefined {
    return entryAt(this.top, index);
  }

  /** Entries may be set and cleared meanwhile; those of the page being read are seen as they were or as they are. */
  entries(): Iterable<readonly [number, T]> {
    return entriesOf(this, () => this.top);
  }

  /** `undefined` clears the entry. Setting what is there already copies nothing. */
  set(index: number, value: T | undefined): void {
    if (entryAt(this.top, index) === value) return;
    this.pageToWrite(index).entries[index & (PAGE - 1)] = value;
    if (index >= this.end) this.end = index + 1;
  }

  /** The new value, or the old one itself if nothing was written. The draft must not be written to afterwards. */
  finish(): PagedVector<T> {
    this.finished = true;
    return this.own === null ? this.base : new PagedVector(this.top, this.end);
  }

  private pageToWrite(index: number): Page<T> {
    if (this.finished) return defect('a finished draft of a vector was written to');
    if ((index | 0) !== index || index < 0) return defect(`${index} is no index of a vector`);
    const own = (this.own ??= { owner: {}, top: this.top.slice() });
    this.top = own.top;
    const at = index >>> TOP_SHIFT;
    while (own.top.length <= at) own.top.push(undefined);
    const high = toWrite(own.top, at, own.owner, DIRECTORY);
    const low = toWrite(high.entries, (index >>> HIGH_SHIFT) & (DIRECTORY - 1), own.owner, DIRECTORY);
    return toWrite(low.entries, (index >>> LOW_SHIFT) & (DIRECTORY - 1), own.owner, PAGE);
  }
}

/** The vector without entries. */
export const emptyPagedVector = <T>(): PagedVector<T> => new PagedVector<T>([], 0);

const entryAt = <T>(top: Top<T>, index: number): T | undefined => pageAt(top, index)?.entries[index & (PAGE - 1)];

const pageAt = <T>(top: Top<T>, index: number): Page<T> | undefined =>
  top[index >>> TOP_SHIFT]?.entries[(index >>> HIGH_SHIFT) & (DIRECTORY - 1)]?.entries[(index >>> LOW_SHIFT) & (DIRECTORY - 1)];

/** What is in `slot`, as a copy that `owner` may write to. */
const toWrite = <T>(slots: (Owned<T> | undefined)[], slot: number, owner: object, size: number): Owned<T> => {
  const there = slots[slot];
  if (there?.owner === owner) return there;
  const entries = there === undefined ? new Array<T | undefined>(size).fill(undefined) : there.entries.slice();
  const copy = { owner, entries };
  slots[slot] = copy;
  return copy;
};

function* entriesOf<T>(vector: PagedVectorReads<T>, topNow: () => Top<T>): Generator<readonly [number, T]> {
  for (let start = 0; start < vector.length; start += PAGE) {
    const page = pageAt(topNow(), start);
    if (page === undefined) continue;
    for (let i = 0; i < PAGE; i += 1) {
      const value = page.entries[i];
      if (value !== undefined) yield [start + i, value];
    }
  }
}
