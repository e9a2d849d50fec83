import type { ActionOf } from '../action.js';
import type { EventOf } from '../event.js';
import { NEVER, NO_LINK, NO_NODE, type Seq, seq } from '../ids.js';
import { type Base, isHeld, type Link, UNDONE } from '../link.js';
import { isAlive } from '../node.js';
import type { Observation } from '../observation.js';
import { other, type Side, withSide } from '../side.js';
import { type Draft, halfOf, putLink, putNode, touch } from '../state/state.js';
import { endNode, releaseLink } from './fold-discarded.js';
import { foldMoved } from './fold-moved.js';
import { adopt } from './fold-placed.js';
import { die, factsOf, linkAlone } from './nodes.js';
import { hintOid } from './to-look-at.js';

/**
 * What a person took back. What it leaves different on both sides is *held*: neither brought over nor made undone, until someone changes
 * it. So no sync fights an undo, and none deletes or replaces because of one. What is restored holds nothing back: to copy it loses nothing.
 */

export const foldFileRestored = (draft: Draft, event: EventOf<'FilesCreated'>, action: ActionOf<'Restore'>): void => {
  for (const file of event.files) if (file._tag === 'Created') foldRestored(draft, action, file.seen, seq(event.action));
};

export const foldFolderRestored = (draft: Draft, event: EventOf<'FolderMade'>, action: ActionOf<'Restore'>): void =>
  foldRestored(draft, action, event.seen, seq(event.action));

/** Something that was deleted is there again: new, to the other side. Where its counterpart was held, both meet again as two creations. */
const foldRestored = (draft: Draft, action: ActionOf<'Restore'>, seen: Observation, started: Seq): void => {
  const parent = draft.table.node(action.parent);
  if (parent === undefined || !isAlive(parent)) return hintOid(draft, action.side, seen.oid);
  const node = adopt(draft, action.side, action.parent, seen, started, NO_LINK);
  if (node.link === NO_LINK) linkAlone(draft, node);
  const counterpart = draft.table.link(action.link);
  if (counterpart !== undefined && isHeld(counterpart)) putLink(draft, { ...counterpart, blocked: null });
};

/** The old content is back. Held: the other side counts as changed since, as it was before. */
export const foldPutBack = (draft: Draft, event: EventOf<'FileReplaced'>, action: ActionOf<'PutBack'>): void => {
  const node = draft.table.node(action.node);
  const link = draft.table.link(action.link);
  if (node === undefined || link === undefined) return;
  const dirty = node.dirty > event.action ? node.dirty : NEVER;
  putNode(draft, { ...node, ...factsOf(event.seen), kept: node.kept, dirty, touched: draft.seq });
  const isHolding = action.then === 'hold';
  const base = link.base !== null && isHolding ? agreedBefore(link.base, action.side, event) : link.base;
  putLink(draft, { ...link, base, compared: null, placed: null, blocked: isHolding ? held(draft) : null });
};

/** What both agreed on is the old content, which this side has again, and the other no longer. */
const agreedBefore = (base: Base, side: Side, { seen }: EventOf<'FileReplaced'>): Base => ({
  ...base,
  revisions: withSide<string | null>([null, null], side, seen.revision),
  stamps: withSide<string | null>([null, null], side, seen.stamp),
  hashes: withSide<string | null>([null, null], side, seen.hash),
});

/** What we made is gone from this side. Held: the other side has it alone, as before. Carried: it counts as deleted here. */
export const foldTakenBack = (draft: Draft, event: EventOf<'Discarded'>, action: ActionOf<'TakeBack'>): void => {
  const { side } = action;
  const node = draft.table.node(action.node);
  const link = draft.table.link(action.link);
  if (node === undefined || link === undefined) return;
  if (action.then === 'carry') return die(draft, node, seq(event.action));
  endNode(draft, node, seq(event.action));
  const rest = halfOf(draft, link, other(side));
  if (rest === undefined || !isAlive(rest)) return releaseLink(draft, link, side);
  const alone: Link = { ...link, halves: withSide(link.halves, side, NO_NODE), base: null, doubt: null, given: null };
  putLink(draft, { ...alone, compared: null, placed: null, blocked: held(draft) });
};

/** Back where it was: a move of this side, which the other follows. */
export const foldMovedBack = (draft: Draft, event: EventOf<'Moved'>, action: ActionOf<'MoveBack'>): void => {
  foldMoved(draft, event, { ...action, _tag: 'Move', base: null, purpose: 'follow' });
  const link = draft.table.link(action.link);
  if (link?.given?.side === action.side) putLink(draft, { ...link, given: null });
  touch(draft, action.link);
};

const held = ({ seq }: Draft): NonNullable<Link['blocked']> => ({
  reason: UNDONE,
  message: 'an undo left it different on both sides',
  since: seq,
});
