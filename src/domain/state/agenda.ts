import { EMPTY_INT_SET, type IntSet, type IntSetDraft } from '../collections/int-set.js';
import { EMPTY_INT_VECTOR, type IntVector } from '../collections/int-vector.js';
import { type LinkId, linkId } from '../ids.js';
import { type Side, SIDES, type Sides } from '../side.js';
import {
  BLOCKED,
  BUCKETS,
  codeOf,
  GATED_0,
  GATED_1,
  LATER,
  QUIET_0,
  QUIET_1,
  READY,
  SETTLED,
  STALE,
  type Standing,
  WAITING,
} from './standing.js';
import { editWaiters, NO_WAITERS, type WaiterLists } from './waiters.js';

/**
 * Where each link stands, so that the next actions are found without looking at the tree. Derived: it says nothing that the tables do
 * not say (the whole-tree planner in src/testing is its oracle), and it is left out of digests and snapshots.
 */
export interface Agenda extends WaiterLists {
  /** By standing (the constants in standing.ts); settled links are in none. */
  readonly buckets: readonly IntSet[];
  readonly standing: IntVector;
  /** Nodes to look up, phantoms among them. */
  readonly dirty: Sides<IntSet>;
  /** Live folders to list. */
  readonly unlisted: Sides<IntSet>;
  /** Live nodes that are kept away, for whatever reason. */
  readonly kept: IntSet;
  /** Links that wait for a place that another holds: swaps have one of them, at least. */
  readonly forPlace: IntSet;
  /** Links whose half on that side is gone: to be recognised, deleted, revived or ended. */
  readonly orphans: Sides<IntSet>;
  /** Links with nothing but a live half on that side: creations. */
  readonly fresh: Sides<IntSet>;
  /** Links that a user gave a priority other than 0. */
  readonly ranked: IntSet;
  /** Links that permissions keep from going on: told by the fold alone, whatever was judged since (I22). */
  readonly denied: IntSet;
  /** Live files of a side. */
  readonly files: Sides<number>;
  /** When the first link that waits for the side to be quiet goes on without, milliseconds since 1970; Infinity = none does. */
  readonly starvesAtMs: Sides<number>;
  /** Sides where orphans or creations turned up since moves were last looked for by content. */
  readonly unrecognised: Sides<boolean>;
}

export interface AgendaDraft {
  readonly dirty: Sides<IntSetDraft>;
  readonly unlisted: Sides<IntSetDraft>;
  readonly kept: IntSetDraft;
  readonly forPlace: IntSetDraft;
  readonly orphans: Sides<IntSetDraft>;
  readonly fresh: Sides<IntSetDraft>;
  readonly ranked: IntSetDraft;
  readonly denied: IntSetDraft;
  readonly files: [number, number];
  readonly starvesAtMs: [number, number];
  readonly unrecognised: [boolean, boolean];
  /** Makes the link and all that wait for it stale. */
  readonly touch: (link: LinkId) => void;
  readonly stand: (link: LinkId, standing: Standing) => void;
  readonly forget: (link: LinkId) => void;
  /** The link that it stands waiting for; undefined if for none. */
  readonly waitsOn: (link: LinkId) => LinkId | undefined;
  /** All that were told to be judged again when this link is touched. */
  readonly waitersOf: (link: LinkId) => readonly LinkId[];
  /** Makes a waiting link stale, and nothing else: what it waits for turned out to wait for it. */
  readonly reconsider: (link: LinkId) => void;
  /** Makes all that wait for the link stale, and not the link. */
  readonly wake: (link: LinkId) => void;
  readonly stale: () => IntSetDraft;
  readonly ready: () => IntSetDraft;
  readonly waiting: () => IntSetDraft;
  readonly quiet: (side: Side) => IntSetDraft;
  readonly later: () => IntSetDraft;
  readonly gated: (side: Side) => IntSetDraft;
  readonly blocked: () => IntSetDraft;
  readonly finish: () => Agenda;
}

export const EMPTY_AGENDA: Agenda = {
  buckets: Array.from({ length: BUCKETS }, () => EMPTY_INT_SET),
  standing: EMPTY_INT_VECTOR,
  ...NO_WAITERS,
  dirty: [EMPTY_INT_SET, EMPTY_INT_SET],
  unlisted: [EMPTY_INT_SET, EMPTY_INT_SET],
  kept: EMPTY_INT_SET,
  forPlace: EMPTY_INT_SET,
  orphans: [EMPTY_INT_SET, EMPTY_INT_SET],
  fresh: [EMPTY_INT_SET, EMPTY_INT_SET],
  ranked: EMPTY_INT_SET,
  denied: EMPTY_INT_SET,
  files: [0, 0],
  starvesAtMs: [Infinity, Infinity],
  unrecognised: [false, false],
};

export const editAgenda = (agenda: Agenda): AgendaDraft => {
  const buckets = agenda.buckets.map((set) => set.edit());
  const bucket = (n: number): IntSetDraft => buckets[n] as IntSetDraft;
  const standing = agenda.standing.edit();
  const waiters = editWaiters(agenda);
  const pair = (sets: Sides<IntSet>): Sides<IntSetDraft> => [sets[0].edit(), sets[1].edit()];
  const dirty = pair(agenda.dirty);
  const unlisted = pair(agenda.unlisted);
  const kept = agenda.kept.edit();
  const forPlace = agenda.forPlace.edit();
  const orphans = pair(agenda.orphans);
  const fresh = pair(agenda.fresh);
  const ranked = agenda.ranked.edit();
  const denied = agenda.denied.edit();
  const files: [number, number] = [agenda.files[0], agenda.files[1]];
  const starvesAtMs: [number, number] = [agenda.starvesAtMs[0], agenda.starvesAtMs[1]];
  const unrecognised: [boolean, boolean] = [agenda.unrecognised[0], agenda.unrecognised[1]];

  const place = (link: number, to: number): void => {
    forPlace.delete(link);
    const from = standing.get(link) ?? SETTLED;
    if (from === to) return;
    if (from !== SETTLED) bucket(from).delete(link);
    if (to !== SETTLED) bucket(to).add(link);
    standing.set(link, to === SETTLED ? undefined : to);
  };
  const makeStale = (link: number): void => {
    waiters.leave(link);
    place(link, STALE);
  };
  return {
    dirty,
    unlisted,
    kept,
    forPlace,
    orphans,
    fresh,
    ranked,
    denied,
    files,
    starvesAtMs,
    unrecognised,
    touch: (link) => {
      makeStale(link);
      waiters.wake(link, makeStale);
    },
    stand: (link, to) => {
      waiters.leave(link);
      if (to._tag === 'Quiet') starvesAtMs[to.side] = Math.min(starvesAtMs[to.side], to.untilMs);
      if ('on' in to && to.on !== undefined && to.on !== 0 && to.on !== link) waiters.join(link, to.on);
      place(link, codeOf(to));
      if (to._tag === 'Waiting' && to.forPlace) forPlace.add(link);
    },
    forget: (link) => {
      waiters.wake(link, makeStale);
      waiters.leave(link);
      place(link, SETTLED);
    },
    waitsOn: (link) => (standing.get(link) === WAITING ? waiters.on(link) : undefined),
    waitersOf: waiters.of,
    wake: (link) => waiters.wake(link, makeStale),
    reconsider: (link) => {
      if (standing.get(link) === WAITING) makeStale(link);
    },
    stale: () => bucket(STALE),
    ready: () => bucket(READY),
    waiting: () => bucket(WAITING),
    quiet: (side) => bucket(side === 0 ? QUIET_0 : QUIET_1),
    later: () => bucket(LATER),
    gated: (side) => bucket(side === 0 ? GATED_0 : GATED_1),
    blocked: () => bucket(BLOCKED),
    finish: () => ({
      buckets: buckets.map((set) => set.finish()),
      standing: standing.finish(),
      ...waiters.finish(),
      dirty: [dirty[0].finish(), dirty[1].finish()],
      unlisted: [unlisted[0].finish(), unlisted[1].finish()],
      kept: kept.finish(),
      forPlace: forPlace.finish(),
      orphans: [orphans[0].finish(), orphans[1].finish()],
      fresh: [fresh[0].finish(), fresh[1].finish()],
      ranked: ranked.finish(),
      denied: denied.finish(),
      files: [files[0], files[1]],
      starvesAtMs: [starvesAtMs[0], starvesAtMs[1]],
      unrecognised: [unrecognised[0], unrecognised[1]],
    }),
  };
};

/** What a reader of a finished agenda may ask: how much is pending, of what sort. */
export const pendingCounts = (agenda: Agenda) => {
  const size = (n: number): number => agenda.buckets[n]?.size ?? 0;
  return {
    stale: size(STALE),
    ready: size(READY),
    waiting: size(WAITING),
    quiet: size(QUIET_0) + size(QUIET_1),
    later: size(LATER),
    gated: size(GATED_0) + size(GATED_1),
    blocked: size(BLOCKED),
    dirty: agenda.dirty[0].size + agenda.dirty[1].size,
    unlisted: agenda.unlisted[0].size + agenda.unlisted[1].size,
  };
};

/** Links that are to be judged again. */
export const staleLinks = (agenda: Agenda): LinkId[] => [...(agenda.buckets[STALE] ?? EMPTY_INT_SET)].map(linkId);

/** True if all links are settled, nothing is to be looked at, and nothing is gone: then there is nothing to recognise either. */
export const isCalm = (agenda: Agenda): boolean =>
  agenda.buckets.every((set) => set.size === 0) &&
  SIDES.every((side) => agenda.dirty[side].size + agenda.unlisted[side].size + agenda.orphans[side].size === 0);

/** Links that are not settled, ascending by standing, then by id. */
export const unsettledLinks = (agenda: Agenda): LinkId[] => agenda.buckets.flatMap((set) => [...set].map(linkId));
