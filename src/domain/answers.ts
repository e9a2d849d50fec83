import type { Event, Translation } from './event.js';
import { evolveAll } from './evolve/evolve.js';
import { isNewOf } from './evolve/fold-answers.js';
import { pathOf } from './evolve/nodes.js';
import type { NodeId } from './ids.js';
import { isSafeName, type RelPath, showPath } from './name.js';
import { isAlive, type Node } from './node.js';
import { nameAtHome } from './reserved-name.js';
import { REMOTE, type Side } from './side.js';
import { staleLinks } from './state/agenda.js';
import type { State } from './state/state.js';

/** The path on the other side for a path of `side`; null: it does not sync. Both are below the roots. */
export type Translate = (path: RelPath, side: Side) => RelPath | null;

/** Below 0: first; above 0: last. It changes the order of work, and nothing else. */
export type Prioritize = (path: RelPath, side: Side) => number;

/** What users bring along; undefined: nobody asks. */
export interface Functions {
  readonly translate?: Translate | undefined;
  readonly prioritize?: Prioritize | undefined;
  /** True for a file of REMOTE that is to come to LOCAL without being asked for. */
  readonly wants?: ((path: RelPath) => boolean) | undefined;
}

/**
 * Asks users' functions about everything that these events bring to life, or to another path than it had, and answers the events that tell
 * what they said. To be folded with them, before anything is judged. A new session asks about everything: the functions may be others.
 */
export const answersAfter = (before: State, events: readonly Event[], functions: Functions): readonly Event[] => {
  const { translate, prioritize, wants } = functions;
  if (translate === undefined && prioritize === undefined && wants === undefined) return [];
  const after = evolveAll(before, events);
  const isNewSession = after.control.session !== before.control.session;
  const nodes = [...(isNewSession ? after.table.nodes() : movedNodes(before, after))].filter((node) => isAlive(node) && node.name !== '');
  nodes.sort((a, b) => a.id - b.id);
  return [
    ...(translate === undefined ? [] : translations(after, nodes, translate)),
    ...(prioritize === undefined ? [] : priorities(after, nodes, prioritize)),
    ...(wants === undefined ? [] : wanted(after, nodes, wants)),
  ];
};

const translations = (after: State, nodes: readonly Node[], translate: Translate): readonly Event[] => {
  const ask = asker(after, translate);
  const answers = nodes.flatMap((node) => {
    const to = ask(node);
    return to === undefined || !isNewOf(node, to) ? [] : [{ node: node.id, to }];
  });
  return answers.length === 0 ? [] : [{ _tag: 'Translated', answers }];
};

const priorities = (after: State, nodes: readonly Node[], prioritize: Prioritize): readonly Event[] => {
  const answers = nodes.flatMap((node) => {
    const path = pathAtHome(after.table, node.id);
    const priority = path === null ? 0 : prioritize(path, node.side);
    return priority === node.priority || Number.isNaN(priority) ? [] : [{ node: node.id, priority }];
  });
  return answers.length === 0 ? [] : [{ _tag: 'Prioritized', answers }];
};

const wanted = ({ table, control }: State, nodes: readonly Node[], wants: (path: RelPath) => boolean): readonly Event[] => {
  if (control.policy.onDemand !== true) return [];
  const found = nodes.filter((node) => {
    const path = node.side === REMOTE && node.kind === 'file' ? pathAtHome(table, node.id) : null;
    return path !== null && table.link(node.link)?.demand == null && wants(path);
  });
  return found.length === 0 ? [] : [{ _tag: 'FilesRequested', nodes: found.map(({ id }) => id), again: false }];
};

/** What was touched and is at another path than before, or is kept away no longer; of a folder that moved, everything in it. */
const movedNodes = (before: State, after: State): Iterable<Node> => {
  const found = new Map<NodeId, Node>();
  const add = (node: Node): void => {
    found.set(node.id, node);
    if (node.kind === 'folder') for (const child of after.table.children(node.id)) if (isAlive(child)) add(child);
  };
  for (const id of staleLinks(after.agenda)) {
    for (const half of after.table.link(id)?.halves ?? []) {
      const node = after.table.node(half);
      if (node === undefined || !isAlive(node) || found.has(half)) continue;
      // While something else kept it away, what was answered was not taken down.
      const isOtherwiseKept = before.table.node(half)?.kept !== node.kept;
      if (isOtherwiseKept || pathTextOf(before, half) !== pathTextOf(after, half)) add(node);
    }
  }
  return found.values();
};

const pathTextOf = (state: State, id: NodeId): string | null => {
  const node = state.table.node(id);
  const path = node !== undefined && isAlive(node) ? pathAtHome(state.table, id) : null;
  return path && showPath(path);
};

/** Asks for a node, and once for each folder; undefined where a node hangs on the unknown. Its answer is told against its folder's. */
const asker = ({ table }: State, translate: Translate): ((node: Node) => Translation | undefined) => {
  const folders = new Map<NodeId, RelPath | null>();
  const answerOf = (id: NodeId): RelPath | null => {
    const known = folders.get(id);
    if (known !== undefined) return known;
    const node = table.node(id);
    const path = pathAtHome(table, id);
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
    const path = pathAtHome(table, node.id);
    if (path === null) return undefined;
    const to = asked(path, node.side);
    const folder = answerOf(node.parent);
    if (to === null) return null;
    const name = to[to.length - 1] ?? '';
    if (folder === null || showPath(folder) !== showPath(to.slice(0, -1))) return { path: to };
    return name === nameAtHome(node.name) ? 'follows' : { name };
  };
};

/** What lies aside for a swap is on its way home: it is asked about as what it is there (H14). */
const pathAtHome = (table: State['table'], id: NodeId): RelPath | null => pathOf(table, id)?.map(nameAtHome) ?? null;
