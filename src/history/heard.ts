/** A fold that is overheard: who keeps what became other, learns of it as it is written. */
import { fold } from '../domain/evolve/evolve.js';
import type { LinkId, NodeId } from '../domain/ids.js';
import { isPhantom, type Node } from '../domain/node.js';
import type { Draft } from '../domain/state/state.js';
import type { TableDraft } from '../domain/table/table.js';

export interface Ear {
  /** Something about this link may have become other, or it ended. */
  readonly link: (id: LinkId) => void;
  /** The row of this node is another; undefined: it is new, or gone. */
  readonly nodeRow: (id: NodeId, before: Node | undefined, after: Node | undefined) => void;
  readonly linkRow: (id: LinkId) => void;
  /** This node came to lie in this folder. */
  readonly placed: (parent: NodeId, id: NodeId) => void;
  /** This folder lies elsewhere now, is called otherwise, or is gone. */
  readonly folderMoved: (id: NodeId) => void;
}

/** `fold`, overheard. */
export const foldHeard = (ear: Ear): typeof fold => {
  let agenda: Draft['agenda'] | null = null;
  let table: TableDraft | null = null;
  return (draft, event) => {
    // A first session begins with an agenda and a table of its own, and one that forgets what was agreed on with another table.
    if (draft.agenda !== agenda) Object.assign(draft, { agenda: (agenda = heardAgenda(draft.agenda, ear)) });
    if (draft.table !== table) draft.table = table = heardTable(draft.table, ear);
    fold(draft, event);
    if (draft.table !== table) tellAll(table, draft.table, ear);
  };
};

/** Whatever changes a link, or a node of it, makes it stale; whatever ends one makes it forgotten. */
const heardAgenda = (agenda: Draft['agenda'], ear: Ear): Draft['agenda'] => ({
  ...agenda,
  touch: (link) => {
    ear.link(link);
    agenda.touch(link);
  },
  forget: (link) => {
    ear.link(link);
    agenda.forget(link);
  },
});

export const heardTable = (table: TableDraft, ear: Ear): TableDraft => ({
  node: (id) => table.node(id),
  link: (id) => table.link(id),
  children: (parent) => table.children(parent),
  folders: (parent) => table.folders(parent),
  at: (parent, key) => table.at(parent, key),
  byOid: (side, oid) => table.byOid(side, oid),
  byIdent: (side, ident) => table.byIdent(side, ident),
  blockedLinks: () => table.blockedLinks(),
  nodes: () => table.nodes(),
  links: () => table.links(),
  nextIds: () => table.nextIds(),
  addNode: (fields) => {
    const node = table.addNode(fields);
    ear.nodeRow(node.id, undefined, node);
    ear.placed(node.parent, node.id);
    return node;
  },
  addLink: (fields) => {
    const link = table.addLink(fields);
    ear.linkRow(link.id);
    return link;
  },
  setNode: (node) => {
    const before = table.node(node.id);
    if (before?.parent !== node.parent) ear.placed(node.parent, node.id);
    // Nothing that is known lies in what was only hinted at.
    const isKnown = before !== undefined && before.kind === 'folder' && !isPhantom(before);
    if (isKnown && (before.parent !== node.parent || before.name !== node.name)) ear.folderMoved(node.id);
    table.setNode(node);
    ear.nodeRow(node.id, before, node);
  },
  setLink: (link) => {
    table.setLink(link);
    ear.linkRow(link.id);
  },
  removeNode: (id) => {
    const before = table.node(id);
    if (before?.kind === 'folder' && !isPhantom(before)) ear.folderMoved(id);
    table.removeNode(id);
    ear.nodeRow(id, before, undefined);
  },
  removeLink: (id) => {
    table.removeLink(id);
    ear.linkRow(id);
  },
  finish: () => table.finish(),
});

/** Where the table itself was replaced: all rows of both. */
const tellAll = (old: TableDraft, table: TableDraft, ear: Ear): void => {
  for (const node of old.nodes()) {
    if (node.kind === 'folder') ear.folderMoved(node.id);
    ear.nodeRow(node.id, node, undefined);
    ear.link(node.link);
  }
  for (const { id } of old.links()) {
    ear.linkRow(id);
    ear.link(id);
  }
  for (const node of table.nodes()) {
    ear.nodeRow(node.id, undefined, node);
    if (old.node(node.id) === undefined) ear.placed(node.parent, node.id);
  }
  for (const { id } of table.links()) ear.linkRow(id);
};
