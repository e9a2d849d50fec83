import { pathOf } from '../domain/evolve/nodes.js';
import type { Event } from '../domain/event.js';
import { fold } from '../domain/evolve/evolve.js';
import type { Action } from '../domain/action.js';
import { type LinkId, type NodeId, NO_NODE, seq } from '../domain/ids.js';
import type { View } from '../domain/judge/view.js';
import { type Name, nameKey, type RelPath, showPath } from '../domain/name.js';
import { isAlive, isPhantom, type Node } from '../domain/node.js';
import { type Side, SIDES } from '../domain/side.js';
import { closeDraft, initialState, openDraft, type State } from '../domain/state/state.js';
import { pagedTableFrom } from '../domain/table/paged-table.js';
import { type Ear, foldHeard } from './heard.js';

/** What is known at some moment: a state, or one that is being folded. */
export interface Known extends View {
  /** Number of the last event folded. */
  readonly seq: number;
}

/** What a reader of a log gets to see of each event. `known` is only good until the visit ends: it is the fold itself, not a copy of it. */
export type Visit = (event: Event, known: Known, seq: number) => void;

/** A fold that is watched: nothing of the past is kept, so its memory is that of one state. */
export interface Replay {
  /** Folds these, in order; `visit` sees each before it is folded, `after` once it is. */
  readonly push: (events: Iterable<Event>, visit?: Visit, after?: Visit) => void;
  /** What is known now, to be read at once: the next push may put another in its place. */
  readonly now: Known;
  /** What is known now, as a value. Nothing can be pushed afterwards. */
  readonly finish: () => State;
}

/**
 * Pages of 64 rows that a reader of a log keeps as objects. It comes back to all of a tree again and again, and to pack what it will unpack takes
 * as long as the fold itself: 4096 pages are about 100 MB, and most trees have fewer.
 */
const ROOM = 4096;

/** The state before the first event, for who folds a long log at once. */
export const beforeAll = (): State => initialState((rows, keyOf) => pagedTableFrom(rows, keyOf, ROOM));

/** Events folded in one draft. What it has searched and written it remembers until it is closed, which took more than a million files take themselves. */
const STRETCH = 1 << 12;

/** @param ear hears of what becomes other */
export const replayFrom = (state: State = beforeAll(), ear: Ear | null = null): Replay => {
  let draft = openDraft(state);
  let isOpenSince = draft.seq;
  const foldNext = ear === null ? fold : foldHeard(ear);
  return {
    get now() {
      return draft;
    },
    push: (events, visit, after) => {
      for (const event of events) {
        visit?.(event, draft, draft.seq + 1);
        foldNext(draft, event);
        after?.(event, draft, draft.seq);
        if (draft.seq - isOpenSince < STRETCH) continue;
        draft = openDraft(closeDraft(draft));
        isOpenSince = draft.seq;
      }
    },
    finish: () => closeDraft(draft),
  };
};

/** The action that an event answers; undefined if it was given up, or is of another log. */
export const answered = (known: Known, event: Event): Action | undefined =>
  'action' in event && typeof event.action === 'number' ? known.flights.actions.get(seq(event.action))?.action : undefined;

/** Path of a node for people; its name, or a question mark, where it hangs on what is not known. */
export const placeOf = (known: Pick<Known, 'table'>, id: NodeId): string => {
  const node = known.table.node(id);
  const path = node === undefined || (isPhantom(node) && node.parent === NO_NODE) ? null : pathOf(known.table, id);
  if (path !== null) return showPath(path);
  const name = node?.name ?? '';
  return name === '' ? '?' : `?/${name}`;
};

/** Where a link is, for people: LOCAL's place if it has one, else REMOTE's. Living halves first. */
export const linkPlace = (known: Pick<Known, 'table'>, id: LinkId): string => {
  const nodes = halvesOf(known, id);
  const node = nodes.find(isAlive) ?? nodes[0];
  return node === undefined ? '?' : placeOf(known, node.id);
};

/** The nodes that a link has, LOCAL's first. */
export const halvesOf = (known: Pick<Known, 'table'>, id: LinkId): readonly Node[] => {
  const link = known.table.link(id);
  if (link === undefined) return [];
  return link.halves.flatMap((half) => (half === NO_NODE ? [] : (known.table.node(half) ?? [])));
};

/** The live node at a path of a side, as that side compares names; exact spelling before alike. */
export const nodeAt = (known: Known, side: Side, path: RelPath): Node | undefined => {
  let node = known.table.node(known.control.roots[side].node);
  for (const name of path) {
    if (node === undefined) return undefined;
    node = childNamed(known, side, node.id, name);
  }
  return node;
};

const childNamed = (known: Known, side: Side, parent: NodeId, name: Name): Node | undefined => {
  const alike = known.table.at(parent, nameKey(known.control.traits[side], name)).filter(isAlive);
  return alike.find((node) => node.name === name) ?? alike[0];
};

/** The path below which everything lies that `path` names. */
export const isWithin = (path: string, above: string): boolean => above === '/' || path === above || path.startsWith(`${above}/`);

export const liveSides = (known: Known, path: RelPath): readonly Node[] => SIDES.flatMap((side) => nodeAt(known, side, path) ?? []);
