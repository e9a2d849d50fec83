import type { Translate } from '../../domain/answers.js';
import type { MemoryStore, Trashed } from '../../adapters/memory/index.js';
import { isAlive } from '../../domain/node.js';
import { isOpen } from '../../domain/kept-away.js';
import { pathOf } from '../../domain/evolve/nodes.js';
import { parsePath, showPath } from '../../domain/name.js';
import { originalOf } from '../../domain/reserved-name.js';
import { progressOf } from '../../domain/plan/wake-at.js';
import { isKeptAway } from '../../domain/judge/kept-away.js';
import { LOCAL, other, SIDES, type Side, type Sides } from '../../domain/side.js';
import { unsettledLinks } from '../../domain/state/agenda.js';
import { judge } from '../../domain/judge/judge.js';
import { type LinkId, NEVER } from '../../domain/ids.js';
import type { Link } from '../../domain/link.js';
import type { State } from '../../domain/state/state.js';
import { type KindName, KINDS } from '../world/kinds.js';
import { type Ledger, owed } from '../world/ledger.js';

/** A world at its end: what there is, what is known of it, and what its users did. */
export interface Settled {
  readonly kinds: Sides<KindName>;
  readonly stores: Sides<MemoryStore>;
  readonly state: State;
  /** Where paths belong on the other side; left out: where they are. */
  readonly across?: Translate;
  /** What users wrote and took away. */
  readonly ledger: Ledger;
  /**
   * What a user made may be in the trash: after a power loss, what was made at the place that we were placing (ADR 0007); and what its own side
   * says is damaged, once the good copy was put in its place.
   */
  readonly mayBeInTrash?: boolean;
}

/** What must be so once a world has settled; null if it is. */
export type SettledLaw = (world: Settled) => string | null;

/** I1: every content that a user wrote is still live, unless users took it away as often. */
export const noLoss: SettledLaw = ({ stores, ledger, mayBeInTrash = false }) => {
  const found = new Set(stores.flatMap((store) => [...Object.values(store.tree()), ...(mayBeInTrash ? store.trash().map(textOf) : [])]));
  const lost = owed(ledger).find((content) => !found.has(content));
  return lost === undefined ? null : `I1: ${JSON.stringify(lost)} is lost`;
};

const textOf = ({ content }: Trashed): string | null => content && Buffer.from(content).toString();

/** I15: the trees are equal, what is kept away left aside. */
export const convergence: SettledLaw = (world) => {
  const [local, remote] = [comparable(world, 0), comparable(world, 1)];
  return JSON.stringify(local) === JSON.stringify(remote) ? null : `I15: ${JSON.stringify(local)} | ${JSON.stringify(remote)}`;
};

const comparable = (world: Settled, side: Side): readonly (readonly [string, string | null])[] => {
  const kept = keptPaths(world, side);
  // What was made on both sides at once may differ in spelling, where one of them tells no case.
  const ignoresCase = world.kinds.some((kind) => !KINDS[kind].caseSensitive);
  const keyOf = (path: string, of = side): string => {
    const place = (of === LOCAL ? placeOnRemote(world, path) : path).normalize('NFC');
    return ignoresCase ? place.toLowerCase() : place;
  };
  const across = new Set(Object.keys(world.stores[other(side)].tree()).map((path) => keyOf(path, other(side))));
  // A folder deleted there that holds what stays here stays with it (H27).
  const holdsKept = (path: string): boolean =>
    path.endsWith('/') && !across.has(keyOf(path)) && kept.some((inside) => inside.path.startsWith(path));
  const isKept = (path: string): boolean => kept.some((one) => path === one.path || (one.isWhole && path.startsWith(one.path)));
  return Object.entries(world.stores[side].tree())
    .filter(([path]) => !holdsKept(path) && !isKept(path))
    .map(([path, content]) => [keyOf(path), content] as const)
    .sort(([x], [y]) => (x < y ? -1 : 1));
};

/** In REMOTE's terms. */
const placeOnRemote = ({ across }: Settled, path: string): string => {
  if (across === undefined) return path;
  const to = across(parsePath(path), LOCAL);
  return to === null ? `nowhere: ${path}` : `${showPath(to)}${path.endsWith('/') ? '/' : ''}`;
};

interface Kept {
  readonly path: string;
  /** A folder, and all that it holds. */
  readonly isWhole: boolean;
}

/** What stays on its side, and what waits for a person. */
const keptPaths = (world: Settled, side: Side): readonly Kept[] => {
  const found: Kept[] = [];
  const unsettled = new Set(unsettledLinks(world.state.agenda));
  for (const node of world.state.table.nodes()) {
    const link = world.state.table.link(node.link);
    const path = pathOf(world.state.table, node.id);
    if (link === undefined || path === null || node.side !== side || !isAlive(node) || node.name === '') continue;
    // Moved into what stays on its side, it is left where it is on the other.
    const halves = link.halves.flatMap((id) => world.state.table.node(id) ?? []);
    const away = halves.filter((half) => isAlive(half) && isKeptAway(world.state, link, half));
    if (!unsettled.has(link.id) && away.length === 0) continue;
    const isFolder = node.kind === 'folder';
    // What it holds may have a place of its own there.
    const isOpenToAll = !unsettled.has(link.id) && away.every(({ kept }) => kept === 'untranslatable');
    found.push({ path: `${showPath(path)}${isFolder ? '/' : ''}`, isWhole: isFolder && !isOpenToAll });
  }
  return found;
};

/** I21: settled if and only if nothing is pending; and what is known is what is there. */
export const trueStatus: SettledLaw = (world) => {
  const progress = progressOf(world.state);
  const stuck = unsettledLinks(world.state.agenda).filter((id) => !waitsForPerson(world.state, id));
  if (progress.active || stuck.length > 0) return `I21: pending ${JSON.stringify(progress)}, links ${stuck.join(' ')}`;
  const outlived = [...world.state.table.links()].filter((link) => blockIsOutlived(world.state, link));
  if (outlived.length > 0) return `I21: blocked for what is gone since: ${outlived.map(({ id }) => id).join(' ')}`;
  for (const side of SIDES) {
    const known = new Set<string>();
    // What is kept away as a whole is not looked into.
    const closed: string[] = [];
    for (const node of world.state.table.nodes()) {
      const path = pathOf(world.state.table, node.id);
      if (node.side === side && isAlive(node) && node.name !== '' && path !== null)
        known.add(`${showPath(path)}${node.kind === 'folder' ? '/' : ''}`);
      if (node.side === side && node.kind === 'folder' && !isOpen(node.kept) && path !== null) closed.push(`${showPath(path)}/`);
    }
    const real = Object.keys(world.stores[side].tree()).filter(
      (path) => !closed.some((folder) => path !== folder && path.startsWith(folder)),
    );
    const wrong = [
      ...real.filter((path) => !known.has(path)),
      ...[...known].filter((path) => !real.includes(path) && !closed.some((folder) => path.startsWith(folder))),
    ];
    if (wrong.length > 0) return `I21: side ${side} is not what is known of it: ${wrong.join(' ')}`;
  }
  return null;
};

/** An entry is blocked until it changes, and one half went after that. */
const blockIsOutlived = ({ table }: State, { blocked, halves }: Link): boolean =>
  blocked !== null && halves.some((half) => (table.node(half)?.gone ?? NEVER) > blocked.since);

/** Blocked, gated, or hanging on what is. */
const waitsForPerson = (state: State, id: LinkId): boolean => {
  const met = new Set<LinkId>();
  for (let at = id; !met.has(at); ) {
    met.add(at);
    const judgement = judge(state, at);
    if (judgement._tag === 'Blocked' || judgement._tag === 'Gated') return true;
    if (judgement._tag !== 'Wait') return false;
    at = judgement.on;
  }
  return false;
};

/** Something waits for a person: an entry is blocked, or can't be read. */
export const hasFailures = ({ agenda, table }: State): boolean =>
  unsettledLinks(agenda).length > 0 || [...table.nodes()].some(({ kept }) => kept === 'unreadable');

/** I21: no error is left to a person where all that ailed is mended. A folder may stay for what it holds: that is no error. */
export const nothingFails: SettledLaw = ({ state }) => {
  const failed = [...state.table.links()].filter(({ blocked }) => blocked !== null).map(({ id }) => id);
  const unreadable = [...state.table.nodes()].filter(({ kept }) => kept === 'unreadable').map(({ link }) => link);
  const retried = unsettledLinks(state.agenda).filter((id) => state.control.retries[id] !== undefined);
  const failing = [...failed, ...unreadable, ...retried];
  return failing.length === 0 ? null : `I21: still failing: ${JSON.stringify(failing)}`;
};

/** I5: no temporary name remains, whatever waits for a person. */
export const noTemporaryNames: SettledLaw = ({ stores }) => {
  const left = SIDES.flatMap((side) =>
    Object.keys(stores[side].tree()).filter((path) => path.split('/').some((name) => originalOf(name) !== null)),
  );
  return left.length === 0 ? null : `I5: left aside: ${left.join(' ')}`;
};
