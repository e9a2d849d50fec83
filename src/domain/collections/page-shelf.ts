/**
 * Pages of rows, and which of them are kept as objects: as many as a shelf has room for. The rest are packed texts, read when they are
 * asked for. Nobody can tell but by the time it takes: what a page says never changes once it was handed out.
 *
 * Which one makes room is chosen by the clock (Corbató, "A paging experiment with the Multics system", 1968): the next one round that was
 * not read since the last round.
 */
import { defect } from './defect.js';

/** How rows become text and back. */
export interface RowCodec<T> {
  readonly pack: (rows: readonly (T | undefined)[]) => string;
  /** `first`: the index of the first row. */
  readonly unpack: (text: string, first: number) => (T | undefined)[];
  /** True if two rows say the same. */
  readonly same: (a: T, b: T) => boolean;
  /** One character that tells something of a row, without unpacking the others' columns. */
  readonly tagOf: (row: T) => string;
  /** The tags of all rows of a page, a space where there is none. */
  readonly tagsOf: (text: string) => string;
}

/** `rows` or `text`, or both: which of them is no part of its value. */
export class Page<T> {
  text: string | null = null;
  tags: string | null = null;
  /** Since the clock last passed. */
  wasRead = true;
  /** Place on the shelf, -1 if it has none. */
  slot = -1;

  constructor(
    /** The draft that made this copy: it alone may write to it. */
    readonly owner: object | null,
    public rows: (T | undefined)[] | null,
  ) {}
}

/** A page that was packed. */
export const packedPage = <T>(text: string): Page<T> => {
  const page = new Page<T>(null, null);
  page.text = text;
  return page;
};

export class PageShelf<T> {
  private readonly slots: Page<T>[] = [];
  private hand = 0;

  constructor(
    readonly codec: RowCodec<T>,
    private readonly room: number,
  ) {}

  /** A page of these rows. */
  hold(rows: (T | undefined)[], owner: object): Page<T> {
    const page = new Page<T>(owner, rows);
    this.admit(page);
    return page;
  }

  /** The rows of a page whose first row has the index `first`. Not to be written to. */
  rows(page: Page<T>, first: number): (T | undefined)[] {
    page.wasRead = true;
    return page.rows ?? this.unpack(page, first);
  }

  /** The same, for who reads all pages once: the page stays as it is. */
  glance(page: Page<T>, first: number): readonly (T | undefined)[] {
    return page.rows ?? this.codec.unpack(textOf(page), first);
  }

  /** The rows of a page that its owner is about to change. */
  rowsToWrite(page: Page<T>, first: number): (T | undefined)[] {
    const rows = this.rows(page, first);
    page.text = null;
    page.tags = null;
    return rows;
  }

  /** A copy that takes over the place on the shelf: the old one is seldom read again. */
  copy(page: Page<T>, first: number, owner: object): Page<T> {
    const rows = this.rows(page, first).slice();
    if (page.slot < 0) return this.hold(rows, owner);
    const copy = new Page<T>(owner, rows);
    copy.slot = page.slot;
    this.slots[page.slot] = copy;
    page.slot = -1;
    if (page.text !== null) page.rows = null;
    return copy;
  }

  text(page: Page<T>): string {
    return (page.text ??= this.codec.pack(page.rows ?? []));
  }

  tag(page: Page<T>, index: number): string | undefined {
    if (page.rows === null) return (page.tags ??= this.codec.tagsOf(textOf(page)))[index];
    const row = page.rows[index];
    return row === undefined ? undefined : this.codec.tagOf(row);
  }

  /** False: no row of the page has this tag. */
  mayHold(page: Page<T>, tag: string): boolean {
    return page.rows !== null || (page.tags ??= this.codec.tagsOf(textOf(page))).includes(tag);
  }

  private unpack(page: Page<T>, first: number): (T | undefined)[] {
    const rows = this.codec.unpack(textOf(page), first);
    page.rows = rows;
    this.admit(page);
    return rows;
  }

  private admit(page: Page<T>): void {
    if (this.slots.length < this.room) {
      page.slot = this.slots.length;
      this.slots.push(page);
      return;
    }
    let leaving = this.slots[this.hand] as Page<T>;
    while (leaving.wasRead) {
      leaving.wasRead = false;
      this.hand = (this.hand + 1) % this.room;
      leaving = this.slots[this.hand] as Page<T>;
    }
    this.text(leaving);
    leaving.rows = null;
    leaving.slot = -1;
    page.slot = this.hand;
    this.slots[this.hand] = page;
    this.hand = (this.hand + 1) % this.room;
  }
}

const textOf = <T>(page: Page<T>): string => page.text ?? defect('a page has neither rows nor text');
