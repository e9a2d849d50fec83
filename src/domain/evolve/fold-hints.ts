import type { EventOf } from '../event.js';
import { NO_NODE, nodeId, seq } from '../ids.js';
import { isQuiet } from '../judge/view.js';
import { nameKey } from '../name.js';
import { isHeld } from '../link.js';
import { isAlive, type Node } from '../node.js';
import type { Side } from '../side.js';
import { type Draft, putLink, writeControl } from '../state/state.js';
import { tryLater } from './fold-failure.js';
import { isOidSide } from './nodes.js';
import { hintOid, makeDirty, makePhantom, makeUnlisted } from './to-look-at.js';

/** Something was touched: what it was is found out by looking, never believed from the hint (H4). */
export const foldHints = (draft: Draft, event: EventOf<'HintsSeen'>): void => {
  const { side } = event;
  if (event.hints.length > 0) becomeRestless(draft, side);
  writeControl(draft, (control) => {
    if (event.cursor !== null) control.sides[side].cursor = event.cursor;
    if (event.hints.length === 0) return;
    control.sides[side].lastHint = draft.seq;
    control.sides[side].lastHintAtMs = control.nowMs;
  });
  for (const hint of event.hints) {
    if (hint._tag === 'Lost') walk(draft, side);
    else if (hint._tag === 'FolderTouched') foldFolderHint(draft, side, hint.path);
    else if (isOidSide(draft, side)) hintOid(draft, side, hint.oid);
    else if (hint.path !== null) foldPathHint(draft, side, hint.path);
  }
};

/** Notes since when a side has not been quiet. */
const becomeRestless = (draft: Draft, side: Side): void => {
  if (isQuiet(draft, side)) writeControl(draft, (control) => void (control.sides[side].restlessSinceMs = control.nowMs));
};

/** Everything on a side is to be listed again, and what was blocked gets another chance. */
export const walk = (draft: Draft, side: Side): void => {
  becomeRestless(draft, side);
  giveBlockedAChance(draft);
  const root = draft.table.node(draft.control.roots[side].node);
  if (root !== undefined) makeUnlisted(draft, root, true);
  lookAtForsaken(draft, side);
  if (Object.keys(draft.control.lookRetries).length > 0) writeControl(draft, (control) => void (control.lookRetries = {}));
  if (isMakingFolder(draft, side)) writeControl(draft, (control) => void (control.sides[side].placedInDoubt = seq(draft.seq)));
};

const isMakingFolder = ({ flights }: Draft, side: Side): boolean => {
  for (const { action } of flights.actions.values()) if (action._tag === 'MakeFolder' && action.side === side) return true;
  return false;
};

/** What could not be looked at, and was in a folder that is gone: no listing tells of it. */
const lookAtForsaken = (draft: Draft, side: Side): void => {
  for (const id of [...draft.agenda.kept]) {
    const node = draft.table.node(nodeId(id));
    const folder = node?.side === side && node.kept === 'unreadable' ? draft.table.node(node.parent) : undefined;
    if (node !== undefined && folder !== undefined && !isAlive(folder)) makeDirty(draft, node);
  }
};

/** What stood in its way may be nothing of its own, such as the permissions of a folder. */
export const giveBlockedAChance = (draft: Draft): void => {
  for (const link of [...draft.table.blockedLinks()]) if (!isHeld(link)) putLink(draft, { ...link, blocked: null });
};

/**
 * What is told of a folder may be its permissions, which kept something from being done in it, or in its counterpart with what it holds. Most often it
 * is not: so that is tried later each time.
 */
const giveDeniedAChance = (draft: Draft, { link: id }: Node): void => {
  if (draft.agenda.denied.size === 0) return;
  for (const half of draft.table.link(id)?.halves ?? [])
    for (const child of half === NO_NODE ? [] : draft.table.children(half)) {
      const link = draft.table.link(child.link);
      if (link?.blocked?.reason !== 'Denied') continue;
      putLink(draft, { ...link, blocked: null });
      tryLater(draft, link.id, { _tag: 'Denied', message: link.blocked.message });
    }
};

const foldPathHint = (draft: Draft, side: Side, path: readonly string[]): void => {
  const { node, rest } = descend(draft, side, path);
  if (node === undefined) return;
  const name = rest[0];
  // Below what is known as a file: then it is none any more.
  if (name !== undefined && node.kind !== 'folder') return makeDirty(draft, node);
  if (name !== undefined) return makePhantom(draft, side, { parent: node.id, name }, draft.seq);
  if (node.parent !== NO_NODE) makeDirty(draft, node);
  // A folder on a path side has no identity: all below it may be another's (H8).
  const fresh = draft.table.node(node.id);
  if (fresh !== undefined) makeUnlisted(draft, fresh, draft.control.traits[side].identity === 'path');
};

const foldFolderHint = (draft: Draft, side: Side, path: readonly string[]): void => {
  const { node, rest } = descend(draft, side, path);
  if (node === undefined) return;
  const name = rest[0];
  if (node.kind === 'folder') {
    makeUnlisted(draft, node, false);
    giveDeniedAChance(draft, node);
  } else if (name === undefined) makeDirty(draft, node);
  // We may be making it right now, and not know yet that there is something in it (H8b).
  if (name !== undefined && node.kind === 'folder') makePhantom(draft, side, { parent: node.id, name }, draft.seq);
};

/** The deepest known node on the way, and the names that lead on from it. */
const descend = (
  draft: Draft,
  side: Side,
  path: readonly string[],
): { readonly node: Node | undefined; readonly rest: readonly string[] } => {
  let node = draft.table.node(draft.control.roots[side].node);
  for (let depth = 0; node !== undefined && depth < path.length; depth++) {
    const name = path[depth] as string;
    const key = nameKey(draft.control.traits[side], name);
    const found: readonly Node[] = draft.table.at(node.id, key).filter(isAlive);
    const next = found.find((child) => child.name === name) ?? found[0];
    if (next === undefined) return { node, rest: path.slice(depth) };
    node = next;
  }
  return { node, rest: [] };
};
