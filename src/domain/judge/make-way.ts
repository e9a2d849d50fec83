import { NO_LINK } from '../ids.js';
import type { Link } from '../link.js';
import { refusalOf } from '../name.js';
import type { Node } from '../node.js';
import { placeKey } from '../state/flights.js';
import type { Way } from './across.js';
import { act, blocked, type Judgement, refused, wait } from './judgement.js';
import { REASONS } from './verdicts.js';
import { isKnown, movingAbove, sitters, type View } from './view.js';

/**
 * Makes a folder that `translate` names and that is not there. It is nobody's counterpart (NO_LINK): once made, it is an entry of its own,
 * of which `translate` is asked like of any other.
 */
export const makeWay = (view: View, link: Link, node: Node, { side, parent: id, name }: Way): Judgement => {
  const parent = view.table.node(id);
  if (parent === undefined) return wait(link.id, 'unknown');
  if (!isKnown(view, parent)) return wait(parent.link, 'parent');
  for (const at of [node, parent]) if (movingAbove(view, at) !== 0) return wait(movingAbove(view, at), 'in-flight');
  const refusal = refusalOf(view.control.traits[side], name);
  if (refusal !== null) return refused(link.id, refusal, side);
  for (const sitter of sitters(view, side, id, name, link.id)) return blocked(sitter.link, 'place-held-by-a-file');
  const claimed = view.flights.places.get(placeKey(view.control, side, id, name));
  if (claimed !== undefined) return wait(claimed, 'in-flight');
  return act({ _tag: 'MakeFolder', side, link: NO_LINK, source: node.id, parent: id, name }, REASONS.onTheWay);
};
