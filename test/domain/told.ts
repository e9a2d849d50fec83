/** What is told to a state, as events, and states that are told event by event. */
import type { Action } from '../../src/domain/action.js';
import type { Event, EventOf } from '../../src/domain/event.js';
import { evolveAll } from '../../src/domain/evolve/evolve.js';
import type { NodeId, Seq } from '../../src/domain/ids.js';
import type { Link } from '../../src/domain/link.js';
import { isAlive, isPhantom, type Node } from '../../src/domain/node.js';
import type { Observation } from '../../src/domain/observation.js';
import { settle } from '../../src/domain/plan/settle.js';
import { DEFAULT_POLICY, type Policy } from '../../src/domain/policy.js';
import type { ProviderError } from '../../src/domain/provider-error.js';
import type { Side, Sides } from '../../src/domain/side.js';
import { closeDraft, type Draft, initialState, openDraft, type State } from '../../src/domain/state/state.js';
import type { Traits } from '../../src/domain/traits.js';

/** What a side is like, where it is not as plain as this. */
export type Rules = Partial<Traits>;

export const PATH: Rules = { identity: 'path' };
export const INODE: Rules = { identity: 'inode' };
export const OID: Rules = { identity: 'oid' };
/** Takes two spellings for one name. */
export const COARSE: Rules = { identity: 'path', caseSensitive: false };

const rules = (given: Rules): Traits => ({
  ...{ identity: 'path', events: 'hints', caseSensitive: true, unicode: 'exact', forbiddenCharacters: '', maxNameBytes: 255 },
  ...{ hash: null, conditionalWrites: false, executableBit: false },
  ...given,
});

/** An observation of a file; of a folder, if its name ends in `/`. */
export const seen = (name: string, facts: Partial<Observation> = {}): Observation => ({
  ...{ oid: null, parentOid: null, ident: null, stamp: null, hash: null, size: 1, mtimeMs: 0, executable: null, kept: null },
  ...(name.endsWith('/') ? { kind: 'folder', name: name.slice(0, -1), revision: null, size: 0 } : { kind: 'file', name, revision: 'r1' }),
  ...facts,
});

/** The same, as a side sees it that knows everything by an id: in its root, if nothing else is said. */
export const seenById = (name: string, facts: Partial<Observation> = {}): Observation =>
  seen(name, { oid: `oid of ${name}`, parentOid: 'root', stamp: 's1', ...facts });

/** What a provider says of a node as it is known. */
export const seenAs = (node: Node, facts: Partial<Observation> = {}): Observation => {
  const { oid, name, kind, ident, revision, stamp, hash, size, mtimeMs, executable, kept } = node;
  return { oid, parentOid: null, name, kind, ident, revision, stamp, hash, size, mtimeMs, executable, kept, ...facts };
};

/** A first session begins. */
export const begins = (policy: Partial<Policy> = {}, given: Sides<Rules> = [OID, OID]): EventOf<'SessionStarted'> => ({
  ...{ _tag: 'SessionStarted', atMs: 1000, version: 'test', boot: null, forgetBases: false, policy: { ...DEFAULT_POLICY, ...policy } },
  traits: [rules(given[0]), rules(given[1])],
  roots: [
    { identity: 'one', oid: 'root' },
    { identity: 'other', oid: 'root' },
  ],
});

/** A session like the last one, with roots that no folder of which differs from what is known. */
export const session = ({ control }: State, fields: Partial<EventOf<'SessionStarted'>> = {}): EventOf<'SessionStarted'> => ({
  ...{ _tag: 'SessionStarted', atMs: control.nowMs, version: 'test', boot: control.boot, forgetBases: false, policy: control.policy },
  traits: [control.traits[0], control.traits[1]],
  roots: [
    { identity: control.roots[0].identity, oid: null },
    { identity: control.roots[1].identity, oid: null },
  ],
  differing: [[], []],
  remembers: true,
  ...fields,
});

const starts = (action: Action): Event => ({ _tag: 'ActionStarted', action, reason: 'test' });

/** A folder is listed: it holds these. */
export const listed = ({ seq }: State, { side, id }: Pick<Node, 'side' | 'id'>, ...rows: readonly Observation[]): readonly Event[] => [
  starts({ _tag: 'List', side, node: id }),
  { _tag: 'Listed', action: seq + 1, complete: true, rows, absent: [] },
];

/** Something is looked up: it is this, or nothing. */
export const lookedUp = ({ seq }: State, { side, id }: Pick<Node, 'side' | 'id'>, found: Observation | null): readonly Event[] => [
  starts({ _tag: 'LookUp', side, node: id }),
  { _tag: 'LookedUp', action: seq + 1, found, depth: null },
];

export const afterStart = (...given: Parameters<typeof begins>): State => evolveAll(initialState(), [begins(...given)]);

/** The state after one thing after another was told. */
export const after = (state: State, ...tells: readonly ((state: State) => readonly Event[])[]): State =>
  tells.reduce((known, tell) => evolveAll(known, tell(known)), state);

export const started = (state: State, ...actions: readonly Action[]): State => evolveAll(state, actions.map(starts));

/** An action that starts, what happens meanwhile, and what becomes of it, by its number. */
export const flown = (state: State, action: Action, outcome: (action: number) => Event, ...meanwhile: readonly Event[]): State =>
  evolveAll(state, [starts(action), ...meanwhile, outcome(state.seq + 1)]);

export const failed = (state: State, action: Action, tag: ProviderError['_tag'], ...meanwhile: readonly Event[]): State => {
  const error = { _tag: tag, message: 'injected' };
  return flown(state, action, (number) => ({ _tag: 'ActionFailed', action: number, side: action.side, error }), ...meanwhile);
};

/** What is known, told event by event: for tests of what one more event makes of it. */
export interface Told {
  readonly state: () => State;
  /** Answers the number of the last event. */
  readonly fold: (...events: readonly Event[]) => Seq;
  readonly start: (action: Action) => Seq;
  readonly root: (side: Side) => NodeId;
  /** A complete listing, from its start to its answer. */
  readonly list: (side: Side, folder: NodeId, ...rows: readonly Observation[]) => void;
  /** As listed while nothing else went on: a new entry of this side. */
  readonly meet: (side: Side, folder: NodeId, row: Observation) => Node;
  /** An entry of both sides, in step. */
  readonly pair: (folders: Sides<NodeId>, rows: Sides<Observation>) => { readonly link: Link; readonly halves: Sides<Node> };
  /** Looked at again, and not there. */
  readonly lose: (node: Node) => void;
  readonly hint: (side: Side, path: readonly string[] | null, oid?: string | null) => Seq;
  readonly node: (id: NodeId) => Node | undefined;
  /** The node, which has to be there. */
  readonly known: (node: { readonly id: NodeId }) => Node;
  readonly linkOf: (node: { readonly id: NodeId }) => Link | undefined;
  readonly phantoms: (side: Side) => readonly Node[];
  readonly living: (side: Side) => readonly Node[];
  /** Writes what no event writes at once. */
  readonly edit: (recipe: (draft: Draft) => void) => void;
  /** Draws all conclusions, and answers what they are. */
  readonly conclude: () => readonly string[];
}

export const told = (...given: Sides<Rules>): Told => {
  let state = afterStart({}, given);
  const fold: Told['fold'] = (...events) => {
    state = evolveAll(state, events);
    return state.seq;
  };
  const start: Told['start'] = (action) => fold(starts(action));
  const root: Told['root'] = (side) => state.control.roots[side].node;
  const node: Told['node'] = (id) => state.table.node(id);
  const known: Told['known'] = ({ id }) => {
    const found = node(id);
    if (found === undefined) throw new Error(`node ${id} is not there`);
    return found;
  };
  const linkOf: Told['linkOf'] = ({ id }) => state.table.link(known({ id }).link);
  const list: Told['list'] = (side, id, ...rows) => void fold(...listed(state, { side, id }, ...rows));
  const living: Told['living'] = (side) =>
    [...state.table.nodes()].filter((each) => each.side === side && isAlive(each) && each.name !== '');
  const meet: Told['meet'] = (side, folder, row) => {
    list(side, folder, row);
    const met = living(side).find((each) => each.parent === folder && each.name === row.name);
    if (met === undefined) throw new Error(`${row.name} is not there`);
    return met;
  };
  return {
    ...{ state: () => state, fold, start, root, list, meet, node, known, linkOf, living },
    pair: (folders, rows) => {
      const [local, remote] = [meet(0, folders[0], rows[0]), meet(1, folders[1], rows[1])];
      fold({ _tag: 'LinksMerged', from: remote.link, into: local.link, reason: 'test' });
      return { link: linkOf(local) as Link, halves: [known(local), known(remote)] };
    },
    lose: (gone) => void fold(...lookedUp(state, gone, null)),
    hint: (side, path, oid = null) => fold({ _tag: 'HintsSeen', side, hints: [{ _tag: 'Touched', oid, path }], cursor: null }),
    phantoms: (side) => [...state.table.nodes()].filter((each) => each.side === side && isPhantom(each)),
    edit: (recipe) => {
      const draft = openDraft(state);
      recipe(draft);
      state = closeDraft(draft);
    },
    conclude: () => {
      const settled = settle(state);
      state = settled.state;
      return settled.events.map(({ _tag }) => _tag);
    },
  };
};
