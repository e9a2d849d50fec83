/**
 * A vector of rows with value semantics, most of them packed (`packed-page.ts`); what was never set, or was cleared, is `undefined`.
 *
 *     top ──> group (64 pages; one slab of a snapshot) ──> page (64 rows)
 *
 * A draft copies each page, and the way to it, once, when it first writes there.
 */
import { defect } from './defect.js';
import { ROWS } from './packed-page.js';
import { Page, PageShelf, type RowCodec } from './page-shelf.js';

const PAGE_BITS = Math.log2(ROWS);
/** Pages of a group: 4,096 rows are about 250 KB of text. */
const GROUP_BITS = 6;
const PAGE = ROWS;
const GROUP = 1 << GROUP_BITS;
const TOP_SHIFT = PAGE_BITS + GROUP_BITS;
/**
 * Pages of a vector that keep rows as objects: at most 10,240 rows, 5 MB; V8 lets a heap grow to four times of what lives in it. What is in
 * work at once in a first sync has room (`Room.ahead`).
 */
const ROOM = 160;

/** `slab`: the text of all its pages, once it was asked for; they are then parts of it. */
interface Group<T> {
  readonly owner: object | null;
  readonly pages: (Page<T> | undefined)[];
  slab: string | null;
}
type Top<T> = readonly (Group<T> | undefined)[];

/** What a vector and its draft have in common. */
export interface PackedVectorReads<T> {
  readonly get: (index: number) => T | undefined;
  /** What the codec tells of a row by one character, at less cost than reading it. */
  readonly tag: (index: number) => string | undefined;
  /** One more than the highest index that was ever set; it never shrinks. */
  readonly length: number;
  /** What is set, by ascending index. */
  readonly values: () => Iterable<T>;
  /** The same, of one tag: pages without it are not read. */
  readonly tagged: (tag: string) => Iterable<T>;
}

export class PackedVector<T> implements PackedVectorReads<T> {
  constructor(
    private readonly top: Top<T>,
    readonly length: number,
    private readonly shelf: PageShelf<T>,
  ) {}

  get(index: number): T | undefined {
    return rowAt(this.top, this.shelf, index);
  }

  tag(index: number): string | undefined {
    return tagAt(this.top, this.shelf, index);
  }

  /** As `get`, for who reads a few fields of a great many rows once: they take up no room on the shelf, and are not to be kept. */
  glance(index: number): T | undefined {
    const page = pageAt(this.top, index);
    return page === undefined ? undefined : this.shelf.view(page, index & (PAGE - 1));
  }

  values(): Iterable<T> {
    return valuesOf(() => this.top, this.shelf);
  }

  tagged(tag: string): Iterable<T> {
    return valuesOf(() => this.top, this.shelf, tag);
  }

  edit(): PackedVectorDraft<T> {
    return new PackedVectorDraft(this, this.top, this.shelf);
  }

  /** The groups as texts, by number: unchanged ones are the strings they were the last time. */
  *slabs(): Iterable<readonly [group: number, slab: string]> {
    for (const [i, group] of this.top.entries()) if (group !== undefined) yield [i, (group.slab ??= slabOf(group, this.shelf))];
  }
}

/** The vector without rows. `room`: how many pages are kept as objects. */
export const emptyPackedVector = <T>(codec: RowCodec<T>, room = ROOM): PackedVector<T> =>
  new PackedVector<T>([], 0, new PageShelf(codec, room));

/** The vector whose `slabs` these are. Nothing is unpacked. */
export const packedVectorOf = <T>(
  slabs: Iterable<readonly [group: number, slab: string]>,
  length: number,
  codec: RowCodec<T>,
  room = ROOM,
): PackedVector<T> => {
  const top: (Group<T> | undefined)[] = [];
  for (const [i, slab] of slabs) {
    while (top.length <= i) top.push(undefined);
    top[i] = { owner: null, pages: pagesIn(slab, i), slab };
  }
  return new PackedVector(top, length, new PageShelf(codec, room));
};

export class PackedVectorDraft<T> implements PackedVectorReads<T> {
  /** Made by the first write, with the copy of the top that it needs. */
  private own: { readonly owner: object; readonly top: (Group<T> | undefined)[] } | null = null;
  private finished = false;
  private end: number;

  constructor(
    private readonly base: PackedVector<T>,
    private top: Top<T>,
    private readonly shelf: PageShelf<T>,
  ) {
    this.end = base.length;
  }

  get length(): number {
    return this.end;
  }

  get(index: number): T | undefined {
    return rowAt(this.top, this.shelf, index);
  }

  tag(index: number): string | undefined {
    return tagAt(this.top, this.shelf, index);
  }

  /** Rows may be set and cleared meanwhile; those of the page being read are seen as they were or as they are. */
  values(): Iterable<T> {
    return valuesOf(() => this.top, this.shelf);
  }

  tagged(tag: string): Iterable<T> {
    return valuesOf(() => this.top, this.shelf, tag);
  }

  /** `undefined` clears the row. Setting one that says what is there already copies nothing. */
  set(index: number, value: T | undefined): void {
    const page = pageAt(this.top, index);
    if (this.own === null || page?.owner !== this.own.owner) {
      const before = this.get(index);
      if (before === value || (before !== undefined && value !== undefined && this.shelf.codec.same(before, value))) return;
    }
    this.shelf.write(this.pageToWrite(index), index & (PAGE - 1), value);
    if (value !== undefined && index >= this.end) this.end = index + 1;
  }

  /** The new value, or the old one itself if nothing was written. The draft must not be written to afterwards. */
  finish(): PackedVector<T> {
    this.finished = true;
    return this.own === null ? this.base : new PackedVector(this.top, this.end, this.shelf);
  }

  private pageToWrite(index: number): Page<T> {
    if (this.finished) return defect('a finished draft of a vector was written to');
    if ((index | 0) !== index || index < 0) return defect(`${index} is no index of a vector`);
    const own = (this.own ??= { owner: {}, top: this.top.slice() });
    this.top = own.top;
    const group = groupToWrite(own.top, index >>> TOP_SHIFT, own.owner);
    const slot = (index >>> PAGE_BITS) & (GROUP - 1);
    const there = group.pages[slot];
    if (there?.owner === own.owner) return there;
    const page = there === undefined ? new Page<T>(own.owner, index & ~(PAGE - 1), '', null) : this.shelf.copy(there, own.owner);
    group.pages[slot] = page;
    return page;
  }
}

const pageAt = <T>(top: Top<T>, index: number): Page<T> | undefined => top[index >>> TOP_SHIFT]?.pages[(index >>> PAGE_BITS) & (GROUP - 1)];

const rowAt = <T>(top: Top<T>, shelf: PageShelf<T>, index: number): T | undefined => {
  const page = pageAt(top, index);
  return page === undefined ? undefined : shelf.row(page, index & (PAGE - 1));
};

const tagAt = <T>(top: Top<T>, shelf: PageShelf<T>, index: number): string | undefined => {
  const page = pageAt(top, index);
  return page === undefined ? undefined : shelf.tag(page, index & (PAGE - 1));
};

/** What is in `slot`, as a copy that `owner` may write to. */
const groupToWrite = <T>(top: (Group<T> | undefined)[], slot: number, owner: object): Group<T> => {
  while (top.length <= slot) top.push(undefined);
  const there = top[slot];
  if (there?.owner === owner) return there;
  const pages = there === undefined ? new Array<Page<T> | undefined>(GROUP).fill(undefined) : there.pages.slice();
  const copy: Group<T> = { owner, pages, slab: null };
  top[slot] = copy;
  return copy;
};

/** All rows, page by page, without taking up room on the shelf. */
function* valuesOf<T>(topNow: () => Top<T>, shelf: PageShelf<T>, tag?: string): Generator<T> {
  for (let group = 0; group < topNow().length; group += 1) {
    for (let slot = 0; slot < GROUP; slot += 1) {
      const page = topNow()[group]?.pages[slot];
      if (page === undefined || (tag !== undefined && !shelf.mayHold(page, tag))) continue;
      for (let i = 0; i < PAGE; i += 1) {
        if (tag !== undefined && shelf.tag(page, i) !== tag) continue;
        const row = shelf.glance(page, i);
        if (row !== undefined) yield row;
      }
    }
  }
}

/** Lengths of the pages' texts, a line, then the texts. */
const slabOf = <T>(group: Group<T>, shelf: PageShelf<T>): string => {
  const texts = group.pages.map((page) => (page === undefined ? '' : shelf.text(page)));
  const slab = `${texts.map((text) => text.length).join(' ')}\n${texts.join('')}`;
  let at = slab.indexOf('\n') + 1;
  for (const page of group.pages) {
    if (page === undefined) continue;
    const { length } = page.text;
    page.text = slab.slice(at, at + length);
    at += length;
  }
  return slab;
};

const pagesIn = <T>(slab: string, group: number): (Page<T> | undefined)[] => {
  const end = slab.indexOf('\n');
  let at = end + 1;
  return slab
    .slice(0, end)
    .split(' ')
    .map((length, slot) => {
      if (length === '0') return undefined;
      at += Number(length);
      return new Page(null, (group * GROUP + slot) * PAGE, slab.slice(at - Number(length), at), null);
    });
};
