import { pathOf } from '../domain/evolve/nodes.js';
import { isConflictName } from '../domain/judge/conflict-name.js';
import { type Name, showPath } from '../domain/name.js';
import { isAlive, type Node } from '../domain/node.js';
import type { Sides } from '../domain/side.js';
import type { State } from '../domain/state/state.js';

/** A conflict copy that still lies about. */
export interface Conflict {
  /** The path that both wanted, which the winner has. */
  readonly path: string;
  /** Where the other version is, on each side; null on a side that has no copy (under policy `loser-side`, the winner's). */
  readonly copies: Sides<string | null>;
}

/** All conflict copies that are known: those whose name we gave, and those that look like it. Reads the whole table. */
export const conflictsOf = (state: State): readonly Conflict[] => {
  const found: Conflict[] = [];
  for (const link of state.table.links()) {
    const halves = link.halves.map((id) => state.table.node(id));
    const copies = halves.map((node) => (node !== undefined && isCopy(node, link.given?.name) ? pathOf(state.table, node.id) : null));
    const [local = null, remote = null] = copies;
    const any = local ?? remote;
    if (any === null) continue;
    const original = showPath([...any.slice(0, -1), originalName(any.at(-1) ?? '')]);
    found.push({ path: original, copies: [local && showPath(local), remote && showPath(remote)] });
  }
  return found;
};

const isCopy = (node: Node, given: Name | undefined): boolean => isAlive(node) && (node.name === given || isConflictName(node.name));

/** The name that a conflict name was made from (behaviour.md e.14). */
const originalName = (name: Name): Name => name.replace(/\.conflicted\d*/u, '') || name;
