/**
 * Pages of rows, and which of them keep rows as objects: as many as a shelf has room for. The rest are packed texts, of which single rows are
 * read when they are asked for. Nobody can tell but by the time it takes: what a page says never changes once it was handed out.
 *
 * Which one makes room is chosen by the clock (Corbató, "A paging experiment with the Multics system", 1968): the next one round that was
 * not read since the last round.
 */
import { ROWS } from './packed-page.js';

/** How rows become text and back. */
export interface RowCodec<T> {
  /** The empty text if there are no rows. */
  readonly pack: (rows: readonly (T | undefined)[]) => string;
  /** The row in a slot of a packed page; `index`: that of the row. */
  readonly row: (text: string, slot: number, index: number) => T | undefined;
  /** The same, as something that reads each field when it is asked for it; `row`, if it is left out. */
  readonly view?: (text: string, slot: number, index: number) => T | undefined;
  /** True if two rows say the same. */
  readonly same: (a: T, b: T) => boolean;
  /** One character that tells something of a row. */
  readonly tagOf: (row: T) => string;
  /** The same of a packed row, undefined if there is none. */
  readonly tag: (text: string, slot: number) => string | undefined;
  /** False: no row of a packed page has this tag. */
  readonly mayHold: (text: string, tag: string) => boolean;
}

/** What was packed, and the rows that are objects: those that were read, and those that were written since. */
export class Page<T> {
  /** Since the clock last passed. */
  wasRead = true;
  /** Place on the shelf, -1 if it has none. */
  slot = -1;
  /** Which slots were written since it was packed, a bit each. */
  private low = 0;
  private high = 0;

  constructor(
    /** The draft that made this copy: it alone may write to it. */
    readonly owner: object | null,
    /** Index of its first row. */
    readonly first: number,
    public text: string,
    public rows: (T | undefined)[] | null,
  ) {}

  isWritten(slot: number): boolean {
    return (((slot < 32 ? this.low : this.high) >>> (slot & 31)) & 1) === 1;
  }

  isPacked(): boolean {
    return this.low === 0 && this.high === 0;
  }

  write(slot: number, row: T | undefined): void {
    this.rows ??= noRows();
    this.rows[slot] = row;
    if (slot < 32) this.low |= 1 << slot;
    else this.high |= 1 << (slot & 31);
  }

  packedAs(text: string): void {
    this.text = text;
    this.low = 0;
    this.high = 0;
  }

  copy(owner: object): Page<T> {
    const copy = new Page<T>(owner, this.first, this.text, this.rows === null ? null : this.rows.slice());
    copy.low = this.low;
    copy.high = this.high;
    return copy;
  }

  writtenCount(): number {
    return bitsOf(this.low) + bitsOf(this.high);
  }
}

const noRows = <T>(): (T | undefined)[] => new Array<T | undefined>(ROWS).fill(undefined);

const bitsOf = (word: number): number => {
  let count = 0;
  for (let rest = word; rest !== 0; rest &= rest - 1) count += 1;
  return count;
};

/** A page with so few written rows is not packed anew to make room: they stay objects, as long as no more are written. */
const FEW_WRITTEN = 4;

export class PageShelf<T> {
  private readonly slots: Page<T>[] = [];
  private hand = 0;

  constructor(
    readonly codec: RowCodec<T>,
    private readonly room: number,
  ) {}

  row(page: Page<T>, slot: number): T | undefined {
    page.wasRead = true;
    const known = page.rows?.[slot];
    if (known !== undefined || page.isWritten(slot)) return known;
    const row = this.codec.row(page.text, slot, page.first + slot);
    if (row === undefined) return undefined;
    page.rows ??= noRows();
    page.rows[slot] = row;
    this.admit(page);
    return row;
  }

  /** The same, for who reads all pages once: the page stays as it is. */
  glance(page: Page<T>, slot: number): T | undefined {
    const known = page.rows?.[slot];
    return known !== undefined || page.isWritten(slot) ? known : this.codec.row(page.text, slot, page.first + slot);
  }

  /** The same, for who wants few fields of each. */
  view(page: Page<T>, slot: number): T | undefined {
    const known = page.rows?.[slot];
    if (known !== undefined || page.isWritten(slot)) return known;
    return (this.codec.view ?? this.codec.row)(page.text, slot, page.first + slot);
  }

  /** By the owner of the page. */
  write(page: Page<T>, slot: number, row: T | undefined): void {
    page.write(slot, row);
    this.admit(page);
  }

  /** A copy that takes over the place on the shelf: the old one is seldom read again. */
  copy(page: Page<T>, owner: object): Page<T> {
    const copy = page.copy(owner);
    if (page.slot < 0) return copy;
    copy.slot = page.slot;
    this.slots[page.slot] = copy;
    page.slot = -1;
    if (page.isPacked()) page.rows = null;
    return copy;
  }

  text(page: Page<T>): string {
    if (!page.isPacked()) page.packedAs(this.codec.pack(Array.from({ length: ROWS }, (_, slot) => this.glance(page, slot))));
    return page.text;
  }

  tag(page: Page<T>, slot: number): string | undefined {
    const known = page.rows?.[slot];
    if (known !== undefined) return this.codec.tagOf(known);
    return page.isWritten(slot) ? undefined : this.codec.tag(page.text, slot);
  }

  /** False: no row of the page has this tag. */
  mayHold(page: Page<T>, tag: string): boolean {
    return !page.isPacked() || this.codec.mayHold(page.text, tag);
  }

  private admit(page: Page<T>): void {
    if (page.slot >= 0) return;
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
    this.forgetRows(leaving);
    leaving.slot = -1;
    page.slot = this.hand;
    this.slots[this.hand] = page;
    this.hand = (this.hand + 1) % this.room;
  }

  private forgetRows(page: Page<T>): void {
    const { rows } = page;
    if (rows === null) return;
    if (page.text !== '' && !page.isPacked() && page.writtenCount() <= FEW_WRITTEN) {
      for (let slot = 0; slot < ROWS; slot += 1) if (!page.isWritten(slot)) rows[slot] = undefined;
      return;
    }
    this.text(page);
    page.rows = null;
  }
}
