/**
 * The table that ships: rows in packed vectors, children in linked lists, three hash indexes whose answers are checked against the rows.
 * A draft copies a page the first time it writes to it, so its cost follows what it changes, not the size of the table.
 */
import { defect } from '../collections/defect.js';
import { hashOf } from '../collections/hash-of.js';
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
  noParts,
  type PartReads,
  type Parts,
  partsFrom,
  replaceNode,
  sameParts,
} from './paged-parts.js';
import { BLOCKED_TAG } from './link-pages.js';
import { makeAll } from './lazy-index.js';
import { FOLDER_TAG } from './node-pages.js';
import { linkRow, nodeRow } from './row.js';
import { loadParts, type SavedTable, saveParts } from './saved-table.js';
import { rowsOf } from './rows.js';
import type { KeyOf, Table, TableDraft, TableRows } from './table.js';

/** The empty table. `room`: pages of nodes, and of links, that are kept as objects; by default what a batch touches fits several times. */
export const pagedTable = (keyOf: KeyOf, room?: number): Table => new PagedTable(noParts(keyOf, room), keyOf);

/** The table whose rows these are. */
export const pagedTableFrom = (rows: TableRows, keyOf: KeyOf, room?: number): Table => new PagedTable(partsFrom(rows, keyOf, room), keyOf);

/** What is to be stored of a table. Pages that did not change since the last time cost nothing. */
export const saveTable = (table: Table): SavedTable =>
  table instanceof PagedTable ? table.save() : saveParts(partsFrom(rowsOf(table), EXACT));

/** The table that `saveTable` saved. No row is read until it is asked for. */
export const loadTable = (saved: SavedTable, keyOf: KeyOf, room?: number): Table => new PagedTable(loadParts(saved, keyOf, room), keyOf);

/** Makes now, while nobody waits, what the first changes would make: reads all rows, once. It changes no answer. */
export const prepareTable = (table: Table): void => {
  if (table instanceof PagedTable) table.prepare();
};

/** Keys matter to indexes alone, which are not saved. */
const EXACT: KeyOf = [(name) => name, (name) => name];

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
    return nodesOfOid(this.parts, side, oid);
  }

  byIdent(side: Side, ident: string): readonly Node[] {
    return nodesOfIdent(this.parts, side, ident);
  }

  nodes(): Iterable<Node> {
    return this.parts.nodes.values();
  }

  links(): Iterable<Link> {
    return this.parts.links.values();
  }

  nextIds(): { readonly node: number; readonly link: number } {
    return { node: this.parts.nextNode, link: this.parts.nextLink };
  }

  *glance(parent: NodeId): Generator<Node> {
    for (const id of this.parts.siblings.children(parent))
      yield this.parts.nodes.glance(id) ?? defect(`node ${id} is listed in ${parent}, and is not there`);
  }

  prepare(): void {
    const { places, oids, idents, nodes } = this.parts;
    makeAll([places, ...oids, ...idents], nodes);
  }

  save(): SavedTable {
    return saveParts(this.parts);
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
    this.parts = editParts(before, keyOf);
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

  folders(parent: NodeId): Iterable<Node> {
    return foldersOf(this.parts, parent);
  }

  blockedLinks(): Iterable<Link> {
    return this.parts.links.tagged(BLOCKED_TAG);
  }

  at(parent: NodeId, key: string): readonly Node[] {
    return nodesAt(this.parts, this.keyOf, parent, key);
  }

  byOid(side: Side, oid: string): readonly Node[] {
    return nodesOfOid(this.parts, side, oid);
  }

  byIdent(side: Side, ident: string): readonly Node[] {
    return nodesOfIdent(this.parts, side, ident);
  }

  nodes(): Iterable<Node> {
    return this.parts.nodes.values();
  }

  links(): Iterable<Link> {
    return this.parts.links.values();
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
  // Most questions are about folders that were made a moment ago.
  if (parts.siblings.isEmpty(parent)) return NONE;
  if (parent === NO_NODE) return [...childrenOf(parts, parent)].filter(matches).sort(byId);
  return (
    (parts.places.isMade() ? null : searched(parts, parent, key, matches)) ?? rowsFor(parts, parts.places.ids(hashOf(parent, key)), matches)
  );
};

/** The children that match, found by reading all; null if there are too many to do that. */
const searched = (parts: PartReads, parent: NodeId, key: string, matches: (node: Node) => boolean): readonly Node[] | null => {
  const ids = parts.searched?.at(parent, key) ?? null;
  if (ids !== null) return rowsFor(parts, ids, matches);
  const children: Node[] = [];
  for (const node of childrenOf(parts, parent)) {
    if (!parts.places.mayLook()) return null;
    children.push(node);
  }
  parts.searched?.remember(parent, children);
  return children.filter(matches).sort(byId);
};

const byId = (a: Node, b: Node): number => a.id - b.id;

function* childrenOf(parts: PartReads, parent: NodeId): Generator<Node> {
  for (const id of parts.siblings.children(parent))
    yield parts.nodes.get(id) ?? defect(`node ${id} is listed in ${parent}, and is not there`);
}

/** The tags of nodes tell without reading the rest of them. */
function* foldersOf(parts: PartReads, parent: NodeId): Generator<Node> {
  for (const id of parts.siblings.children(parent)) {
    const node = parts.nodes.tag(id) === FOLDER_TAG ? parts.nodes.get(id) : undefined;
    if (node !== undefined) yield node;
  }
}

const nodesOfOid = (parts: PartReads, side: Side, oid: string): readonly Node[] =>
  rowsFor(parts, parts.oids[side].ids(hashOf(side, oid)), (node) => node.side === side && node.oid === oid);

const nodesOfIdent = (parts: PartReads, side: Side, ident: string): readonly Node[] =>
  rowsFor(parts, parts.idents[side].ids(hashOf(side, ident)), (node) => node.side === side && node.ident === ident);

const NONE: readonly Node[] = [];

/** Another key may have the same hash: only the rows know. */
const rowsFor = (parts: PartReads, ids: readonly number[], matches: (node: Node) => boolean): readonly Node[] => {
  let rows: Node[] | null = null;
  for (const id of ids) {
    const node = parts.nodes.get(id);
    if (node !== undefined && matches(node)) (rows ??= []).push(node);
  }
  return rows ?? NONE;
};
