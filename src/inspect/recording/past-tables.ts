/**
 * The tables of a whole log, one for each of its stretches. What became other is kept by row (`versions`); what is found by folder, name or id is
 * found among all that ever was there, and the rows tell who was there then. So any of them is at hand at once, for what its rows cost.
 */
import { hashOf } from '../../domain/collections/hash-of.js';
import { type LinkId, linkId, NO_LINK, NO_NODE, type NodeId, nodeId } from '../../domain/ids.js';
import type { Link } from '../../domain/link.js';
import { blankNode, type Node } from '../../domain/node.js';
import type { Side } from '../../domain/side.js';
import { linkRow, nodeRow } from '../../domain/table/row.js';
import type { KeyOf, Table, TableDraft, TableReads } from '../../domain/table/table.js';
import { type Below, editLayered } from './layered-table.js';
import { type Versions, versions } from './versions.js';

/** What a stretch made other. */
export interface Changes {
  readonly nodes: Iterable<NodeId>;
  readonly links: Iterable<LinkId>;
  /** In this order. */
  readonly placed: Iterable<readonly [parent: NodeId, id: NodeId]>;
}

export interface PastTables {
  /** Keeps how the table is after the next stretch. */
  readonly push: (table: TableReads, changes: Changes) => void;
  /** The table after so many stretches. */
  readonly after: (stretches: number, keyOf: KeyOf) => Table;
}

interface Past {
  readonly nodes: Versions<Node>;
  readonly links: Versions<Link>;
  /** By folder: what was ever placed there, and in which stretch, in turn. */
  readonly placements: Map<NodeId, number[]>;
  /** By hash of folder and name, oid or identity: nodes that ever had them. */
  readonly found: Map<number, NodeId[]>;
  readonly blocked: Set<LinkId>;
  readonly nextIds: { readonly node: number; readonly link: number }[];
}

export const pastTables = (): PastTables => {
  const past: Past = {
    nodes: versions(packNode, unpackNode),
    links: versions(packLink, unpackLink),
    placements: new Map(),
    found: new Map(),
    blocked: new Set(),
    nextIds: [{ node: 1, link: 1 }],
  };
  return {
    push: (table, { nodes, links, placed }) => {
      const stretch = past.nextIds.length;
      past.nodes.push(
        Array.from(nodes, (id) => {
          const node = table.node(id);
          if (node !== undefined) find(past, node);
          return [id, node] as const;
        }),
      );
      past.links.push(
        Array.from(links, (id) => {
          const link = table.link(id);
          if (link !== undefined && link.blocked !== null) past.blocked.add(id);
          return [id, link] as const;
        }),
      );
      for (const [parent, id] of placed) {
        const known = past.placements.get(parent);
        if (known === undefined) past.placements.set(parent, [id, stretch]);
        else known.push(id, stretch);
      }
      past.nextIds.push(table.nextIds());
    },
    after: (stretches, keyOf) => new PastTable(past, stretches, keyOf),
  };
};

/** Under the coarsest rules for names that a side may have: those that are one under any rules have one hash, and so has their key. */
const placeHash = (parent: NodeId, name: string): number => hashOf('p', parent, name.normalize('NFC').toLowerCase().normalize('NFC'));
const oidHash = (side: Side, oid: string): number => hashOf('o', side, oid);
const identHash = (side: Side, ident: string): number => hashOf('i', side, ident);

const find = ({ found }: Past, { id, side, parent, name, oid, ident }: Node): void => {
  const add = (hash: number): void => {
    const ids = found.get(hash);
    if (ids === undefined) found.set(hash, [id]);
    else if (!ids.includes(id)) ids.push(id);
  };
  // Phantoms that are known by oid alone are not looked for by name.
  if (parent !== NO_NODE || name !== '') add(placeHash(parent, name));
  if (oid !== null) add(oidHash(side, oid));
  if (ident !== null) add(identHash(side, ident));
};

class PastTable implements Table, Below {
  private readonly read = new Map<NodeId, Node | undefined>();
  private readonly readLinks = new Map<LinkId, Link | undefined>();

  constructor(
    private readonly past: Past,
    private readonly stretches: number,
    private readonly keyOf: KeyOf,
  ) {}

  node(id: NodeId): Node | undefined {
    if (this.read.has(id)) return this.read.get(id);
    const node = this.past.nodes.at(id, this.stretches);
    this.read.set(id, node);
    return node;
  }

  link(id: LinkId): Link | undefined {
    if (this.readLinks.has(id)) return this.readLinks.get(id);
    const link = this.past.links.at(id, this.stretches);
    this.readLinks.set(id, link);
    return link;
  }

  *children(parent: NodeId): Generator<Node> {
    const placements = this.past.placements.get(parent) ?? [];
    const seen = new Set<number>();
    for (let at = placements.length - 2; at >= 0; at -= 2) {
      const id = placements[at] as NodeId;
      if ((placements[at + 1] as number) > this.stretches || seen.has(id)) continue;
      seen.add(id);
      const node = this.node(id);
      if (node?.parent === parent) yield node;
    }
  }

  glance(parent: NodeId): Iterable<Node> {
    return this.children(parent);
  }

  at(parent: NodeId, key: string): readonly Node[] {
    const matches = (node: Node): boolean => node.parent === parent && this.keyOf[node.side](node.name) === key;
    return parent === NO_NODE ? [...this.children(parent)].filter(matches).sort(byId) : this.matching(placeHash(parent, key), matches);
  }

  byOid(side: Side, oid: string): readonly Node[] {
    return this.matching(oidHash(side, oid), (node) => node.side === side && node.oid === oid);
  }

  byIdent(side: Side, ident: string): readonly Node[] {
    return this.matching(identHash(side, ident), (node) => node.side === side && node.ident === ident);
  }

  *nodes(): Generator<Node> {
    for (let id = 1; id < this.nextIds().node; id++) {
      const node = this.node(nodeId(id));
      if (node !== undefined) yield node;
    }
  }

  *links(): Generator<Link> {
    for (let id = 1; id < this.nextIds().link; id++) {
      const link = this.link(linkId(id));
      if (link !== undefined) yield link;
    }
  }

  *blockedLinks(): Generator<Link> {
    for (const id of [...this.past.blocked].sort((a, b) => a - b)) {
      const link = this.link(id);
      if (link !== undefined && link.blocked !== null) yield link;
    }
  }

  nextIds(): { readonly node: number; readonly link: number } {
    return this.past.nextIds[this.stretches] as { readonly node: number; readonly link: number };
  }

  edit(): TableDraft {
    return editLayered(this, this.keyOf, this);
  }

  private matching(hash: number, matches: (node: Node) => boolean): readonly Node[] {
    return (this.past.found.get(hash) ?? [])
      .map((id) => this.node(id))
      .filter((node) => node !== undefined && matches(node))
      .sort((a, b) => (a as Node).id - (b as Node).id) as readonly Node[];
  }
}

const byId = (a: Node, b: Node): number => a.id - b.id;

type Fields = Readonly<Record<string, unknown>>;

const NODE_FIELDS = Object.keys(nodeRow(NO_NODE, blankNode(0))).filter((field) => field !== 'id');
const LINK_FIELDS = Object.keys(linkRow(NO_LINK, {} as Link)).filter((field) => field !== 'id');

const packed =
  (fields: readonly string[]) =>
  (row: Fields): string =>
    latin(JSON.stringify(fields.map((field) => row[field])));

const unpacked = (fields: readonly string[], text: string): Fields => {
  const values = JSON.parse(text) as readonly unknown[];
  return Object.fromEntries(fields.map((field, i) => [field, values[i]]));
};

/** The same JSON in characters of one byte each. */
const latin = (json: string): string =>
  json.replace(/[\u0100-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

const packNode = packed(NODE_FIELDS) as unknown as (node: Node) => string;
const packLink = packed(LINK_FIELDS) as unknown as (link: Link) => string;
const unpackNode = (id: number, text: string): Node => nodeRow(nodeId(id), unpacked(NODE_FIELDS, text) as unknown as Node);
const unpackLink = (id: number, text: string): Link => linkRow(linkId(id), unpacked(LINK_FIELDS, text) as unknown as Link);
