import type { Link } from '../link.js';
import type { LinkId, NodeId } from '../ids.js';
import type { Name } from '../name.js';
import type { Node } from '../node.js';
import type { Side, Sides } from '../side.js';

/**
 * What grows with the tree: nodes, links, their indexes. A value: an old table stays as it was when a draft of it is changed.
 * Two implementations: `simpleTable` (immer on plain records) is the specification, `pagedTable` ships; a property compares them.
 * Nothing outside this folder knows their shape.
 */
export interface Table extends TableReads {
  /** A draft that starts as this table. */
  readonly edit: () => TableDraft;
  /** As `children`, for who goes once through a tree that may be large: nothing of it is kept at hand. They are read field by field, not to be spread. */
  readonly glance: (parent: NodeId) => Iterable<Node>;
}

export interface TableReads {
  readonly node: (id: NodeId) => Node | undefined;
  readonly link: (id: LinkId) => Link | undefined;
  /**
   * Nodes whose `parent` is this, dead ones and phantoms too; the one placed there last comes first. A node is placed when it is added, and
   * when `setNode` changes its parent. In a draft, the node just handed out may be changed, moved and removed before going on.
   */
  readonly children: (parent: NodeId) => Iterable<Node>;
  /** Nodes below `parent` whose name has this key under their side's rules (see `nameKey`), dead ones and phantoms too, by ascending id (H10: a set). */
  readonly at: (parent: NodeId, key: string) => readonly Node[];
  /** By ascending id; dead ones and phantoms too. */
  readonly byOid: (side: Side, oid: string) => readonly Node[];
  /** By ascending id; dead ones too. */
  readonly byIdent: (side: Side, ident: string) => readonly Node[];
  /** All rows, by ascending id: for snapshots, digests and the oracle, never for a step of the engine. */
  readonly nodes: () => Iterable<Node>;
  readonly links: () => Iterable<Link>;
  /** The id that the next added node or link gets: counters that never go back, also after removals. */
  readonly nextIds: () => { readonly node: number; readonly link: number };
}

export interface TableDraft extends TableReads {
  /** Of the children, the folders; cheaper than looking at all. */
  readonly folders: (parent: NodeId) => Iterable<Node>;
  /** Links with a reason not to go on, by ascending id; cheaper than looking at all. The link just handed out may be changed. */
  readonly blockedLinks: () => Iterable<Link>;
  readonly addNode: (fields: Omit<Node, 'id'>) => Node;
  readonly addLink: (fields: Omit<Link, 'id'>) => Link;
  /** Replaces the row of this id, and keeps the indexes right. It is a defect if there is none. */
  readonly setNode: (node: Node) => void;
  readonly setLink: (link: Link) => void;
  /** Children stay, with a parent that is no more. Removing what is not there changes nothing. */
  readonly removeNode: (id: NodeId) => void;
  readonly removeLink: (id: LinkId) => void;
  /** The finished value, or the very table it started as if nothing was written; the draft must not be used afterwards. */
  readonly finish: () => Table;
}

/** How names of a side become keys. */
export type KeyOf = Sides<(name: Name) => string>;

/** Everything in a table, in a form that can be stored. Loading it gives an equal table (order of `children` too). */
export interface TableRows {
  readonly nextNode: number;
  readonly nextLink: number;
  /** By ascending id. */
  readonly nodes: readonly Node[];
  readonly links: readonly Link[];
  /** Folders whose children do not come by descending id, as they do until one is moved there; may be left out if there are none. */
  readonly reordered?: readonly Reordered[];
}

/** The children of a folder (or of NO_NODE), all of them, in the order of `children`. */
export interface Reordered {
  readonly parent: NodeId;
  readonly children: readonly NodeId[];
}
