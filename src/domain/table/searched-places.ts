/**
 * Which names the folders hold that a draft has searched while there is no index of places (`LazyIndex`): a listing asks for each of its rows, and
 * reading all children for each of them would soon cost more than the index. What comes later is added.
 */
import type { NodeId } from '../ids.js';
import type { Node } from '../node.js';
import type { KeyOf } from './table.js';

export class SearchedPlaces {
  private readonly folders = new Map<NodeId, Map<string, NodeId[]>>();

  constructor(private readonly keyOf: KeyOf) {}

  /** Ascending; some may have left since: the rows tell. Null: the folder was not searched. */
  at(parent: NodeId, key: string): readonly NodeId[] | null {
    const names = this.folders.get(parent);
    return names === undefined ? null : (names.get(key) ?? NONE);
  }

  /** All children of a folder were read. */
  remember(parent: NodeId, children: readonly Node[]): void {
    this.folders.set(parent, new Map());
    for (const child of children) this.add(child);
  }

  add(node: Node): void {
    const names = this.folders.get(node.parent);
    if (names === undefined) return;
    const key = this.keyOf[node.side](node.name);
    const ids = names.get(key);
    if (ids === undefined) names.set(key, [node.id]);
    else if (!ids.includes(node.id)) ids.splice(ids.filter((id) => id < node.id).length, 0, node.id);
  }
}

const NONE: readonly NodeId[] = [];
