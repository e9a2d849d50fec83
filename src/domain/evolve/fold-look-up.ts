import type { ActionOf } from '../action.js';
import type { EventOf } from '../event.js';
import { NEVER, NO_NODE, type Seq, seq } from '../ids.js';
import { nameKey } from '../name.js';
import { isAlive, isPhantom, type Node } from '../node.js';
import type { Observation } from '../observation.js';
import { type Draft, putNode, removeNode, touch, writeControl } from '../state/state.js';
import { bringToLife, die, factsOf, isOidSide, isSameObject, learn, linkAlone, touchPredecessors, unblock } from './nodes.js';
import { makeDirty, makePhantom } from './to-look-at.js';
import { arrivedAt, replacedBy } from './fold-interrupted.js';

/** The answer of a look-up: the one thing that is believed, and only if no hint came since it started (H5). */
export const foldLookUp = (draft: Draft, event: EventOf<'LookedUp'>, action: ActionOf<'LookUp'>): void => {
  const started = seq(event.action);
  const node = draft.table.node(action.node);
  if (node === undefined) return;
  // A folder that can be looked up and not listed is tried ever more rarely.
  if (draft.control.lookRetries[node.id] !== undefined && node.unlisted === NEVER)
    writeControl(draft, (control) => void delete control.lookRetries[node.id]);
  if (node.dirty > started) return touch(draft, node.link);
  if (event.found === null) foldMissing(draft, node, event.depth, started);
  else if (isOidSide(draft, node.side)) foldFoundByOid(draft, replacedBy(draft, node, event.found), event.found, started);
  else foldFoundByPath(draft, replacedBy(draft, node, event.found), event.found, started);
};

const foldMissing = (draft: Draft, node: Node, depth: number | null, started: Seq): void => {
  if (depth !== null) hintTopmostMissing(draft, node, depth);
  if (isPhantom(node)) {
    if (node.oid !== null && draft.flights.folders.size > 0)
      writeControl(draft, (control) => void (control.sides[node.side].placedInDoubt = seq(draft.seq)));
    removeNode(draft, node.id);
    return;
  }
  const clean = { ...node, dirty: NEVER };
  putNode(draft, clean);
  die(draft, clean, started);
};

/** The look-up was of this node alone; that folders above it are missing too is a hint (H26). */
const hintTopmostMissing = (draft: Draft, node: Node, depth: number): void => {
  const chain: Node[] = [];
  for (let at = draft.table.node(node.parent); at !== undefined && at.parent !== NO_NODE; at = draft.table.node(at.parent)) chain.push(at);
  const topmost = chain.reverse()[depth];
  if (topmost !== undefined && isAlive(topmost)) makeDirty(draft, topmost);
};

const foldFoundByPath = (draft: Draft, node: Node, seen: Observation, started: Seq): void => {
  const parent = draft.table.node(node.parent);
  if (isPhantom(node)) {
    removeNode(draft, node.id);
    if (parent === undefined || !isAlive(parent)) return;
    const known = draft.table.at(node.parent, nameKey(draft.control.traits[node.side], seen.name)).find(isAlive);
    if (known !== undefined) return makeDirty(draft, known);
    if (arrivedAt(draft, node.parent, seen, started) === undefined) bringToLife(draft, node.side, node.parent, seen, NEVER);
    return;
  }
  if (isAlive(node) && isSameObject(node, seen)) {
    learn(draft, node, seen);
    return;
  }
  if (isAlive(node) && seen.kept === 'other-device') {
    learn(draft, node, seen);
    return;
  }
  if (!isAlive(node)) {
    // It went while it was looked up, with its folder perhaps: what was seen is a hint.
    if (parent !== undefined && isAlive(parent)) makePhantom(draft, node.side, { parent: parent.id, name: node.name }, draft.seq);
    return;
  }
  const clean = { ...node, dirty: NEVER };
  putNode(draft, clean);
  die(draft, clean, started);
  bringToLife(draft, node.side, node.parent, seen, NEVER);
};

const foldFoundByOid = (draft: Draft, node: Node, seen: Observation, started: Seq): void => {
  const twin = twinOf(draft, node, seen);
  if (twin !== undefined) return becomeTwin(draft, node, twin);
  const parent = parentByOid(draft, node, seen);
  if (parent === undefined) return waitForFolder(draft, node, seen);
  if (isBelow(draft, parent, node)) return;
  const at = { parent: parent.id, name: seen.name };
  for (const rival of draft.table.at(parent.id, nameKey(draft.control.traits[node.side], seen.name))) {
    if (rival.id !== node.id && isAlive(rival) && rival.dirty === NEVER) makeDirty(draft, rival);
  }
  if (isPhantom(node)) {
    if (arrivedAt(draft, parent.id, seen, started) !== undefined) return;
    // A listing that was answered meanwhile, and lacks it, may be newer: it is looked at once more.
    const dirty = (draft.control.sides[node.side].listedMeanwhile ?? NEVER) > started ? seq(draft.seq) : NEVER;
    const facts = { ...node, ...factsOf(seen), ...at, dirty, unlisted: seen.kind === 'folder' ? draft.seq : NEVER };
    putNode(draft, facts);
    linkAlone(draft, facts);
    return;
  }
  if (!isAlive(node)) return reviveNode(draft, node, seen, at);
  if (node.kind !== seen.kind) {
    die(draft, node, node.dirty);
    bringToLife(draft, node.side, parent.id, seen, NEVER);
    return;
  }
  const moved = { ...node, ...at };
  const isElsewhere = moved.parent !== node.parent;
  if (isElsewhere || moved.name !== node.name) {
    unblock(draft, node, moved);
    putNode(draft, { ...moved, dirty: NEVER });
  }
  touchPredecessors(draft, learn(draft, moved, seen));
  if (isElsewhere) for (const child of [...draft.table.children(node.id)]) touch(draft, child.link);
};

/** Who has this id already, and is more than what was looked up: who lives, or, of something looked for, who is gone. An id can come back (undelete). */
const twinOf = (draft: Draft, node: Node, { oid }: Observation): Node | undefined => {
  if (isAlive(node) || oid === null) return undefined;
  const known = draft.table.byOid(node.side, oid);
  return known.find(isAlive) ?? (isPhantom(node) ? known.find((other) => !isPhantom(other)) : undefined);
};

/** One object is one node: else each would be in the other's way, and both looked up again for ever. */
const becomeTwin = (draft: Draft, node: Node, twin: Node): void => {
  if (isPhantom(node)) removeNode(draft, node.id);
  else putNode(draft, { ...node, dirty: NEVER });
  makeDirty(draft, twin);
};

/** Its folder is looked up first; where that has to wait, so has this. */
const waitForFolder = (draft: Draft, node: Node, seen: Observation): void => {
  const folder = seen.parentOid === null ? undefined : draft.table.byOid(node.side, seen.parentOid).find(isPhantom);
  const retry = folder === undefined ? undefined : draft.control.lookRetries[folder.id];
  if (retry !== undefined) writeControl(draft, (control) => void (control.lookRetries[node.id] = retry));
};

/** Late news can show two folders inside each other: none of that is believed, all on the way is looked up again (I12). */
const isBelow = (draft: Draft, folder: Node, node: Node): boolean => {
  const way: Node[] = [];
  for (let at: Node | undefined = folder; at !== undefined; at = draft.table.node(at.parent)) {
    way.push(at);
    if (at.id !== node.id) continue;
    // Not those that are being looked up: their answer would be thrown away, and this come again, for ever.
    for (const between of way) if (between.dirty === NEVER) makeDirty(draft, between);
    return true;
  }
  return false;
};

/** An object that was gone is back under its old id (undelete). */
const reviveNode = (draft: Draft, node: Node, seen: Observation, at: { readonly parent: Node['id']; readonly name: string }): void => {
  const back = {
    ...node,
    ...factsOf(seen),
    ...at,
    gone: NEVER,
    goneAtMs: 0,
    dirty: NEVER,
    unlisted: seen.kind === 'folder' ? draft.seq : NEVER,
  };
  unblock(draft, node, back);
  putNode(draft, back);
};

/** The folder that an observation names; if it is not known yet, it is to be looked up first, and the node stays dirty until then. */
const parentByOid = (draft: Draft, node: Node, seen: Observation): Node | undefined => {
  if (seen.parentOid === null) return undefined;
  const found = draft.table.byOid(node.side, seen.parentOid);
  const parent = found.find(isAlive);
  if (parent !== undefined) return parent;
  const phantom = found.find(isPhantom);
  if (phantom === undefined) makePhantom(draft, node.side, { oid: seen.parentOid }, draft.seq);
  return undefined;
};
