import { type Draft as Immer, produce } from 'immer';
import type { IntSetDraft } from '../collections/int-set.js';
import { type LinkId, NEVER, NO_LINK, NO_NODE, type NodeId, type Seq, seq } from '../ids.js';
import type { Link } from '../link.js';
import { isAlive, type Node } from '../node.js';
import { isOpen } from '../observation.js';
import type { Side } from '../side.js';
import { pagedTable, pagedTableFrom } from '../table/paged-table.js';
import type { KeyOf, Table, TableDraft, TableRows } from '../table/table.js';
import { type Agenda, type AgendaDraft, EMPTY_AGENDA, editAgenda } from './agenda.js';
import { type Control, INITIAL_CONTROL } from './control.js';
import { editFlights, type Flights, type FlightsDraft, NO_FLIGHTS } from './flights.js';
import { slotOf } from './interrupted.js';

/** Everything that is known: a fold of the log. Immutable; `agenda` and `flights`' locks are derived from the rest. */
export interface State {
  /** Number of the last event folded. */
  readonly seq: Seq;
  readonly table: Table;
  readonly control: Control;
  readonly flights: Flights;
  readonly agenda: Agenda;
  /** How a table of this state is made anew: the implementation in use. */
  readonly tables: (rows: TableRows, keyOf: KeyOf) => Table;
}

/** A state that is being changed, by one batch of events or one round of planning. */
export interface Draft {
  seq: Seq;
  table: TableDraft;
  control: Control;
  readonly flights: FlightsDraft;
  readonly agenda: AgendaDraft;
  readonly tables: State['tables'];
}

const EXACT: KeyOf = [(name) => name, (name) => name];

/** The state before the first event. */
export const initialState = (tables: State['tables'] = pagedTableFrom): State => ({
  seq: seq(0),
  table: tables === pagedTableFrom ? pagedTable(EXACT) : tables({ nextNode: 1, nextLink: 1, nodes: [], links: [] }, EXACT),
  control: INITIAL_CONTROL,
  flights: NO_FLIGHTS,
  agenda: EMPTY_AGENDA,
  tables,
});

export const openDraft = (state: State): Draft => ({
  seq: state.seq,
  table: state.table.edit(),
  control: state.control,
  flights: editFlights(state.flights),
  agenda: editAgenda(state.agenda),
  tables: state.tables,
});

export const closeDraft = (draft: Draft): State => ({
  seq: draft.seq,
  table: draft.table.finish(),
  control: draft.control,
  flights: draft.flights.finish(),
  agenda: draft.agenda.finish(),
  tables: draft.tables,
});

/** Changes the control slice. It is written far less often than it is read, so each write is an immer step of its own. */
export const writeControl = (draft: Draft, recipe: (control: Immer<Control>) => void): void => {
  draft.control = produce(draft.control, recipe);
};

/** Stores a node's row; keeps the agenda's sets right, and makes its link stale. */
export const putNode = (draft: Draft, node: Node): void => {
  const before = draft.table.node(node.id);
  draft.table.setNode(node);
  indexNode(draft, before, node);
  touch(draft, node.link);
  if (before === undefined || before.link === node.link) return;
  touch(draft, before.link);
  // Its children lie in another link's folder now.
  for (const child of draft.table.children(node.id)) touch(draft, child.link);
};

export const addNode = (draft: Draft, fields: Omit<Node, 'id'>): Node => {
  const node = insertNode(draft, fields);
  touch(draft, node.link);
  return node;
};

/** As `addNode`, for who touches the link itself: that is done for every file. */
export const insertNode = (draft: Draft, fields: Omit<Node, 'id'>): Node => {
  const node = draft.table.addNode(fields);
  indexNode(draft, undefined, node);
  return node;
};

export const removeNode = (draft: Draft, id: NodeId): void => {
  const before = draft.table.node(id);
  if (before === undefined) return;
  draft.table.removeNode(id);
  indexNode(draft, before, undefined);
};

export const putLink = (draft: Draft, link: Link): void => {
  draft.table.setLink(link);
  touch(draft, link.id);
};

export const addLink = (draft: Draft, fields: Partial<Link> & Pick<Link, 'halves'>): Link => {
  const link = insertLink(draft, fields);
  touch(draft, link.id);
  return link;
};

/** As `addLink`, for who touches it itself. */
export const insertLink = (draft: Draft, fields: Partial<Link> & Pick<Link, 'halves'>): Link => {
  const {
    halves,
    base = null,
    doubt = null,
    given = null,
    compared = null,
    blocked = null,
    placed = null,
    resolved = null,
    demand = null,
  } = fields;
  return draft.table.addLink({ halves, base, doubt, given, compared, blocked, placed, resolved, demand });
};

export const removeLink = (draft: Draft, id: LinkId): void => {
  draft.table.removeLink(id);
  for (const side of [0, 1] as const) {
    const orphan = mark(draft.agenda.orphans[side], id, false);
    const fresh = mark(draft.agenda.fresh[side], id, false);
    if (orphan || fresh) draft.agenda.unrecognised[side] = true;
  }
  mark(draft.agenda.ranked, id, false);
  mark(draft.agenda.denied, id, false);
  if (draft.control.retries[id] !== undefined) writeControl(draft, (control) => void delete control.retries[id]);
  forgetPlacement(draft, id);
  draft.agenda.forget(id);
};

/** What was being placed for a link as a session broke off is known by now to be there, or not. */
export const forgetPlacement = (draft: Draft, id: LinkId): void => {
  const placement = draft.control.interrupted?.links[id];
  if (placement === undefined) return;
  const { side, parent, name } = placement;
  const slot = slotOf(draft.control, side, name);
  writeControl(draft, (control) => {
    if (control.interrupted === undefined) return;
    const { links, places } = control.interrupted;
    delete links[id];
    if (places[parent]?.[slot] === id) delete places[parent][slot];
    if (Object.keys(links).length === 0) delete control.interrupted;
  });
};

/** Says that what is known of a link changed: it, and what waits for it, is judged again. */
export const touch = (draft: Draft, id: LinkId): void => {
  if (id === NO_LINK) return;
  const link = draft.table.link(id);
  // An action that it began may hold a place to its end, for which others wait.
  if (link === undefined) return draft.agenda.wake(id);
  const [local, remote] = [halfOf(draft, link, 0), halfOf(draft, link, 1)];
  markHalf(draft, link, 0, local, remote === undefined);
  markHalf(draft, link, 1, remote, local === undefined);
  mark(draft.agenda.ranked, id, (local?.priority ?? 0) !== 0 || (remote?.priority ?? 0) !== 0);
  mark(draft.agenda.denied, id, link.blocked?.reason === 'Denied');
  draft.agenda.touch(id);
};

const markHalf = ({ agenda }: Draft, { id, base }: Link, side: Side, half: Node | undefined, isAlone: boolean): void => {
  const lives = half !== undefined && isAlive(half);
  const orphan = mark(agenda.orphans[side], id, half !== undefined && !lives && base !== null);
  const fresh = mark(agenda.fresh[side], id, lives && isAlone && base === null);
  // One fewer may make another the only one of its content.
  if (orphan || fresh) agenda.unrecognised[side] = true;
};

export const halfOf = (
  reads: { readonly table: { readonly node: (id: NodeId) => Node | undefined } },
  link: Link,
  side: Side,
): Node | undefined => (link.halves[side] === NO_NODE ? undefined : reads.table.node(link.halves[side]));

/** Makes the agenda anew from the table: after a snapshot was loaded, which does not hold it. */
export const indexAll = (draft: Draft): void => {
  for (const node of draft.table.nodes()) indexNode(draft, undefined, node);
  for (const link of draft.table.links()) touch(draft, link.id);
};

/** True if that is new. */
const mark = (set: IntSetDraft, id: number, member: boolean): boolean => (member ? set.add(id) : set.delete(id));

const isLiveFile = (node: Node | undefined): boolean => node !== undefined && node.kind === 'file' && node.kept === null && isAlive(node);

const indexNode = (draft: Draft, before: Node | undefined, after: Node | undefined): void => {
  const node = after ?? before;
  if (node === undefined) return;
  const { side, id } = node;
  mark(draft.agenda.dirty[side], id, after !== undefined && after.dirty !== NEVER);
  const needsListing = after !== undefined && after.unlisted !== NEVER && after.kind === 'folder' && isOpen(after.kept) && isAlive(after);
  mark(draft.agenda.unlisted[side], id, needsListing);
  // Nothing is left to look at: what failed about it is no news any more.
  if (!needsListing && (after?.dirty ?? NEVER) === NEVER && draft.control.lookRetries[id] !== undefined)
    writeControl(draft, (control) => void delete control.lookRetries[id]);
  mark(draft.agenda.kept, id, after !== undefined && after.kept !== null && isAlive(after));
  draft.agenda.files[side] += Number(isLiveFile(after)) - Number(isLiveFile(before));
  if (after !== undefined && isAlive(after) && !(before !== undefined && isAlive(before) && before.parent === after.parent))
    tellFolder(draft, side, after.parent);
};

/**
 * A folder that is gone on the other side stays or goes as its children say: here is one more. And one that is yet to be listed keeps what is to
 * be made in it waiting until something in it is known (`judgeCreation`).
 */
const tellFolder = (draft: Draft, side: Side, id: NodeId): void => {
  const { orphans, unlisted } = draft.agenda;
  const isUnlisted = unlisted[side].has(id);
  if (!isUnlisted && orphans[0].size + orphans[1].size === 0) return;
  const link = draft.table.node(id)?.link ?? NO_LINK;
  if (orphans[0].has(link) || orphans[1].has(link)) draft.agenda.touch(link);
  else if (isUnlisted) draft.agenda.wake(link);
};
