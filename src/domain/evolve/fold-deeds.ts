import { type ActionOf, ownerOf } from '../action.js';
import type { EventOf } from '../event.js';
import { NEVER, NO_LINK, NO_NODE, type LinkId, type NodeId, type Seq, seq } from '../ids.js';
import { nameKey } from '../name.js';
import type { Base, Comparison, Link } from '../link.js';
import { isAlive, isPhantom, type Node } from '../node.js';
import type { Observation } from '../observation.js';
import { other, type Side, type Sides, withSide } from '../side.js';
import { type Draft, halfOf, insertNode, putLink, putNode, removeLink, removeNode, touch, writeControl } from '../state/state.js';
import { foldFailure } from './fold-failure.js';
import {
  die,
  factsOf,
  firstSeen,
  hintOid,
  isOidSide,
  isSameObject,
  linkAlone,
  makeDirty,
  makePhantom,
  makeUnlisted,
  NO_HINT_SINCE,
  touchPredecessors,
} from './nodes.js';

/** Our own actions, done. What they answer is newer than anything that was read before they started. */

export const foldFilesCreated = (draft: Draft, event: EventOf<'FilesCreated'>, action: ActionOf<'CreateFiles'>): void =>
  action.files.forEach((file, i) => {
    const outcome = event.files[i];
    if (outcome === undefined) return;
    if (outcome._tag === 'Failed') return foldFailure(draft, outcome, { ...action, files: [file] });
    // Written out, not spread: this is done for every file.
    const { link, source, name } = file;
    foldPlaced(draft, { side: action.side, parent: action.parent, link, source, name }, outcome.seen, outcome.read, seq(event.action));
  });

export const foldFolderMade = (draft: Draft, event: EventOf<'FolderMade'>, action: ActionOf<'MakeFolder'>): void =>
  foldPlaced(draft, action, event.seen, null, seq(event.action));

export const foldFileReplaced = (draft: Draft, event: EventOf<'FileReplaced'>, action: ActionOf<'ReplaceFile'>): void => {
  const link = draft.table.link(action.link);
  const node = draft.table.node(action.node);
  if (link === undefined || node === undefined) return;
  const hinted = node.dirty > event.action;
  putNode(draft, { ...node, ...factsOf(event.seen), kept: node.kept, dirty: hinted ? node.dirty : NEVER, touched: draft.seq });
  if (link.base === null) return;
  const source = halfOf(draft, link, other(action.side));
  putLink(draft, {
    ...link,
    base: { ...link.base, ...contentOf(action.side, event.read, source, event.seen) },
    compared: null,
    placed: { side: action.side, seq: draft.seq },
  });
  if (draft.control.retries[link.id] !== undefined) writeControl(draft, (control) => void delete control.retries[link.id]);
};

/**
 * A new object of ours. It may have been seen before its outcome (H25): then that node is adopted, and its own link ends. The link is
 * completed even if the source died or changed meanwhile.
 */
const foldPlaced = (
  draft: Draft,
  action: Omit<ActionOf<'MakeFolder'>, '_tag'>,
  seen: Observation,
  read: string | null,
  started: Seq,
): void => {
  const { side } = action;
  const parent = draft.table.node(action.parent);
  if (parent === undefined || !isAlive(parent)) {
    // Its folder went meanwhile, and it with it, most likely.
    return hintOid(draft, side, seen.oid);
  }
  const link = draft.table.link(action.link);
  const isWanted = link !== undefined && link.halves[side] === NO_NODE;
  const node = adopt(draft, side, action.parent, seen, started, isWanted ? link.id : NO_LINK);
  const owner = ownerOf(draft.table, action);
  if (draft.control.retries[owner] !== undefined) writeControl(draft, (control) => void delete control.retries[owner]);
  if (!isWanted) {
    if (node.link === NO_LINK) linkAlone(draft, node);
    return;
  }
  joinLink(draft, node, link.id);
  const source = halfOf(draft, link, other(side));
  const names: Sides<string> = withSide([action.name, action.name], side, seen.name);
  // It is touched with all links of the action, at its end.
  const { revisions, stamps, hashes } = contentOf(side, read, source, seen);
  draft.table.setLink({
    id: link.id,
    halves: withSide(link.halves, side, node.id),
    base: { parents: [parent.link, parent.link], names, revisions, stamps, hashes },
    doubt: link.doubt,
    given: null,
    compared: null,
    blocked: null,
    placed: { side, seq: draft.seq },
    resolved: link.resolved,
    demand: link.demand,
  });
};

/**
 * The link of what was seen before its outcome ends. Renamed there meanwhile, it may have been carried back under its new name: what was made
 * of it is an entry of its own.
 */
export const joinLink = (draft: Draft, node: Node, link: LinkId): void => {
  if (node.link === link) return;
  const own = draft.table.link(node.link);
  putNode(draft, { ...node, link });
  if (own === undefined) return;
  const copy = halfOf(draft, own, other(node.side));
  removeLink(draft, own.id);
  if (copy !== undefined && isAlive(copy)) linkAlone(draft, copy);
  else if (copy !== undefined) removeNode(draft, copy.id);
};

/** The node of what we just placed: the one already seen there, or a new one, of this link, which its outcome touches. A hint since the start keeps it dirty. */
export const adopt = (draft: Draft, side: Side, parent: NodeId, seen: Observation, started: Seq, link: LinkId): Node => {
  const here = isOidSide(draft, side)
    ? draft.table.byOid(side, seen.oid ?? '')
    : draft.table.at(parent, nameKey(draft.control.traits[side], seen.name));
  const phantom = here.find((node) => isPhantom(node) && (seen.oid !== null || node.name === seen.name));
  const hinted = phantom?.dirty ?? NEVER;
  if (phantom !== undefined) removeNode(draft, phantom.id);
  const known = here.find(isAlive);
  const dirty = hinted > started ? hinted : (known?.dirty ?? NEVER) > started ? (known?.dirty ?? NEVER) : NEVER;
  // On a path side a hint may mean that our folder is already another's (H8b): list it then.
  const unlisted = dirty !== NEVER && seen.kind === 'folder' ? dirty : NEVER;
  if (known === undefined) return insertNode(draft, firstSeen(side, parent, seen, { dirty, unlisted, touched: draft.seq, link }));
  // What rules and `translate` said of it when it was seen stays so.
  const facts = { ...factsOf(seen), kept: known.kept, parent, name: seen.name, touched: draft.seq, dirty };
  const next = { ...known, ...facts, unlisted: known.unlisted > started ? known.unlisted : unlisted };
  putNode(draft, next);
  return next;
};

/** What both sides agree on after content of `read` was copied from `source` to `side`. */
const contentOf = (
  side: Side,
  read: string | null,
  source: Node | undefined,
  seen: Observation,
): Pick<Base, 'revisions' | 'stamps' | 'hashes'> => {
  const current = source !== undefined && source.revision === read;
  return {
    revisions: withSide<string | null>([read, read], side, seen.revision),
    stamps: withSide<string | null>([current ? source.stamp : null, current ? source.stamp : null], side, seen.stamp),
    hashes: withSide<string | null>([current ? source.hash : null, current ? source.hash : null], side, seen.hash),
  };
};

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
  const hash = event.seen.hash ?? (node.kind === 'file' ? node.hash : null);
  putNode(draft, {
    ...node,
    ...factsOf(event.seen),
    kept: node.kept,
    hash,
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

/** Touched where base has it: not by a rename of its user's. */
const isSuspect = (draft: Draft, base: Base, node: Node): boolean =>
  base.stamps[node.side] !== null &&
  base.stamps[node.side] !== node.stamp &&
  node.name === base.names[node.side] &&
  draft.table.node(node.parent)?.link === base.parents[node.side];

/** A comparison outlives our own move: the revision that it was made of was expected, and found. */
const comparisonAfterMove = (compared: Comparison | null, node: Node, seen: Observation): Comparison | null => {
  const { side } = node;
  if (compared === null || compared.revisions[side] !== node.revision || compared.stamps[side] !== node.stamp) return compared;
  return { ...compared, revisions: withSide(compared.revisions, side, seen.revision), stamps: withSide(compared.stamps, side, seen.stamp) };
};

/** The place that both halves have now, spelled as each side spells it; stamps that only a rename changed are taken over with it. */
const settledPlace = (
  draft: Draft,
  link: Link,
  content: Base,
  place: { readonly parent: LinkId; readonly names: readonly [string, string] },
  side: Side,
  name: string,
): Base => {
  const parents = [place.parent, place.parent] as const;
  const names = withSide(place.names, side, name);
  const there = halfOf(draft, link, other(side));
  const isOnlyMoved = there !== undefined && there.revision === content.revisions[other(side)] && !isSuspect(draft, content, there);
  return { ...content, parents, names, stamps: isOnlyMoved ? withSide(content.stamps, other(side), there.stamp) : content.stamps };
};

/** Our delete ends the link in the same fold (H1): what lives on the other side, if anything, is a creation. */
export const foldDiscarded = (draft: Draft, event: EventOf<'Discarded'>, action: ActionOf<'Discard'>): void => {
  const link = draft.table.link(action.link);
  const node = draft.table.node(action.node);
  writeControl(draft, (control) => {
    const { deleted } = control.sides[action.side];
    const fresh = control.nowMs - deleted.atMs > DELETES_WINDOW_MS;
    control.sides[action.side].deleted = {
      atMs: fresh ? control.nowMs : deleted.atMs,
      count: (fresh ? 0 : deleted.count) + (node?.kind === 'file' ? 1 : 0),
    };
    delete control.retries[action.link];
  });
  if (node !== undefined) endNode(draft, node, seq(event.action));
  if (link !== undefined) releaseLink(draft, link, action.side);
};

/** Window over which deletes are counted together for the gate (DESIGN 9.8), milliseconds. */
export const DELETES_WINDOW_MS = 60_000;

/** Takes our deleted node out; a hint that came since belongs to the place (H7), children that turned up meanwhile are looked up. */
export const endNode = (draft: Draft, node: Node, started: Seq): void => {
  for (const child of [...draft.table.children(node.id)]) {
    if (isPhantom(child)) removeNode(draft, child.id);
    else if (isOidSide(draft, node.side)) makeDirty(draft, child);
    else die(draft, child, NO_HINT_SINCE);
  }
  if (!isOidSide(draft, node.side) && node.dirty > started)
    makePhantom(draft, node.side, { parent: node.parent, name: node.name }, node.dirty);
  removeNode(draft, node.id);
};

/** Empties one half of a link: the other becomes a creation, or the link ends. */
export const releaseLink = (draft: Draft, link: Link, side: Side): void => {
  const rest = halfOf(draft, link, other(side));
  if (rest !== undefined && isAlive(rest)) {
    putLink(draft, {
      ...link,
      halves: withSide(link.halves, side, NO_NODE),
      base: null,
      doubt: null,
      compared: null,
      placed: null,
      demand: null,
    });
    return;
  }
  if (rest !== undefined) removeNode(draft, rest.id);
  removeLink(draft, link.id);
};

export const foldCompared = (draft: Draft, event: EventOf<'Compared'>, action: ActionOf<'Compare'>): void => {
  const link = draft.table.link(action.link);
  const [local, remote] = [draft.table.node(action.nodes[0]), draft.table.node(action.nodes[1])];
  if (link === undefined || local === undefined || remote === undefined) return;
  const comparison = {
    revisions: [local.revision, remote.revision] as const,
    stamps: [local.stamp, remote.stamp] as const,
    same: event.same,
    with: action.with,
  };
  putLink(draft, { ...link, compared: comparison });
  touch(draft, action.with);
};
