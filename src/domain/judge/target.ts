import { type LinkId, NO_LINK } from '../ids.js';
import type { Base, Link } from '../link.js';
import type { Name } from '../name.js';
import type { Node } from '../node.js';
import { originalOf } from '../reserved-name.js';
import { other, type Side, type Sides, withSide } from '../side.js';
import { LOCATION, type LocationChange } from './verdicts.js';
import { liveHalf, parentLink, type View } from './view.js';

/** The one place where an entry belongs, for both sides. */
export interface Target {
  readonly parent: LinkId;
  readonly names: Sides<Name>;
  /** Whose move it is; null = where base says. */
  readonly from: Side | null;
  readonly reason: string;
}

/**
 * Where a link belongs: the table of moves, then, if that would put folders into each other, LOCAL's move is given up: of the links on
 * the cycle whose target is LOCAL's, the lowest is flipped to REMOTE's place, until it is a tree (H15). A candidate always exists.
 */
export const targetOf = (view: View, link: Link): Target => {
  const plain = plainTarget(view, link, NO_FLIPS);
  return plain.from === null || !isLinkedFolder(view, link) ? plain : plainTarget(view, link, flipsAt(view, link));
};

type Flips = ReadonlySet<LinkId>;
const NO_FLIPS: Flips = new Set();

/** The flips that the cycles at or above this link need. */
const flipsAt = (view: View, link: Link): Flips => {
  const flips = new Set<LinkId>();
  for (;;) {
    const cycle = cycleFrom(view, link, flips);
    const candidates = cycle.filter((id) => {
      const at = view.table.link(id);
      return at !== undefined && isLinkedFolder(view, at) && plainTarget(view, at, flips).from === 0;
    });
    if (candidates.length === 0) return flips;
    flips.add(candidates.reduce((a, b) => (a < b ? a : b)));
  }
};

/** Links on the cycle that the chain of target parents runs into; empty if it ends at the root. */
const cycleFrom = (view: View, link: Link, flips: Flips): readonly LinkId[] => {
  const way: LinkId[] = [];
  const met = new Set<LinkId>();
  let at: Link | undefined = link;
  while (at !== undefined) {
    if (met.has(at.id)) return way.slice(way.indexOf(at.id));
    met.add(at.id);
    way.push(at.id);
    const { parent }: Target = plainTarget(view, at, flips);
    at = parent === NO_LINK ? undefined : view.table.link(parent);
  }
  return [];
};

const isLinkedFolder = (view: View, link: Link): boolean => {
  const local = liveHalf(view, link, 0);
  return local !== undefined && local.kind === 'folder' && liveHalf(view, link, 1) !== undefined;
};

const plainTarget = (view: View, link: Link, flips: Flips): Target => {
  const [local, remote] = [liveHalf(view, link, 0), liveHalf(view, link, 1)];
  const { base } = link;
  if (local === undefined || remote === undefined || base === null) return aloneTarget(view, link, local ?? remote);
  const changes: Sides<LocationChange> = [locationChange(view, base, local), locationChange(view, base, remote)];
  const { verdict, reason } = LOCATION[changes[0]][changes[1]];
  if (verdict === 'base') return { parent: base.parent, names: base.names, from: null, reason };
  if (verdict === 'remote' || (flips.has(link.id) && changes[1] === 'moved')) return placeFrom(view, base, remote, reason);
  if (flips.has(link.id)) return { parent: base.parent, names: base.names, from: null, reason: 'cycle' };
  if (verdict === 'local') return placeFrom(view, base, local, reason);
  return firstName(view, base, local, remote, reason);
};

/** Both moved: one place is no dispute; else the leaf name that sorts first wins, and REMOTE where leaves are equal (H19). */
const firstName = (view: View, base: Base, local: Node, remote: Node, reason: string): Target => {
  const samePlace = parentLink(view, local) === parentLink(view, remote) && areOneName(local.name, remote.name);
  if (samePlace) return { parent: parentLink(view, local), names: [local.name, remote.name], from: null, reason };
  if (areOneName(local.name, remote.name)) return placeFrom(view, base, remote, reason);
  return placeFrom(view, base, local.name < remote.name ? local : remote, reason);
};

const placeFrom = (view: View, base: Base, node: Node, reason: string): Target => {
  const { side } = node;
  const kept = node.name === base.names[side];
  const names: Sides<Name> = kept ? base.names : withSide([node.name, node.name], other(side), spelledFor(view, other(side), node.name));
  return { parent: parentLink(view, node), names, from: side, reason };
};

/** An entry with one live half belongs where that half is; a temporary name stands for the original one. */
const aloneTarget = (view: View, link: Link, node: Node | undefined): Target => {
  if (node === undefined) return { parent: link.base?.parent ?? NO_LINK, names: link.base?.names ?? ['', ''], from: null, reason: 'gone' };
  const name = originalOf(node.name) ?? node.name;
  const names: Sides<Name> = withSide([name, name], other(node.side), spelledFor(view, other(node.side), name));
  return { parent: parentLink(view, node), names, from: null, reason: 'alone' };
};

/** A node at a temporary name has no opinion about its place (H14). */
export const locationChange = (view: View, base: Base, node: Node): LocationChange =>
  originalOf(node.name) === null && (parentLink(view, node) !== base.parent || node.name !== base.names[node.side]) ? 'moved' : 'unmoved';

/** How a side will spell a name that it is given. */
export const spelledFor = (view: View, side: Side, name: Name): Name =>
  view.control.traits[side].unicode === 'nfc' ? name.normalize('NFC') : name;

/** Names that only a normalising side tells apart are one name. */
const areOneName = (a: Name, b: Name): boolean => a === b || a.normalize('NFC') === b.normalize('NFC');

/** True where a live half sits at the target on its side. */
export const isAtTarget = (view: View, node: Node, target: Target): boolean =>
  parentLink(view, node) === target.parent && node.name === target.names[node.side];
