import { isAlive, isDirty, type Node } from '../../domain/node.js';
import { nameKey } from '../../domain/name.js';
import type { State } from '../../domain/state/state.js';

/** I12: who is alive lies in a folder, no folder lies in itself, and clean entries have their place for themselves. */
export const brokenTree = (state: State): string | null => {
  const places = new Map<string, Node>();
  for (const node of state.table.nodes()) {
    if (node.link !== 0) {
      const link = state.table.link(node.link);
      if (link === undefined) return `I12: node ${show(node)} has link ${node.link}, which is not there`;
      if (link.halves[node.side] !== node.id) return `I12: node ${show(node)} is no half of its link ${node.link}`;
    }
    if (!isAlive(node) || node.name === '') continue;
    if (isDirty(node)) continue;
    const parent = state.table.node(node.parent);
    if (parent === undefined) return `I12: node ${show(node)} has no parent`;
    if (isInCycle(state, node)) return `I12: node ${show(node)} lies in itself`;
    // What could not be looked at when it was heard of may be elsewhere by now (I8).
    if (node.kept === 'unreadable') continue;
    const place = `${node.side}/${node.parent}/${nameKey(state.control.traits[node.side], node.name)}`;
    const rival = places.get(place);
    if (rival !== undefined) return `I12: nodes ${show(rival)} and ${show(node)} share a place`;
    places.set(place, node);
  }
  for (const link of state.table.links()) {
    for (const id of link.halves)
      if (id !== 0 && state.table.node(id)?.link !== link.id) return `I12: link ${link.id} has half ${id}, which is not its own`;
    if (link.halves[0] === 0 && link.halves[1] === 0) return `I12: link ${link.id} has no halves`;
  }
  return null;
};

const show = (node: Node): string => `${node.id} (${node.side}: ${node.name})`;

const isInCycle = (state: State, node: Node): boolean => {
  let steps = 0;
  for (let at: Node | undefined = node; at !== undefined; at = state.table.node(at.parent)) if (++steps > 1000) return true;
  return false;
};
