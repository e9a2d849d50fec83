/**
 * Which children each folder has, as doubly linked lists through the ids themselves: placing one, and taking it away, costs the
 * same in a folder of a hundred thousand as in an empty one. The one placed last comes first.
 */
import { EMPTY_INT_VECTOR, type IntVector, type IntVectorDraft, type IntVectorReads, intVectorOf } from '../collections/int-vector.js';

/** Ids are from 1 on; a parent may be 0, "none". */
export interface SiblingReads {
  /** A child that was just handed out may be moved or taken away; the one that follows it may not. */
  readonly children: (parent: number) => Iterable<number>;
  readonly isEmpty: (parent: number) => boolean;
}

/** See `SavedTable`. */
export interface SavedSiblings {
  readonly reordered: readonly (readonly [parent: number, children: readonly number[]])[];
  readonly slabs: readonly (readonly [name: string, slab: string])[];
}

export class SiblingLists implements SiblingReads {
  /** As it is stored, once that was asked for, or as it was loaded. */
  saved: SavedSiblings | null = null;

  constructor(
    private readonly first: IntVector,
    private readonly next: IntVector,
    private readonly previous: IntVector,
  ) {}

  children(parent: number): Iterable<number> {
    return follow(this.first, this.next, parent);
  }

  isEmpty(parent: number): boolean {
    return this.first.get(parent) === undefined;
  }

  /** All lists, by ascending parent. */
  *lists(): Iterable<readonly [parent: number, children: readonly number[]]> {
    for (const [parent] of this.first.entries()) yield [parent, [...this.children(parent)]];
  }

  edit(): SiblingListsDraft {
    return new SiblingListsDraft(this, this.first.edit(), this.next.edit(), this.previous.edit());
  }
}

export const NO_SIBLINGS = new SiblingLists(EMPTY_INT_VECTOR, EMPTY_INT_VECTOR, EMPTY_INT_VECTOR);

/** As the children of a folder come until one is moved there: each was placed when its turn came. */
export const isDescending = (ids: readonly number[]): boolean => ids.every((id, i) => i === 0 || id < (ids[i - 1] as number));

/** The lists in which each id is with its parent, -1 = in none, by descending id: as they are if each was placed when its turn came. */
export const siblingsOf = (parents: Int32Array): SiblingLists => {
  const first = new Int32Array(parents.reduce((most, parent) => Math.max(most, parent), 0) + 1);
  const next = new Int32Array(parents.length);
  const previous = new Int32Array(parents.length);
  for (let id = 1; id < parents.length; id += 1) {
    const parent = parents[id] as number;
    if (parent < 0) continue;
    const second = first[parent] as number;
    first[parent] = id;
    next[id] = second;
    // Also of 0, "none": nobody asks what comes before it.
    previous[second] = id;
  }
  return new SiblingLists(intVectorOf(first), intVectorOf(next), intVectorOf(previous));
};

export class SiblingListsDraft implements SiblingReads {
  private changed = false;

  constructor(
    private readonly base: SiblingLists,
    private readonly first: IntVectorDraft,
    private readonly next: IntVectorDraft,
    private readonly previous: IntVectorDraft,
  ) {}

  children(parent: number): Iterable<number> {
    return follow(this.first, this.next, parent);
  }

  isEmpty(parent: number): boolean {
    return this.first.get(parent) === undefined;
  }

  /** Puts `id`, which is in no list, before the other children of `parent`. */
  place(id: number, parent: number): void {
    this.changed = true;
    const second = this.first.get(parent);
    this.first.set(parent, id);
    this.next.set(id, second);
    if (second !== undefined) this.previous.set(second, id);
  }

  /** Takes `id` out of the list of `parent`, in which it is. */
  take(id: number, parent: number): void {
    this.changed = true;
    const before = this.previous.get(id);
    const after = this.next.get(id);
    if (before === undefined) this.first.set(parent, after);
    else this.next.set(before, after);
    if (after !== undefined) this.previous.set(after, before);
    this.next.set(id, undefined);
    this.previous.set(id, undefined);
  }

  /** The new value, or the old one itself if nothing was written. */
  finish(): SiblingLists {
    return this.changed ? new SiblingLists(this.first.finish(), this.next.finish(), this.previous.finish()) : this.base;
  }
}

function* follow(first: IntVectorReads, next: IntVectorReads, parent: number): Generator<number> {
  let id = first.get(parent);
  while (id !== undefined) {
    const after = next.get(id);
    yield id;
    id = after;
  }
}
