/** A table as a few changes over another one: what comes after a moment that is told from what was kept of it. */
import { defect } from '../../domain/collections/defect.js';
import { type LinkId, linkId, type NodeId, nodeId } from '../../domain/ids.js';
import type { Link } from '../../domain/link.js';
import type { Node } from '../../domain/node.js';
import type { Side } from '../../domain/side.js';
import { linkRow, nodeRow } from '../../domain/table/row.js';
import type { KeyOf, Table, TableDraft, TableReads } from '../../domain/table/table.js';

/** What is read of the table below. */
export type Below = TableReads & Pick<TableDraft, 'blockedLinks'>;

/** The changes. Null: gone. */
interface Layer {
  readonly nodes: Map<NodeId, Node | null>;
  readonly links: Map<LinkId, Link | null>;
  /** By folder: nodes that were placed there, the last one last. */
  readonly placed: Map<NodeId, NodeId[]>;
  /** By what changed nodes were found under (`keysOf`); they may be found elsewhere now. */
  readonly found: Map<string, Set<NodeId>>;
  nextNode: number;
  nextLink: number;
}

export const editLayered = (below: Below, keyOf: KeyOf, base: Table): TableDraft => {
  const { node, link } = below.nextIds();
  const layer: Layer = { nodes: new Map(), links: new Map(), placed: new Map(), found: new Map(), nextNode: node, nextLink: link };
  return new LayeredDraft(below, keyOf, layer, base);
};

/** How a node is found but by its id. */
const inFolder = (parent: NodeId): string => `p${parent}`;
const ofOid = (side: Side, oid: string): string => `o${side}${oid}`;
const ofIdent = (side: Side, ident: string): string => `i${side}${ident}`;

class LayeredReads implements Below {
  constructor(
    protected readonly below: Below,
    protected readonly keyOf: KeyOf,
    protected readonly layer: Layer,
  ) {}

  node(id: NodeId): Node | undefined {
    const changed = this.layer.nodes.get(id);
    return changed === undefined ? this.below.node(id) : (changed ?? undefined);
  }

  link(id: LinkId): Link | undefined {
    const changed = this.layer.links.get(id);
    return changed === undefined ? this.below.link(id) : (changed ?? undefined);
  }

  *children(parent: NodeId): Generator<Node> {
    const placed = new Set([...(this.layer.placed.get(parent) ?? [])].reverse());
    for (const id of placed) {
      const node = this.node(id);
      if (node?.parent === parent) yield node;
    }
    for (const { id } of this.below.children(parent)) {
      const node = placed.has(id) ? undefined : this.node(id);
      if (node?.parent === parent) yield node;
    }
  }

  *folders(parent: NodeId): Generator<Node> {
    for (const node of this.children(parent)) if (node.kind === 'folder') yield node;
  }

  at(parent: NodeId, key: string): readonly Node[] {
    const matches = (node: Node): boolean => node.parent === parent && this.keyOf[node.side](node.name) === key;
    return this.matching(this.below.at(parent, key), inFolder(parent), matches);
  }

  byOid(side: Side, oid: string): readonly Node[] {
    return this.matching(this.below.byOid(side, oid), ofOid(side, oid), (node) => node.side === side && node.oid === oid);
  }

  byIdent(side: Side, ident: string): readonly Node[] {
    return this.matching(this.below.byIdent(side, ident), ofIdent(side, ident), (node) => node.side === side && node.ident === ident);
  }

  *nodes(): Generator<Node> {
    const { node: next } = this.below.nextIds();
    for (const below of this.below.nodes()) {
      const node = this.node(below.id);
      if (node !== undefined) yield node;
    }
    for (let id = next; id < this.layer.nextNode; id++) {
      const node = this.layer.nodes.get(nodeId(id)) ?? null;
      if (node !== null) yield node;
    }
  }

  *links(): Generator<Link> {
    const { link: next } = this.below.nextIds();
    for (const below of this.below.links()) {
      const link = this.link(below.id);
      if (link !== undefined) yield link;
    }
    for (let id = next; id < this.layer.nextLink; id++) {
      const link = this.layer.links.get(linkId(id)) ?? null;
      if (link !== null) yield link;
    }
  }

  *blockedLinks(): Generator<Link> {
    const ids = new Set([...this.layer.links.keys(), ...Array.from(this.below.blockedLinks(), ({ id }) => id)]);
    for (const id of [...ids].sort((a, b) => a - b)) {
      const link = this.link(id);
      if (link !== undefined && link.blocked !== null) yield link;
    }
  }

  nextIds(): { readonly node: number; readonly link: number } {
    return { node: this.layer.nextNode, link: this.layer.nextLink };
  }

  private matching(below: readonly Node[], key: string, matches: (node: Node) => boolean): readonly Node[] {
    const changed = this.layer.found.get(key);
    if (changed === undefined && below.every(({ id }) => !this.layer.nodes.has(id))) return below;
    const found = below.filter(({ id }) => !this.layer.nodes.has(id));
    for (const id of changed ?? []) {
      const node = this.node(id);
      if (node !== undefined && matches(node)) found.push(node);
    }
    return found.sort((a, b) => a.id - b.id);
  }
}

class LayeredTable extends LayeredReads implements Table {
  glance(parent: NodeId): Iterable<Node> {
    return this.children(parent);
  }

  edit(): TableDraft {
    const { nodes, links, placed, found, nextNode, nextLink } = this.layer;
    const copy: Layer = {
      nodes: new Map(nodes),
      links: new Map(links),
      placed: new Map(Array.from(placed, ([parent, ids]) => [parent, [...ids]])),
      found: new Map(Array.from(found, ([key, ids]) => [key, new Set(ids)])),
      nextNode,
      nextLink,
    };
    return new LayeredDraft(this.below, this.keyOf, copy, this);
  }
}

class LayeredDraft extends LayeredReads implements TableDraft {
  private isChanged = false;

  constructor(
    below: Below,
    keyOf: KeyOf,
    layer: Layer,
    private readonly base: Table,
  ) {
    super(below, keyOf, layer);
  }

  addNode(fields: Omit<Node, 'id'>): Node {
    const node = nodeRow(nodeId(this.layer.nextNode++), fields);
    this.put(node);
    this.place(node);
    return node;
  }

  addLink(fields: Omit<Link, 'id'>): Link {
    const link = linkRow(linkId(this.layer.nextLink++), fields);
    this.putLink(link.id, link);
    return link;
  }

  setNode(node: Node): void {
    const before = this.node(node.id) ?? defect(`there is no node ${node.id} to replace`);
    if (before === node) return;
    this.put(node);
    if (before.parent !== node.parent) this.place(node);
  }

  setLink(link: Link): void {
    const before = this.link(link.id) ?? defect(`there is no link ${link.id} to replace`);
    if (before !== link) this.putLink(link.id, link);
  }

  removeNode(id: NodeId): void {
    if (this.node(id) === undefined) return;
    this.isChanged = true;
    this.layer.nodes.set(id, null);
  }

  removeLink(id: LinkId): void {
    if (this.link(id) !== undefined) this.putLink(id, null);
  }

  finish(): Table {
    return this.isChanged ? new LayeredTable(this.below, this.keyOf, this.layer) : this.base;
  }

  private put(node: Node): void {
    this.isChanged = true;
    this.layer.nodes.set(node.id, node);
    this.find(inFolder(node.parent), node.id);
    if (node.oid !== null) this.find(ofOid(node.side, node.oid), node.id);
    if (node.ident !== null) this.find(ofIdent(node.side, node.ident), node.id);
  }

  private putLink(id: LinkId, link: Link | null): void {
    this.isChanged = true;
    this.layer.links.set(id, link);
  }

  private place({ id, parent }: Node): void {
    const placed = this.layer.placed.get(parent);
    if (placed === undefined) this.layer.placed.set(parent, [id]);
    else placed.push(id);
  }

  private find(key: string, id: NodeId): void {
    const found = this.layer.found.get(key);
    if (found === undefined) this.layer.found.set(key, new Set([id]));
    else found.add(id);
  }
}
