import { type NodeId, nodeId, NO_NODE } from '../../domain/ids.js';
import { type Name, nameKey, type RelPath } from '../../domain/name.js';
import { isAlive, type Node } from '../../domain/node.js';
import type { Side } from '../../domain/side.js';
import type { Known } from '../known.js';
import type { UndoStep } from './step.js';

/** What the steps planned so far will have changed by the time of the next. */
export interface Ahead {
  /** Where a node will be; its path now if no step moves it, or a folder that it lies in. */
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

/** An object by the time of the next step: one that is known, or one that a step makes, with an id of its own. */
type Placed = Pick<Node, 'id' | 'kind' | 'parent' | 'name'>;

/** A tree over that of what is known: who is moved lies elsewhere, and takes along what it holds. */
export const aheadOf = (now: Known): Ahead => {
  /** What steps move or make, where they put it. */
  const put = new Map<NodeId, Placed>();
  const arrivals = new Map<NodeId, Map<Name, Placed>>();
  const removed = new Set<NodeId>();
  const restored = new Set<NodeId>();
  let made = 0;

  const parentPathOf = ({ parent }: Placed): RelPath => {
    const folder = put.get(parent) ?? now.table.node(parent);
    return folder === undefined ? [] : pathOf(folder);
  };
  const pathOf = (node: Placed): RelPath => {
    const placed = put.get(node.id) ?? node;
    return placed.parent === NO_NODE ? [] : [...parentPathOf(placed), placed.name];
  };
  const isLeft = ({ id }: Placed): boolean => removed.has(id) || put.has(id);
  const child = (side: Side, parent: NodeId, name: Name): Placed | undefined => {
    const key = nameKey(now.control.traits[side], name);
    const arrived = arrivals.get(parent)?.get(key);
    if (arrived !== undefined) return arrived;
    const alike = now.table.at(parent, key).filter((node) => isAlive(node) && !isLeft(node));
    return alike.find((node) => node.name === name) ?? alike[0];
  };
  const at = (side: Side, path: RelPath): Placed | undefined => {
    let placed: Placed | undefined = now.table.node(now.control.roots[side].node);
    for (const name of path) placed = placed && child(side, placed.id, name);
    return placed;
  };
  const leave = (side: Side, id: NodeId): void => {
    const placed = put.get(id);
    if (placed !== undefined) arrivals.get(placed.parent)?.delete(nameKey(now.control.traits[side], placed.name));
  };
  const arrive = (side: Side, path: RelPath, { id, kind }: Pick<Placed, 'id' | 'kind'>): void => {
    const parent = at(side, path.slice(0, -1))?.id;
    if (parent === undefined) return;
    const placed = { id, kind, parent, name: path.at(-1) ?? '' };
    put.set(id, placed);
    const there = arrivals.get(parent) ?? new Map<Name, Placed>();
    arrivals.set(parent, there.set(nameKey(now.control.traits[side], placed.name), placed));
  };

  return {
    pathOf,
    isFree: (side, path, own) => {
      const placed = at(side, path);
      return placed === undefined || placed.id === own?.id;
    },
    hasFolder: (side, path) => at(side, path)?.kind === 'folder',
    isEmpty: ({ id }) => (arrivals.get(id)?.size ?? 0) === 0 && [...now.table.children(id)].every((node) => !isAlive(node) || isLeft(node)),
    isRestored: (node) => restored.has(node.id),
    done: (step, id) => {
      const node = now.table.node(id);
      switch (step._tag) {
        case 'DiscardFile':
        case 'RemoveFolder':
          leave(step.side, id);
          removed.add(id);
          break;
        case 'MoveBack':
          if (node === undefined) break;
          leave(step.side, id);
          arrive(step.side, step.to, node);
          break;
        case 'RestoreContent':
          restored.add(id);
          break;
        case 'RestoreFile':
        case 'MakeFolder':
          // No node that is known has such a number.
          arrive(step.side, step.path, { id: nodeId(--made), kind: step._tag === 'MakeFolder' ? 'folder' : 'file' });
          break;
      }
    },
  };
};
