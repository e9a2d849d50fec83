import { nameKey, type RelPath } from '../domain/name.js';
import { isAlive, type Node } from '../domain/node.js';
import type { Side } from '../domain/side.js';
import type { State } from '../domain/state/state.js';

/** Paths of a known folder and, if asked, of all below it. Empty if there is no such folder. */
export const foldersBelow = ({ table, control }: State, side: Side, path: RelPath, recursive: boolean): readonly RelPath[] => {
  let at: Node | undefined = table.node(control.roots[side].node);
  for (const name of path) at = at && table.at(at.id, nameKey(control.traits[side], name)).find(isAlive);
  if (at === undefined || at.kind !== 'folder') return [];
  const found: RelPath[] = [];
  const visit = (folder: Node, names: RelPath): void => {
    found.push(names);
    if (!recursive) return;
    for (const child of table.children(folder.id)) if (child.kind === 'folder' && isAlive(child)) visit(child, [...names, child.name]);
  };
  visit(at, path);
  return found;
};
