import { pathOf } from '../domain/evolve/nodes.js';
import { placeAcross } from '../domain/judge/across.js';
import type { RelPath } from '../domain/name.js';
import { isAlive, type Node } from '../domain/node.js';
import { LOCAL, REMOTE, type Side } from '../domain/side.js';
import type { State } from '../domain/state/state.js';
import { counterpartOf } from './known-node.js';

/** An entry as LOCAL has it, or would have it. */
export interface SmartInfo {
  readonly otype: 'file' | 'dir';
  /** On LOCAL: null for what is on REMOTE alone. Where the path is the id, the path. */
  readonly oid: string | null;
  /** On REMOTE: null for what is on LOCAL alone. */
  readonly remoteOid: string | null;
  /** Of LOCAL's content; null for folders, for what is on REMOTE alone, and where LOCAL has no hashes. */
  readonly hash: string | null;
  /** On LOCAL. */
  readonly path: string;
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Seconds since 1970; null if unknown. */
  readonly mtime: number | null;
  /** LOCAL has it. */
  readonly isSynced: boolean;
}

/** A path below a root as the user knows it. */
type Place = (side: Side, path: RelPath) => string;

/** What LOCAL has in a folder, and then what it has not and REMOTE has; what went, or waits to follow a move on LOCAL, is not among it. */
export const listing = (state: State, local: Node | undefined, remote: Node | undefined, place: Place): readonly SmartInfo[] => {
  const here = local === undefined ? [] : shown(state, local);
  const away = remote === undefined ? [] : shown(state, remote).filter((child) => isOnRemoteAlone(state, child));
  return [...here, ...away].flatMap((node) => recordOf(state, node, place) ?? []).sort((a, b) => (a.name < b.name ? -1 : 1));
};

const shown = ({ table }: State, folder: Node): readonly Node[] =>
  [...table.children(folder.id)].filter((child) => isAlive(child) && child.kept === null && child.kind !== 'other');

const isOnRemoteAlone = ({ table }: State, node: Node): boolean => table.link(node.link)?.halves[LOCAL] === 0;

/** Null for what has no place on LOCAL, or is gone from there. */
export const recordOf = (state: State, node: Node, place: Place): SmartInfo | null => {
  if (node.kept !== null || node.kind === 'other' || !isAlive(node)) return null;
  const path = node.side === LOCAL ? pathOf(state.table, node.id) : pathOnLocal(state, node);
  if (path === null || (node.side === REMOTE && !isOnRemoteAlone(state, node))) return null;
  const remote = node.side === REMOTE ? node : counterpartOf(state, node);
  const text = place(LOCAL, path);
  return {
    otype: node.kind === 'folder' ? 'dir' : 'file',
    oid: node.side === LOCAL ? (node.oid ?? text) : null,
    remoteOid: remote === undefined ? null : (remote.oid ?? place(REMOTE, pathOf(state.table, remote.id) ?? [])),
    hash: node.side === LOCAL ? node.hash : null,
    path: text,
    name: path.at(-1) ?? '',
    size: node.size,
    mtime: node.mtimeMs === 0 ? null : node.mtimeMs / 1000,
    isSynced: node.side === LOCAL,
  };
};

/** Where an entry of REMOTE would be on LOCAL, as far as its folders are there. */
const pathOnLocal = (state: State, node: Node): RelPath | null => {
  if (node.across?.startsWith('/') === true) return node.across.split('/').slice(1);
  const parent = state.table.node(node.parent);
  if (parent === undefined) return null;
  const local = counterpartOf(state, parent);
  const folder = parent.name === '' ? [] : local === undefined ? pathOnLocal(state, parent) : pathOf(state.table, local.id);
  return folder && [...folder, placeAcross(state, node).name];
};
