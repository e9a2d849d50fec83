import { type Action, ownersOf } from '../action.js';
import { type LinkId, NO_LINK, NO_NODE, type NodeId, type Seq } from '../ids.js';
import { nameKey } from '../name.js';
import type { Side } from '../side.js';
import type { TableReads } from '../table/table.js';
import type { Control } from './control.js';

/**
 * What is in flight, and what it holds: two actions never overlap (planner.md 3). Bounded by the engine's room, so plain maps are
 * copied once a batch.
 */
export interface Flights {
  readonly actions: ReadonlyMap<Seq, Flight>;
  /** Nodes that an action reads or writes. */
  readonly nodes: ReadonlyMap<NodeId, Seq>;
  /** Folders whose entries an action changes, with how many do. */
  readonly folders: ReadonlyMap<NodeId, number>;
  /** Nodes with something in flight below them, with how many. */
  readonly below: ReadonlyMap<NodeId, number>;
  /** Folders on their way, or being deleted: nothing below them may be touched. */
  readonly subtrees: ReadonlyMap<NodeId, LinkId>;
  /** Names about to be taken (`placeKey`). */
  readonly places: ReadonlyMap<string, LinkId>;
}

export interface Flight {
  readonly seq: Seq;
  readonly action: Action;
  readonly holds: Holds;
}

interface Holds {
  readonly nodes: readonly NodeId[];
  readonly folders: readonly NodeId[];
  readonly ancestors: readonly NodeId[];
  readonly subtree: NodeId;
  /** In the order of the action's links; of one link that has more, all are its. */
  readonly places: readonly string[];
}

export const NO_FLIGHTS: Flights = {
  actions: new Map(),
  nodes: new Map(),
  folders: new Map(),
  below: new Map(),
  subtrees: new Map(),
  places: new Map(),
};

export interface FlightsDraft extends Flights {
  readonly take: (seq: Seq, action: Action, reads: { readonly table: TableReads; readonly control: Control }) => void;
  readonly release: (seq: Seq) => Flight | undefined;
  readonly finish: () => Flights;
}

export const editFlights = (flights: Flights): FlightsDraft => {
  let owned: ReturnType<typeof copy> | null = null;
  const own = (): ReturnType<typeof copy> => {
    owned ??= copy(flights);
    return owned;
  };
  const now = (): Flights => owned ?? flights;
  return {
    get actions() {
      return now().actions;
    },
    get nodes() {
      return now().nodes;
    },
    get folders() {
      return now().folders;
    },
    get below() {
      return now().below;
    },
    get subtrees() {
      return now().subtrees;
    },
    get places() {
      return now().places;
    },
    take: (seq, action, reads) => {
      const to = own();
      const holds = holdsOf(action, reads.table, reads.control);
      to.actions.set(seq, { seq, action, holds });
      for (const node of holds.nodes) to.nodes.set(node, seq);
      for (const node of holds.folders) add(to.folders, node, 1);
      for (const node of holds.ancestors) add(to.below, node, 1);
      const links = ownersOf(reads.table, action);
      if (holds.subtree !== NO_NODE) to.subtrees.set(holds.subtree, links[0] ?? NO_LINK);
      holds.places.forEach((place, i) => to.places.set(place, links[i] ?? links[0] ?? NO_LINK));
    },
    release: (seq) => {
      const flight = now().actions.get(seq);
      if (flight === undefined) return undefined;
      const from = own();
      from.actions.delete(seq);
      for (const node of flight.holds.nodes) from.nodes.delete(node);
      for (const node of flight.holds.folders) add(from.folders, node, -1);
      for (const node of flight.holds.ancestors) add(from.below, node, -1);
      from.subtrees.delete(flight.holds.subtree);
      for (const place of flight.holds.places) from.places.delete(place);
      return flight;
    },
    finish: () => now(),
  };
};

/** Identifies a place on one side: the folder's node and the key of the name. */
export const placeKey = (control: Control, side: 0 | 1, parent: NodeId, name: string): string =>
  `${parent}/${nameKey(control.traits[side], name)}`;

const copy = (flights: Flights) => ({
  actions: new Map(flights.actions),
  nodes: new Map(flights.nodes),
  folders: new Map(flights.folders),
  below: new Map(flights.below),
  subtrees: new Map(flights.subtrees),
  places: new Map(flights.places),
});

const add = (counts: Map<NodeId, number>, node: NodeId, by: 1 | -1): void => {
  const count = (counts.get(node) ?? 0) + by;
  if (count === 0) counts.delete(node);
  else counts.set(node, count);
};

const holdsOf = (action: Action, table: TableReads, control: Control): Holds => {
  const nodes = nodesOf(action);
  const parent = (node: NodeId): NodeId => table.node(node)?.parent ?? NO_NODE;
  const parents = new Set(nodes.map(parent));
  const holds = { nodes, folders: [], ancestors: lineOf(table, parents), subtree: NO_NODE, places: [] };
  const inFolder = (folder: NodeId) => ({ folders: [folder], ancestors: lineOf(table, new Set([...parents, folder])) });
  const place = (side: Side, folder: NodeId, name: string): string => placeKey(control, side, folder, name);
  switch (action._tag) {
    case 'LookUp':
    case 'List':
    case 'Compare':
    case 'ReplaceFile':
    case 'PutBack':
      return holds;
    case 'CreateFiles':
      return { ...holds, ...inFolder(action.parent), places: action.files.map(({ name }) => place(action.side, action.parent, name)) };
    case 'MakeFolder':
    case 'Restore':
      return { ...holds, ...inFolder(action.parent), places: [place(action.side, action.parent, action.name)] };
    case 'Resolve': {
      const names = [action.conflictName, table.node(action.nodes[0])?.name ?? ''];
      return { ...holds, folders: [action.folder], places: names.map((name) => place(action.side, action.folder, name)) };
    }
    case 'Move':
    case 'MoveBack':
      return {
        ...holds,
        ...inFolder(action.parent),
        folders: [parent(action.node), action.parent],
        subtree: action.node,
        places: [place(action.side, action.parent, action.name)],
      };
    case 'Discard':
    case 'TakeBack':
      return { ...holds, folders: [parent(action.node)], subtree: action.node };
  }
};

/** The nodes that an action reads or writes itself. */
export const nodesOf = (action: Action): readonly NodeId[] => {
  switch (action._tag) {
    case 'LookUp':
    case 'List':
    case 'Move':
    case 'Discard':
    case 'PutBack':
    case 'TakeBack':
    case 'MoveBack':
      return [action.node];
    case 'CreateFiles':
      return action.files.map(({ source }) => source);
    case 'Restore':
      return [];
    case 'MakeFolder':
      return [action.source];
    case 'ReplaceFile':
      return [action.source, action.node];
    case 'Compare':
    case 'Resolve':
      return action.nodes;
  }
};

/** These folders and all above them, each once. */
const lineOf = (table: TableReads, folders: ReadonlySet<NodeId>): NodeId[] => {
  const line = new Set<NodeId>();
  for (const folder of folders) for (let at = folder; at !== NO_NODE && !line.has(at); at = table.node(at)?.parent ?? NO_NODE) line.add(at);
  return [...line];
};
