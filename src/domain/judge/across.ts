import { type LinkId, NO_LINK, type NodeId } from '../ids.js';
import { type Name, nameKey, parsePath } from '../name.js';
import { isAlive, type Node } from '../node.js';
import { other, type Side } from '../side.js';
import { parentLink, type View } from './view.js';

/** A folder that has to be made before an entry can go where `translate` wants it. */
export interface Way {
  readonly side: Side;
  /** The deepest folder of its path that there is. */
  readonly parent: NodeId;
  readonly name: Name;
}

type Places = Pick<View, 'table' | 'control'>;

/** A place on the other side: the folder's link and a name. */
export interface Across {
  readonly parent: LinkId;
  readonly name: Name;
  readonly way: Way | null;
}

/** Where a node's counterpart belongs: in its folder's counterpart, under the same name (`called`: that of a temporary one); or where `translate` said (DESIGN 9.7). */
export const placeAcross = (view: Places, node: Node, called: Name = node.name): Across => {
  const side = other(node.side);
  if (node.across === null) return { parent: parentLink(view, node), name: spelledFor(view, side, called), way: null };
  if (!node.across.startsWith('/')) return { parent: parentLink(view, node), name: spelledFor(view, side, node.across), way: null };
  const names = [...parsePath(node.across)];
  const name = spelledFor(view, side, names.pop() ?? '');
  let folder = view.control.roots[side].node;
  for (const step of names) {
    const next = folderAt(view, side, folder, step);
    if (next === undefined) return { parent: NO_LINK, name, way: { side, parent: folder, name: step } };
    folder = next.id;
  }
  return { parent: view.table.node(folder)?.link ?? NO_LINK, name, way: null };
};

const folderAt = (view: Places, side: Side, folder: NodeId, name: Name): Node | undefined =>
  view.table.at(folder, nameKey(view.control.traits[side], name)).find((node) => node.kind === 'folder' && isAlive(node));

/** How a side will spell a name that it is given. */
export const spelledFor = (view: Pick<View, 'control'>, side: Side, name: Name): Name =>
  view.control.traits[side].unicode === 'nfc' ? name.normalize('NFC') : name;
