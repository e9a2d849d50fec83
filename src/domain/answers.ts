import type { Event, EventOf, Translation } from './event.js';
import { evolveAll } from './evolve/evolve.js';
import { translationOf } from './evolve/fold-answers.js';
import { pathOf } from './evolve/nodes.js';
import type { NodeId } from './ids.js';
import { isSafeName, type RelPath, showPath } from './name.js';
import { isAlive, type Node } from './node.js';
import type { Side } from './side.js';
import { staleLinks } from './state/agenda.js';
import type { State } from './state/state.js';

/** The path on the other side for a path of `side`; null: it does not sync. Both are below the roots. */
export type Translate = (path: RelPath, side: Side) => RelPath | null;

/**
 * Asks `translate` for everything that these events bring to another path than it had, or to life, and answers the event that says so;
 * null if there is no news. To be folded with them, before anything is judged. A session asks for everything: the function may be another.
 */
export const translationsAfter = (before: State, events: readonly Event[], translate: Translate): EventOf<'Translated'> | null => {
  const after = evolveAll(before, events);
  const isNewSession = after.control.session !== before.control.session;
  const answers: { node: NodeId; to: Translation }[] = [];
  const ask = asker(after, translate);
  for (const node of isNewSession ? after.table.nodes() : movedNodes(before, after)) {
    if (!isAlive(node) || node.name === '') continue;
    const to = ask(node);
    if (to !== undefined && !isSame(to, translationOf(node))) answers.push({ node: node.id, to });
  }
  return answers.length === 0 ? null : { _tag: 'Translated', answers: answers.sort((a, b) => a.node - b.node) };
};

/** What was touched and is at another path than before; of a folder that moved, everything in it. */
const movedNodes = (before: State, after: State): Iterable<Node> => {
  const found = new Map<NodeId, Node>();
  const add = (node: Node): void => {
    found.set(node.id, node);
    if (node.kind === 'folder') for (const child of after.table.children(node.id)) if (isAlive(child)) add(child);
  };
  for (const id of staleLinks(after.agenda)) {
    for (const half of after.table.link(id)?.halves ?? []) {
      const node = after.table.node(half);
      if (node !== undefined && isAlive(node) && !found.has(half) && pathTextOf(before, half) !== pathTextOf(after, half)) add(node);
    }
  }
  return found.values();
};

const pathTextOf = (state: State, id: NodeId): string | null => {
  const node = state.table.node(id);
  const path = node !== undefined && isAlive(node) ? pathOf(state.table, id) : null;
  return path && showPath(path);
};

/** Asks for a node, and once for each folder; undefined where a node hangs on the unknown. Its answer is told against its folder's. */
const asker = ({ table }: State, translate: Translate): ((node: Node) => Translation | undefined) => {
  const folders = new Map<NodeId, RelPath | null>();
  const answerOf = (id: NodeId): RelPath | null => {
    const known = folders.get(id);
    if (known !== undefined) return known;
    const node = table.node(id);
    const path = pathOf(table, id);
    const answer = node?.name === '' ? [] : node === undefined || path === null ? null : asked(path, node.side);
    folders.set(id, answer);
    return answer;
  };
  const asked = (path: RelPath, side: Side): RelPath | null => {
    const to = translate(path, side);
    // The root is taken, and a name that can't be one leads nowhere.
    return to === null || to.length === 0 || !to.every(isSafeName) ? null : to;
  };
  return (node) => {
    const path = pathOf(table, node.id);
    if (path === null) return undefined;
    const to = asked(path, node.side);
    const folder = answerOf(node.parent);
    if (to === null) return null;
    const name = to[to.length - 1] ?? '';
    if (folder === null || showPath(folder) !== showPath(to.slice(0, -1))) return { path: to };
    return name === node.name ? 'follows' : { name };
  };
};

const isSame = (a: Translation, b: Translation): boolean => JSON.stringify(a) === JSON.stringify(b);
