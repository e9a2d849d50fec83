import { NEVER, NO_LINK } from '../ids.js';
import type { Link } from '../link.js';
import { refusalOf } from '../name.js';
import { isAlive, type Node } from '../node.js';
import { isOpen } from '../observation.js';
import { other } from '../side.js';
import { placeKey } from '../state/flights.js';
import { folderAwaited } from './awaited.js';
import { collide } from './collision.js';
import { act, blocked, type Judgement, refused, SETTLED, wait } from './judgement.js';
import { makeWay } from './make-way.js';
import { isKeptAway, isKeptFolder } from './kept-away.js';
import { judgeMove } from './move.js';
import { mayBeMoved } from './recognise.js';
import { placeOf, targetOf } from './target.js';
import { REASONS } from './verdicts.js';
import { isKnown, liveHalf, movingAbove, sitters, type View } from './view.js';

/** An entry that exists on one side only, and on which nothing was agreed yet: it is made on the other. */
export const judgeCreation = (view: View, link: Link, node: Node): Judgement => {
  if (isKeptAway(view, link, node)) return SETTLED;
  const awaited = folderAwaited(view, link);
  if (awaited !== NO_LINK) return wait(awaited, 'unknown');
  const { side } = node;
  const target = targetOf(view, link);
  if (node.name !== target.names[side]) return judgeMove(view, link, node, target);
  const early = mayBeMoved(view, node);
  if (early !== null) return early;
  if (target.way !== null) return makeWay(view, link, node, target.way);
  const to = other(side);
  const name = target.names[to];
  const parentLink = view.table.link(target.parents[to]);
  if (parentLink === undefined) return wait(link.id, 'unknown');
  const parent = liveHalf(view, parentLink, to);
  if (parent === undefined && isKeptFolder(view, parentLink, side)) return { _tag: 'Settled', on: parentLink.id };
  if (parent === undefined || !isKnown(view, parent)) return wait(parentLink.id, 'parent');
  if (!isOpen(parent.kept)) return blocked(parentLink.id, `folder-is-${parent.kept}`);
  if (isYetToBeListed(view, parent)) return wait(parentLink.id, 'unknown');
  for (const at of [node, parent]) if (movingAbove(view, at) !== 0) return wait(movingAbove(view, at), 'in-flight');
  const refusal = refusalOf(view.control.traits[to], name);
  if (refusal !== null) return refused(link.id, refusal, to);
  // First: what sits there may be what we are making, seen before its outcome (H25).
  const claimed = view.flights.places.get(placeKey(view.control, to, parent.id, name));
  if (claimed !== undefined) return wait(claimed, 'in-flight');
  for (const sitter of sitters(view, to, parent.id, name, link.id)) return collide(view, link, node, sitter);
  const isOnePlace = target.parents[0] === target.parents[1] && target.names[0] === target.names[1];
  const entry = { link: link.id, source: node.id, name, ...(isOnePlace ? {} : { base: placeOf(target) }) };
  const where = { side: to, parent: parent.id };
  return act(
    node.kind === 'folder' ? { _tag: 'MakeFolder', ...where, ...entry } : { _tag: 'CreateFiles', ...where, files: [entry] },
    REASONS.created,
  );
};

/** What is in it is not known at all: all that is made there may be there already. One that was only touched since has what it had. */
const isYetToBeListed = (view: View, folder: Node): boolean => {
  if (folder.unlisted === NEVER) return false;
  for (const child of view.table.children(folder.id)) if (isAlive(child)) return false;
  return true;
};
