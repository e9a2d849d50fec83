import { type ActionOf, parentsOf, type Place } from '../action.js';
import type { EventOf } from '../event.js';
import { NEVER, type NodeId, seq } from '../ids.js';
import { type Base, type Comparison, type Link, UNSEEN } from '../link.js';
import { nameKey } from '../name.js';
import { isAlive, isPhantom, type Node } from '../node.js';
import type { Observation } from '../observation.js';
import { other, type Side, withSide } from '../side.js';
import { type Draft, halfOf, putLink, putNode, touch, writeControl } from '../state/state.js';
import { die, factsOf, isOidSide, isSameObject, NO_HINT_SINCE, touchPredecessors } from './nodes.js';
import { makeDirty, makePhantom, makeUnlisted } from './to-look-at.js';

/** Our move: the node is where we put it. Its revision may have changed by that (H23); what was unchanged stays so. */
export const foldMoved = (draft: Draft, event: EventOf<'Moved'>, action: ActionOf<'Move'>): void => {
  const node = draft.table.node(action.node);
  const link = draft.table.link(action.link);
  if (node === undefined || link === undefined) return;
  const { side } = action;
  const started = seq(event.action);
  if (!isOidSide(draft, side) && node.dirty > started) makePhantom(draft, side, { parent: node.parent, name: node.name }, node.dirty);
  let [isHinted, isSeenBefore] = [false, false];
  for (const rival of draft.table.at(action.parent, nameKey(draft.control.traits[side], event.seen.name))) {
    if (rival.id === node.id) continue;
    if (isPhantom(rival)) isHinted ||= !isOidSide(draft, side) && rival.dirty > started;
    else if (isAlive(rival) && !isOidSide(draft, side) && isSameObject(rival, event.seen)) {
      // The place was free: what is known to be there is what we moved, seen before we said so, or was gone already.
      die(draft, rival, NO_HINT_SINCE);
      isSeenBefore = true;
    } else if (isAlive(rival)) makeDirty(draft, rival);
  }
  putNode(draft, {
    ...node,
    ...factsOf(event.seen),
    kept: node.kept,
    hash: event.seen.hash ?? node.hash,
    parent: action.parent,
    name: event.seen.name,
    touched: draft.seq,
    // It was there a moment ago: a death that was seen meanwhile was its leaving the old place.
    gone: NEVER,
    goneAtMs: 0,
    dirty: node.dirty > started ? node.dirty : NEVER,
  });
  // What was told of the place, or of one below it, before we knew who is there now (H8b).
  const moved = draft.table.node(node.id);
  if ((isHinted || isSeenBefore) && moved !== undefined) makeUnlisted(draft, moved, true);
  const listed = draft.table.node(node.id);
  if (isSeenBefore && listed !== undefined) makeDirty(draft, listed);
  const unchanged = link.base !== null && link.base.revisions[side] === node.revision;
  const content =
    link.base === null || !unchanged
      ? link.base
      : {
          ...link.base,
          revisions: withSide(link.base.revisions, side, event.seen.revision),
          // What was touched for a reason unknown stays to be compared.
          stamps: isSuspect(draft, link.base, node) ? link.base.stamps : withSide(link.base.stamps, side, event.seen.stamp),
        };
  const base = content === null || action.base === null ? content : settledPlace(draft, link, content, action.base, side, event.seen.name);
  const given = action.purpose === 'conflict' ? { side, name: event.seen.name } : link.given;
  putLink(draft, { ...link, base, given, compared: comparisonAfterMove(link.compared, node, event.seen) });
  if (draft.control.retries[link.id] !== undefined) writeControl(draft, (control) => void delete control.retries[link.id]);
  touchPredecessors(draft, { ...node, parent: action.parent, name: event.seen.name });
  if (node.kind === 'folder') for (const child of draft.table.children(node.id)) touch(draft, child.link);
  const folder = draft.table.node(action.parent);
  if (folder === undefined || !isAlive(folder)) followFolder(draft, node.id);
};

/** Its folder went while it was moved there, and it with it, most likely: where it has no id, there is no place to look for it. */
const followFolder = (draft: Draft, id: NodeId): void => {
  const node = draft.table.node(id);
  if (node === undefined) return;
  if (isOidSide(draft, node.side)) makeDirty(draft, node);
  else die(draft, node, NO_HINT_SINCE);
};

/** Touched where base has it, not by a rename of its user's; or taken for ours, and not compared yet. */
const isSuspect = (draft: Draft, base: Base, node: Node): boolean => {
  const stamp = base.stamps[node.side];
  if (stamp === null || stamp === node.stamp) return false;
  return stamp === UNSEEN || (node.name === base.names[node.side] && draft.table.node(node.parent)?.link === base.parents[node.side]);
};

/** A comparison outlives our own move: the revision that it was made of was expected, and found. */
const comparisonAfterMove = (compared: Comparison | null, node: Node, seen: Observation): Comparison | null => {
  const { side } = node;
  if (compared === null || compared.revisions[side] !== node.revision || compared.stamps[side] !== node.stamp) return compared;
  return { ...compared, revisions: withSide(compared.revisions, side, seen.revision), stamps: withSide(compared.stamps, side, seen.stamp) };
};

/** The place that both halves have now, spelled as each side spells it; stamps that only a rename changed are taken over with it. */
const settledPlace = (draft: Draft, link: Link, content: Base, place: Place, side: Side, name: string): Base => {
  const parents = parentsOf(place);
  const names = withSide(place.names, side, name);
  const there = halfOf(draft, link, other(side));
  const isOnlyMoved = there !== undefined && there.revision === content.revisions[other(side)] && !isSuspect(draft, content, there);
  return { ...content, parents, names, stamps: isOnlyMoved ? withSide(content.stamps, other(side), there.stamp) : content.stamps };
};
