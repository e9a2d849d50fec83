/** A fold that is overheard: who keeps what became other, learns of it as it is written. */
import { fold } from '../domain/evolve/evolve.js';
import type { LinkId, NodeId } from '../domain/ids.js';
import { isPhantom } from '../domain/node.js';
import type { Draft } from '../domain/state/state.js';
import type { TableDraft } from '../domain/table/table.js';

export interface Ear {
  /** Something about this link may have become other, or it ended, or something is about to be done about it. */
  readonly link: (id: LinkId) => void;
  /** The row of this node is another, or is gone. */
  readonly nodeRow: (id: NodeId) => void;
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

/** Whatever changes a link, or a node of it, makes it stale; whatever ends one makes it forgotten; whatever begins with it makes it stand elsewhere. */
const heardAgenda = (agenda: Draft['agenda'], ear: Ear): Draft['agenda'] => ({
  ...agenda,
  touch: (link) => {
    ear.link(link);
    agenda.touch(link);
  },
  stand: (link, to) => {
    ear.link(link);
    agenda.stand(link, to);
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
    ear.nodeRow(node.id);
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
    ear.nodeRow(node.id);
  },
  setLink: (link) => {
    table.setLink(link);
    ear.linkRow(link.id);
  },
  removeNode: (id) => {
    const before = table.node(id);
    if (before?.kind === 'folder' && !isPhantom(before)) ear.folderMoved(id);
    table.removeNode(id);
    ear.nodeRow(id);
  },
  removeLink: (id) => {
    table.removeLink(id);
    ear.linkRow(id);
  },
  finish: () => table.finish(),
});

/** Where the table itself was replaced: all rows of both. */
const tellAll = (old: TableDraft, table: TableDraft, ear: Ear): void => {
  for (const { id, link, kind } of old.nodes()) {
    if (kind === 'folder') ear.folderMoved(id);
    ear.nodeRow(id);
    ear.link(link);
  }
  for (const { id } of old.links()) {
    ear.linkRow(id);
    ear.link(id);
  }
  for (const { id, parent } of table.nodes()) {
    ear.nodeRow(id);
    if (old.node(id) === undefined) ear.placed(parent, id);
  }
  for (const { id } of table.links()) ear.linkRow(id);
};
