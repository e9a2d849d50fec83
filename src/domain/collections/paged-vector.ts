/**
 * A vector with value semantics, indexed by small dense numbers; what was never set, or was cleared, is `undefined`.
 *
 *     top ──> directory (128 pages) ──> page (128 entries)
 *
 * A draft copies each page, its directory and the top once, when it first writes to them. The level between keeps the top small
 * (61 entries at a million), so that a draft of a single write costs the same at every size.
 */
import { defect } from './defect.js';

const PAGE_BITS = 7;
/** Entries of a page: with 1,024 a draft of one write costs 55 us, with 128 a few (reference/speed.md, State). */
const PAGE = 1 << PAGE_BITS;
const MASK = PAGE - 1;
const DIRECTORY_BITS = 2 * PAGE_BITS;

/** `owner` is the draft that made this copy: it alone may write to it. */
interface Page<T> {
  readonly owner: object;
  readonly entries: (T | undefined)[];
}
type Directory<T> = Page<Page<T>>;
type Top<T> = readonly (Directory<T> | undefined)[];

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
    return entriesOf(() => this.top);
  }

  edit(): PagedVectorDraft<T> {
    return new PagedVectorDraft(this, this.top);
  }
}

export class PagedVectorDraft<T> implements PagedVectorReads<T> {
  /** Null once finished. */
  private owner: object | null = {};
  private ownTop: (Directory<T> | undefined)[] | null = null;
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
    return entriesOf(() => this.top);
  }

  /** `undefined` clears the entry. Setting what is there already copies nothing. */
  set(index: number, value: T | undefined): void {
    if (entryAt(this.top, index) === value) return;
    this.ownPage(index).entries[index & MASK] = value;
    if (index >= this.end) this.end = index + 1;
  }

  /** The new value, or the old one itself if nothing was written. The draft must not be written to afterwards. */
  finish(): PagedVector<T> {
    const changed = this.ownTop !== null;
    this.owner = null;
    this.ownTop = null;
    return changed ? new PagedVector(this.top, this.end) : this.base;
  }

  private ownPage(index: number): Page<T> {
    const owner = this.owner ?? defect('a finished draft of a vector was written to');
    if ((index | 0) !== index || index < 0) return defect(`${index} is no index of a vector`);
    if (this.ownTop === null) {
      this.ownTop = this.top.slice();
      this.top = this.ownTop;
    }
    const at = index >>> DIRECTORY_BITS;
    while (this.ownTop.length <= at) this.ownTop.push(undefined);
    const directory = owned(this.ownTop[at], owner);
    this.ownTop[at] = directory;
    const slot = (index >>> PAGE_BITS) & MASK;
    const page = owned(directory.entries[slot], owner);
    directory.entries[slot] = page;
    return page;
  }
}

/** The vector without entries. */
export const emptyPagedVector = <T>(): PagedVector<T> => new PagedVector<T>([], 0);

const entryAt = <T>(top: Top<T>, index: number): T | undefined =>
  top[index >>> DIRECTORY_BITS]?.entries[(index >>> PAGE_BITS) & MASK]?.entries[index & MASK];

const owned = <T>(page: Page<T> | undefined, owner: object): Page<T> => {
  if (page === undefined) return { owner, entries: new Array<T | undefined>(PAGE).fill(undefined) };
  return page.owner === owner ? page : { owner, entries: page.entries.slice() };
};

function* entriesOf<T>(topNow: () => Top<T>): Generator<readonly [number, T]> {
  for (let at = 0; at < topNow().length; at += 1) {
    for (let slot = 0; slot < PAGE; slot += 1) {
      const first = (at << DIRECTORY_BITS) + (slot << PAGE_BITS);
      const page = topNow()[at]?.entries[slot];
      if (page === undefined) continue;
      for (let i = 0; i < PAGE; i += 1) {
        const value = page.entries[i];
        if (value !== undefined) yield [first + i, value];
      }
    }
  }
}
