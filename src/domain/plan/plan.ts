import type { Action } from '../action.js';
import type { Event } from '../event.js';
import { fold } from '../evolve/evolve.js';
import { linkId, type NodeId, nodeId } from '../ids.js';
import { judge } from '../judge/judge.js';
import { movingAbove } from '../judge/view.js';
import type { Node } from '../node.js';
import { type Side, SIDES, type Sides } from '../side.js';
import { placeKey } from '../state/flights.js';
import { inOrder } from './in-order.js';
import { closeDraft, type Draft, openDraft, type State } from '../state/state.js';
import { type Batch, type BatchRoom, joins, openBatch } from './batch.js';
import { settleDraft, stand } from './settle.js';

/** How many actions may be in flight. */
export interface Room {
  /** Look-ups and listings, for each side. */
  readonly looks: Sides<number>;
  /** Everything else; of files that are copied together, each counts. */
  readonly deeds: number;
  /** Of the looks, listings: each may tell of thousands of entries; left out: as many as there are looks. */
  readonly lists?: number;
  /** While more links than this are ready to be carried over, and something is in flight, no folders are listed; left out: however many are. */
  readonly ahead?: number;
  /** What one action may carry; left out: one file. */
  readonly batch?: BatchRoom;
}

/**
 * The next actions, as the `ActionStarted` events that begin them: each is folded before the next is judged, so that no two overlap. Small
 * files that go to one folder are one action (`batch.ts`).
 * Costs what it hands out. Call it on a settled state (`settle`).
 */
export const plan = (state: State, room: Room): { readonly state: State; readonly events: readonly Event[] } => {
  const draft = openDraft(state);
  const events = planDraft(draft, room);
  return { state: closeDraft(draft), events };
};

/** One step of the loop: folds what came in, draws the conclusions, starts what is next. All three kinds of events, in order. */
export const advance = (
  state: State,
  incoming: readonly Event[],
  room: Room,
): { readonly state: State; readonly events: readonly Event[] } => {
  const draft = openDraft(state);
  for (const event of incoming) fold(draft, event);
  const events = [...incoming, ...settleDraft(draft)];
  // What starts may let something be concluded, and that may let something else start.
  for (let last = -1; last !== events.length; ) {
    events.push(...planDraft(draft, room));
    last = events.length;
    events.push(...settleDraft(draft));
  }
  return { state: closeDraft(draft), events };
};

export const planDraft = (draft: Draft, room: Room): Event[] => {
  const events: Event[] = [];
  const begin = (action: Action, reason: string): void => {
    const event: Event = { _tag: 'ActionStarted', action, reason };
    fold(draft, event);
    events.push(event);
  };
  const isAhead = draft.agenda.ready().size > (room.ahead ?? Number.POSITIVE_INFINITY);
  planLooks(draft, room, isAhead ? [] : SIDES, begin);
  if (!draft.control.paused && isUp(draft, 0) && isUp(draft, 1)) planDeeds(draft, room, begin);
  if (isAhead && draft.flights.actions.size === 0) planLooks(draft, room, SIDES, begin);
  return events;
};

const isUp = (draft: Draft, side: Side): boolean => draft.control.sides[side].health._tag === 'Up';

const isLook = (action: Action): boolean => action._tag === 'LookUp' || action._tag === 'List';

const singleCount = (action: Action): number => (action._tag === 'CreateFiles' ? action.files.length : 1);

/** `listed`: sides whose folders may be listed. */
const planLooks = (draft: Draft, room: Room, listed: readonly Side[], begin: (action: Action, reason: string) => void): void => {
  const lists = room.lists ?? Number.POSITIVE_INFINITY;
  for (const side of SIDES) if (isUp(draft, side)) looksOf(draft, side, room.looks[side], listed.includes(side) ? lists : 0, begin);
};

const looksOf = (draft: Draft, side: Side, room: number, lists: number, begin: (action: Action, reason: string) => void): void => {
  let [left, leftToList] = [room, lists];
  for (const { action } of draft.flights.actions.values()) {
    if (!isLook(action) || action.side !== side) continue;
    left--;
    if (action._tag === 'List') leftToList--;
  }
  for (const id of draft.agenda.dirty[side]) {
    if (left <= 0) return;
    const node = nodeId(id);
    if (!isFreeToLook(draft, node)) continue;
    begin({ _tag: 'LookUp', side, node }, 'hinted');
    left--;
  }
  for (const id of draft.agenda.unlisted[side]) {
    if (left <= 0 || leftToList <= 0) return;
    const node = nodeId(id);
    if (!isFreeToLook(draft, node) || draft.flights.folders.has(node) || (draft.table.node(node)?.dirty ?? 0) !== 0) continue;
    begin({ _tag: 'List', side, node }, 'unlisted');
    left--;
    leftToList--;
  }
};

/** A look-up excludes every other action that touches the node (H28), or moves it (H26); one that failed waits for its time. */
const isFreeToLook = (draft: Draft, id: NodeId): boolean => {
  const node = draft.table.node(id);
  if (node === undefined || draft.flights.nodes.has(id) || movingAbove(draft, node) !== 0 || isBeingPut(draft, node)) return false;
  const retry = draft.control.lookRetries[id];
  return retry === undefined || retry.atMs <= draft.control.nowMs;
};

/** Where the path is the id, what we bring to a place would be found there, as something new, before we know that it has arrived (H25). */
const isBeingPut = (draft: Draft, { side, oid, parent, name }: Node): boolean =>
  oid === null && draft.flights.places.size > 0 && draft.flights.places.has(placeKey(draft.control, side, parent, name));

const planDeeds = (draft: Draft, room: Room, begin: (action: Action, reason: string) => void): void => {
  let left = room.deeds;
  for (const { action } of draft.flights.actions.values()) if (!isLook(action)) left -= singleCount(action);
  let batch: Batch | null = null;
  const close = (): void => {
    if (batch !== null) begin(batch.action, batch.reason);
    batch = null;
  };
  for (const id of inOrder(draft)) {
    if (left <= 0) break;
    let judgement = judge(draft, linkId(id));
    if (batch !== null && joins(draft, room.batch, batch, judgement)) {
      left--;
      continue;
    }
    if (batch !== null) {
      // What comes next is judged with the batch in flight.
      close();
      judgement = judge(draft, linkId(id));
    }
    if (judgement._tag === 'Act') {
      batch = openBatch(draft, judgement);
      if (batch === null) begin(judgement.action, judgement.reason);
      left--;
    } else if (judgement._tag === 'Conclude') draft.agenda.touch(linkId(id));
    else stand(draft, id, judgement);
  }
  close();
};
