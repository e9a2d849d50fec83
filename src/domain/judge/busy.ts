import { NO_LINK } from '../ids.js';
import type { Link } from '../link.js';
import type { Node } from '../node.js';
import { type Judgement, wait } from './judgement.js';
import { movingAbove, type View } from './view.js';

/** What keeps a node from being moved or deleted for a while: a folder above it is on its way, or something is in flight in it. */
export const busyWith = (view: View, link: Link, node: Node): Judgement | null => {
  const moving = movingAbove(view, node);
  if (moving !== NO_LINK) return wait(moving, 'in-flight');
  return view.flights.below.has(node.id) ? wait(link.id, 'in-flight') : null;
};
