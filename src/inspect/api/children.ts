import { NO_NODE } from '../../domain/ids.js';
import type { Node } from '../../domain/node.js';
import { SIDES } from '../../domain/side.js';
import type { State } from '../../domain/state/state.js';
import type { Recording } from '../recording/recording.js';
import type { Children } from '../wire.js';
import { keyOf, named } from './entry-key.js';
import { type Folder, rowOf } from './rows.js';

/** Most rows that are handed out at once. */
const MOST = 500;

/**
 * What a folder held at a moment, on both sides and in base, a row for each entry that lies there on one of them, or did until it went;
 * folders first. `key`: the folder, `root` for the roots.
 */
export interface Trees {
  readonly children: (seq: number, key: string, from: number, count: number) => Children;
}

/** Sorted folders that are remembered: whoever scrolls through a large one asks for it again and again. */
const REMEMBERED = 32;

export const trees = (log: Recording): Trees => {
  const known = new Map<string, readonly Node[]>();
  const sorted = (state: State, key: string, folder: Folder): readonly Node[] => {
    const name = `${state.seq} ${key}`;
    const nodes = known.get(name) ?? nodesIn(state, folder);
    known.delete(name);
    known.set(name, nodes);
    const [oldest] = known.keys();
    if (known.size > REMEMBERED && oldest !== undefined) known.delete(oldest);
    return nodes;
  };
  return {
    children: (seq, key, from, count) => {
      const state = log.stateAt(seq);
      const folder = folderOf(state, key);
      const nodes = sorted(state, key, folder);
      const first = Math.max(0, Math.min(from, nodes.length));
      const shown = nodes.slice(first, first + Math.min(count, MOST));
      return { total: nodes.length, from: first, rows: shown.map((node) => rowOf(state, folder, node)) };
    },
  };
};

const folderOf = (state: State, key: string): Folder => {
  if (key === 'root') {
    const root = (side: 0 | 1): Node | undefined => {
      const { node } = state.control.roots[side];
      return node === NO_NODE ? undefined : state.table.node(node);
    };
    return [root(0), root(1)];
  }
  const what = named(state, key);
  if (what === undefined) return [undefined, undefined];
  if (what._tag === 'Link') return what.halves;
  return what.node.side === 0 ? [what.node, undefined] : [undefined, what.node];
};

/** One node for each entry: LOCAL's where it has one there. */
const nodesIn = (state: State, folder: Folder): readonly Node[] => {
  const found = new Map<string, Node>();
  for (const side of SIDES) {
    const { id } = folder[side] ?? {};
    if (id === undefined) continue;
    for (const node of state.table.children(id)) if (!found.has(keyOf(node))) found.set(keyOf(node), node);
  }
  return [...found.values()].sort(byKindAndName);
};

const byKindAndName = (a: Node, b: Node): number =>
  Number(b.kind === 'folder') - Number(a.kind === 'folder') || (a.name < b.name ? -1 : a.name > b.name ? 1 : a.id - b.id);
