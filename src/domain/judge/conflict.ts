import type { NodeId } from '../ids.js';
import type { Link, Resolution } from '../link.js';
import { isAlive, type Node } from '../node.js';
import type { Name } from '../name.js';
import { nameAtHome, originalOf } from '../reserved-name.js';
import { LOCAL, other, REMOTE, type Side, type Sides } from '../side.js';
import { placeKey } from '../state/flights.js';
import { REASONS } from './verdicts.js';
import { busyWith } from './busy.js';
import { freeConflictName } from './conflict-name.js';
import { act, blocked, type Judgement, wait } from './judgement.js';
import { liveHalf, movingAbove, sitters, type View } from './view.js';

/** Which of two different files gives up its name. */
export const loserOf = (view: View, halves: Sides<Node>): Side => {
  const [local, remote] = halves;
  switch (view.control.policy.conflictWinner) {
    case 'remote':
      return LOCAL;
    case 'local':
      return REMOTE;
    case 'newer':
      return local.mtimeMs > remote.mtimeMs ? REMOTE : LOCAL;
    case 'larger':
      return local.size > remote.size ? REMOTE : LOCAL;
  }
};

/** What a resolver said of these two contents, if it was asked, and they are still those. */
export const resolutionOf = (link: Link, halves: Sides<Node>): Resolution | null => {
  const { resolved } = link;
  if (resolved === null || resolved.revisions[0] !== halves[0].revision || resolved.revisions[1] !== halves[1].revision) return null;
  return halves.some((node) => node.link === resolved.with) ? resolved : null;
};

/** Who gives up its name, by a resolver's word, or else by policy. */
export const loserBy = (view: View, resolution: Resolution | null, halves: Sides<Node>): Side =>
  resolution === null || resolution.winner === null ? loserOf(view, halves) : other(resolution.winner);

/** True where a resolver is to be asked first. */
export const isToBeAsked = (view: View, resolution: Resolution | null): boolean =>
  view.control.policy.asksResolver === true && resolution === null;

export const askResolver = (view: View, link: Link, mate: Link, halves: Sides<Node>): Judgement => {
  for (const node of halves) if (movingAbove(view, node) !== 0) return wait(movingAbove(view, node), 'in-flight');
  const [local, remote] = halves;
  const folder = view.table.node(local.parent);
  if (folder === undefined) return wait(link.id, 'unknown');
  if (view.flights.nodes.has(folder.id)) return wait(folder.link, 'in-flight');
  const conflictName = freeName(view, link, local, folder);
  const nodes: [NodeId, NodeId] = [local.id, remote.id];
  return act({ _tag: 'Resolve', side: LOCAL, link: link.id, with: mate.id, nodes, folder: folder.id, conflictName }, REASONS.conflict);
};

/** Gives a node a conflict name in its own folder, on its own side. Base stays: it then spreads like a user's rename. */
export const conflictMove = (view: View, link: Link, node: Node, reason: string): Judgement => {
  // A new name in its folder gets it no other place where `translate` chooses the place: it would be renamed for ever. Nor is a folder renamed that
  // others may need on their way; one that lies aside is on nobody's.
  const isGiven = link.given?.side === node.side && link.given.name === node.name;
  const isPlaced = node.across !== null && originalOf(node.name) === null;
  if (isPlaced && (isGiven || node.kind === 'folder')) return blocked(link.id, REASONS.placeTaken);
  const busy = busyWith(view, link, node);
  if (busy !== null) return busy;
  const parent = view.table.node(node.parent);
  if (parent === undefined) return wait(link.id, 'unknown');
  if (view.flights.nodes.has(parent.id)) return wait(parent.link, 'in-flight');
  const name = freeName(view, link, node, parent);
  return act(
    { _tag: 'Move', side: node.side, link: link.id, node: node.id, parent: parent.id, name, base: null, purpose: 'conflict' },
    reason,
  );
};

/** Unique under both sides' rules, among what is there and what is on its way (H13). */
const freeName = (view: View, link: Link, node: Node, parent: Node): Name => {
  const folders: { side: Side; id: NodeId }[] = [{ side: node.side, id: parent.id }];
  const across = view.table.link(parent.link);
  const counterpart = across === undefined ? undefined : liveHalf(view, across, other(node.side));
  if (counterpart !== undefined) folders.push({ side: counterpart.side, id: counterpart.id });
  const original = nameAtHome(node.name);
  const maxBytes = Math.min(view.control.traits[0].maxNameBytes, view.control.traits[1].maxNameBytes);
  return freeConflictName(original, maxBytes, (name) =>
    folders.some(({ side, id }) => isSatOn(view, side, id, name, link) || view.flights.places.has(placeKey(view.control, side, id, name))),
  );
};

const isSatOn = (view: View, side: Side, folder: NodeId, name: Name, link: Link): boolean => {
  if (sitters(view, side, folder, name, link.id).length > 0) return true;
  // The two sides' rules may differ: a name that only the coarser side takes for this one is taken as well.
  const across = view.control.traits[other(side)];
  if (across.caseSensitive && across.unicode === 'exact') return false;
  const coarse = (text: Name): Name => (across.caseSensitive ? text.normalize('NFC') : text.normalize('NFC').toLowerCase());
  for (const child of view.table.children(folder))
    if (isAlive(child) && child.link !== link.id && coarse(child.name) === coarse(name)) return true;
  return false;
};
