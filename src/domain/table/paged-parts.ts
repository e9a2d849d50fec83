/** What a `pagedTable` is made of, and the writes that keep it in agreement with itself. */
import { defect } from '../collections/defect.js';
import { EMPTY_HASH_INDEX, type HashIndex, type HashIndexDraft, type HashIndexReads, hashIndexOf } from '../collections/hash-index.js';
import { hashOf } from '../collections/hash-of.js';
import { emptyPagedVector, type PagedVector, type PagedVectorDraft, type PagedVectorReads } from '../collections/paged-vector.js';
import { NO_NODE, type NodeId } from '../ids.js';
import type { Link } from '../link.js';
import type { Node } from '../node.js';
import { NO_SIBLINGS, type SiblingLists, type SiblingListsDraft, type SiblingReads } from './sibling-lists.js';
import type { KeyOf, TableRows } from './table.js';

export interface Parts extends PartReads {
  readonly nodes: PagedVector<Node>;
  readonly links: PagedVector<Link>;
  readonly siblings: SiblingLists;
  /** By parent and name key; without the nodes that have no parent. */
  readonly places: HashIndex;
  /** By side and oid; by side and identity. */
  readonly oids: HashIndex;
  readonly idents: HashIndex;
}

export interface PartsDraft extends PartReads {
  readonly nodes: PagedVectorDraft<Node>;
  readonly links: PagedVectorDraft<Link>;
  readonly siblings: SiblingListsDraft;
  readonly places: HashIndexDraft;
  readonly oids: HashIndexDraft;
  readonly idents: HashIndexDraft;
  nextNode: number;
  nextLink: number;
}

export interface PartReads {
  readonly nodes: PagedVectorReads<Node>;
  readonly links: PagedVectorReads<Link>;
  readonly siblings: SiblingReads;
  readonly places: HashIndexReads;
  readonly oids: HashIndexReads;
  readonly idents: HashIndexReads;
  readonly nextNode: number;
  readonly nextLink: number;
}

export const NO_PARTS: Parts = {
  nodes: emptyPagedVector(),
  links: emptyPagedVector(),
  siblings: NO_SIBLINGS,
  places: EMPTY_HASH_INDEX,
  oids: EMPTY_HASH_INDEX,
  idents: EMPTY_HASH_INDEX,
  nextNode: 1,
  nextLink: 1,
};

/** The parts of the table whose rows these are. */
export const partsFrom = (rows: TableRows, keyOf: KeyOf): Parts => {
  const nodes = emptyPagedVector<Node>().edit();
  const links = emptyPagedVector<Link>().edit();
  const siblings = NO_SIBLINGS.edit();
  for (const node of rows.nodes) {
    nodes.set(node.id, node);
    siblings.place(node.id, node.parent);
  }
  for (const link of rows.links) links.set(link.id, link);
  for (const { parent, children } of rows.reordered ?? []) {
    for (const child of [...children].reverse()) {
      if (nodes.get(child)?.parent !== parent) return defect(`rows place node ${child} in ${parent}, where it is not`);
      siblings.take(child, parent);
      siblings.place(child, parent);
    }
  }
  return {
    nodes: nodes.finish(),
    links: links.finish(),
    siblings: siblings.finish(),
    places: indexOf(rows.nodes, (node) => placeHash(keyOf, node)),
    oids: indexOf(rows.nodes, oidHash),
    idents: indexOf(rows.nodes, identHash),
    nextNode: rows.nextNode,
    nextLink: rows.nextLink,
  };
};

const indexOf = (nodes: readonly Node[], hashIn: (node: Node) => number | null): HashIndex => {
  const hashes: number[] = [];
  const ids: number[] = [];
  for (const node of nodes) {
    const hash = hashIn(node);
    if (hash === null) continue;
    hashes.push(hash);
    ids.push(node.id);
  }
  return hashIndexOf(hashes, ids);
};

export const insertNode = (parts: PartsDraft, keyOf: KeyOf, node: Node): void => {
  parts.nodes.set(node.id, node);
  parts.siblings.place(node.id, node.parent);
  rekey(parts.places, node.id, null, placeHash(keyOf, node));
  rekey(parts.oids, node.id, null, oidHash(node));
  rekey(parts.idents, node.id, null, identHash(node));
};

export const dropNode = (parts: PartsDraft, keyOf: KeyOf, node: Node): void => {
  parts.nodes.set(node.id, undefined);
  parts.siblings.take(node.id, node.parent);
  rekey(parts.places, node.id, placeHash(keyOf, node), null);
  rekey(parts.oids, node.id, oidHash(node), null);
  rekey(parts.idents, node.id, identHash(node), null);
};

/** Most writes change neither place nor identity: they touch one row and no index. */
export const replaceNode = (parts: PartsDraft, keyOf: KeyOf, before: Node, after: Node): void => {
  parts.nodes.set(after.id, after);
  const moved = before.parent !== after.parent;
  const otherSide = before.side !== after.side;
  if (moved) {
    parts.siblings.take(before.id, before.parent);
    parts.siblings.place(after.id, after.parent);
  }
  if (moved || otherSide || before.name !== after.name) rekey(parts.places, after.id, placeHash(keyOf, before), placeHash(keyOf, after));
  if (otherSide || before.oid !== after.oid) rekey(parts.oids, after.id, oidHash(before), oidHash(after));
  if (otherSide || before.ident !== after.ident) rekey(parts.idents, after.id, identHash(before), identHash(after));
};

/** Null: not in the index. */
const rekey = (index: HashIndexDraft, id: NodeId, before: number | null, after: number | null): void => {
  if (before === after) return;
  if (before !== null) index.delete(before, id);
  if (after !== null) index.add(after, id);
};

/** Nodes without a parent are not in the index of places: those known by oid alone have all the same name, so it would be one long bucket. */
const placeHash = (keyOf: KeyOf, node: Node): number | null =>
  node.parent === NO_NODE ? null : hashOf(node.parent, keyOf[node.side](node.name));
const oidHash = (node: Node): number | null => (node.oid === null ? null : hashOf(node.side, node.oid));
const identHash = (node: Node): number | null => (node.ident === null ? null : hashOf(node.side, node.ident));

export const editParts = (parts: Parts): PartsDraft => ({
  nodes: parts.nodes.edit(),
  links: parts.links.edit(),
  siblings: parts.siblings.edit(),
  places: parts.places.edit(),
  oids: parts.oids.edit(),
  idents: parts.idents.edit(),
  nextNode: parts.nextNode,
  nextLink: parts.nextLink,
});

export const finishParts = (parts: PartsDraft): Parts => ({
  nodes: parts.nodes.finish(),
  links: parts.links.finish(),
  siblings: parts.siblings.finish(),
  places: parts.places.finish(),
  oids: parts.oids.finish(),
  idents: parts.idents.finish(),
  nextNode: parts.nextNode,
  nextLink: parts.nextLink,
});

/** Every write to an index, a list or a counter comes with one to a row. */
export const sameParts = (before: Parts, after: Parts): boolean => before.nodes === after.nodes && before.links === after.links;
