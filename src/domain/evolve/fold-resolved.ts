import type { ActionOf } from '../action.js';
import type { EventOf } from '../event.js';
import { NEVER, NO_NODE, type Seq, seq } from '../ids.js';
import { nameKey } from '../name.js';
import type { Base, Link, Resolution } from '../link.js';
import { isAlive, type Node } from '../node.js';
import type { Observation } from '../observation.js';
import { LOCAL, type Sides, withSide } from '../side.js';
import { addLink, type Draft, putLink, putNode, touch } from '../state/state.js';
import { adopt, joinLink } from './fold-placed.js';
import { factsOf, touchPredecessors } from './nodes.js';
import { makeDirty } from './to-look-at.js';

/** A resolver's answer, with what it merged in LOCAL's place: what is to be done follows from it as from any other facts. */
export const foldResolved = (draft: Draft, event: EventOf<'Resolved'>, action: ActionOf<'Resolve'>): void => {
  const [local, remote] = [draft.table.node(action.nodes[0]), draft.table.node(action.nodes[1])];
  if (local === undefined || remote === undefined || !isAlive(local) || !isAlive(remote)) return;
  const started = seq(event.action);
  const { merged, aside, winner, keep } = event;
  if (merged !== null && aside !== null) moveAside(draft, local, merged, aside, action.folder, started);
  else if (merged !== null)
    putNode(draft, { ...local, ...seenAs(local, merged), dirty: local.dirty > started ? local.dirty : NEVER, touched: draft.seq });
  const link = draft.table.link(action.link);
  if (link === undefined) return;
  const resolved: Resolution = { revisions: [merged?.revision ?? local.revision, remote.revision], with: action.with, winner, keep };
  putLink(draft, { ...link, base: merged === null ? link.base : contested(link.base), resolved, compared: null });
  touch(draft, action.with);
};

const seenAs = (node: Node, seen: Observation): Partial<Node> => ({ ...factsOf(seen), kept: node.kept, name: seen.name });

/** What LOCAL had goes on under its conflict name, as an entry of its own; what was merged takes its place in the link. */
const moveAside = (draft: Draft, local: Node, merged: Observation, aside: Observation, folder: Node['id'], started: Seq): void => {
  const link = draft.table.link(local.link);
  if (link === undefined) return;
  const own = addLink(draft, { halves: [local.id, NO_NODE], given: { side: LOCAL, name: aside.name } });
  putNode(draft, { ...local, ...seenAs(local, aside), link: own.id, dirty: NEVER, touched: draft.seq });
  for (const rival of draft.table.at(folder, nameKey(draft.control.traits[LOCAL], aside.name)))
    if (rival.id !== local.id && isAlive(rival)) makeDirty(draft, rival);
  // Either may have been seen before we are told (H25).
  const node = adopt(draft, LOCAL, folder, merged, started, link.id);
  joinLink(draft, node, link.id);
  putLink(draft, { ...link, halves: withSide(link.halves, LOCAL, node.id) });
  touchPredecessors(draft, node);
};

/** Nothing of the contents is agreed on any more; the place is. */
export const contested = (base: Base | null): Base | null => {
  const none: Sides<null> = [null, null];
  return base === null ? null : { ...base, revisions: none, stamps: none, hashes: none };
};

/** Two created files become one entry by a resolver's word; its answer goes with it. */
export const foldJoined = (draft: Draft, event: EventOf<'LinksJoined'>, merge: () => void): void => {
  const [into, from] = [draft.table.link(event.into), draft.table.link(event.from)];
  merge();
  const link = draft.table.link(event.into);
  if (link === undefined) return;
  const resolved = into?.resolved ?? from?.resolved ?? null;
  putLink(draft, { ...link, base: contested(link.base), resolved: resolved && { ...resolved, with: link.id } } satisfies Link);
};
