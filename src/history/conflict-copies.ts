/** Conflict copies that are there: names that say so, with what the log knows of them. */
import { pathOf } from '../domain/evolve/nodes.js';
import type { Event } from '../domain/event.js';
import type { NodeId } from '../domain/ids.js';
import { isConflictName } from '../domain/judge/conflict-name.js';
import { isAlive, type Node } from '../domain/node.js';
import { nameKey } from '../domain/name.js';
import { type Side, SIDES, type Sides } from '../domain/side.js';
import type { State } from '../domain/state/state.js';

export interface Version {
  readonly path: string;
  readonly sides: readonly Side[];
  readonly size: number;
  readonly mtimeMs: number;
}

export interface ConflictCopy {
  readonly copy: Version;
  /** The entry that kept the name; null if it is gone. */
  readonly original: Version | null;
  /** Whose version the copy is; null if the log does not say (a user gave the name). */
  readonly loser: Side | null;
}

/** The side on which a node got its conflict name, by node: its link may be another since. */
export type Losers = ReadonlyMap<NodeId, Side>;

/** Whom an event makes a loser: an action that gives a conflict name. */
export const loserBy = (event: Event): readonly [NodeId, Side] | null =>
  event._tag === 'ActionStarted' && event.action._tag === 'Move' && event.action.purpose === 'conflict'
    ? [event.action.node, event.action.side]
    : null;

/** True for the node of a conflict copy. */
export const isConflictCopy = (node: Node): boolean => isAlive(node) && node.kind !== 'other' && isConflictName(node.name);

/** The conflict copies that these nodes are, by path. */
export const conflictCopies = (state: State, nodes: Iterable<Node>, losers: Losers): readonly ConflictCopy[] => {
  const found = new Map<string, { node: Node; sides: Side[] }>();
  for (const node of nodes) {
    const path = pathOf(state.table, node.id)?.join('/');
    if (path === undefined) continue;
    const known = found.get(path);
    if (known === undefined) found.set(path, { node, sides: [node.side] });
    else known.sides.push(node.side);
  }
  return [...found]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, { node, sides }]) => ({
      copy: { path, sides: [...sides].sort(), size: node.size, mtimeMs: node.mtimeMs },
      original: originalOf(state, node),
      loser:
        halvesOf(state, node)
          .map((id) => losers.get(id))
          .find((side) => side !== undefined) ?? null,
    }));
};

const halvesOf = (state: State, node: Node): readonly NodeId[] => state.table.link(node.link)?.halves ?? [node.id];

const originalOf = (state: State, copy: Node): Version | null => {
  const name = copy.name.replace(/\.conflicted\d*/u, '');
  const folder = pathOf(state.table, copy.parent);
  if (name === '' || folder === null) return null;
  const parents: Sides<NodeId | undefined> = parentsOf(state, copy);
  const nodes = SIDES.flatMap((side) => {
    const parent = parents[side];
    const node = parent === undefined ? undefined : state.table.at(parent, nameKey(state.control.traits[side], name)).find(isAlive);
    return node === undefined ? [] : [node];
  });
  const first = nodes[0];
  if (first === undefined) return null;
  return { path: [...folder, name].join('/'), sides: nodes.map(({ side }) => side), size: first.size, mtimeMs: first.mtimeMs };
};

/** The folder that holds the copy, on both sides. */
const parentsOf = (state: State, copy: Node): Sides<NodeId | undefined> => {
  const parent = state.table.node(copy.parent);
  const link = parent === undefined ? undefined : state.table.link(parent.link);
  return link === undefined
    ? [undefined, undefined]
    : ([link.halves[0] || undefined, link.halves[1] || undefined] as Sides<NodeId | undefined>);
};
