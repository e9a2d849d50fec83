/**
 * A set of small non-negative integers with value semantics: 32-way bitmaps of bitmaps.
 *
 *     inner (32 children) ──> ... ──> leaf (32 words of 32 bits)
 *
 * Every level says in one word which of its slots hold anything, and what holds nothing is not kept: so the first member, and the
 * next one after any number, are found in a handful of steps, however few they are and however far apart.
 */
import { defect } from './defect.js';

/** Members of a leaf are told apart by 10 bits, and each level above takes 5 more. */
const LEAF_BITS = 10;
const LEVEL_BITS = 5;
const SLOTS = 32;
const NONE = -1;

/** `owner` is the draft that made this copy: it alone may write to it. `used`: bit `i` is set if slot `i` holds anything. */
interface Leaf {
  readonly owner: object;
  used: number;
  readonly words: number[];
}
interface Inner {
  readonly owner: object;
  used: number;
  readonly children: (Tree | undefined)[];
}
type Tree = Leaf | Inner;

/** What a set and its draft have in common. Iteration is ascending. */
export interface IntSetReads extends Iterable<number> {
  readonly size: number;
  readonly has: (member: number) => boolean;
  /** The smallest member. */
  readonly first: () => number | undefined;
  /** The smallest member that is at least `from`. */
  readonly next: (from: number) => number | undefined;
}

export class IntSet implements IntSetReads {
  constructor(
    private readonly root: Tree | undefined,
    /** Levels above the leaves. */
    private readonly height: number,
    readonly size: number,
  ) {}

  has(member: number): boolean {
    return hasMember(this.root, this.height, member);
  }

  first(): number | undefined {
    return this.next(0);
  }

  next(from: number): number | undefined {
    return nextMember(this.root, this.height, from);
  }

  [Symbol.iterator](): Iterator<number> {
    return membersOf(this);
  }

  edit(): IntSetDraft {
    return new IntSetDraft(this, this.root, this.height);
  }
}

export const EMPTY_INT_SET = new IntSet(undefined, 0, 0);

export class IntSetDraft implements IntSetReads {
  /** Null once finished. */
  private owner: object | null = {};
  private changed = false;
  private count: number;

  constructor(
    private readonly base: IntSet,
    private root: Tree | undefined,
    private height: number,
  ) {
    this.count = base.size;
  }

  get size(): number {
    return this.count;
  }

  has(member: number): boolean {
    return hasMember(this.root, this.height, member);
  }

  first(): number | undefined {
    return this.next(0);
  }

  next(from: number): number | undefined {
    return nextMember(this.root, this.height, from);
  }

  /** Members may be added and deleted meanwhile: what is ahead is seen as it is when it is reached. */
  [Symbol.iterator](): Iterator<number> {
    return membersOf(this);
  }

  /** True if it was not there. */
  add(member: number): boolean {
    if (this.has(member)) return false;
    if ((member | 0) !== member || member < 0) return defect(`${member} is no member of a set of small integers`);
    const owner = this.write();
    while (!covers(this.height, member)) {
      if (this.root !== undefined) this.root = above(owner, this.root);
      this.height += 1;
    }
    this.root = withMember(this.root, this.height, member, owner);
    this.count += 1;
    return true;
  }

  /** True if it was there. */
  delete(member: number): boolean {
    if (this.root === undefined || !this.has(member)) return false;
    const owner = this.write();
    this.root = withoutMember(this.root, this.height, member, owner);
    this.count -= 1;
    return true;
  }

  /** The new value, or the old one itself if nothing was written. The draft must not be written to afterwards. */
  finish(): IntSet {
    this.owner = null;
    if (!this.changed) return this.base;
    return this.count === 0 ? EMPTY_INT_SET : new IntSet(this.root, this.height, this.count);
  }

  private write(): object {
    this.changed = true;
    return this.owner ?? defect('a finished draft of a set was written to');
  }
}

const hasMember = (root: Tree | undefined, height: number, member: number): boolean => {
  if (!covers(height, member)) return false;
  let tree = root;
  for (let level = height; level > 0 && tree !== undefined; level -= 1) tree = (tree as Inner).children[slotAt(level, member)];
  return tree !== undefined && ((wordAt(tree as Leaf, slotAt(0, member)) >>> (member & 31)) & 1) === 1;
};

const nextMember = (root: Tree | undefined, height: number, from: number): number | undefined => {
  const start = Math.max(0, from);
  if (root === undefined || !covers(height, start)) return undefined;
  const found = search(root, height, start);
  return found === NONE ? undefined : found;
};

/** The smallest member of `tree` that is at least `from`, where both are counted from the start of the tree. */
const search = (tree: Tree, level: number, from: number): number => {
  const slot = slotAt(level, from);
  const here = searchSlot(tree, level, slot, from & (widthOf(level) - 1));
  if (here !== NONE) return here;
  const later = tree.used & bitsAbove(slot);
  return later === 0 ? NONE : searchSlot(tree, level, lowestBit(later), 0);
};

const searchSlot = (tree: Tree, level: number, slot: number, from: number): number => {
  if (level === 0) {
    const bits = wordAt(tree as Leaf, slot) & (-1 << from);
    return bits === 0 ? NONE : slot * SLOTS + lowestBit(bits);
  }
  const child = (tree as Inner).children[slot];
  if (child === undefined) return NONE;
  const found = search(child, level - 1, from);
  return found === NONE ? NONE : slot * widthOf(level) + found;
};

function* membersOf(set: IntSetReads): Generator<number> {
  for (let member = set.first(); member !== undefined; member = set.next(member + 1)) yield member;
}

const withMember = (tree: Tree | undefined, level: number, member: number, owner: object): Tree => {
  const slot = slotAt(level, member);
  if (level === 0) {
    const leaf = ownLeaf(tree as Leaf | undefined, owner);
    leaf.words[slot] = wordAt(leaf, slot) | (1 << (member & 31));
    leaf.used |= 1 << slot;
    return leaf;
  }
  const inner = ownInner(tree as Inner | undefined, owner);
  inner.children[slot] = withMember(inner.children[slot], level - 1, member, owner);
  inner.used |= 1 << slot;
  return inner;
};

/** Undefined if nothing is left. `member` is in `tree`. */
const withoutMember = (tree: Tree, level: number, member: number, owner: object): Tree | undefined => {
  const slot = slotAt(level, member);
  if (level === 0) {
    const leaf = ownLeaf(tree as Leaf, owner);
    leaf.words[slot] = wordAt(leaf, slot) & ~(1 << (member & 31));
    if (leaf.words[slot] === 0) leaf.used &= ~(1 << slot);
    return leaf.used === 0 ? undefined : leaf;
  }
  const inner = ownInner(tree as Inner, owner);
  const child = inner.children[slot];
  inner.children[slot] = child === undefined ? undefined : withoutMember(child, level - 1, member, owner);
  if (inner.children[slot] === undefined) inner.used &= ~(1 << slot);
  return inner.used === 0 ? undefined : inner;
};

const ownLeaf = (leaf: Leaf | undefined, owner: object): Leaf => {
  if (leaf === undefined) return { owner, used: 0, words: new Array<number>(SLOTS).fill(0) };
  return leaf.owner === owner ? leaf : { owner, used: leaf.used, words: leaf.words.slice() };
};

const ownInner = (inner: Inner | undefined, owner: object): Inner => {
  if (inner === undefined) return { owner, used: 0, children: new Array<Tree | undefined>(SLOTS).fill(undefined) };
  return inner.owner === owner ? inner : { owner, used: inner.used, children: inner.children.slice() };
};

/** A tree one level higher, with `tree` in its first slot. */
const above = (owner: object, tree: Tree): Inner => {
  const inner = ownInner(undefined, owner);
  inner.children[0] = tree;
  inner.used = 1;
  return inner;
};

const wordAt = (leaf: Leaf, slot: number): number => leaf.words[slot] ?? 0;
const slotAt = (level: number, member: number): number => (member >>> (LEVEL_BITS * (level + 1))) & (SLOTS - 1);
/** How many numbers a slot of this level stands for. */
const widthOf = (level: number): number => 1 << (LEVEL_BITS * (level + 1));
/** From this height on there is room for every index: 31 bits. */
const FULL_HEIGHT = 5;
/** Of a negative number, the sign is a bit like others, which no member has. */
const covers = (height: number, member: number): boolean => height >= FULL_HEIGHT || member >>> (LEAF_BITS + LEVEL_BITS * height) === 0;
const bitsAbove = (slot: number): number => (slot === SLOTS - 1 ? 0 : -1 << (slot + 1));
const lowestBit = (bits: number): number => 31 - Math.clz32(bits & -bits);
