import { NO_NODE } from '../ids.js';
import type { Link } from '../link.js';
import type { Node } from '../node.js';
import { LOCAL, other, type Side } from '../side.js';
import { targetOf } from './target.js';
import { liveHalf, type View } from './view.js';

/** Entries that stay on their own side, each with its reason (DESIGN 9.5); a conflict copy under policy `loser-side` is one. */
export const isKeptAway = (view: View, link: Link, node: Node): boolean =>
  node.kept !== null ||
  node.kind === 'other' ||
  isOnDemand(view, link, node) ||
  (view.control.policy.conflictCopies === 'loser-side' && link.base === null && link.given?.name === node.name);

/** Kept away by what its path is: a move may have brought it there. */
export const isKeptByPlace = ({ kept }: Node): boolean => kept === 'ignored' || kept === 'untranslatable';

/** A file that nobody asked for, and that LOCAL does not have: it is REMOTE's. */
export const isOnDemand = (view: Pick<View, 'control'>, link: Link, node: Node): boolean =>
  view.control.policy.onDemand === true && node.kind === 'file' && link.halves[LOCAL] === NO_NODE && link.demand !== 'requested';

/** A folder that stays on this side, itself or with the one that it would come to there: so does what it holds. */
export const isKeptFolder = (view: View, folder: Link, side: Side): boolean => {
  const node = liveHalf(view, folder, side);
  if (node === undefined) return false;
  if (isKeptAway(view, folder, node)) return true;
  const above = folder.base === null ? view.table.link(targetOf(view, folder).parents[other(side)]) : undefined;
  return above !== undefined && isKeptFolder(view, above, side);
};
