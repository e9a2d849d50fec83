/**
 * The table that ships: rows in paged vectors, children in linked lists, three hash indexes whose answers are checked against the rows.
 * A draft copies a page the first time it writes to it, so its cost follows what it changes, not the size of the table.
 */
import { defect } from '../collections/defect.js';
import { hashOf } from '../collections/hash-of.js';
import type { PagedVectorReads } from '../collections/paged-vector.js';
import { type LinkId, linkId, NO_NODE, type NodeId, nodeId } from '../ids.js';
import type { Link } from '../link.js';
import type { Node } from '../node.js';
import type { Side } from '../side.js';
import {
  type PartsDraft,
  editParts,
  dropNode,
  finishParts,
  insertNode,
  NO_PARTS,
  type PartReads,
  type Parts,
  partsFrom,
  replaceNode,
  sameParts,
} from './paged-parts.js';
import { linkRow, nodeRow } from './row.js';
import type { KeyOf, Table, TableDraft, TableRows } from './table.js';

/** The empty table. */
export const pagedTable = (keyOf: KeyOf): Table => new PagedTable(NO_PARTS, keyOf);

/** The table whose rows these are. */
export const pagedTableFrom = (rows: TableRows, keyOf: KeyOf): Table => new PagedTable(partsFrom(rows, keyOf), keyOf);

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
  private readonly parts: PartsDraft;

  constructor(
    private readonly base: PagedTable,
    private readonly before: Parts,
    private readonly keyOf: KeyOf,
  ) {
    this.parts = editParts(before);
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
