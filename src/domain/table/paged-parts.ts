/** What a `pagedTable` is made of, and the writes that keep it in agreement with itself. */
import { defect } from '../collections/defect.js';
import { hashOf } from '../collections/hash-of.js';
import { emptyPackedVector, type PackedVector, type PackedVectorDraft, type PackedVectorReads } from '../collections/packed-vector.js';
import { NO_NODE } from '../ids.js';
import type { Link } from '../link.js';
import type { Node } from '../node.js';
import type { Sides } from '../side.js';
import { type HashIn, type IndexReads, LazyIndex, type LazyIndexDraft } from './lazy-index.js';
import { linkCodec } from './link-pages.js';
import { nodeCodec } from './node-pages.js';
import { SearchedPlaces } from './searched-places.js';
import { NO_SIBLINGS, type SiblingLists, type SiblingListsDraft, type SiblingReads } from './sibling-lists.js';
import type { KeyOf, TableRows } from './table.js';

export interface Parts extends PartReads {
  readonly nodes: PackedVector<Node>;
  readonly links: PackedVector<Link>;
  readonly siblings: SiblingLists;
  readonly places: LazyIndex;
  readonly oids: Sides<LazyIndex>;
  readonly idents: Sides<LazyIndex>;
}

export interface PartsDraft extends PartReads {
  readonly nodes: PackedVectorDraft<Node>;
  readonly links: PackedVectorDraft<Link>;
  readonly siblings: SiblingListsDraft;
  readonly places: LazyIndexDraft;
  readonly oids: Sides<LazyIndexDraft>;
  readonly idents: Sides<LazyIndexDraft>;
  readonly searched: SearchedPlaces;
  nextNode: number;
  nextLink: number;
}

export interface PartReads {
  readonly nodes: PackedVectorReads<Node>;
  readonly links: PackedVectorReads<Link>;
  readonly siblings: SiblingReads;
  /** By parent and name key; without the nodes that have no parent. */
  readonly places: IndexReads;
  /** By oid, and by identity, of each side: what only comes from one side to the other is never looked for on the other. */
  readonly oids: Sides<IndexReads>;
  readonly idents: Sides<IndexReads>;
  readonly searched?: SearchedPlaces;
  readonly nextNode: number;
  readonly nextLink: number;
}

/** `room`: pages of nodes, and of links, that are kept as objects. */
export const noParts = (keyOf: KeyOf, room?: number): Parts => {
  const rows = { nodes: emptyPackedVector(nodeCodec, room), links: emptyPackedVector(linkCodec, room) };
  return { ...rows, ...indexesOf(rows.nodes, keyOf), siblings: NO_SIBLINGS, nextNode: 1, nextLink: 1 };
};

/** Indexes of these nodes, made when they are asked. */
export const indexesOf = (nodes: PackedVector<Node>, keyOf: KeyOf): Pick<Parts, 'places' | 'oids' | 'idents'> => {
  const index = (hashIn: HashIn): LazyIndex => new LazyIndex(null, nodes, hashIn);
  const sided = (hashIn: HashIn): Sides<LazyIndex> => [
    index((node) => (node.side === 0 ? hashIn(node) : null)),
    index((node) => (node.side === 1 ? hashIn(node) : null)),
  ];
  return { places: index((node) => placeHash(keyOf, node)), oids: sided(oidHash), idents: sided(identHash) };
};

/** The parts of the table whose rows these are. */
export const partsFrom = (rows: TableRows, keyOf: KeyOf, room?: number): Parts => {
  const nodes = emptyPackedVector(nodeCodec, room).edit();
  const links = emptyPackedVector(linkCodec, room).edit();
  const siblings = NO_SIBLINGS.edit();
  for (const node of rows.nodes) {
    nodes.set(node.id, node);
    siblings.place(node.id, node.parent);
  }
  for (const link of rows.links) links.set(link.id, link);
  for (const { parent, children } of rows.reordered ?? []) {
    for (const child of children)
      if (nodes.get(child)?.parent !== parent) return defect(`rows place node ${child} in ${parent}, where it is not`);
    reorder(siblings, parent, children);
  }
  const finished = nodes.finish();
  return {
    nodes: finished,
    links: links.finish(),
    siblings: siblings.finish(),
    ...indexesOf(finished, keyOf),
    nextNode: rows.nextNode,
    nextLink: rows.nextLink,
  };
};

/** Puts all children of a folder in this order. */
export const reorder = (siblings: SiblingListsDraft, parent: number, children: readonly number[]): void => {
  for (const child of [...children].reverse()) {
    siblings.take(child, parent);
    siblings.place(child, parent);
  }
};

export const insertNode = (parts: PartsDraft, keyOf: KeyOf, node: Node): void => {
  parts.places.rekey(node.id, null, placeHash(keyOf, node));
  parts.oids[node.side].rekey(node.id, null, oidHash(node));
  parts.idents[node.side].rekey(node.id, null, identHash(node));
  parts.searched.add(node);
  parts.siblings.place(node.id, node.parent);
  parts.nodes.set(node.id, node);
};

export const dropNode = (parts: PartsDraft, keyOf: KeyOf, node: Node): void => {
  parts.places.rekey(node.id, placeHash(keyOf, node), null);
  parts.oids[node.side].rekey(node.id, oidHash(node), null);
  parts.idents[node.side].rekey(node.id, identHash(node), null);
  parts.siblings.take(node.id, node.parent);
  parts.nodes.set(node.id, undefined);
};

/** Most writes change neither place nor identity: they touch one row and no index. */
export const replaceNode = (parts: PartsDraft, keyOf: KeyOf, before: Node, after: Node): void => {
  const moved = before.parent !== after.parent;
  const otherSide = before.side !== after.side;
  if (moved || otherSide || before.name !== after.name) {
    parts.places.rekey(after.id, placeHash(keyOf, before), placeHash(keyOf, after));
    parts.searched.add(after);
  }
  if (otherSide || before.oid !== after.oid) rekeySided(parts.oids, before, after, oidHash);
  if (otherSide || before.ident !== after.ident) rekeySided(parts.idents, before, after, identHash);
  if (moved) {
    parts.siblings.take(before.id, before.parent);
    parts.siblings.place(after.id, after.parent);
  }
  parts.nodes.set(after.id, after);
};

const rekeySided = (indexes: Sides<LazyIndexDraft>, before: Node, after: Node, hashIn: HashIn): void => {
  indexes[before.side].rekey(before.id, hashIn(before), null);
  indexes[after.side].rekey(after.id, null, hashIn(after));
};

/** Nodes without a parent are not in the index of places: those known by oid alone have all the same name, so it would be one long bucket. */
const placeHash = (keyOf: KeyOf, node: Node): number | null =>
  node.parent === NO_NODE ? null : hashOf(node.parent, keyOf[node.side](node.name));
const oidHash = (node: Node): number | null => (node.oid === null ? null : hashOf(node.side, node.oid));
const identHash = (node: Node): number | null => (node.ident === null ? null : hashOf(node.side, node.ident));

export const editParts = (parts: Parts, keyOf: KeyOf): PartsDraft => {
  const nodes = parts.nodes.edit();
  return {
    nodes,
    links: parts.links.edit(),
    siblings: parts.siblings.edit(),
    places: parts.places.edit(nodes),
    oids: [parts.oids[0].edit(nodes), parts.oids[1].edit(nodes)],
    idents: [parts.idents[0].edit(nodes), parts.idents[1].edit(nodes)],
    searched: new SearchedPlaces(keyOf),
    nextNode: parts.nextNode,
    nextLink: parts.nextLink,
  };
};

export const finishParts = (parts: PartsDraft): Parts => {
  const nodes = parts.nodes.finish();
  return {
    nodes,
    links: parts.links.finish(),
    siblings: parts.siblings.finish(),
    places: parts.places.finish(nodes),
    oids: [parts.oids[0].finish(nodes), parts.oids[1].finish(nodes)],
    idents: [parts.idents[0].finish(nodes), parts.idents[1].finish(nodes)],
    nextNode: parts.nextNode,
    nextLink: parts.nextLink,
  };
};

/** Every write to an index, a list or a counter comes with one to a row. */
export const sameParts = (before: Parts, after: Parts): boolean => before.nodes === after.nodes && before.links === after.links;
