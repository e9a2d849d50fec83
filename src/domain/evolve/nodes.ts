import { NEVER, NO_NODE, type NodeId, nodeId, type Seq } from '../ids.js';
import { type Name, nameKey, type RelPath } from '../name.js';
import { isAlive, isPhantom, type Node } from '../node.js';
import { decidedByUs, isOpen, type KeptAway, type Observation } from '../observation.js';
import { remedyFor } from '../provider-error.js';
import type { Side, Sides } from '../side.js';
import { creationOf, placementOf } from '../state/interrupted.js';
import {
  addLink,
  addNode,
  type Draft,
  forgetPlacement,
  insertLink,
  putNode,
  removeLink,
  removeNode,
  touch,
  writeControl,
} from '../state/state.js';
import { makeDirty, makePhantom } from './to-look-at.js';

/** What the folds have in common: how a node comes to life, changes and dies. */

export const isOidSide = (draft: Draft, side: Side): boolean => draft.control.traits[side].identity === 'oid';

/** The facts of an observation, as fields of a node. */
export const factsOf = (
  seen: Observation,
): Pick<Node, 'kind' | 'oid' | 'ident' | 'revision' | 'stamp' | 'hash' | 'size' | 'mtimeMs' | 'executable' | 'kept'> => ({
  kind: seen.kind,
  oid: seen.oid,
  ident: seen.ident,
  revision: seen.revision,
  stamp: seen.stamp,
  hash: seen.hash,
  size: seen.size,
  mtimeMs: seen.mtimeMs,
  executable: seen.executable,
  kept: seen.kept,
});

/** A node as it is first seen. Written out, not spread: it is made for every entry, and twenty fields spread take 10 us. */
export const firstSeen = (
  side: Side,
  parent: NodeId,
  seen: Observation,
  { dirty, unlisted, touched, link }: Pick<Node, 'dirty' | 'unlisted' | 'touched' | 'link'>,
): Omit<Node, 'id'> => ({
  side,
  parent,
  name: seen.name,
  kind: seen.kind,
  oid: seen.oid,
  ident: seen.ident,
  revision: seen.revision,
  stamp: seen.stamp,
  hash: seen.hash,
  size: seen.size,
  mtimeMs: seen.mtimeMs,
  executable: seen.executable,
  kept: seen.kept,
  across: null,
  priority: 0,
  gone: NEVER,
  goneAtMs: 0,
  dirty,
  unlisted,
  touched,
  link,
});

/**
 * A new object, with a link of its own: a creation until something else is known. A folder is yet to be listed.
 * Others with its identity are looked up: it may be one of them that moved (they may be late to tell), or a hard link.
 */
export const bringToLife = (draft: Draft, side: Side, parent: NodeId, seen: Observation, dirty: Seq): Node => {
  if (seen.ident !== null) for (const twin of draft.table.byIdent(side, seen.ident)) if (isAlive(twin)) makeDirty(draft, twin);
  const id = nodeId(draft.table.nextIds().node);
  const link = insertLink(draft, { halves: aloneOn(side, id) });
  const unlisted = seen.kind === 'folder' && seen.kept === null ? draft.seq : NEVER;
  const node = addNode(draft, firstSeen(side, parent, seen, { dirty, unlisted, touched: draft.seq, link: link.id }));
  touchPredecessors(draft, node);
  return node;
};

const aloneOn = (side: Side, id: NodeId): Sides<NodeId> => (side === 0 ? [id, NO_NODE] : [NO_NODE, id]);

/** Gives a node a link of its own, as a creation. */
export const linkAlone = (draft: Draft, node: Node): Node => {
  const link = addLink(draft, { halves: aloneOn(node.side, node.id) });
  const linked = { ...node, link: link.id };
  putNode(draft, linked);
  touchPredecessors(draft, linked);
  return linked;
};

/** What is gone may be recognised in something new that has its place or its identity. */
export const touchPredecessors = (draft: Draft, node: Node): void => {
  if (draft.agenda.orphans[node.side].size === 0) return;
  for (const twin of node.ident === null ? [] : draft.table.byIdent(node.side, node.ident)) if (!isAlive(twin)) touch(draft, twin.link);
  for (const gone of draft.table.at(node.parent, nameKey(draft.control.traits[node.side], node.name)))
    if (gone.gone !== NEVER) touch(draft, gone.link);
};

/**
 * An object is gone. Its node stays while its link has a base, since a move may yet be recognised; a creation ends here, unless it is
 * being carried over, or was as a session broke off: what is made of it then is the other half of something gone, and no file of its own (H25).
 * On path sides everything below it is gone too; elsewhere it is looked up, since it may have moved away first.
 * A hint that came after `asOf` belongs to the place, not to the node: it becomes a phantom (H7).
 */
export const die = (draft: Draft, node: Node, asOf: Seq): void => {
  if (!isAlive(node)) return;
  if (node.kind === 'folder') {
    for (const child of [...draft.table.children(node.id)]) {
      if (isPhantom(child)) removeIfPathSide(draft, child);
      else if (!isAlive(child)) continue;
      else if (isOidSide(draft, node.side)) makeDirty(draft, child);
      else die(draft, child, NO_HINT_SINCE);
    }
  }
  if (!isOidSide(draft, node.side) && node.dirty > asOf)
    makePhantom(draft, node.side, { parent: node.parent, name: node.name }, node.dirty);
  forgetReplacement(draft, node);
  const link = draft.table.link(node.link);
  if (link === undefined || (link.base === null && !isBeingCopied(draft, node) && creationOf(draft, link) === undefined)) {
    removeNode(draft, node.id);
    if (link !== undefined) removeLink(draft, link.id);
    return;
  }
  const dead = { ...node, gone: draft.seq, goneAtMs: draft.control.nowMs, dirty: NEVER, unlisted: NEVER };
  unblock(draft, node, dead);
  putNode(draft, dead);
};

/** True if an action is making its counterpart on the other side. */
const isBeingCopied = ({ flights }: Draft, node: Node): boolean => {
  const number = flights.nodes.get(node.id);
  const tag = number === undefined ? undefined : flights.actions.get(number)?.action._tag;
  return tag === 'CreateFiles' || tag === 'MakeFolder';
};

/** A file that was being replaced as a session broke off is looked at: that was not done, or it is another one. */
const forgetReplacement = (draft: Draft, { id, link: linkId }: Node): void => {
  const link = draft.control.interrupted === undefined ? undefined : draft.table.link(linkId);
  if (link !== undefined && placementOf(draft, link)?.node === id) forgetPlacement(draft, linkId);
};

/** Hints on what a dying folder holds die with it: who takes its place is listed. */
export const NO_HINT_SINCE = Infinity as Seq;

const removeIfPathSide = (draft: Draft, phantom: Node): void => {
  if (!isOidSide(draft, phantom.side)) removeNode(draft, phantom.id);
};

/**
 * An observation of a known, live node, at its own place: takes the facts over. What keeps it from being listed (another device,
 * no permission) changes nothing below it: no proof of absence.
 */
export const learn = (draft: Draft, node: Node, seen: Observation): Node => {
  forgetReplacement(draft, node);
  const hidden: readonly (KeptAway | null)[] = ['other-device', 'unreadable'];
  const next: Node = hidden.includes(seen.kept)
    ? { ...node, kept: seen.kept, dirty: NEVER, unlisted: NEVER }
    : {
        ...node,
        ...factsOf(seen),
        // What translate answered stays until it is asked anew.
        kept: seen.kept ?? decidedByUs(node.kept),
        name: seen.name,
        dirty: NEVER,
        unlisted: !isOpen(node.kept) && isOpen(seen.kept) ? draft.seq : node.unlisted,
      };
  const hashed = next.hash === null && next.revision === node.revision && next.stamp === node.stamp ? { ...next, hash: node.hash } : next;
  if (isSameNode(node, hashed)) return node;
  unblock(draft, node, hashed);
  putNode(draft, hashed);
  return hashed;
};

/** True if an observation on a path side is of this very object, and not of another that took its place. */
export const isSameObject = (node: Node, seen: Observation): boolean =>
  node.kind === seen.kind && (node.ident === null || seen.ident === null || node.ident === seen.ident);

const FIELDS = [
  'kind',
  'name',
  'parent',
  'oid',
  'ident',
  'revision',
  'stamp',
  'hash',
  'size',
  'mtimeMs',
  'executable',
  'kept',
  'dirty',
  'unlisted',
] as const;

const isSameNode = (a: Node, b: Node): boolean => FIELDS.every((field) => a[field] === b[field]);

/** A blocked entry gets another chance when anything of it changed, where it is included; a file's stamp tells of its permissions, too. */
export const unblock = (draft: Draft, before: Node, after: Node): void => {
  const hasNewStamp = after.kind === 'file' && before.stamp !== after.stamp;
  if (!hasNewStamp && TELLING.every((field) => before[field] === after[field])) return;
  const link = draft.table.link(after.link);
  if (link?.blocked) draft.table.setLink({ ...link, blocked: null });
  // A file that would not rest while it was copied fails because it changes: that is no reason to try at once.
  const retry = draft.control.retries[after.link];
  if (retry !== undefined && remedyFor(retry.error) !== 'observe')
    writeControl(draft, (control) => void delete control.retries[after.link]);
};

const TELLING = ['revision', 'parent', 'name', 'kept', 'gone'] as const;

/** Names from the root down to a node; null if it hangs on something unknown. */
export const pathOf = (table: Pick<Draft['table'], 'node'>, id: NodeId): RelPath | null => {
  const names: Name[] = [];
  let node = table.node(id);
  while (node !== undefined && node.parent !== NO_NODE) {
    names.push(node.name);
    node = table.node(node.parent);
  }
  return node === undefined || node.name !== '' ? null : names.reverse();
};
