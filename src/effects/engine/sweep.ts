/**
 * Looking around before a session begins: which folders of a side are not as they are known. Where a whole side can be read in the time of a
 * few calls, this spares an event for every folder of it; what differs is listed in the session, as it always was (docs/adr/0010).
 */
import { NEVER, type NodeId } from '../../domain/ids.js';
import type { RelPath } from '../../domain/name.js';
import { isAlive, type Node } from '../../domain/node.js';
import { decidedByUs, isOpen } from '../../domain/observation.js';
import type { Side, Sides } from '../../domain/side.js';
import type { State } from '../../domain/state/state.js';
import type { Table } from '../../domain/table/table.js';
import type { Askable, Immediate, Sight } from '../ports/provider.js';
import { type IgnoreRules, keptBy } from './ignore-rules.js';

/** By side: the folders that are to be listed; null where all are. */
export type Differing = Sides<readonly NodeId[] | null>;

export const NOT_SWEPT: Differing = [null, null];

/** The event loop is held for no longer than this, milliseconds: hints come in meanwhile (reference: inotify's queue of 16,384 events). */
const SLICE_MS = 20;
/** A larger folder is listed in the session, in steps: one call here takes some 20 ms for so many. */
export const MAX_SWEPT = 10_000;

/** A side swept in another place, e.g. a thread, to the same end; null where it is to be done here. It never fails. */
export type SweepElsewhere = (state: State, side: Side) => Promise<readonly NodeId[] | null>;

/** Never fails: what can't be read is to be listed, which tells why. `elsewhere` is asked for REMOTE, while LOCAL is swept here. */
export const sweep = async (
  state: State,
  providers: Sides<Askable>,
  rules: IgnoreRules,
  elsewhere: SweepElsewhere | null = null,
): Promise<Differing> => {
  const [local, remote] = [lookOf(state, 0, providers[0], rules), lookOf(state, 1, providers[1], rules)];
  const there = local === null || remote === null ? null : elsewhere?.(state, 1);
  const here = local === null ? null : await sweepSide(local);
  return [here, (await there) ?? (remote === null ? null : await sweepSide(remote))];
};

/** What a side is swept by. */
export interface Look {
  readonly table: Pick<Table, 'node' | 'glance'>;
  readonly root: NodeId;
  /** True if the folder's listing, as it would enter the log, tells nothing. It may throw. */
  readonly isAsKnown: (folder: Node, path: RelPath, children: readonly Node[]) => boolean | Promise<boolean>;
}

/** Null if its provider can't be asked for a whole tree. */
const lookOf = (state: State, side: Side, provider: Askable, rules: IgnoreRules): Look | null => {
  const { immediate, traits } = provider;
  if (immediate === undefined || traits.identity === 'oid') return null;
  const isAsKnown: Look['isAsKnown'] =
    asKnownTo(immediate, rules) ?? (async (folder, path) => looksAsKnown(state, provider, immediate, rules, folder, path));
  return { table: state.table, root: state.control.roots[side].node, isAsKnown };
};

/** Through what is known, from the root down. */
export const sweepSide = async ({ table, root, isAsKnown }: Look): Promise<readonly NodeId[]> => {
  const differing: NodeId[] = [];
  let sinceMs = performance.now();
  const ahead: (readonly [NodeId, RelPath])[] = [[root, []]];
  for (let next = ahead.pop(); next !== undefined; next = ahead.pop()) {
    const [id, path] = next;
    const folder = table.node(id);
    if (folder === undefined) continue;
    const children = [...table.glance(id)].filter(isAlive).reverse();
    if (!mayBeAsKnown(folder, children) || !(await attempt(() => isAsKnown(folder, path, children)))) differing.push(id);
    for (const child of children) if (child.kind === 'folder' && isOpen(child.kept)) ahead.push([child.id, [...path, child.name]]);
    if (performance.now() - sinceMs < SLICE_MS) continue;
    await new Promise<void>((resolve) => setImmediate(resolve));
    sinceMs = performance.now();
  }
  return differing.sort((a, b) => a - b);
};

const mayBeAsKnown = (folder: Node, children: readonly Node[]): boolean =>
  folder.unlisted === NEVER && folder.dirty === NEVER && children.length <= MAX_SWEPT;

const attempt = async (ask: () => boolean | Promise<boolean>): Promise<boolean> => {
  try {
    return await ask();
  } catch {
    return false;
  }
};

/** The plain way, which says what the other means. */
const looksAsKnown = async (
  state: State,
  provider: Askable,
  immediate: Immediate,
  rules: IgnoreRules,
  folder: Node,
  path: RelPath,
): Promise<boolean> => {
  const { tellsNothing } = await import('./tells-nothing.js');
  const ref = { oid: null, path };
  return tellsNothing(state, rules, folder, path, immediate.list(ref) ?? (await provider.list(ref)));
};

/** Null if the provider can only be asked for listings. */
export const asKnownTo = (immediate: Immediate, rules: IgnoreRules): Look['isAsKnown'] | null => {
  const { isAsKnown } = immediate;
  if (isAsKnown === undefined) return null;
  return (folder, path, children) => {
    const sights = sightsOf(rules, path, children);
    return sights !== null && isAsKnown({ oid: null, path }, folder.ident, sights);
  };
};

/** What the provider is to see of the children; null if one is to be looked at anyway, or the rules say something new of it. */
const sightsOf = (rules: IgnoreRules, path: RelPath, children: readonly Node[]): readonly Sight[] | null => {
  const sights: Sight[] = [];
  const isRuled = rules.ignoresNothing?.() !== true;
  for (const child of children) {
    if (child.dirty !== NEVER) return null;
    const isOurs = child.kept === 'ignored' || decidedByUs(child.kept) !== null;
    const sight = isOurs ? notKept(child) : child;
    if ((isRuled && keptBy(rules, path, sight) === 'ignored') !== (child.kept === 'ignored')) return null;
    sights.push(sight);
  }
  return sights;
};

const notKept = ({ name, kind, oid, ident, revision, stamp }: Sight): Sight => ({ name, kind, oid, ident, revision, stamp, kept: null });
