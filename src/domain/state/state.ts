import { type Draft as Immer, produce } from 'immer';
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
  if (node.kind === 'folder') for (const child of draft.table.children(node.id)) touch(draft, child.link);
};

export const addNode = (draft: Draft, fields: Omit<Node, 'id'>): Node => {
  const node = draft.table.addNode(fields);
  indexNode(draft, undefined, node);
  touch(draft, node.link);
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
  const link = draft.table.addLink({ halves, base, doubt, given, compared, blocked, placed, resolved, demand });
  touch(draft, link.id);
  return link;
};

export const removeLink = (draft: Draft, id: LinkId): void => {
  draft.table.removeLink(id);
  for (const side of [0, 1] as const) {
    const orphan = mark(draft.agenda.orphans[side], id, false);
    const fresh = mark(draft.agenda.fresh[side], id, false);
    if (orphan || fresh) draft.agenda.unrecognised[side] = true;
  }
  mark(draft.agenda.ranked, id, false);
  if (draft.control.retries[id] !== undefined) writeControl(draft, (control) => void delete control.retries[id]);
  draft.agenda.forget(id);
};

/** Says that what is known of a link changed: it, and what waits for it, is judged again. */
export const touch = (draft: Draft, id: LinkId): void => {
  if (id === NO_LINK) return;
  const link = draft.table.link(id);
  if (link === undefined) return;
  let ranked = false;
  for (const side of [0, 1] as const) {
    const here = halfOf(draft, link, side);
    if (here !== undefined && here.priority !== 0) ranked = true;
    const there = halfOf(draft, link, side === 0 ? 1 : 0);
    const orphan = mark(draft.agenda.orphans[side], id, here !== undefined && !isAlive(here) && link.base !== null);
    const fresh = mark(draft.agenda.fresh[side], id, here !== undefined && isAlive(here) && there === undefined && link.base === null);
    // One fewer may make another the only one of its content.
    if (orphan || fresh) draft.agenda.unrecognised[side] = true;
  }
  mark(draft.agenda.ranked, id, ranked);
  draft.agenda.touch(id);
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

const mark = (
  set: { add: (n: number) => void; delete: (n: number) => void; has: (n: number) => boolean },
  id: number,
  member: boolean,
): boolean => {
  if (member === set.has(id)) return false;
  if (member) set.add(id);
  else set.delete(id);
  return true;
};

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
};
