/**
 * The table that ships: rows in paged vectors, children in linked lists, three hash indexes whose answers are checked against the rows.
 * A draft copies a page the first time it writes to it, so its cost follows what it changes, not the size of the table.
 */
import { defect } from '../collections/defect.js';
import { EMPTY_HASH_INDEX, type HashIndex, type HashIndexDraft, type HashIndexReads } from '../collections/hash-index.js';
import { hashOf } from '../collections/hash-of.js';
import { emptyPagedVector, type PagedVector, type PagedVectorDraft, type PagedVectorReads } from '../collections/paged-vector.js';
import { type LinkId, linkId, NO_NODE, type NodeId, nodeId } from '../ids.js';
import type { Link } from '../link.js';
import type { Node } from '../node.js';
import type { Side } from '../side.js';
import { linkRow, nodeRow } from './row.js';
import { NO_SIBLINGS, type SiblingLists, type SiblingListsDraft, type SiblingReads } from './sibling-lists.js';
import type { KeyOf, Table, TableDraft, TableRows } from './table.js';

/** The empty table. */
export const pagedTable = (keyOf: KeyOf): Table => new PagedTable(EMPTY, keyOf);

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
  return new PagedTable({ ...finishParts(parts), nextNode: rows.nextNode, nextLink: rows.nextLink }, keyOf);
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

/** Classes, since a draft of a single write is common: a record of closures for each costs more than the write. */
class PagedTable implements Table {
  constructor(
    private readonly parts: Parts,
    private readonly keyOf: KeyOf,
  ) {}

  node(id: NodeId): Node | undefined {
    return this.parts.nodes.get(id);
  }

  link(id: LinkId): Link | undefined {
    return this.parts.links.get(id);
  }

  children(parent: NodeId): Iterable<Node> {
    return childrenOf(this.parts, parent);
  }

  at(parent: NodeId, key: string): readonly Node[] {
    return nodesAt(this.parts, this.keyOf, parent, key);
  }

  byOid(side: Side, oid: string): readonly Node[] {
    return rowsFor(this.parts, this.parts.oids.ids(hashOf(side, oid)), (node) => node.side === side && node.oid === oid);
  }

  byIdent(side: Side, ident: string): readonly Node[] {
    return rowsFor(this.parts, this.parts.idents.ids(hashOf(side, ident)), (node) => node.side === side && node.ident === ident);
  }

  nodes(): Iterable<Node> {
    return valuesOf(this.parts.nodes);
  }

  links(): Iterable<Link> {
    return valuesOf(this.parts.links);
  }

  nextIds(): { readonly node: number; readonly link: number } {
    return { node: this.parts.nextNode, link: this.parts.nextLink };
  }

  edit(): TableDraft {
    return new PagedTableDraft(this, this.parts, this.keyOf);
  }
}

class PagedTableDraft implements TableDraft {
  private readonly parts: DraftParts;

  constructor(
    private readonly base: PagedTable,
    private readonly before: Parts,
    private readonly keyOf: KeyOf,
  ) {
    this.parts = draftParts(before);
  }

  node(id: NodeId): Node | undefined {
    return this.parts.nodes.get(id);
  }

  link(id: LinkId): Link | undefined {
    return this.parts.links.get(id);
  }

  children(parent: NodeId): Iterable<Node> {
    return childrenOf(this.parts, parent);
  }

  at(parent: NodeId, key: string): readonly Node[] {
    return nodesAt(this.parts, this.keyOf, parent, key);
  }

  byOid(side: Side, oid: string): readonly Node[] {
    return rowsFor(this.parts, this.parts.oids.ids(hashOf(side, oid)), (node) => node.side === side && node.oid === oid);
  }

  byIdent(side: Side, ident: string): readonly Node[] {
    return rowsFor(this.parts, this.parts.idents.ids(hashOf(side, ident)), (node) => node.side === side && node.ident === ident);
  }

  nodes(): Iterable<Node> {
    return valuesOf(this.parts.nodes);
  }

  links(): Iterable<Link> {
    return valuesOf(this.parts.links);
  }

  nextIds(): { readonly node: number; readonly link: number } {
    return { node: this.parts.nextNode, link: this.parts.nextLink };
  }

  addNode(fields: Omit<Node, 'id'>): Node {
    const node = nodeRow(nodeId(this.parts.nextNode), fields);
    insertNode(this.parts, this.keyOf, node);
    this.parts.nextNode += 1;
    return node;
  }

  addLink(fields: Omit<Link, 'id'>): Link {
    const link = linkRow(linkId(this.parts.nextLink), fields);
    this.parts.links.set(link.id, link);
    this.parts.nextLink += 1;
    return link;
  }

  setNode(node: Node): void {
    const before = this.parts.nodes.get(node.id) ?? defect(`there is no node ${node.id} to replace`);
    replaceNode(this.parts, this.keyOf, before, node);
  }

  setLink(link: Link): void {
    if (this.parts.links.get(link.id) === undefined) return defect(`there is no link ${link.id} to replace`);
    this.parts.links.set(link.id, link);
  }

  removeNode(id: NodeId): void {
    const node = this.parts.nodes.get(id);
    if (node !== undefined) dropNode(this.parts, this.keyOf, node);
  }

  removeLink(id: LinkId): void {
    this.parts.links.set(id, undefined);
  }

  finish(): Table {
    const after = finishParts(this.parts);
    return sameParts(this.before, after) ? this.base : new PagedTable(after, this.keyOf);
  }
}

const nodesAt = (parts: PartReads, keyOf: KeyOf, parent: NodeId, key: string): readonly Node[] => {
  const matches = (node: Node): boolean => node.parent === parent && keyOf[node.side](node.name) === key;
  if (parent !== NO_NODE) return rowsFor(parts, parts.places.ids(hashOf(parent, key)), matches);
  return [...childrenOf(parts, parent)].filter(matches).sort((a, b) => a.id - b.id);
};

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
