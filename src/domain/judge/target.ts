import type { Place } from '../action.js';
import { type LinkId, NO_LINK } from '../ids.js';
import type { Base, Link } from '../link.js';
import type { Name } from '../name.js';
import type { Node } from '../node.js';
import { nameAtHome, originalOf } from '../reserved-name.js';
import { other, type Side, SIDES, type Sides, withSide } from '../side.js';
import { LOCATION, type LocationChange } from './verdicts.js';
import { placeAcross, spelledFor, type Way } from './across.js';
import { liveHalf, parentLink, type View } from './view.js';

/** The one place where an entry belongs, for both sides; each side has its own way to say where that is. */
export interface Target {
  /** Links of the folders to lie in. NO_LINK where `way` is to be made first. */
  readonly parents: Sides<LinkId>;
  readonly names: Sides<Name>;
  /** `translate` names a folder that is not there: the topmost missing one. */
  readonly way: Way | null;
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
  return plain.from === null || !isFolder(view, link) ? plain : plainTarget(view, link, flipsAt(view, link));
};

type Flips = ReadonlySet<LinkId>;
const NO_FLIPS: Flips = new Set();

/** The flips that the cycles at or above this link need. */
const flipsAt = (view: View, link: Link): Flips => {
  const flips = new Set<LinkId>();
  for (;;) {
    const cycle = [...cycleFrom(view, link, flips, 0), ...cycleFrom(view, link, flips, 1)];
    const candidates = cycle.filter((id) => {
      const at = view.table.link(id);
      return at !== undefined && plainTarget(view, at, flips).from === 0;
    });
    if (candidates.length === 0) return flips;
    flips.add(candidates.reduce((a, b) => (a < b ? a : b)));
  }
};

/** Links on the cycle that a side's chain of target parents runs into; empty if it ends at the root. */
const cycleFrom = (view: View, link: Link, flips: Flips, side: Side): readonly LinkId[] => {
  const way: LinkId[] = [];
  const met = new Set<LinkId>();
  let at: Link | undefined = link;
  while (at !== undefined) {
    if (met.has(at.id)) return way.slice(way.indexOf(at.id));
    met.add(at.id);
    way.push(at.id);
    at = view.table.link(plainTarget(view, at, flips).parents[side]);
  }
  return [];
};

const isFolder = (view: View, link: Link): boolean => liveHalf(view, link, 0)?.kind === 'folder';

const plainTarget = (view: View, link: Link, flips: Flips): Target => {
  const [local, remote] = [liveHalf(view, link, 0), liveHalf(view, link, 1)];
  const { base } = link;
  if (local === undefined || remote === undefined || base === null) return aloneTarget(view, link, local ?? remote);
  const changes = locationChanges(view, base, [local, remote]);
  const { verdict, reason } = LOCATION[changes[0]][changes[1]];
  if (verdict === 'base') return placeOfBase(base, reason);
  if (verdict === 'remote' || (flips.has(link.id) && changes[1] === 'moved')) return placeFrom(view, base, remote, reason);
  if (flips.has(link.id)) return placeOfBase(base, 'cycle');
  if (verdict === 'local') return placeFrom(view, base, local, reason);
  return firstName(view, base, [local, remote], link.given, reason);
};

/**
 * Both moved: one place is no dispute; else the leaf name that sorts first wins, and REMOTE where leaves are equal (H19). A name that we gave is no
 * user's (H20): the other one wins.
 */
const firstName = (view: View, base: Base, [local, remote]: Sides<Node>, given: Link['given'], reason: string): Target => {
  const parents = [parentLink(view, local), parentLink(view, remote)] as const;
  const names = [nameOf(base, local), nameOf(base, remote)] as const;
  const across = placeAcross(view, local, names[0]);
  // Names that only a normalising side tells apart are one name.
  const alike = (a: Name, b: Name): boolean => SIDES.some((side) => spelledFor(view, side, a) === spelledFor(view, side, b));
  const samePlace = across.parent === parents[1] && alike(across.name, names[1]);
  if (samePlace) return { parents, names, way: null, from: null, reason };
  if (given !== null && names[given.side] === given.name) return placeFrom(view, base, given.side === 0 ? remote : local, reason);
  if (alike(names[0], names[1])) return placeFrom(view, base, remote, reason);
  return placeFrom(view, base, names[0] < names[1] ? local : remote, reason);
};

const placeFrom = (view: View, base: Base, node: Node, reason: string): Target => {
  const { side } = node;
  const name = nameOf(base, node);
  const target = placeBy(view, node, name, reason);
  // Where it got another name by `translate`, that was for the place that it leaves.
  const kept = name === base.names[side] && node.across === null && isOneSpelledTwice(base.names);
  return { ...target, names: kept ? base.names : target.names, from: side };
};

/** One that lies aside is called as base has it (H14). */
const nameOf = ({ names }: Base, { side, name }: Node): Name => (originalOf(name) === null ? name : names[side]);

const placeOfBase = ({ parents, names }: Base, reason: string): Target => ({ parents, names, way: null, from: null, reason });

/** An entry with one live half belongs where that half is; a temporary name stands for the original one. */
const aloneTarget = (view: View, link: Link, node: Node | undefined): Target => {
  if (node !== undefined) return placeBy(view, node, nameAtHome(node.name), 'alone');
  if (link.base !== null) return placeOfBase(link.base, 'gone');
  return { parents: [NO_LINK, NO_LINK], names: ['', ''], way: null, from: null, reason: 'gone' };
};

/** Where a node is, and where that puts the other half. */
const placeBy = (view: View, node: Node, name: Name, reason: string): Target => {
  const { side } = node;
  const across = placeAcross(view, node, name);
  const here = parentLink(view, node);
  return {
    parents: withSide([here, here], other(side), across.parent),
    names: withSide([name, name], other(side), across.name),
    way: across.way,
    from: null,
    reason,
  };
};

/**
 * What both halves are to base. A half that nobody moved has moved nevertheless, with a folder that it lies in, if that came to where `translate`
 * gives it another place across than base has; but not as long as what it says of the other half is what base has: two answers need not be each
 * other's inverse. Of two such halves it is the one that follows its folder now; where both do, or neither, both have moved.
 */
const locationChanges = (view: View, base: Base, halves: Sides<Node>): Sides<LocationChange> => {
  const [local, remote] = halves;
  const own: Sides<LocationChange> = [locationChange(view, base, local), locationChange(view, base, remote)];
  const isAsTranslated = !view.control.translates || halves.some((node) => own[node.side] === 'moved' || isAcross(view, base, node));
  if (isAsTranslated) return own;
  const [isLocalPlaced, isRemotePlaced] = [isPlaced(local), isPlaced(remote)];
  if (isLocalPlaced === isRemotePlaced) return ['moved', 'moved'];
  return isLocalPlaced ? ['unmoved', 'moved'] : ['moved', 'unmoved'];
};

/** True if `translate` gives it the place across that base has. */
const isAcross = (view: View, base: Base, node: Node): boolean => {
  const to = other(node.side);
  const { parent, name } = placeAcross(view, node, base.names[node.side]);
  return parent === base.parents[to] && isOneSpelledTwice([name, base.names[to]]);
};

/** `translate` gave it a path of its own, wherever its folder's counterpart is. */
const isPlaced = ({ across }: Node): boolean => across?.startsWith('/') === true;

/** As an action names it. */
export const placeOf = ({ parents: [parent, remoteParent], names }: Target): Place => ({
  parent,
  names: [names[0], names[1]],
  ...(parent === remoteParent ? {} : { remoteParent }),
});

/** A node at a temporary name has no opinion about its place (H14). */
export const locationChange = (view: View, base: Base, node: Node): LocationChange =>
  originalOf(node.name) === null && (parentLink(view, node) !== base.parents[node.side] || node.name !== base.names[node.side])
    ? 'moved'
    : 'unmoved';

const isOneSpelledTwice = ([a, b]: Sides<Name>): boolean => a.toLowerCase().normalize('NFC') === b.toLowerCase().normalize('NFC');

/** True where a live half sits at the target on its side. */
export const isAtTarget = (view: View, node: Node, target: Target): boolean =>
  parentLink(view, node) === target.parents[node.side] && node.name === target.names[node.side];
