/**
 * The table that ships: rows in paged vectors, children in linked lists, three hash indexes whose answers are checked against the rows.
 * A draft copies a page the first time it writes to it, so its cost follows what it changes, not the size of the table.
 */
import { defect } from '../collections/defect.js';
import { EMPTY_HASH_INDEX, type HashIndex, type HashIndexDraft, type HashIndexReads } from '../collections/hash-index.js';
import { hashOf } from '../collections/hash-of.js';
import { emptyPagedVector, type PagedVector, type PagedVectorDraft, type PagedVectorReads } from '../collections/paged-vector.js';
import { linkId, NO_NODE, type NodeId, nodeId } from '../ids.js';
import type { Link } from '../link.js';
import type { Node } from '../node.js';
import type { Side } from '../side.js';
import { linkRow, nodeRow } from './row.js';
import { NO_SIBLINGS, type SiblingLists, type SiblingListsDraft, type SiblingReads } from './sibling-lists.js';
import type { KeyOf, Table, TableDraft, TableReads, TableRows } from './table.js';

/** The empty table. */
export const pagedTable = (keyOf: KeyOf): Table => tableOf(EMPTY, keyOf);

/** The table whose rows these are. */
export const pagedTableFrom = (rows: TableRows, keyOf: KeyOf): Table => {
  const parts = draftParts(EMPTY);
  for (const node of rows.nodes) insertNode(parts, keyOf, node);
  for (const link of rows.links) parts.links.set(link.id, link);
  for (const { parent, children } of rows.reordered ?? []) {
    for (const child of [...children].reverse()) {
      if (parts.nodes.get(child)?.parent !== parent) return defect(`rows place node ${child} in ${parent}, where it is not`);
      parts.siblings.take(child, parent);
      parts.siblings.place(child, parent);
    }
  }
  return tableOf({ ...finishParts(parts), nextNode: rows.nextNode, nextLink: rows.nextLink }, keyOf);
};

/** What a table is made of. */
interface Parts extends PartReads {
  readonly nodes: PagedVector<Node>;
  readonly links: PagedVector<Link>;
  readonly siblings: SiblingLists;
  /** By parent and name key; without the nodes that have no parent. */
  readonly places: HashIndex;
  /** By side and oid; by side and identity. */
  readonly oids: HashIndex;
  readonly idents: HashIndex;
}

interface DraftParts extends PartReads {
  readonly nodes: PagedVectorDraft<Node>;
  readonly links: PagedVectorDraft<Link>;
  readonly siblings: SiblingListsDraft;
  readonly places: HashIndexDraft;
  readonly oids: HashIndexDraft;
  readonly idents: HashIndexDraft;
  nextNode: number;
  nextLink: number;
}

interface PartReads {
  readonly nodes: PagedVectorReads<Node>;
  readonly links: PagedVectorReads<Link>;
  readonly siblings: SiblingReads;
  readonly places: HashIndexReads;
  readonly oids: HashIndexReads;
  readonly idents: HashIndexReads;
  readonly nextNode: number;
  readonly nextLink: number;
}

const EMPTY: Parts = {
  nodes: emptyPagedVector(),
  links: emptyPagedVector(),
  siblings: NO_SIBLINGS,
  places: EMPTY_HASH_INDEX,
  oids: EMPTY_HASH_INDEX,
  idents: EMPTY_HASH_INDEX,
  nextNode: 1,
  nextLink: 1,
};

const tableOf = (parts: Parts, keyOf: KeyOf): Table => {
  const table: Table = { ...readsOf(parts, keyOf), edit: () => draftOf(table, parts, keyOf) };
  return table;
};

const draftOf = (base: Table, before: Parts, keyOf: KeyOf): TableDraft => {
  const parts = draftParts(before);
  return {
    ...readsOf(parts, keyOf),
    addNode: (fields) => {
      const node = nodeRow(nodeId(parts.nextNode), fields);
      insertNode(parts, keyOf, node);
      parts.nextNode += 1;
      return node;
    },
    addLink: (fields) => {
      const link = linkRow(linkId(parts.nextLink), fields);
      parts.links.set(link.id, link);
      parts.nextLink += 1;
      return link;
    },
    setNode: (node) => replaceNode(parts, keyOf, parts.nodes.get(node.id) ?? defect(`there is no node ${node.id} to replace`), node),
    setLink: (link) => {
      if (parts.links.get(link.id) === undefined) return defect(`there is no link ${link.id} to replace`);
      parts.links.set(link.id, link);
    },
    removeNode: (id) => {
      const node = parts.nodes.get(id);
      if (node !== undefined) dropNode(parts, keyOf, node);
    },
    removeLink: (id) => parts.links.set(id, undefined),
    finish: () => {
      const after = finishParts(parts);
      return sameParts(before, after) ? base : tableOf(after, keyOf);
    },
  };
};

const readsOf = (parts: PartReads, keyOf: KeyOf): TableReads => ({
  node: (id) => parts.nodes.get(id),
  link: (id) => parts.links.get(id),
  children: (parent) => childrenOf(parts, parent),
  at: (parent, key) =>
    parent === NO_NODE
      ? [...childrenOf(parts, parent)].filter((node) => keyOf[node.side](node.name) === key).sort((a, b) => a.id - b.id)
      : rowsFor(parts, parts.places.ids(hashOf(parent, key)), (node) => node.parent === parent && keyOf[node.side](node.name) === key),
  byOid: (side, oid) => rowsFor(parts, parts.oids.ids(hashOf(side, oid)), (node) => node.side === side && node.oid === oid),
  byIdent: (side, ident) => rowsFor(parts, parts.idents.ids(hashOf(side, ident)), (node) => node.side === side && node.ident === ident),
  nodes: () => valuesOf(parts.nodes),
  links: () => valuesOf(parts.links),
  nextIds: () => ({ node: parts.nextNode, link: parts.nextLink }),
});

function* childrenOf(parts: PartReads, parent: NodeId): Generator<Node> {
  for (const id of parts.siblings.children(parent))
    yield parts.nodes.get(id) ?? defect(`node ${id} is listed in ${parent}, and is not there`);
}

function* valuesOf<T>(vector: PagedVectorReads<T>): Generator<T> {
  for (const [, value] of vector.entries()) yield value;
}

/** Another key may have the same hash: only the rows know. */
const rowsFor = (parts: PartReads, ids: readonly number[], matches: (node: Node) => boolean): readonly Node[] => {
  const rows: Node[] = [];
  for (const id of ids) {
    const node = parts.nodes.get(id);
    if (node !== undefined && matches(node)) rows.push(node);
  }
  return rows;
};

const insertNode = (parts: DraftParts, keyOf: KeyOf, node: Node): void => {
  parts.nodes.set(node.id, node);
  parts.siblings.place(node.id, node.parent);
  if (node.parent !== NO_NODE) parts.places.add(placeHash(keyOf, node), node.id);
  if (node.oid !== null) parts.oids.add(hashOf(node.side, node.oid), node.id);
  if (node.ident !== null) parts.idents.add(hashOf(node.side, node.ident), node.id);
};

const dropNode = (parts: DraftParts, keyOf: KeyOf, node: Node): void => {
  parts.nodes.set(node.id, undefined);
  parts.siblings.take(node.id, node.parent);
  if (node.parent !== NO_NODE) parts.places.delete(placeHash(keyOf, node), node.id);
  if (node.oid !== null) parts.oids.delete(hashOf(node.side, node.oid), node.id);
  if (node.ident !== null) parts.idents.delete(hashOf(node.side, node.ident), node.id);
};

/** Most writes change neither place nor identity: they touch one row and no index. */
const replaceNode = (parts: DraftParts, keyOf: KeyOf, before: Node, after: Node): void => {
  parts.nodes.set(after.id, after);
  if (before.parent !== after.parent) {
    parts.siblings.take(before.id, before.parent);
    parts.siblings.place(after.id, after.parent);
  }
  if (before.parent !== after.parent || before.name !== after.name || before.side !== after.side) {
    if (before.parent !== NO_NODE) parts.places.delete(placeHash(keyOf, before), before.id);
    if (after.parent !== NO_NODE) parts.places.add(placeHash(keyOf, after), after.id);
  }
  moveKey(parts.oids, after.id, before.side, before.oid, after.side, after.oid);
  moveKey(parts.idents, after.id, before.side, before.ident, after.side, after.ident);
};

const moveKey = (
  index: HashIndexDraft,
  id: NodeId,
  sideBefore: Side,
  before: string | null,
  sideAfter: Side,
  after: string | null,
): void => {
  if (before === after && sideBefore === sideAfter) return;
  if (before !== null) index.delete(hashOf(sideBefore, before), id);
  if (after !== null) index.add(hashOf(sideAfter, after), id);
};

/** Nodes without a parent are not in the index of places: those known by oid alone have all the same name, so it would be one long bucket. */
const placeHash = (keyOf: KeyOf, node: Node): number => hashOf(node.parent, keyOf[node.side](node.name));

const draftParts = (parts: Parts): DraftParts => ({
  nodes: parts.nodes.edit(),
  links: parts.links.edit(),
  siblings: parts.siblings.edit(),
  places: parts.places.edit(),
  oids: parts.oids.edit(),
  idents: parts.idents.edit(),
  nextNode: parts.nextNode,
  nextLink: parts.nextLink,
});

const finishParts = (parts: DraftParts): Parts => ({
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
const sameParts = (before: Parts, after: Parts): boolean => before.nodes === after.nodes && before.links === after.links;
