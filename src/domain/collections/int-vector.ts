/**
 * A vector of positive 32-bit numbers with value semantics, in typed arrays: 4 bytes each. What was never set, or was cleared, is `undefined`.
 *
 *     top ──> group (64 pages) ──> page (256 numbers)
 */
import { defect } from './defect.js';

/** Numbers of a page: a typed array costs some 200 bytes of its own, and as much to make as copying 1 KB. */
const PAGE_BITS = 8;
const GROUP_BITS = 6;
const PAGE = 1 << PAGE_BITS;
const GROUP = 1 << GROUP_BITS;
const TOP_SHIFT = PAGE_BITS + GROUP_BITS;

/** `owner` is the draft that made this copy: it alone may write to it. */
interface Page {
  readonly owner: object | null;
  readonly numbers: Int32Array;
}
interface Group {
  readonly owner: object | null;
  readonly pages: (Page | undefined)[];
}
type Top = readonly (Group | undefined)[];

/** What a vector and its draft have in common. */
export interface IntVectorReads {
  readonly get: (index: number) => number | undefined;
  /** Index and number of what is set, ascending. */
  readonly entries: () => Iterable<readonly [index: number, number: number]>;
}

export class IntVector implements IntVectorReads {
  constructor(private readonly top: Top) {}

  get(index: number): number | undefined {
    return numberAt(this.top, index);
  }

  entries(): Iterable<readonly [number, number]> {
    return entriesOf(() => this.top);
  }

  edit(): IntVectorDraft {
    return new IntVectorDraft(this, this.top);
  }
}

export const EMPTY_INT_VECTOR = new IntVector([]);

/** The vector of these numbers, 0 where there is none. The array belongs to it from now on. */
export const intVectorOf = (numbers: Int32Array): IntVector => {
  const top: Group[] = [];
  for (let start = 0; start < numbers.length; start += PAGE) {
    const at = start >>> TOP_SHIFT;
    const group = (top[at] ??= { owner: null, pages: new Array<Page | undefined>(GROUP).fill(undefined) });
    const part = numbers.subarray(start, start + PAGE);
    const whole = part.length === PAGE ? part : new Int32Array(PAGE);
    if (whole !== part) whole.set(part);
    group.pages[(start >>> PAGE_BITS) & (GROUP - 1)] = { owner: null, numbers: whole };
  }
  return new IntVector(top);
};

export class IntVectorDraft implements IntVectorReads {
  /** Made by the first write, with the copy of the top that it needs. */
  private own: { readonly owner: object; readonly top: (Group | undefined)[] } | null = null;
  private finished = false;

  constructor(
    private readonly base: IntVector,
    private top: Top,
  ) {}

  get(index: number): number | undefined {
    return numberAt(this.top, index);
  }

  /** Numbers may be set and cleared meanwhile. */
  entries(): Iterable<readonly [number, number]> {
    return entriesOf(() => this.top);
  }

  /** `undefined` clears. Setting what is there already copies nothing. */
  set(index: number, value: number | undefined): void {
    if (numberAt(this.top, index) === value) return;
    if (value !== undefined && ((value | 0) !== value || value <= 0)) return defect(`${value} is not for a vector of positive numbers`);
    this.pageToWrite(index)[index & (PAGE - 1)] = value ?? 0;
  }

  /** The new value, or the old one itself if nothing was written. The draft must not be written to afterwards. */
  finish(): IntVector {
    this.finished = true;
    return this.own === null ? this.base : new IntVector(this.top);
  }

  private pageToWrite(index: number): Int32Array {
    if (this.finished) return defect('a finished draft of a vector was written to');
    if ((index | 0) !== index || index < 0) return defect(`${index} is no index of a vector`);
    const own = (this.own ??= { owner: {}, top: this.top.slice() });
    this.top = own.top;
    const group = groupToWrite(own.top, index >>> TOP_SHIFT, own.owner);
    const slot = (index >>> PAGE_BITS) & (GROUP - 1);
    const there = group.pages[slot];
    if (there?.owner === own.owner) return there.numbers;
    const numbers = there === undefined ? new Int32Array(PAGE) : there.numbers.slice();
    group.pages[slot] = { owner: own.owner, numbers };
    return numbers;
  }
}

const numberAt = (top: Top, index: number): number | undefined => {
  const page = top[index >>> TOP_SHIFT]?.pages[(index >>> PAGE_BITS) & (GROUP - 1)];
  const value = page === undefined ? 0 : page.numbers[index & (PAGE - 1)];
  return value === 0 ? undefined : value;
};

/** What is in `slot`, as a copy that `owner` may write to. */
const groupToWrite = (top: (Group | undefined)[], slot: number, owner: object): Group => {
  while (top.length <= slot) top.push(undefined);
  const there = top[slot];
  if (there?.owner === owner) return there;
  const copy: Group = { owner, pages: there === undefined ? new Array<Page | undefined>(GROUP).fill(undefined) : there.pages.slice() };
  top[slot] = copy;
  return copy;
};

function* entriesOf(topNow: () => Top): Generator<readonly [number, number]> {
  for (let group = 0; group < topNow().length; group += 1) {
    for (let slot = 0; slot < GROUP; slot += 1) {
      const page = topNow()[group]?.pages[slot];
      if (page === undefined) continue;
      for (let i = 0; i < PAGE; i += 1) {
        const value = page.numbers[i] as number;
        if (value !== 0) yield [((group * GROUP + slot) << PAGE_BITS) + i, value];
      }
    }
  }
}
