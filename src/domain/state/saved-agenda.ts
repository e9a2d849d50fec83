/** An agenda as JSON, so that loading a state judges nothing anew. Small wherever most links are settled: those are not in it. */
import { EMPTY_INT_SET, type IntSet } from '../collections/int-set.js';
import { EMPTY_INT_VECTOR, type IntVector } from '../collections/int-vector.js';
import type { Sides } from '../side.js';
import { type Agenda, EMPTY_AGENDA } from './agenda.js';

/** Raise it when the same facts are judged differently, or another set is kept: what an older snapshot says of its links is then not believed. */
const JUDGED = 4;

export interface SavedAgenda {
  readonly judged: number;
  readonly buckets: readonly string[];
  /** Who waits for which link, in the order in which they are woken. */
  readonly waiters: readonly (readonly [on: number, links: readonly number[]])[];
  /** Those that wait for a place to become free. */
  readonly forPlace: string;
  readonly dirty: Sides<string>;
  readonly unlisted: Sides<string>;
  readonly kept: string;
  readonly orphans: Sides<string>;
  readonly fresh: Sides<string>;
  readonly ranked: string;
  /** Left out by versions before. */
  readonly denied?: string;
  readonly files: Sides<number>;
  /** Null: never. */
  readonly starvesAtMs: Sides<number | null>;
  readonly unrecognised: Sides<boolean>;
}

export const saveAgenda = (agenda: Agenda): SavedAgenda => {
  const both = (sets: Sides<IntSet>): Sides<string> => [packSet(sets[0]), packSet(sets[1])];
  const time = (ms: number): number | null => (ms === Infinity ? null : ms);
  return {
    judged: JUDGED,
    buckets: agenda.buckets.map(packSet),
    waiters: Array.from(agenda.firstWaiter.entries(), ([on, first]) => [on, waitersFrom(agenda, first)] as const),
    forPlace: packSet(agenda.forPlace),
    dirty: both(agenda.dirty),
    unlisted: both(agenda.unlisted),
    kept: packSet(agenda.kept),
    orphans: both(agenda.orphans),
    fresh: both(agenda.fresh),
    ranked: packSet(agenda.ranked),
    denied: packSet(agenda.denied),
    files: agenda.files,
    starvesAtMs: [time(agenda.starvesAtMs[0]), time(agenda.starvesAtMs[1])],
    unrecognised: agenda.unrecognised,
  };
};

/** Null where it has to be made anew (`indexAll`). */
export const loadAgenda = (saved: SavedAgenda): Agenda | null => {
  if (saved.judged !== JUDGED || saved.buckets.length !== EMPTY_AGENDA.buckets.length) return null;
  const both = (texts: Sides<string>): Sides<IntSet> => [unpackSet(texts[0]), unpackSet(texts[1])];
  const buckets = saved.buckets.map(unpackSet);
  return {
    buckets,
    standing: standingIn(buckets),
    ...waitersIn(saved.waiters),
    forPlace: unpackSet(saved.forPlace),
    dirty: both(saved.dirty),
    unlisted: both(saved.unlisted),
    kept: unpackSet(saved.kept),
    orphans: both(saved.orphans),
    fresh: both(saved.fresh),
    ranked: unpackSet(saved.ranked),
    denied: unpackSet(saved.denied ?? ''),
    files: saved.files,
    starvesAtMs: [saved.starvesAtMs[0] ?? Infinity, saved.starvesAtMs[1] ?? Infinity],
    unrecognised: saved.unrecognised,
  };
};

const waitersFrom = (agenda: Agenda, first: number): readonly number[] => {
  const links: number[] = [];
  for (let link: number | undefined = first; link !== undefined; link = agenda.nextWaiter.get(link)) links.push(link);
  return links;
};

/** A link's standing is the number of the bucket that it is in. */
const standingIn = (buckets: readonly IntSet[]): IntVector => {
  const standing = EMPTY_INT_VECTOR.edit();
  buckets.forEach((bucket, standsAt) => {
    for (const link of bucket) standing.set(link, standsAt);
  });
  return standing.finish();
};

const waitersIn = (lists: SavedAgenda['waiters']): Pick<Agenda, 'waitsOn' | 'firstWaiter' | 'nextWaiter' | 'previousWaiter'> => {
  const [waitsOn, first, next, previous] = [
    EMPTY_INT_VECTOR.edit(),
    EMPTY_INT_VECTOR.edit(),
    EMPTY_INT_VECTOR.edit(),
    EMPTY_INT_VECTOR.edit(),
  ];
  for (const [on, links] of lists) {
    first.set(on, links[0]);
    links.forEach((link, i) => {
      waitsOn.set(link, on);
      next.set(link, links[i + 1]);
      previous.set(link, links[i - 1]);
    });
  }
  return { waitsOn: waitsOn.finish(), firstWaiter: first.finish(), nextWaiter: next.finish(), previousWaiter: previous.finish() };
};

/** Members as runs: `3 7-9`. */
const packSet = (set: IntSet): string => {
  const runs: string[] = [];
  let [start, end] = [0, -1];
  const close = (): void => {
    if (end >= start) runs.push(start === end ? String(start) : `${start}-${end}`);
  };
  for (const member of set) {
    if (member !== end + 1) {
      close();
      start = member;
    }
    end = member;
  }
  close();
  return runs.join(' ');
};

const unpackSet = (text: string): IntSet => {
  const set = EMPTY_INT_SET.edit();
  if (text === '') return set.finish();
  for (const run of text.split(' ')) {
    const [start, end] = run.split('-').map(Number) as [number, number | undefined];
    for (let member = start; member <= (end ?? start); member += 1) set.add(member);
  }
  return set.finish();
};
