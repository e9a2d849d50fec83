/**
 * An index of nodes that is made when it is first asked, or prepared, from all rows at once: a run in which nothing changed never asks, and neither
 * does a first sync where things go to. From then on it is kept in step.
 */
import { EMPTY_HASH_INDEX, type HashIndex, type HashIndexDraft, hashIndexOf } from '../collections/hash-index.js';
import type { NodeId } from '../ids.js';
import type { Node } from '../node.js';

/** The hash under which a node is found; null: it is not in the index. */
export type HashIn = (node: Node) => number | null;

/** Rows that an index would be made of. */
interface Rows {
  readonly values: () => Iterable<Node>;
  readonly length: number;
}

export interface IndexReads {
  readonly ids: (hash: number) => readonly number[];
  readonly isMade: () => boolean;
  /**
   * Asked for each row that is read instead of making the index; false once that took as long as making it would. So a few changes in a
   * large tree never make it.
   */
  readonly mayLook: () => boolean;
}

export class LazyIndex implements IndexReads {
  constructor(
    private made: HashIndex | null,
    private readonly rows: Rows,
    readonly hashIn: HashIn,
    /** Rows read instead. */
    private looks = 0,
  ) {}

  mayLook(): boolean {
    this.looks += 1;
    return this.looks <= this.rows.length;
  }

  isMade(): boolean {
    return this.made !== null;
  }

  ids(hash: number): readonly number[] {
    return this.whole().ids(hash);
  }

  whole(): HashIndex {
    this.made ??= indexesOf(this.rows, [this.hashIn])[0] ?? EMPTY_HASH_INDEX;
    return this.made;
  }

  make(whole: HashIndex): void {
    this.made = whole;
  }

  edit(rows: Rows): LazyIndexDraft {
    return new LazyIndexDraft(this, rows, this.hashIn, this.looks);
  }
}

export class LazyIndexDraft implements IndexReads {
  private draft: HashIndexDraft | null = null;
  /** Rows were written while there was no index: the one to be made is that of the draft's rows. */
  private behind = false;

  constructor(
    private readonly base: LazyIndex,
    private readonly rows: Rows,
    private readonly hashIn: HashIn,
    private looks: number,
  ) {}

  mayLook(): boolean {
    this.looks += 1;
    return this.looks <= this.rows.length;
  }

  isMade(): boolean {
    return this.draft !== null || (!this.behind && this.base.isMade());
  }

  ids(hash: number): readonly number[] {
    return (this.draft ?? (this.behind ? this.open() : this.base)).ids(hash);
  }

  /** Call it before the rows are written. Null: not in the index. */
  rekey(id: NodeId, before: number | null, after: number | null): void {
    if (before === after) return;
    if (!this.isMade()) {
      this.behind = true;
      return;
    }
    const draft = this.open();
    if (before !== null) draft.delete(before, id);
    if (after !== null) draft.add(after, id);
  }

  /** `rows`: those of the finished table. */
  finish(rows: Rows): LazyIndex {
    if (this.draft !== null) return new LazyIndex(this.draft.finish(), rows, this.hashIn);
    return new LazyIndex(!this.behind && this.base.isMade() ? this.base.whole() : null, rows, this.hashIn, this.looks);
  }

  private open(): HashIndexDraft {
    this.draft ??= (this.behind ? (indexesOf(this.rows, [this.hashIn])[0] ?? EMPTY_HASH_INDEX) : this.base.whole()).edit();
    return this.draft;
  }
}

/** Makes those that are not made yet, all from one reading of the rows. */
export const makeAll = (indexes: readonly LazyIndex[], rows: Rows): void => {
  const lazy = indexes.filter((index) => !index.isMade());
  if (lazy.length === 0) return;
  const made = indexesOf(
    rows,
    lazy.map(({ hashIn }) => hashIn),
  );
  for (const [i, index] of lazy.entries()) index.make(made[i] ?? EMPTY_HASH_INDEX);
};

const indexesOf = (rows: Rows, hashesIn: readonly HashIn[]): readonly HashIndex[] => {
  const pairs = hashesIn.map((hashIn) => ({ hashIn, hashes: [] as number[], ids: [] as number[] }));
  for (const node of rows.values()) {
    for (const { hashIn, hashes, ids } of pairs) {
      const hash = hashIn(node);
      if (hash === null) continue;
      hashes.push(hash);
      ids.push(node.id);
    }
  }
  return pairs.map(({ hashes, ids }) => hashIndexOf(hashes, ids));
};
