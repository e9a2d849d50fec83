import type { LinkId } from '../ids.js';
import type { Link } from '../link.js';
import { refusalOf } from '../name.js';
import type { Node } from '../node.js';
import { isOpen } from '../observation.js';
import { originalOf } from '../reserved-name.js';
import { other } from '../side.js';
import { placeKey } from '../state/flights.js';
import { collide } from './collision.js';
import { act, blocked, conclude, type Judgement, refused, wait } from './judgement.js';
import { isKeptFolder } from './kept-away.js';
import { makeWay } from './make-way.js';
import { placeOf, type Target, targetOf } from './target.js';
import { REASONS } from './verdicts.js';
import { half, isKnown, liveHalf, movingAbove, parentLink, sitters, type View } from './view.js';

/** Brings a live half that sits elsewhere to its target. */
export const judgeMove = (view: View, link: Link, node: Node, target: Target): Judgement => {
  const { side } = node;
  if (target.way !== null) return makeWay(view, link, half(view, link, other(side)) ?? node, target.way);
  const folder = view.table.link(target.parents[side]);
  if (folder === undefined) return wait(link.id, 'unknown');
  const parent = liveHalf(view, folder, side);
  // Moved by its user into what stays on its side: there it is another entry, and here it stays.
  if (parent === undefined && link.base !== null && isKeptFolder(view, folder, other(side)))
    return conclude({ _tag: 'LinkSplit', link: link.id, side: other(side), reason: REASONS.keptAway });
  if (parent === undefined || !isKnown(view, parent)) return wait(folder.id, 'parent');
  // What a swap put aside there goes home, all the same; what it put aside elsewhere goes home there, as another entry.
  if (!isOpen(parent.kept) && (originalOf(node.name) === null || node.parent !== parent.id))
    return originalOf(node.name) !== null
      ? conclude({ _tag: 'LinkSplit', link: link.id, side: other(side), reason: REASONS.keptAway })
      : blocked(folder.id, `folder-is-${parent.kept}`);
  if (node.kind === 'folder') {
    const out = ancestorOutOfPlace(view, folder, side);
    if (out !== undefined) return wait(out.id, 'parent');
    if (view.flights.below.has(node.id)) return wait(link.id, 'in-flight');
  }
  for (const at of [node, parent]) {
    const moving = movingAbove(view, at);
    if (moving !== 0) return wait(moving, 'in-flight');
  }
  const from = view.table.node(node.parent);
  if (from !== undefined && view.flights.nodes.has(from.id)) return wait(from.link, 'in-flight');
  const name = target.names[side];
  const refusal = refusalOf(view.control.traits[side], name);
  if (refusal !== null) return refused(link.id, refusal, side);
  // First: what sits there may be what we are bringing, seen before its outcome (H25).
  const claimed = view.flights.places.get(placeKey(view.control, side, parent.id, name));
  if (claimed !== undefined) return wait(claimed, 'in-flight');
  for (const sitter of sitters(view, side, parent.id, name, link.id)) {
    const own = half(view, link, other(side)) ?? node;
    return collide(view, link, own, sitter);
  }
  const base = link.base === null ? null : placeOf(target);
  return act({ _tag: 'Move', side, link: link.id, node: node.id, parent: parent.id, name, base, purpose: 'follow' }, target.reason);
};

/** With the targets a tree, a folder may move once all above its target sit under theirs: then no move can close a cycle (I13). */
const ancestorOutOfPlace = (view: View, folder: Link, side: Node['side']): Link | undefined => {
  for (let at: Link | undefined = folder; at !== undefined; ) {
    const node = liveHalf(view, at, side);
    if (node === undefined) return undefined;
    const parent: LinkId = targetOf(view, at).parents[side];
    if (parentLink(view, node) !== parent) return at;
    at = view.table.link(parent);
  }
  return undefined;
};
