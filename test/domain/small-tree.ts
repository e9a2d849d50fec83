import { memory, memoryStore } from '../../src/adapters/memory/index.js';
import type { Action } from '../../src/domain/action.js';
import { fold } from '../../src/domain/evolve/evolve.js';
import { type LinkId, NEVER, NO_LINK, NO_NODE, type NodeId, seq } from '../../src/domain/ids.js';
import { judge } from '../../src/domain/judge/judge.js';
import type { Judgement } from '../../src/domain/judge/judgement.js';
import { type Target, targetOf } from '../../src/domain/judge/target.js';
import type { Base, Link } from '../../src/domain/link.js';
import { blankNode, type Node } from '../../src/domain/node.js';
import { DEFAULT_POLICY, type Policy } from '../../src/domain/policy.js';
import type { Side, Sides } from '../../src/domain/side.js';
import { addLink, addNode, type Draft, initialState, openDraft, putLink, putNode, writeControl } from '../../src/domain/state/state.js';
import type { Traits } from '../../src/domain/traits.js';
import { KINDS, type KindName } from '../../src/testing/world/kinds.js';

/** An entry of a small tree: its link, and its halves by side. */
export interface Entry {
  readonly link: LinkId;
  readonly nodes: Sides<NodeId>;
}

/** What is known of a half, as far as it matters. `in`: another folder than the entry's. */
export type Half = Partial<Omit<Node, 'id' | 'side' | 'link' | 'parent'>> & { readonly in?: Entry };

export interface Made {
  /** The folder that it lies in, on both sides; the root if left out. */
  readonly in?: Entry;
  readonly kind?: Node['kind'];
  /** Null: it has no such half. */
  readonly local?: Half | null;
  readonly remote?: Half | null;
  /** What of base differs from what both sides have under its name; null: nothing was agreed on, as where it has one half. */
  readonly base?: Partial<Base> | null;
  readonly link?: Partial<Omit<Link, 'id' | 'halves' | 'base'>>;
}

export interface SmallTree {
  readonly draft: Draft;
  readonly root: Entry;
  readonly add: (name: string, made?: Made) => Entry;
  /** What is known of a half now. */
  readonly know: (entry: Entry, side: Side, half: Half) => void;
  readonly node: (entry: Entry, side: Side) => Node;
  readonly linkOf: (entry: Entry) => Link;
  /** It is in flight from now on. */
  readonly begin: (action: Action) => void;
  /** Something on this side was hinted at just now. */
  readonly unrest: (side: Side) => void;
  readonly judge: (entry: Entry) => Judgement;
  readonly target: (entry: Entry) => Target;
}

export const NOW = 1_000;
export const GONE = { gone: seq(1), goneAtMs: NOW };
export const HINTED = { dirty: seq(1) };
export const UNLISTED = { unlisted: seq(1) };

/** A state in which both sides are known and at rest, with nothing in their roots; entries are added as they are to be known. */
export const smallTree = (kinds: Sides<KindName> = ['inode', 'inode'], policy: Partial<Policy> = {}): SmallTree => {
  const draft = openDraft(initialState());
  fold(draft, {
    _tag: 'SessionStarted',
    atMs: NOW,
    version: 'test',
    boot: null,
    forgetBases: false,
    policy: { ...DEFAULT_POLICY, ...policy },
    traits: [traitsOf(kinds[0]), traitsOf(kinds[1])],
    roots: [
      { identity: 'local', oid: null },
      { identity: 'remote', oid: null },
    ],
  });
  const root: Entry = { link: draft.table.node(nodeOf(draft, 0))?.link ?? NO_LINK, nodes: [nodeOf(draft, 0), nodeOf(draft, 1)] };
  for (const id of root.nodes) putNode(draft, { ...(draft.table.node(id) as Node), unlisted: NEVER });
  const linkOf = ({ link }: Entry): Link => draft.table.link(link) as Link;
  return {
    draft,
    root,
    add: (name, made = {}) => addEntry(draft, root, name, made),
    know: (entry, side, { in: folder, ...fields }) => {
      const node = draft.table.node(entry.nodes[side]) as Node;
      putNode(draft, { ...node, ...fields, parent: folder?.nodes[side] ?? node.parent });
    },
    node: ({ nodes }, side) => draft.table.node(nodes[side]) as Node,
    linkOf,
    begin: (action) => fold(draft, { _tag: 'ActionStarted', action, reason: 'test' }),
    unrest: (side) => writeControl(draft, (control) => void (control.sides[side].lastHintAtMs = NOW)),
    judge: ({ link }) => judge(draft, link),
    target: (entry) => targetOf(draft, linkOf(entry)),
  };
};

const traitsOf = (kind: KindName): Traits => memory(memoryStore(KINDS[kind])).traits;

const nodeOf = (draft: Draft, side: Side): NodeId => draft.control.roots[side].node;

const addEntry = (draft: Draft, root: Entry, name: string, made: Made): Entry => {
  const folder = made.in ?? root;
  const kind = made.kind ?? 'file';
  const halfOn = (side: Side): NodeId => {
    const given = side === 0 ? made.local : made.remote;
    if (given === null) return NO_NODE;
    const { in: other = folder, ...fields } = given ?? {};
    const content = kind === 'file' ? { revision: 'r', stamp: 's', hash: null, size: 1 } : {};
    return addNode(draft, { ...blankNode(side), parent: other.nodes[side], name, kind, ...content, ...fields }).id;
  };
  const nodes = [halfOn(0), halfOn(1)] as const;
  const facts = (field: 'revision' | 'stamp' | 'hash') =>
    nodes.map((id) => draft.table.node(id)?.[field] ?? null) as [string | null, string | null];
  const agreed: Base = {
    parents: [folder.link, folder.link],
    names: [name, name],
    ...{ revisions: facts('revision'), stamps: facts('stamp'), hashes: facts('hash') },
  };
  const isNew = made.base === null || (made.base === undefined && nodes.includes(NO_NODE));
  const link = addLink(draft, { ...made.link, halves: nodes });
  for (const id of nodes) if (id !== NO_NODE) putNode(draft, { ...(draft.table.node(id) as Node), link: link.id });
  putLink(draft, { ...link, base: isNew ? null : { ...agreed, ...made.base } });
  return { link: link.id, nodes };
};
