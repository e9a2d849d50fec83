import { type ActionOf, ownerOf, parentsOf, type Place } from '../action.js';
import type { EventOf } from '../event.js';
import { NEVER, NO_LINK, NO_NODE, type LinkId, type NodeId, type Seq, seq } from '../ids.js';
import type { Base } from '../link.js';
import { nameKey } from '../name.js';
import { isAlive, isPhantom, type Node } from '../node.js';
import type { Observation } from '../observation.js';
import { other, type Side, type Sides, withSide } from '../side.js';
import { type Draft, forgetPlacement, halfOf, insertNode, putLink, putNode, removeLink, removeNode, writeControl } from '../state/state.js';
import { foldFailure } from './fold-failure.js';
import { factsOf, firstSeen, isOidSide, linkAlone } from './nodes.js';
import { hintOid } from './to-look-at.js';

/** What we put somewhere, done: new files and folders, new contents. What we are answered is newer than anything that was read before we started. */

export const foldFilesCreated = (draft: Draft, event: EventOf<'FilesCreated'>, action: ActionOf<'CreateFiles'>): void =>
  action.files.forEach((file, i) => {
    const outcome = event.files[i];
    if (outcome === undefined) return;
    if (outcome._tag === 'Failed')
      return foldFailure(draft, { ...outcome, _tag: 'ActionFailed', action: event.action }, { ...action, files: [file] });
    // Written out, not spread: this is done for every file.
    const { link, source, name, base } = file;
    foldPlaced(
      draft,
      { side: action.side, parent: action.parent, link, source, name },
      base ?? null,
      outcome.seen,
      outcome.read,
      seq(event.action),
    );
  });

export const foldFolderMade = (draft: Draft, event: EventOf<'FolderMade'>, action: ActionOf<'MakeFolder'>): void =>
  foldPlaced(draft, action, action.base ?? null, event.seen, null, seq(event.action));

export const foldFileReplaced = (draft: Draft, event: EventOf<'FileReplaced'>, action: ActionOf<'ReplaceFile'>): void => {
  const link = draft.table.link(action.link);
  const node = draft.table.node(action.node);
  if (link === undefined || node === undefined) return;
  const hinted = node.dirty > event.action;
  putNode(draft, { ...node, ...factsOf(event.seen), kept: node.kept, dirty: hinted ? node.dirty : NEVER, touched: draft.seq });
  if (link.base === null) return;
  const source = halfOf(draft, link, other(action.side));
  forgetPlacement(draft, link.id);
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
export const foldPlaced = (
  draft: Draft,
  action: Omit<ActionOf<'MakeFolder'>, '_tag' | 'base'>,
  place: Place | null,
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
  if (link !== undefined) forgetPlacement(draft, link.id);
  const owner = ownerOf(draft.table, action);
  if (draft.control.retries[owner] !== undefined) writeControl(draft, (control) => void delete control.retries[owner]);
  if (!isWanted) {
    forgetPredecessors(draft, node);
    if (node.link === NO_LINK) linkAlone(draft, node);
    return;
  }
  joinLink(draft, node, link.id);
  const source = halfOf(draft, link, other(side));
  const names: Sides<string> = withSide(place === null ? [action.name, action.name] : place.names, side, seen.name);
  const parents: Sides<LinkId> = place === null ? [parent.link, parent.link] : withSide(parentsOf(place), side, parent.link);
  // It is touched with all links of the action, at its end.
  const { revisions, stamps, hashes } = contentOf(side, read, source, seen);
  draft.table.setLink({
    id: link.id,
    halves: withSide(link.halves, side, node.id),
    base: { parents, names, revisions, stamps, hashes },
    doubt: link.doubt,
    given: null,
    compared: null,
    blocked: null,
    placed: { side, seq: draft.seq },
    resolved: link.resolved,
    demand: link.demand,
  });
};

/** A folder on the way, which no entry stands for, is nothing that is gone: if that had its identity, it was given again. */
const forgetPredecessors = (draft: Draft, { side, ident }: Node): void => {
  for (const other of ident === null ? [] : draft.table.byIdent(side, ident))
    if (other.gone !== NEVER) putNode(draft, { ...other, ident: null });
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
  // What was seen before the outcome came may be newer than what that tells.
  const isOtherwise = known !== undefined && known.revision !== seen.revision;
  const isInDoubt = (draft.control.sides[side].placedInDoubt ?? NEVER) > started;
  const told = Math.max(hinted, known?.dirty ?? NEVER);
  const dirty = isOtherwise || isInDoubt ? draft.seq : told > started ? seq(told) : NEVER;
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
export const contentOf = (
  side: Side,
  read: string | null,
  source: Pick<Node, 'revision' | 'stamp' | 'hash'> | undefined,
  seen: Observation,
): Pick<Base, 'revisions' | 'stamps' | 'hashes'> => {
  const current = source !== undefined && source.revision === read;
  return {
    revisions: withSide<string | null>([read, read], side, seen.revision),
    stamps: withSide<string | null>([current ? source.stamp : null, current ? source.stamp : null], side, seen.stamp),
    hashes: withSide<string | null>([current ? source.hash : null, current ? source.hash : null], side, seen.hash),
  };
};
