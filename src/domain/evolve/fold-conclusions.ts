import type { EventOf } from '../event.js';
import { type LinkId, NEVER, NO_LINK, NO_NODE, type NodeId } from '../ids.js';
import { type Base, type Link, UNSEEN } from '../link.js';
import { isConflictName } from '../judge/conflict-name.js';
import { isWithin, type View } from '../judge/view.js';
import { nameKey } from '../name.js';
import { isAlive, type Node } from '../node.js';
import { other, type Side, withSide } from '../side.js';
import { isOpen } from '../observation.js';
import { linkAlone, touchPredecessors, unblock } from './nodes.js';
import { makePhantom, makeUnlisted } from './to-look-at.js';
import { addLink, type Draft, halfOf, putLink, putNode, removeLink, removeNode, touch, writeControl } from '../state/state.js';

/** Bookkeeping: conclusions that touch nothing but what is known. */

export const foldContentAgreed = (draft: Draft, event: EventOf<'ContentAgreed'>): void => {
  const link = draft.table.link(event.link);
  const halves = link === undefined ? undefined : pairOf(draft, link);
  if (link?.base == null || halves === undefined) return;
  putLink(draft, { ...link, base: { ...link.base, ...contentOf(halves) }, compared: null, placed: null });
};

export const foldPlaceAgreed = (draft: Draft, event: EventOf<'PlaceAgreed'>): void => {
  const link = draft.table.link(event.link);
  const halves = link === undefined ? undefined : pairOf(draft, link);
  if (link?.base == null || halves === undefined) return;
  const { base } = link;
  const isOnlyMoved = (side: Side): boolean => halves[side].revision === base.revisions[side] && base.stamps[side] !== UNSEEN;
  const stamp = (side: Side): string | null => (isOnlyMoved(side) ? halves[side].stamp : base.stamps[side]);
  putLink(draft, { ...link, base: { ...base, ...placeOf(draft, halves), stamps: [stamp(0), stamp(1)] } });
};

export const foldLinksMerged = (draft: Draft, event: Pick<EventOf<'LinksMerged'>, 'from' | 'into'>): void => {
  const into = draft.table.link(event.into);
  const from = draft.table.link(event.from);
  if (into === undefined || from === undefined) return;
  const side: Side = into.halves[0] === NO_NODE ? 0 : 1;
  const moved = halfOf(draft, from, side);
  const stays = halfOf(draft, into, other(side));
  if (moved === undefined || stays === undefined) return;
  removeLink(draft, from.id);
  putNode(draft, { ...moved, link: into.id });
  const halves: readonly [Node, Node] = side === 0 ? [moved, stays] : [stays, moved];
  putLink(draft, {
    ...into,
    halves: withSide(into.halves, side, moved.id),
    base: { ...placeOf(draft, halves), ...contentOf(halves) },
    given: null,
    compared: null,
    blocked: null,
    placed: into.placed ?? from.placed,
    demand: into.demand ?? from.demand,
    resolved: null,
  });
  // A folder that was revived under `from` has children whose base names it.
  for (const half of halves) for (const child of draft.table.children(half.id)) renameBaseParent(draft, child.link, from.id, into.id);
};

const renameBaseParent = (draft: Draft, child: LinkId, from: LinkId, into: LinkId): void => {
  const link = draft.table.link(child);
  if (link?.base == null || !link.base.parents.includes(from)) return;
  const renamed = (parent: LinkId): LinkId => (parent === from ? into : parent);
  putLink(draft, { ...link, base: { ...link.base, parents: [renamed(link.base.parents[0]), renamed(link.base.parents[1])] } });
};

export const foldLinkRevived = (draft: Draft, event: EventOf<'LinkRevived'>): void => {
  const link = draft.table.link(event.link);
  if (link === undefined) return;
  const dead = ([0, 1] as const).find((side) => {
    const node = halfOf(draft, link, side);
    return node !== undefined && !isAlive(node);
  });
  if (dead === undefined) return;
  removeDead(draft, link.halves[dead]);
  putLink(draft, {
    ...link,
    halves: withSide(link.halves, dead, NO_NODE),
    base: null,
    doubt: null,
    compared: null,
    placed: null,
    demand: link.demand === 'released' ? null : link.demand,
  });
  const survivor = halfOf(draft, link, other(dead));
  if (survivor !== undefined) touchPredecessors(draft, survivor);
};

export const foldLinkSplit = (draft: Draft, event: EventOf<'LinkSplit'>): void => {
  const link = draft.table.link(event.link);
  if (link === undefined) return;
  const { side } = event;
  const half = halfOf(draft, link, side);
  if (half === undefined) return;
  const none: readonly [typeof NO_NODE, typeof NO_NODE] = [NO_NODE, NO_NODE];
  const alone = addLink(draft, {
    halves: withSide(none, side, half.id),
    given: isConflictName(half.name) ? { side, name: half.name } : null,
  });
  putLink(draft, { ...link, halves: withSide(link.halves, side, NO_NODE), base: null, given: null, compared: null, placed: null });
  putNode(draft, { ...half, link: alone.id });
};

export const foldLinkEnded = (draft: Draft, event: EventOf<'LinkEnded'>): void => {
  const link = draft.table.link(event.link);
  if (link === undefined) return;
  for (const id of link.halves) removeDead(draft, id);
  removeLink(draft, link.id);
};

export const foldDoubtCleared = (draft: Draft, event: EventOf<'DoubtCleared'>): void => {
  const link = draft.table.link(event.link);
  if (link !== undefined) putLink(draft, { ...link, doubt: null });
};

/**
 * The dead half of a link was found again under another place or identity: the node takes it, and its own link ends. A half that lives
 * where rules keep it is replaced alike, and is an entry of its own from then on.
 */
export const foldHalfRecognised = (draft: Draft, event: EventOf<'HalfRecognised'>): void => {
  const link = draft.table.link(event.link);
  const node = draft.table.node(event.node);
  if (link === undefined || node === undefined) return;
  const before = halfOf(draft, link, event.side);
  if (before !== undefined && isOnItsWay(draft, before, node)) return relocate(draft, before, node);
  const dead = before !== undefined && !isAlive(before) ? before : undefined;
  const alone = node.link;
  const demand = link.demand ?? draft.table.link(alone)?.demand ?? null;
  if (before !== undefined && dead === undefined) linkAlone(draft, before);
  if (dead !== undefined) {
    // What is gone from the folder is gone from where the folder is now.
    for (const child of [...draft.table.children(dead.id)]) putNode(draft, { ...child, parent: node.id });
    removeDead(draft, dead.id);
  }
  putNode(draft, { ...node, hash: node.hash ?? (dead !== undefined && dead.revision === node.revision ? dead.hash : null), link: link.id });
  removeLink(draft, alone);
  putLink(draft, { ...link, halves: withSide(link.halves, event.side, node.id), demand });
};

/** Both are one folder, which lives, and is where `node` is: `recogniseOnItsWay`. */
export const isOnItsWay = (reads: Pick<View, 'table'>, before: Node, node: Node): boolean =>
  isAlive(before) &&
  before.kind === 'folder' &&
  before.ident !== null &&
  before.ident === node.ident &&
  isOpen(before.kept) &&
  !isWithin(reads, node, before);

/** The folder stays the node that it was, with all that is in it, and is listed again, as is each folder in it. What was hinted at belongs to its old place (H7). */
const relocate = (draft: Draft, before: Node, node: Node): void => {
  for (const child of [...draft.table.children(node.id)]) putNode(draft, { ...child, parent: before.id });
  removeNode(draft, node.id);
  removeLink(draft, node.link);
  const moved = { ...node, id: before.id, link: before.link, dirty: NEVER };
  unblock(draft, before, moved);
  putNode(draft, moved);
  makeUnlisted(draft, moved, true);
  touchPredecessors(draft, moved);
  // That it could not be listed is told of its old place.
  if (draft.control.lookRetries[before.id] !== undefined) writeControl(draft, (control) => void delete control.lookRetries[before.id]);
  leavePlace(draft, before);
  if (before.dirty !== NEVER) makePhantom(draft, before.side, { parent: before.parent, name: before.name }, before.dirty);
};

/** What is new at its place no longer waits for it to be recognised there. */
const removeDead = (draft: Draft, id: NodeId): void => {
  const dead = draft.table.node(id);
  removeNode(draft, id);
  if (dead !== undefined) leavePlace(draft, dead);
};

const leavePlace = (draft: Draft, { side, parent, name }: Node): void => {
  for (const heir of draft.table.at(parent, nameKey(draft.control.traits[side], name))) if (isAlive(heir)) touch(draft, heir.link);
};

const pairOf = (draft: Draft, link: Link): readonly [Node, Node] | undefined => {
  const [local, remote] = [halfOf(draft, link, 0), halfOf(draft, link, 1)];
  return local === undefined || remote === undefined ? undefined : [local, remote];
};

const contentOf = (halves: readonly [Node, Node]): Pick<Base, 'revisions' | 'stamps' | 'hashes'> => ({
  revisions: [halves[0].revision, halves[1].revision],
  stamps: [halves[0].stamp, halves[1].stamp],
  hashes: [halves[0].hash, halves[1].hash],
});

const placeOf = (draft: Draft, halves: readonly [Node, Node]): Pick<Base, 'parents' | 'names'> => ({
  parents: [draft.table.node(halves[0].parent)?.link ?? NO_LINK, draft.table.node(halves[1].parent)?.link ?? NO_LINK],
  names: [halves[0].name, halves[1].name],
});
