import type { Action } from '../action.js';
import { type LinkId, NEVER, NO_LINK, NO_NODE, type NodeId, type Seq } from '../ids.js';
import { UNSEEN } from '../link.js';
import { nameKey } from '../name.js';
import { isAlive, type Node } from '../node.js';
import type { Observation } from '../observation.js';
import { other, withSide } from '../side.js';
import { type Copied, creationOf, type Placement, placementOf, slotOf } from '../state/interrupted.js';
import { type Draft, forgetPlacement, halfOf, putLink, putNode, touch, writeControl } from '../state/state.js';
import { contentOf, foldPlaced } from './fold-placed.js';
import { factsOf } from './nodes.js';
import { makeUnlisted } from './to-look-at.js';

/**
 * Files and folders that were being placed as their session broke off. What is found at such a place, and is just what was being placed, is ours, as if its
 * outcome had been told: so what the user of its source did meanwhile is a change of one side. Anything else there may be somebody's, and is
 * judged as ever.
 */

/** At the start of a session. Not after power was lost: what was placed before is compared then (`Link.placed`). */
export const rememberPlacements = (draft: Draft, actions: readonly Action[]): void => {
  const found = actions.flatMap((action) => placementsOf(draft, action));
  if (found.length === 0) return;
  for (const [link] of found) forgetPlacement(draft, link);
  writeControl(draft, (control) => {
    control.interrupted ??= { links: {}, places: {} };
    for (const [link, placement] of found) {
      control.interrupted.links[link] = placement;
      if (placement.node !== NO_NODE) continue;
      const names = (control.interrupted.places[placement.parent] ??= {});
      names[slotOf(draft.control, placement.side, placement.name)] = link;
    }
  });
  // It may have been seen before, and is no news to a listing then.
  for (const [, { side, parent, name }] of found)
    for (const there of draft.table.at(parent, nameKey(draft.control.traits[side], name)))
      if (isAlive(there)) arrivedAt(draft, parent, asSeen(there), NEVER);
};

type Placements = readonly (readonly [LinkId, Placement])[];

const placementsOf = ({ table }: Draft, action: Action): Placements => {
  const placement = (link: LinkId, source: NodeId, at: Omit<Placement, 'copied'>): Placements => {
    const copied = table.node(source);
    return copied === undefined ? [] : [[link, { ...at, copied: copiedOf(copied) }]];
  };
  if (action._tag === 'CreateFiles') {
    const { side, parent } = action;
    return action.files.flatMap(({ link, source, name, base }) =>
      placement(link, source, { side, parent, name, node: NO_NODE, base: base ?? null }),
    );
  }
  if (action._tag === 'MakeFolder') {
    const { side, parent, link, source, name, base } = action;
    return link === NO_LINK ? [] : placement(link, source, { side, parent, name, node: NO_NODE, base: base ?? null });
  }
  if (action._tag !== 'ReplaceFile') return [];
  const replaced = table.node(action.node);
  if (replaced === undefined) return [];
  const { side, parent, name, id } = replaced;
  return placement(action.link, action.source, { side, parent, name, node: id, base: null });
};

const copiedOf = ({ kind, revision, stamp, hash, size, mtimeMs, executable }: Node): Copied => ({
  kind,
  revision,
  stamp,
  hash,
  size,
  mtimeMs,
  executable,
});

const asSeen = ({ name, ...node }: Node): Observation => ({ ...factsOf({ ...node, name, parentOid: null }), name, parentOid: null });

/** The node of something new that is just what was being placed there; undefined if it is not, or nothing was. */
export const arrivedAt = (draft: Draft, folder: NodeId, seen: Observation, started: Seq): Node | undefined => {
  const { interrupted } = draft.control;
  const parent = interrupted === undefined ? undefined : draft.table.node(folder);
  if (interrupted === undefined || parent === undefined) return undefined;
  const id = interrupted.places[folder]?.[slotOf(draft.control, parent.side, seen.name)];
  const link = id === undefined ? undefined : draft.table.link(id);
  const placement = link === undefined ? undefined : creationOf(draft, link);
  if (link === undefined || placement === undefined) return undefined;
  forgetPlacement(draft, link.id);
  touch(draft, link.id);
  const proof = proofOf(draft, placement, seen);
  if (proof === null) return undefined;
  const { side, name, copied, base } = placement;
  const action = { side, parent: folder, link: link.id, source: link.halves[other(side)], name };
  foldPlaced(draft, action, base, seen, copied.revision, started);
  agreeOn(draft, link.id, placement, seen, proof);
  const placed = draft.table.link(link.id);
  const node = placed === undefined ? undefined : halfOf(draft, placed, side);
  // Since it was made there may be something in it.
  if (node !== undefined) makeUnlisted(draft, node, false);
  return node;
};

/** What a folder does not hold, by a complete listing, was not placed in it. */
export const forgetAbsent = (draft: Draft, folder: NodeId): void => {
  for (const id of Object.values(draft.control.interrupted?.places[folder] ?? {})) forgetPlacement(draft, id);
};

/** A known file as it is after all: if what is seen of it is just what it was being replaced by, it was. */
export const replacedBy = (draft: Draft, node: Node, seen: Observation): Node => {
  if (draft.control.interrupted === undefined || !isAlive(node)) return node;
  const link = draft.table.link(node.link);
  const placement = link === undefined ? undefined : placementOf(draft, link);
  if (link === undefined || placement?.node !== node.id) return node;
  // Of what it is just as it was nothing tells.
  const proof = seen.revision === node.revision ? null : proofOf(draft, placement, seen);
  if (proof === null) return node;
  forgetPlacement(draft, link.id);
  const replaced = { ...node, ...factsOf(seen), kept: node.kept };
  putNode(draft, replaced);
  agreeOn(draft, link.id, placement, seen, proof);
  return replaced;
};

/** `kind`: of folders, whose contents are judged by themselves. */
type Proof = 'hash' | 'time' | 'kind';

/** What tells that a file is just what was being placed; null if nothing does. */
const proofOf = ({ control }: Draft, { side, copied }: Placement, seen: Observation): Proof | null => {
  const isOtherBit = seen.executable !== null && copied.executable !== null && seen.executable !== copied.executable;
  if (seen.kind !== copied.kind || seen.kept !== null) return null;
  if (seen.kind === 'folder') return 'kind';
  if (seen.size !== copied.size || isOtherBit) return null;
  const { traits } = control;
  if (traits[0].hash === traits[1].hash && seen.hash !== null && copied.hash !== null) return seen.hash === copied.hash ? 'hash' : null;
  return traits[side].keepsTimes === true && seen.mtimeMs === copied.mtimeMs && seen.mtimeMs !== 0 ? 'time' : null;
};

const agreeOn = (draft: Draft, id: LinkId, { side, copied }: Placement, seen: Observation, proof: Proof): void => {
  const link = draft.table.link(id);
  if (link?.base == null) return;
  const content = contentOf(side, copied.revision, copied, seen);
  const stamps = proof === 'time' && seen.stamp !== null ? withSide(content.stamps, side, UNSEEN) : content.stamps;
  putLink(draft, { ...link, base: { ...link.base, ...content, stamps }, compared: null, placed: { side, seq: draft.seq } });
};
