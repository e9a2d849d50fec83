/**
 * Which children each folder has, as doubly linked lists through the ids themselves: placing one, and taking it away, costs the
 * same in a folder of a hundred thousand as in an empty one. The one placed last comes first.
 */
import { emptyPagedVector, type PagedVector, type PagedVectorDraft, type PagedVectorReads } from '../collections/paged-vector.js';

/** Ids are from 1 on; a parent may be 0, "none". */
export interface SiblingReads {
  /** A child that was just handed out may be moved or taken away; the one that follows it may not. */
  readonly children: (parent: number) => Iterable<number>;
}

export class SiblingLists implements SiblingReads {
  constructor(
    private readonly first: PagedVector<number>,
    private readonly next: PagedVector<number>,
    private readonly previous: PagedVector<number>,
  ) {}

  children(parent: number): Iterable<number> {
    return follow(this.first, this.next, parent);
  }

  edit(): SiblingListsDraft {
    return new SiblingListsDraft(this, this.first.edit(), this.next.edit(), this.previous.edit());
  }
}

export const NO_SIBLINGS = new SiblingLists(emptyPagedVector(), emptyPagedVector(), emptyPagedVector());

export class SiblingListsDraft implements SiblingReads {
  private changed = false;

  constructor(
    private readonly base: SiblingLists,
    private readonly first: PagedVectorDraft<number>,
    private readonly next: PagedVectorDraft<number>,
    private readonly previous: PagedVectorDraft<number>,
  ) {}

  children(parent: number): Iterable<number> {
    return follow(this.first, this.next, parent);
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

function* follow(first: PagedVectorReads<number>, next: PagedVectorReads<number>, parent: number): Generator<number> {
  let id = first.get(parent);
  while (id !== undefined) {
    const after = next.get(id);
    yield id;
    id = after;
  }
}
