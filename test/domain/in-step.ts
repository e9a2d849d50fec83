import type { Action } from '../../src/domain/action.js';
import type { Event, EventOf } from '../../src/domain/event.js';
import { evolveAll } from '../../src/domain/evolve/evolve.js';
import { pathOf } from '../../src/domain/evolve/nodes.js';
import type { Link } from '../../src/domain/link.js';
import { isAlive, type Node } from '../../src/domain/node.js';
import type { Observation } from '../../src/domain/observation.js';
import type { ProviderError } from '../../src/domain/provider-error.js';
import type { Side, Sides } from '../../src/domain/side.js';
import { editAgenda } from '../../src/domain/state/agenda.js';
import type { State } from '../../src/domain/state/state.js';
import type { KindName } from '../../src/testing/world/kinds.js';
import { runScenario } from '../../src/testing/world/run.js';
import type { UserAct } from '../../src/testing/world/scenario.js';

/** Small states for unit tests of folds: both sides in step, and what happens to them told event by event. */

export const inStep = async (kinds: Sides<KindName>, base: readonly UserAct[]): Promise<State> =>
  (await runScenario({ kinds, base, steps: [{ do: 'stop' }] })).state;

const textOf = ({ table }: State, node: Node): string => `/${(pathOf(table, node.id) ?? ['?']).join('/')}`;

export const nodeAt = (state: State, side: Side, path: string): Node => {
  for (const node of state.table.nodes()) if (node.side === side && isAlive(node) && textOf(state, node) === path) return node;
  throw new Error(`nothing at ${path} of side ${side}`);
};

export const linkAt = (state: State, side: Side, path: string): Link => state.table.link(nodeAt(state, side, path).link) as Link;

/** Each as side and path, for those that are so: `1/d/b`. */
export const nodesThat = (state: State, holds: (node: Node) => unknown): readonly string[] =>
  [...state.table.nodes()].flatMap((node) => (holds(node) ? [`${node.side}${textOf(state, node)}`] : [])).sort();

export const dirtyIn = (state: State): readonly string[] => nodesThat(state, ({ dirty }) => dirty !== 0);
export const unlistedIn = (state: State): readonly string[] => nodesThat(state, ({ unlisted }) => unlisted !== 0);

/** What a provider says of a node as it is known. */
export const seenAs = (node: Node, fields: Partial<Observation> = {}): Observation => {
  const { oid, name, kind, ident, revision, stamp, hash, size, mtimeMs, executable, kept } = node;
  return { oid, parentOid: null, name, kind, ident, revision, stamp, hash, size, mtimeMs, executable, kept, ...fields };
};

/** An action that starts, what happens meanwhile, and what becomes of it, by its number. */
export const flown = (state: State, action: Action, outcome: (action: number) => Event, ...meanwhile: readonly Event[]): State =>
  evolveAll(state, [{ _tag: 'ActionStarted', action, reason: 'test' }, ...meanwhile, outcome(state.seq + 1)]);

export const failed = (state: State, action: Action, tag: ProviderError['_tag'], ...meanwhile: readonly Event[]): State =>
  flown(
    state,
    action,
    (number) => ({ _tag: 'ActionFailed', action: number, side: action.side, error: { _tag: tag, message: 'injected' } }),
    ...meanwhile,
  );

export const started = (state: State, ...actions: readonly Action[]): State =>
  evolveAll(
    state,
    actions.map((action): Event => ({ _tag: 'ActionStarted', action, reason: 'test' })),
  );

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

/** Entries that are to be judged again, by where they are on LOCAL. */
export const staleIn = (state: State): readonly string[] => {
  const stale = editAgenda(state.agenda).stale();
  return nodesThat(state, ({ side, link }) => side === 0 && stale.has(link)).map((text) => text.slice(1));
};
