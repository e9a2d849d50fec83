import { pathOf } from '../domain/evolve/nodes.js';
import { nameKey, type RelPath } from '../domain/name.js';
import { isAlive, type Node } from '../domain/node.js';
import type { Side } from '../domain/side.js';
import type { State } from '../domain/state/state.js';
import type { Expected } from '../effects/ports/provider.js';

/** What is known to be at a path of a side, below the root. */
export const nodeAt = ({ table, control }: State, side: Side, path: RelPath): Node | undefined => {
  let at: Node | undefined = table.node(control.roots[side].node);
  for (const name of path) at = at && table.at(at.id, nameKey(control.traits[side], name)).find(isAlive);
  return at;
};

/** What is known of an id; where the path is the id, of that path. */
export const nodeOf = (state: State, side: Side, oid: string, below: (path: string) => RelPath | null): Node | undefined => {
  if (state.control.traits[side].identity === 'oid') return state.table.byOid(side, oid).find(isAlive);
  const path = below(oid);
  return path === null ? undefined : nodeAt(state, side, path);
};

/** The live counterpart of a node on the other side. */
export const counterpartOf = ({ table }: State, node: Node): Node | undefined => {
  const half = table.node(table.link(node.link)?.halves[node.side === 0 ? 1 : 0] ?? (0 as Node['id']));
  return half !== undefined && isAlive(half) ? half : undefined;
};

/** A known object, for a call that touches it. */
export const expectedOf = ({ table }: State, node: Node): Expected => ({
  oid: node.oid,
  path: pathOf(table, node.id) ?? [node.name],
  kind: node.kind === 'folder' ? 'folder' : 'file',
  revision: node.revision,
  ident: node.ident,
  parentOid: table.node(node.parent)?.oid ?? null,
});
