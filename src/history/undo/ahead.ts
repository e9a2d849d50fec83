import { type NodeId, NO_NODE } from '../../domain/ids.js';
import { type Name, nameKey, type RelPath } from '../../domain/name.js';
import { isAlive, type Node } from '../../domain/node.js';
import type { Side } from '../../domain/side.js';
import { type Known, nodeAt } from '../known.js';
import type { UndoStep } from './plan.js';

/** What the steps planned so far will have changed by the time of the next. */
export interface Ahead {
  /** Where a node will be; its path now if no step moves it. */
  readonly pathOf: (node: Node) => RelPath;
  /** Nothing else will be there: a change of case alone is no other place. */
  readonly isFree: (side: Side, path: RelPath, own?: Node) => boolean;
  readonly hasFolder: (side: Side, path: RelPath) => boolean;
  /** Whether what a node holds will be gone. */
  readonly isEmpty: (node: Node) => boolean;
  /** It will have a revision that nobody knows yet. */
  readonly isRestored: (node: Node) => boolean;
  /** A step is planned, of a deed about `node`. */
  readonly done: (step: UndoStep, node: NodeId) => void;
}

export const aheadOf = (now: Known): Ahead => {
  const moved = new Map<NodeId, { readonly parent: RelPath; readonly name: Name }>();
  const removed = new Set<NodeId>();
  const restored = new Set<NodeId>();
  const made = new Set<string>();
  const arrivals = new Map<string, Node>();
  const keyOf = (side: Side, path: RelPath): string =>
    `${side}${JSON.stringify(path.map((name) => nameKey(now.control.traits[side], name)))}`;
  const pathNow = (node: Node): RelPath => {
    const place = moved.get(node.id);
    if (place !== undefined) return [...place.parent, place.name];
    const parent = now.table.node(node.parent);
    return parent === undefined || node.parent === NO_NODE ? [] : [...pathNow(parent), node.name];
  };
  const occupant = (side: Side, path: RelPath): Node | undefined => {
    const node = nodeAt(now, side, path);
    return node === undefined || removed.has(node.id) || moved.has(node.id) ? undefined : node;
  };
  const arrived = (side: Side, path: RelPath): Node | undefined => arrivals.get(keyOf(side, path));
  return {
    pathOf: pathNow,
    isFree: (side, path, own) =>
      !made.has(keyOf(side, path)) &&
      [occupant(side, path), arrived(side, path)].every((node) => node === undefined || node.id === own?.id),
    hasFolder: (side, path) =>
      path.length === 0 || made.has(keyOf(side, path)) || (occupant(side, path) ?? arrived(side, path))?.kind === 'folder',
    isEmpty: (node) => [...now.table.children(node.id)].every((child) => !isAlive(child) || removed.has(child.id) || moved.has(child.id)),
    isRestored: (node) => restored.has(node.id),
    done: (step, id) => {
      const node = now.table.node(id);
      switch (step._tag) {
        case 'DiscardFile':
        case 'RemoveFolder':
          removed.add(id);
          break;
        case 'MoveBack':
          if (node === undefined) break;
          arrivals.delete(keyOf(step.side, step.target.path));
          arrivals.set(keyOf(step.side, step.to), node);
          moved.set(id, { parent: step.to.slice(0, -1), name: step.to.at(-1) ?? '' });
          break;
        case 'RestoreContent':
          restored.add(id);
          break;
        case 'RestoreFile':
        case 'MakeFolder':
          made.add(keyOf(step.side, step.path));
          break;
      }
    },
  };
};
