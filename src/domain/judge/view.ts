import { type LinkId, NEVER, NO_LINK, NO_NODE, type NodeId } from '../ids.js';
import { nameKey } from '../name.js';
import type { Link } from '../link.js';
import { isAlive, type Node } from '../node.js';
import type { Side } from '../side.js';
import type { Control } from '../state/control.js';
import type { Flights } from '../state/flights.js';
import type { Judgement } from './judgement.js';
import type { TableReads } from '../table/table.js';

/** What a judgement reads. */
export interface View {
  readonly table: TableReads;
  readonly control: Control;
  readonly flights: Flights;
  readonly agenda: Quietness;
}

interface Quietness {
  readonly dirty: readonly [{ readonly size: number }, { readonly size: number }];
  readonly unlisted: readonly [{ readonly size: number }, { readonly size: number }];
  /** Links that wait for a place that another holds. */
  readonly forPlace: { readonly size: number };
  /** Links whose half on a side is gone. */
  readonly orphans: readonly [{ readonly size: number }, { readonly size: number }];
  /** Links with nothing but a live half on a side: creations. */
  readonly fresh: readonly [{ readonly size: number }, { readonly size: number }];
  /** Sides where something is gone or new that was not yet tried to be recognised. */
  readonly unrecognised: readonly [boolean, boolean];
}

/** An absence is read although its side is not quiet, once it is this old: a side that is never quiet must not starve deletes (DESIGN 9.6). Milliseconds. */
export const STARVED_MS = 30_000;

/** A side at rest: nothing on it waits to be looked at, and nothing was hinted at for a while (H16). */
export const isQuiet = (view: View, side: Side): boolean => {
  const { lastHintAtMs } = view.control.sides[side];
  return (
    view.agenda.dirty[side].size === 0 &&
    view.agenda.unlisted[side].size === 0 &&
    (lastHintAtMs === 0 || view.control.nowMs - lastHintAtMs >= view.control.policy.agingMs)
  );
};

/** Moves on this side can be told by content alone: its objects have no other identity. */
export const tellsMovesByContent = (view: View, side: Side): boolean => {
  const { identity, hash } = view.control.traits[side];
  return identity === 'path' && hash !== null;
};

/** Quiet, and all that may be a move was looked at: recognition comes before verdicts. */
const isReadable = (view: View, side: Side): boolean =>
  isQuiet(view, side) && !(tellsMovesByContent(view, side) && view.agenda.unrecognised[side]);

/** When what began at `sinceMs` no longer waits for its side to be quiet. */
export const starvesAtMs = (view: View, side: Side, sinceMs: number): number =>
  Math.max(sinceMs, view.control.sides[side].restlessSinceMs) + STARVED_MS;

/** Waits for a side to be quiet; null if it is, or has not been for so long that this goes on without. */
export const waitForQuiet = (view: View, side: Side, sinceMs: number): Extract<Judgement, { readonly _tag: 'Quiet' }> | null => {
  const untilMs = starvesAtMs(view, side, sinceMs);
  return isReadable(view, side) || view.control.nowMs >= untilMs ? null : { _tag: 'Quiet', side, untilMs };
};

export const half = (view: View, link: Link, side: Side): Node | undefined =>
  link.halves[side] === NO_NODE ? undefined : view.table.node(link.halves[side]);

export const liveHalf = (view: View, link: Link, side: Side): Node | undefined => {
  const node = half(view, link, side);
  return node !== undefined && isAlive(node) ? node : undefined;
};

/** Nothing about this node is in the air: no hint unanswered, no action on it. */
export const isKnown = (view: View, node: Node): boolean => node.dirty === NEVER && !view.flights.nodes.has(node.id);

/** The link of the folder that a node lies in. */
export const parentLink = (view: Pick<View, 'table'>, node: Node): LinkId => view.table.node(node.parent)?.link ?? NO_LINK;

/** Live entries that sit at a name of a folder, but for this link's own. */
export const sitters = (view: View, side: Side, folder: NodeId, name: string, except: LinkId): readonly Node[] =>
  view.table.at(folder, nameKey(view.control.traits[side], name)).filter((node) => isAlive(node) && node.link !== except);

/** The link whose action moves or deletes a folder at or above this node; NO_LINK if none. */
export const movingAbove = (view: View, node: Node): LinkId => {
  if (view.flights.subtrees.size === 0) return NO_LINK;
  for (let at: Node | undefined = node; at !== undefined; at = view.table.node(at.parent)) {
    const link = view.flights.subtrees.get(at.id);
    if (link !== undefined) return link;
  }
  return NO_LINK;
};

/** True for the folder itself, too. */
export const isWithin = ({ table }: Pick<View, 'table'>, node: Node, folder: Node): boolean => {
  for (let at: Node | undefined = node; at !== undefined; at = table.node(at.parent)) if (at.id === folder.id) return true;
  return false;
};
