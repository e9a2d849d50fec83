/** What providers tell a state, as events, and where that is found in it. */
import type { Event, EventOf } from '../../src/domain/event.js';
import { evolveAll } from '../../src/domain/evolve/evolve.js';
import { pathOf } from '../../src/domain/evolve/nodes.js';
import type { NodeId } from '../../src/domain/ids.js';
import { showPath } from '../../src/domain/name.js';
import { isAlive, type Node } from '../../src/domain/node.js';
import type { Observation } from '../../src/domain/observation.js';
import { DEFAULT_POLICY, type Policy } from '../../src/domain/policy.js';
import type { Side, Sides } from '../../src/domain/side.js';
import { initialState, type State } from '../../src/domain/state/state.js';
import type { Traits } from '../../src/domain/traits.js';

const TRAITS: Traits = {
  ...{ identity: 'oid', events: 'hints', caseSensitive: true, unicode: 'exact', forbiddenCharacters: '', maxNameBytes: 255, hash: 'md5' },
  ...{ conditionalWrites: true, executableBit: false },
};

/** A session begins, of two sides that know everything by an id, unless `traits` says otherwise. */
export const begins = (policy: Partial<Policy> = {}, traits: Sides<Partial<Traits>> = [{}, {}]): EventOf<'SessionStarted'> => ({
  ...{ _tag: 'SessionStarted', atMs: 1000, version: '1', boot: null, forgetBases: false, policy: { ...DEFAULT_POLICY, ...policy } },
  traits: [
    { ...TRAITS, ...traits[0] },
    { ...TRAITS, ...traits[1] },
  ],
  roots: [
    { identity: 'a', oid: 'root' },
    { identity: 'b', oid: 'root' },
  ],
});

export const afterStart = (...given: Parameters<typeof begins>): State => evolveAll(initialState(), [begins(...given)]);

/** As a provider sees it. Folders end with `/`. */
export const row = (name: string, other: Partial<Observation> = {}): Observation => ({
  ...{ oid: `oid of ${name}`, parentOid: 'root', name: name.replace('/', ''), kind: name.endsWith('/') ? 'folder' : 'file', ident: null },
  ...{ revision: name.endsWith('/') ? null : 'r1', stamp: 's1', hash: null, size: 1, mtimeMs: 5, executable: null, kept: null },
  ...other,
});

/** A folder is listed: it holds these. */
export const listed = ({ seq }: State, { side, id }: Pick<Node, 'side' | 'id'>, ...rows: readonly Observation[]): readonly Event[] => [
  { _tag: 'ActionStarted', action: { _tag: 'List', side, node: id }, reason: 'unlisted' },
  { _tag: 'Listed', action: seq + 1, complete: true, rows, absent: [] },
];

/** Something is looked up: it is this, or nothing. */
export const lookedUp = ({ seq }: State, { side, id }: Pick<Node, 'side' | 'id'>, found: Observation | null): readonly Event[] => [
  { _tag: 'ActionStarted', action: { _tag: 'LookUp', side, node: id }, reason: 'dirty' },
  { _tag: 'LookedUp', action: seq + 1, found, depth: null },
];

/** The state after one thing after another was told. */
export const after = (state: State, ...tells: readonly ((state: State) => readonly Event[])[]): State =>
  tells.reduce((known, tell) => evolveAll(known, tell(known)), state);

export const rootOf = ({ control }: State, side: Side): { readonly side: Side; readonly id: NodeId } => ({
  ...{ side, id: control.roots[side].node },
});

/** What lives at a path. */
export const at = (state: State, side: Side, path: string): Node => {
  for (const node of state.table.nodes()) if (node.side === side && isAlive(node) && pathTextOf(state, node) === path) return node;
  throw new Error(`nothing is at ${path}`);
};

export const pathTextOf = ({ table }: State, { id }: Pick<Node, 'id'>): string | null => {
  const path = pathOf(table, id);
  return path && showPath(path);
};
