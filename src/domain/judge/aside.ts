import type { Link } from '../link.js';
import type { Name } from '../name.js';
import type { Node } from '../node.js';
import { asideName, isAsideNameOf, originalOf } from '../reserved-name.js';
import { SIDES } from '../side.js';
import { placeKey } from '../state/flights.js';
import { busyWith } from './busy.js';
import { conflictMove } from './conflict.js';
import { act, type Judgement } from './judgement.js';
import { REASONS } from './verdicts.js';
import { liveHalf, sitters, type View } from './view.js';

/** Temporary names (H14): where entries wait for each other's places, one of them steps aside, in its own folder, which is always possible. */

/** The half that lies aside, if any does. */
export const asideHalf = (view: View, link: Link): Node | undefined => {
  for (const side of SIDES) {
    const node = liveHalf(view, link, side);
    if (node !== undefined && originalOf(node.name) !== null) return node;
  }
  return undefined;
};

export const moveAside = (view: View, link: Link, node: Node): Judgement => {
  const busy = busyWith(view, link, node);
  if (busy !== null) return busy;
  const name = freeAside(view, link, node);
  const { side, id, parent } = node;
  return act({ _tag: 'Move', side, link: link.id, node: id, parent, name, base: null, purpose: 'aside' }, REASONS.aside);
};

/** What it was before may lie there already, after a move that came through and was said to have failed. */
const freeAside = (view: View, link: Link, { side, parent, name }: Node): Name => {
  for (let number: number = link.id; ; number *= 10) {
    const aside = asideName(number, name, view.control.traits[side].maxNameBytes);
    if (sitters(view, side, parent, aside, link.id).length === 0) return aside;
  }
};

/**
 * Back to the name that it had, since its place is held by what waits for a person: no temporary name is for ever. Where another has that name by
 * now, it gets a conflict name.
 */
export const moveHome = (view: View, link: Link, node: Node): Judgement => {
  const { side, id, parent } = node;
  const name = nameBefore(view, link, node);
  const isTaken =
    sitters(view, side, parent, name, link.id).length > 0 || view.flights.places.has(placeKey(view.control, side, parent, name));
  if (isTaken) return conflictMove(view, link, node, REASONS.home);
  const busy = busyWith(view, link, node);
  if (busy !== null) return busy;
  return act({ _tag: 'Move', side, link: link.id, node: id, parent, name, base: null, purpose: 'follow' }, REASONS.home);
};

/** A temporary name may carry only the beginning of a very long one. */
const nameBefore = (view: View, { base }: Link, { side, name }: Node): Name => {
  const agreed = base?.names[side];
  const isAgreed = agreed !== undefined && isAsideNameOf(name, agreed, view.control.traits[side].maxNameBytes);
  return isAgreed ? agreed : (originalOf(name) ?? name);
};
