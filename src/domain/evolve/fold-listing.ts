import type { ActionOf } from '../action.js';
import type { EventOf } from '../event.js';
import { NEVER, type NodeId, type Seq, seq } from '../ids.js';
import { isSafeName, nameKey } from '../name.js';
import { isAlive, isPhantom, type Node } from '../node.js';
import { decidedByUs, type Observation } from '../observation.js';
import { isReserved } from '../reserved-name.js';
import type { Side } from '../side.js';
import type { Control } from '../state/control.js';
import { type Draft, putNode, touch, writeControl } from '../state/state.js';
import type { TableReads } from '../table/table.js';
import { listAgain } from './fold-failure.js';
import { arrivedAt, forgetAbsent, replacedBy } from './fold-interrupted.js';
import { bringToLife, die, isOidSide, isSameObject, learn } from './nodes.js';
import { makeDirty } from './to-look-at.js';

interface Reads {
  readonly table: TableReads;
  readonly control: Control;
}

/**
 * A listing states facts about the children that nothing touched since it started; all else that it shows is a hint, and what it lacks
 * is looked up, never gone (H6): a listing is no snapshot.
 */
export const foldListing = (draft: Draft, event: EventOf<'Listed'>, action: ActionOf<'List'>): void => {
  const started = seq(event.action);
  const folder = draft.table.node(action.node);
  if (folder === undefined || !isAlive(folder)) return;
  const overlapped = draft.control.sides[action.side].lastHint > started || folder.touched > started;
  if (event.complete || !listAgain(draft, folder.id)) {
    if (draft.control.lookRetries[folder.id] !== undefined) writeControl(draft, (control) => void delete control.lookRetries[folder.id]);
    if (folder.unlisted <= started) putNode(draft, { ...folder, unlisted: NEVER });
  }
  for (const seen of event.rows) foldRow(draft, folder, seen, started, overlapped);
  if (event.complete) for (const id of event.absent) foldAbsent(draft, id);
  if (event.complete) forgetAbsent(draft, folder.id);
  if (event.complete && isOidSide(draft, folder.side) && isLookingForIds(draft, folder.side))
    writeControl(draft, (control) => void (control.sides[folder.side].listedMeanwhile = seq(draft.seq)));
  touch(draft, folder.link);
};

/** Something unknown is looked for by its id: it may be in the folder, and no more. */
const isLookingForIds = ({ flights, table }: Draft, side: Side): boolean => {
  for (const { action } of flights.actions.values()) {
    const node = action._tag === 'LookUp' && action.side === side ? table.node(action.node) : undefined;
    if (node !== undefined && isPhantom(node) && node.oid !== null) return true;
  }
  return false;
};

const foldRow = (draft: Draft, folder: Node, seen: Observation, started: Seq, overlapped: boolean): void => {
  const child = childLike(draft, folder, seen);
  const ours = child === undefined || isPhantom(child) ? arrivedAt(draft, folder.id, seen, started) : undefined;
  if (ours !== undefined) return overlapped ? makeDirty(draft, ours) : undefined;
  if (child === undefined) {
    bringToLife(draft, folder.side, folder.id, seen, overlapped ? draft.seq : NEVER);
    return;
  }
  const known = replacedBy(draft, child, seen);
  const isTouched = known.touched > started || known.dirty > started;
  if (!isAlive(known) || known.parent !== folder.id || isTouched) return makeDirty(draft, known);
  const flight = draft.flights.nodes.get(known.id);
  if (flight !== undefined) {
    // Which of two looks is the older one nothing tells: it is looked at once more. Known to be where it was, it would be in the way of what follows.
    const isLookedAt = draft.flights.actions.get(flight)?.action._tag === 'LookUp';
    return makeDirty(draft, isLookedAt && isSameObject(known, seen) ? learn(draft, known, seen) : known);
  }
  if (isSameObject(known, seen) || seen.kept === 'other-device') {
    learn(draft, known, seen);
    return;
  }
  die(draft, { ...known, dirty: NEVER }, started);
  bringToLife(draft, folder.side, folder.id, seen, overlapped ? draft.seq : NEVER);
};

const foldAbsent = (draft: Draft, id: Node['id']): void => {
  const node = draft.table.node(id);
  if (node !== undefined && isAlive(node)) makeDirty(draft, node);
};

/** The node that a row of a listing is about: by oid, or by name, exact before alike (a case-only rename keeps its node). */
const childLike = (reads: Reads, folder: Node, seen: Observation): Node | undefined => {
  if (seen.oid !== null) return withOid(reads, folder, seen.oid);
  const alike = reads.table.at(folder.id, nameKey(reads.control.traits[folder.side], seen.name)).filter(isAlive);
  return alike.find((node) => node.name === seen.name) ?? alike[0];
};

/** Who lives, of those that have or had this id. */
const withOid = ({ table }: Reads, { side }: Node, oid: string): Node | undefined => {
  const known = table.byOid(side, oid);
  return known.find(isAlive) ?? known[0];
};

/** What a provider answered, with `kept` set for what the rules ignore. */
export interface SeenListing {
  readonly ident: string | null;
  readonly complete: boolean;
  readonly entries: readonly Observation[];
}

/**
 * What comes of a listing. One of another folder, which is at that place now, says nothing about the folder that was meant: the action has
 * failed, and that folder is looked up.
 */
export const listingOutcome = (reads: Reads, action: number, node: NodeId, listing: SeenListing): EventOf<'Listed' | 'ActionFailed'> => {
  const folder = reads.table.node(node);
  if (folder === undefined) return { _tag: 'Listed', action, complete: false, rows: [], absent: [] };
  if (listing.ident === null || folder.ident === null || listing.ident === folder.ident) return condense(reads, action, folder, listing);
  const error = { _tag: 'Moved' as const, message: 'another folder is at its place now' };
  return { _tag: 'ActionFailed', action, side: folder.side, error };
};

/**
 * What a listing tells that is not known yet: the form in which it enters the log, so that an unchanged folder of 10,000 files costs
 * one short event. Names that could lead out of the folder are kept away from here on; names of ours are no entries.
 */
export const condense = (reads: Reads, action: number, folder: Node, listing: Omit<SeenListing, 'ident'>): EventOf<'Listed'> => {
  const rows: Observation[] = [];
  const met = new Set<number>();
  const children = childrenByName(reads, folder);
  for (const seen of listing.entries) {
    if (isReserved(seen.name) || !isSafeName(seen.name)) continue;
    const known = seen.oid === null ? children.like(seen.name) : withOid(reads, folder, seen.oid);
    if (known !== undefined) met.add(known.id);
    if (known === undefined || !isAlive(known) || known.dirty !== NEVER || known.parent !== folder.id || differs(known, seen))
      rows.push(seen);
  }
  const absent: Node['id'][] = [];
  if (listing.complete) for (const child of children.alive) if (!met.has(child.id)) absent.push(child.id);
  return { _tag: 'Listed', action, complete: listing.complete, rows, absent: absent.sort((a, b) => a - b) };
};

/** The live children of a folder. `like` finds what `childLike` finds, and looks at none but these: where nothing changed, no index is asked. */
const childrenByName = (
  { table, control }: Reads,
  folder: Node,
): { readonly alive: readonly Node[]; readonly like: (name: string) => Node | undefined } => {
  const alive = [...table.children(folder.id)].filter(isAlive);
  const keyOf = (name: string): string => nameKey(control.traits[folder.side], name);
  let named: ReadonlyMap<string, Node> | null = null;
  let alike: ReadonlyMap<string, Node> | null = null;
  return {
    alive,
    like: (name) => {
      named ??= firstBy(alive, (child) => child.name);
      const exact = named.get(name);
      if (exact !== undefined) return exact;
      alike ??= firstBy(alive, (child) => keyOf(child.name));
      return alike.get(keyOf(name));
    },
  };
};

/** Of the nodes with one key, that with the lowest id. */
const firstBy = (nodes: readonly Node[], keyOf: (node: Node) => string): ReadonlyMap<string, Node> => {
  const first = new Map<string, Node>();
  for (const node of nodes) {
    const key = keyOf(node);
    const there = first.get(key);
    if (there === undefined || node.id < there.id) first.set(key, node);
  }
  return first;
};

const differs = (node: Node, seen: Observation): boolean =>
  node.name !== seen.name ||
  node.kind !== seen.kind ||
  node.revision !== seen.revision ||
  // A folder's stamp changes with every entry in it, which its own listing tells.
  (node.stamp !== seen.stamp && seen.kind !== 'folder') ||
  node.ident !== seen.ident ||
  node.kept !== (seen.kept ?? decidedByUs(node.kept)) ||
  (seen.hash !== null && node.hash !== seen.hash);
