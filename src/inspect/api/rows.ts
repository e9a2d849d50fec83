import { contentChange } from '../../domain/judge/content.js';
import { locationChange } from '../../domain/judge/target.js';
import type { Link } from '../../domain/link.js';
import { NO_LINK, NO_NODE } from '../../domain/ids.js';
import { isAlive, isDirty, isPhantom, type Node } from '../../domain/node.js';
import { type Side, SIDES, type Sides } from '../../domain/side.js';
import type { State } from '../../domain/state/state.js';
import { placeOf } from '../../history/known.js';
import { pendingOf } from '../../history/pending.js';
import { below } from '../../history/words.js';
import type { BaseCell, Cell, Row } from '../wire.js';
import { keyOf, named } from './entry-key.js';

/** The folder that a tree shows, by its nodes; undefined on a side that does not have it. */
export type Folder = Sides<Node | undefined>;

/** How the entry of a node looks in a folder: on each side, and in what both sides agreed on. */
export const rowOf = (state: State, folder: Folder, node: Node): Row => {
  const key = keyOf(node);
  const what = named(state, key);
  const halves: Sides<Node | undefined> = what?._tag === 'Link' ? what.halves : node.side === 0 ? [node, undefined] : [undefined, node];
  const link = what?._tag === 'Link' ? what.link : null;
  return {
    key,
    name: node.name,
    kind: node.kind,
    sides: [cellOf(state, folder, link, node.name, halves[0], 0), cellOf(state, folder, link, node.name, halves[1], 1)],
    base: baseOf(state, folder, link, node.name),
    waiting: link === null ? null : pendingOf(state, link.id),
    open: node.kind === 'folder' && halves.some((half) => half !== undefined && hasChildren(state, half)),
  };
};

const cellOf = (state: State, folder: Folder, link: Link | null, name: string, node: Node | undefined, side: Side): Cell => {
  if (node === undefined) return { is: 'absent', change: null, size: null, name: null, at: null, kept: null, dirty: false };
  const otherName = node.name === name ? null : node.name;
  const shared = { size: node.kind === 'file' ? node.size : null, name: otherName, kept: node.kept, dirty: isDirty(node) };
  if (isPhantom(node)) return { ...shared, is: 'unseen', change: null, size: null, at: null };
  if (!isAlive(node)) return { ...shared, is: 'gone', change: null, at: null };
  const isHere = node.parent === folder[side]?.id;
  return {
    ...shared,
    is: isHere ? 'here' : 'elsewhere',
    change: link === null ? null : changeOf(state, link, node),
    at: isHere ? null : placeOf(state, node.id),
  };
};

/** A live half against base. */
export const changeOf = (state: State, link: Link, node: Node): NonNullable<Cell['change']> => {
  if (link.base === null) return 'new';
  const content = contentChange(state, link, node);
  const isMoved = link.base.parents[node.side] !== NO_LINK && locationChange(state, link.base, node) === 'moved';
  if (isMoved) return content === 'modified' ? 'moved-and-edited' : 'moved';
  return content === 'modified' ? 'edited' : content === 'suspect' ? 'touched' : 'same';
};

const baseOf = (state: State, folder: Folder, link: Link | null, name: string): BaseCell => {
  if (link === null || link.base === null) return { is: 'none', at: null };
  const { parents, names } = link.base;
  const isHere = SIDES.some((side) => folder[side]?.link === parents[side]) && names.includes(name);
  return isHere ? { is: 'here', at: null } : { is: 'elsewhere', at: bothOf(basePlaces(state, link)) };
};

/** Where both sides last agreed that it is, as each of them says it. */
export const basePlaces = (state: State, { base }: Link): Sides<string | null> => {
  const place = (side: Side): string | null => {
    if (base === null || base.parents[side] === NO_LINK) return null;
    const folder = state.table.link(base.parents[side])?.halves[side] ?? NO_NODE;
    return folder === NO_NODE ? `?/${base.names[side]}` : below(state, folder, base.names[side]);
  };
  return [place(0), place(1)];
};

/** One value if both are the same. */
export const bothOf = ([local, remote]: Sides<string | null>): string | null =>
  local === remote ? local : `${local ?? '—'} · ${remote ?? '—'}`;

const hasChildren = (state: State, { id }: Node): boolean => {
  for (const _ of state.table.children(id)) return true;
  return false;
};
