/** States in which both sides are in step, and where something is found in what is known. */
import { pathOf } from '../../src/domain/evolve/nodes.js';
import type { Link } from '../../src/domain/link.js';
import { showPath } from '../../src/domain/name.js';
import { isAlive, type Node } from '../../src/domain/node.js';
import type { Side, Sides } from '../../src/domain/side.js';
import { editAgenda } from '../../src/domain/state/agenda.js';
import type { State } from '../../src/domain/state/state.js';
import type { KindName } from '../../src/testing/world/kinds.js';
import { runScenario } from '../../src/testing/world/run.js';
import type { UserAct } from '../../src/testing/world/scenario.js';

export const inStep = async (kinds: Sides<KindName>, base: readonly UserAct[]): Promise<State> =>
  (await runScenario({ kinds, base, steps: [{ do: 'stop' }] })).state;

/** Null where its folder is not known any more. */
export const pathTextOf = ({ table }: State, { id }: Pick<Node, 'id'>): string | null => {
  const path = pathOf(table, id);
  return path && showPath(path);
};

/** What lives at a path; a root: `/`. */
export const nodeAt = (state: State, side: Side, path: string): Node => {
  for (const node of state.table.nodes()) if (node.side === side && isAlive(node) && pathTextOf(state, node) === path) return node;
  throw new Error(`nothing at ${path} of side ${side}`);
};

export const linkAt = (state: State, side: Side, path: string): Link => state.table.link(nodeAt(state, side, path).link) as Link;

/** Each as side and path, for those that are so: `1/d/b`. */
export const nodesThat = (state: State, holds: (node: Node) => unknown): readonly string[] =>
  [...state.table.nodes()].flatMap((node) => (holds(node) ? [`${node.side}${pathTextOf(state, node) ?? '/?'}`] : [])).sort();

export const dirtyIn = (state: State): readonly string[] => nodesThat(state, ({ dirty }) => dirty !== 0);
export const unlistedIn = (state: State): readonly string[] => nodesThat(state, ({ unlisted }) => unlisted !== 0);

/** Entries that are to be judged again, by where they are on LOCAL. */
export const staleIn = (state: State): readonly string[] => {
  const stale = editAgenda(state.agenda).stale();
  return nodesThat(state, ({ side, link }) => side === 0 && stale.has(link)).map((text) => text.slice(1));
};
