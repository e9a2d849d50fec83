import { linkId, NO_LINK, NO_NODE, seq } from '../../src/domain/ids.js';
import type { Action } from '../../src/domain/action.js';
import { nameKey } from '../../src/domain/name.js';
import type { Base, Link } from '../../src/domain/link.js';
import { blankNode, type Node } from '../../src/domain/node.js';
import type { Sides } from '../../src/domain/side.js';
import type { Control } from '../../src/domain/state/control.js';
import { editFlights } from '../../src/domain/state/flights.js';
import { addLink, addNode, closeDraft, initialState, openDraft, type State } from '../../src/domain/state/state.js';
import { pagedTable } from '../../src/domain/table/paged-table.js';
import type { Traits } from '../../src/domain/traits.js';

/** An entry by what is other than usual: a file in the root, that both sides have as they agreed. */
export interface Given {
  readonly kind?: Node['kind'];
  /** The folder that it lies in; of each side, where they differ. */
  readonly in?: string | Sides<string>;
  /** Null: it was never there. */
  readonly local?: Partial<Node> | null;
  readonly remote?: Partial<Node> | null;
  /** Null: nothing was agreed on yet. */
  readonly base?: Partial<Base> | null;
  readonly link?: Partial<Link>;
}

export interface Around {
  readonly traits?: Sides<Partial<Traits>>;
  readonly policy?: Partial<Control['policy']>;
  readonly sides?: Sides<Partial<Control['sides'][0]>>;
  readonly control?: Partial<Control>;
}

export interface Trees {
  readonly state: State;
  readonly link: (entry: string) => Link;
  readonly node: (entry: string, side: 0 | 1) => Node;
}

/** Told of at event 5, long ago. */
export const GONE: Partial<Node> = { gone: seq(5) };
export const NOW_MS = 100_000;
/** A side that was just told of something, and has not been quiet for a minute. */
export const RESTLESS: Partial<Control['sides'][0]> = { lastHintAtMs: NOW_MS, restlessSinceMs: NOW_MS - 60_000 };
export const RAISED: Partial<Control['sides'][0]> = { gate: { _tag: 'Raised', deletes: 30, files: 40, since: seq(4) } };

const ROOT = '/';
const SIDES = [0, 1] as const;

/** Two trees as they are known, written down: no story leads there. An entry is called by what its name is where nothing else is said. */
export const twoTrees = (entries: Readonly<Record<string, Given>>, around: Around = {}): Trees => {
  const control = controlOf(around);
  const keyOf = [(name: string) => nameKey(control.traits[0], name), (name: string) => nameKey(control.traits[1], name)] as const;
  const draft = openDraft({ ...initialState(), table: pagedTable(keyOf), control });
  const links: Record<string, Link> = {};
  const put = (called: string, { kind = 'file', ...entry }: Given): void => {
    const id = linkId(draft.table.nextIds().link);
    const name = called === ROOT ? '' : called;
    const folders = SIDES.map((side) => links[typeof entry.in === 'object' ? entry.in[side] : (entry.in ?? ROOT)]);
    const content = kind === 'file' ? { revision: 'r1', stamp: 's1', size: 1 } : {};
    const [local = NO_NODE, remote = NO_NODE] = SIDES.map((side) => {
      const given = side === 0 ? entry.local : entry.remote;
      const parent = folders[side]?.halves[side] ?? NO_NODE;
      return given === null ? NO_NODE : addNode(draft, { ...blankNode(side), link: id, parent, name, kind, ...content, ...given }).id;
    });
    const parents = [folders[0]?.id ?? NO_LINK, folders[1]?.id ?? NO_LINK] as const;
    const agreed: Base = { parents, names: [name, name], revisions: ['r1', 'r1'], stamps: ['s1', 's1'], hashes: [null, null] };
    links[called] = addLink(draft, {
      halves: [local, remote],
      base: entry.base === null ? null : { ...agreed, ...entry.base },
      ...entry.link,
    });
  };
  put(ROOT, { kind: 'folder' });
  for (const [called, entry] of Object.entries(entries)) put(called, entry);
  const state = closeDraft(draft);
  const link = (called: string): Link => links[called] ?? (links[ROOT] as Link);
  const roots = SIDES.map((side) => ({ identity: 'root', node: link(ROOT).halves[side] }));
  return {
    state: { ...state, control: { ...control, roots: [roots[0], roots[1]] as Control['roots'] } },
    link,
    node: (called, side) => state.table.node(link(called).halves[side]) as Node,
  };
};

const controlOf = ({ traits = [{}, {}], policy, sides = [{}, {}], control }: Around): Control => {
  const { control: initial } = initialState();
  const plain: Partial<Traits> = { identity: 'oid', hash: 'md5' };
  return {
    ...initial,
    nowMs: NOW_MS,
    policy: { ...initial.policy, ...policy },
    traits: [
      { ...initial.traits[0], ...plain, ...traits[0] },
      { ...initial.traits[1], ...plain, ...traits[1] },
    ],
    sides: [
      { ...initial.sides[0], ...sides[0] },
      { ...initial.sides[1], ...sides[1] },
    ],
    ...control,
  };
};

/** The same, while this is under way. */
export const whileDoing = (state: State, action: Action): State => {
  const flights = editFlights(state.flights);
  flights.take(seq(9), action, state);
  return { ...state, flights: flights.finish() };
};

/** A move of a folder to another name, as it is planned. */
export const moving = ({ id: node, side, link, parent }: Node): Action => ({
  ...{ _tag: 'Move', side, link, node, parent, name: 'elsewhere', base: null, purpose: 'follow' },
});
