import { linkId, NO_NODE, nodeId } from '../../domain/ids.js';
import type { Link } from '../../domain/link.js';
import { isPhantom, type Node } from '../../domain/node.js';
import type { Sides } from '../../domain/side.js';
import type { State } from '../../domain/state/state.js';

/** What a key names: an entry with its halves, or a place that was hinted at and not looked up yet. */
export type Named =
  | { readonly _tag: 'Link'; readonly link: Link; readonly halves: Sides<Node | undefined> }
  | { readonly _tag: 'Phantom'; readonly node: Node };

export const keyOf = (node: Node): string => (isPhantom(node) ? `n${node.id}` : `l${node.link}`);

/** Undefined for what is no key, or names nothing in this state. */
export const named = (state: State, key: string): Named | undefined => {
  const number = /^[ln](\d{1,10})$/u.exec(key)?.[1];
  if (number === undefined) return undefined;
  if (key.startsWith('n')) {
    const node = state.table.node(nodeId(Number(number)));
    return node === undefined || !isPhantom(node) ? undefined : { _tag: 'Phantom', node };
  }
  const link = state.table.link(linkId(Number(number)));
  return link === undefined ? undefined : { _tag: 'Link', link, halves: halvesOf(state, link) };
};

export const halvesOf = ({ table }: State, { halves }: Link): Sides<Node | undefined> => {
  const node = (side: 0 | 1): Node | undefined => (halves[side] === NO_NODE ? undefined : table.node(halves[side]));
  return [node(0), node(1)];
};
