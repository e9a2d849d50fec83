/**
 * Looking around before a session begins: which folders of a side are not as they are known. Where a whole side can be read in the time of a
 * few calls, this spares an event for every folder of it; what differs is listed in the session, as it always was (docs/adr/0010).
 */
import { NEVER, type NodeId } from '../../domain/ids.js';
import type { RelPath } from '../../domain/name.js';
import { isAlive, type Node } from '../../domain/node.js';
import { decidedByUs, isOpen } from '../../domain/observation.js';
import { type Side, SIDES, type Sides } from '../../domain/side.js';
import type { State } from '../../domain/state/state.js';
import type { Askable, Immediate, Sight } from '../ports/provider.js';
import { type IgnoreRules, keptBy } from './ignore-rules.js';

/** By side: the folders that are to be listed; null where all are. */
export type Differing = Sides<readonly NodeId[] | null>;

export const NOT_SWEPT: Differing = [null, null];

/** The event loop is held for no longer than this, milliseconds: hints come in meanwhile (reference: inotify's queue of 16,384 events). */
const SLICE_MS = 20;
/** A larger folder is listed in the session, in steps: one call here takes some 20 ms for so many. */
export const MAX_SWEPT = 10_000;

/** Never fails: what can't be read is to be listed, which tells why. */
export const sweep = async (state: State, providers: Sides<Askable>, rules: IgnoreRules): Promise<Differing> => {
  const found: (readonly NodeId[] | null)[] = [];
  for (const side of SIDES) {
    const provider = providers[side];
    const { immediate, traits } = provider;
    found.push(immediate !== undefined && traits.identity !== 'oid' ? await sweepSide({ state, side, provider, immediate, rules }) : null);
  }
  return [found[0] ?? null, found[1] ?? null];
};

interface Look {
  readonly state: State;
  readonly side: Side;
  readonly provider: Askable;
  readonly immediate: Immediate;
  readonly rules: IgnoreRules;
}

/** Through what is known, from the root down. */
const sweepSide = async (look: Look): Promise<readonly NodeId[]> => {
  const { table, control } = look.state;
  const differing: NodeId[] = [];
  let sinceMs = performance.now();
  const ahead: (readonly [NodeId, RelPath])[] = [[control.roots[look.side].node, []]];
  for (let next = ahead.pop(); next !== undefined; next = ahead.pop()) {
    const [id, path] = next;
    const folder = table.node(id);
    if (folder === undefined) continue;
    const children = [...table.glance(id)].filter(isAlive).reverse();
    if (!(await isAsKnown(look, folder, path, children))) differing.push(id);
    for (const child of children) if (child.kind === 'folder' && isOpen(child.kept)) ahead.push([child.id, [...path, child.name]]);
    if (performance.now() - sinceMs < SLICE_MS) continue;
    await new Promise<void>((resolve) => setImmediate(resolve));
    sinceMs = performance.now();
  }
  return differing.sort((a, b) => a - b);
};

/** True if its listing, as it would enter the log, tells nothing. */
const isAsKnown = async (look: Look, folder: Node, path: RelPath, children: readonly Node[]): Promise<boolean> => {
  if (folder.unlisted !== NEVER || folder.dirty !== NEVER || children.length > MAX_SWEPT) return false;
  try {
    const { immediate } = look;
    if (immediate.isAsKnown === undefined) return await looksAsKnown(look, folder, path);
    const sights = sightsOf(look, path, children);
    return sights !== null && immediate.isAsKnown({ oid: null, path }, folder.ident, sights);
  } catch {
    return false;
  }
};

/** The plain way, which says what the other means. */
const looksAsKnown = async ({ state, provider, immediate, rules }: Look, folder: Node, path: RelPath): Promise<boolean> => {
  const { tellsNothing } = await import('./tells-nothing.js');
  const ref = { oid: null, path };
  return tellsNothing(state, rules, folder, path, immediate.list(ref) ?? (await provider.list(ref)));
};

/** What the provider is to see of the children; null if one is to be looked at anyway, or the rules say something new of it. */
const sightsOf = ({ rules }: Look, path: RelPath, children: readonly Node[]): readonly Sight[] | null => {
  const sights: Sight[] = [];
  for (const child of children) {
    if (child.dirty !== NEVER) return null;
    const isOurs = child.kept === 'ignored' || decidedByUs(child.kept) !== null;
    const sight = isOurs ? { ...child, kept: null } : child;
    if ((keptBy(rules, path, sight) === 'ignored') !== (child.kept === 'ignored')) return null;
    sights.push(sight);
  }
  return sights;
};
