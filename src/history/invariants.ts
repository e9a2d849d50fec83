import { NO_LINK, NO_NODE } from '../domain/ids.js';
import { nameKey } from '../domain/name.js';
import { isAlive, isDirty, type Node } from '../domain/node.js';
import type { State } from '../domain/state/state.js';

/** What is wrong with a state, in words; null = nothing. */
export type Check = (state: State) => string | null;

/** Invariants of docs/INVARIANTS.md that one state alone can break, by the name that `foldsync bisect` knows them by. */
export const INVARIANTS = {
  /** I12: every live entry lies in a folder that is there, and no folder lies in itself. */
  'valid-trees': (state) => firstNode(state, (node) => treeFault(state, node)),
  /** I12: among nodes that are not dirty, a place holds one. */
  'one-at-a-place': (state) => {
    const places = new Map<string, Node>();
    return firstNode(state, (node) => {
      if (!isAlive(node) || isDirty(node) || node.parent === NO_NODE) return null;
      const place = `${node.side}/${node.parent}/${nameKey(state.control.traits[node.side], node.name)}`;
      const rival = places.get(place);
      places.set(place, node);
      return rival === undefined ? null : `${show(rival)} and ${show(node)} share a place`;
    });
  },
  /** Every half of a link is a node of that link, on its side; every node's link has it as a half. */
  'whole-links': (state) => {
    for (const link of state.table.links()) {
      if (link.halves[0] === NO_NODE && link.halves[1] === NO_NODE) return `link ${link.id} has no halves`;
      for (const half of link.halves) {
        if (half !== NO_NODE && state.table.node(half)?.link !== link.id) return `link ${link.id} has half ${half}, which is not its own`;
      }
    }
    return firstNode(state, (node) => {
      if (node.link === NO_LINK) return null;
      return state.table.link(node.link)?.halves[node.side] === node.id ? null : `${show(node)} is no half of its link ${node.link}`;
    });
  },
  /** What both sides agreed on is a tree too. */
  'base-is-a-tree': (state) => {
    for (const link of state.table.links()) {
      let steps = 0;
      for (let at = link.base?.parents[0] ?? NO_LINK; at !== NO_LINK; at = state.table.link(at)?.base?.parents[0] ?? NO_LINK) {
        if (++steps > DEEPEST) return `the base of link ${link.id} lies in itself`;
      }
    }
    return null;
  },
  /** What is under way is about entries that are known, and no node is held twice. */
  'flights-hold': (state) => {
    for (const [node, seq] of state.flights.nodes)
      if (!state.flights.actions.has(seq)) return `node ${node} is held by #${seq}, which is not under way`;
    return null;
  },
} as const satisfies Readonly<Record<string, Check>>;

export type InvariantName = keyof typeof INVARIANTS;

export const isInvariant = (name: string): name is InvariantName => Object.hasOwn(INVARIANTS, name);

/** A check as a predicate, for `bisect`. */
export const holds =
  (check: Check) =>
  (state: State): boolean =>
    check(state) === null;

/** Folders that lie deeper than this lie in themselves. No file system has paths of so many names. */
const DEEPEST = 10_000;

const firstNode = (state: State, check: (node: Node) => string | null): string | null => {
  for (const node of state.table.nodes()) {
    const fault = check(node);
    if (fault !== null) return fault;
  }
  return null;
};

const treeFault = (state: State, node: Node): string | null => {
  if (!isAlive(node) || node.parent === NO_NODE) return null;
  const parent = state.table.node(node.parent);
  if (parent === undefined) return `${show(node)} has no folder`;
  if (isDirty(node)) return null;
  if (parent.kind !== 'folder') return `${show(node)} lies in a ${parent.kind}`;
  let steps = 0;
  for (let at: Node | undefined = parent; at !== undefined; at = state.table.node(at.parent))
    if (++steps > DEEPEST) return `${show(node)} lies in itself`;
  return null;
};

const show = (node: Node): string => `node ${node.id} (${node.side === 0 ? 'local' : 'remote'}: ${node.name})`;
