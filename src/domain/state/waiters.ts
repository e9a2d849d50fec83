import { EMPTY_INT_VECTOR, type IntVector, type IntVectorDraft } from '../collections/int-vector.js';
import { type LinkId, linkId } from '../ids.js';

/** Who waits for whom: a list of waiters for each link, doubly linked through vectors, so that a folder with 100,000 waiting children costs nothing until it is made. */
export interface WaiterLists {
  readonly waitsOn: IntVector;
  readonly firstWaiter: IntVector;
  readonly nextWaiter: IntVector;
  readonly previousWaiter: IntVector;
}

export const NO_WAITERS: WaiterLists = {
  waitsOn: EMPTY_INT_VECTOR,
  firstWaiter: EMPTY_INT_VECTOR,
  nextWaiter: EMPTY_INT_VECTOR,
  previousWaiter: EMPTY_INT_VECTOR,
};

export interface Waiters {
  readonly on: (link: number) => LinkId | undefined;
  readonly of: (on: number) => readonly LinkId[];
  readonly join: (link: number, on: number) => void;
  readonly leave: (link: number) => void;
  readonly wake: (on: number, woken: (link: number) => void) => void;
  readonly finish: () => WaiterLists;
}

export const editWaiters = (lists: WaiterLists): Waiters => {
  const waitsOn = lists.waitsOn.edit();
  const first = lists.firstWaiter.edit();
  const next = lists.nextWaiter.edit();
  const previous = lists.previousWaiter.edit();
  const put = (vector: IntVectorDraft, index: number, value: number | undefined): void =>
    vector.set(index, value === 0 ? undefined : value);
  const leave = (link: number): void => {
    const on = waitsOn.get(link);
    if (on === undefined) return;
    const before = previous.get(link);
    const after = next.get(link);
    if (before === undefined) put(first, on, after);
    else put(next, before, after);
    if (after !== undefined) put(previous, after, before);
    put(waitsOn, link, undefined);
    put(next, link, undefined);
    put(previous, link, undefined);
  };
  return {
    leave,
    on: (link) => {
      const on = waitsOn.get(link);
      return on === undefined ? undefined : linkId(on);
    },
    of: (on) => {
      const found: LinkId[] = [];
      for (let link = first.get(on); link !== undefined; link = next.get(link)) found.push(linkId(link));
      return found;
    },
    join: (link, on) => {
      const head = first.get(on);
      put(waitsOn, link, on);
      put(next, link, head);
      if (head !== undefined) put(previous, head, link);
      put(first, on, link);
    },
    wake: (on, woken) => {
      for (let link = first.get(on); link !== undefined; link = first.get(on)) {
        leave(link);
        woken(link);
      }
    },
    finish: () => ({
      waitsOn: waitsOn.finish(),
      firstWaiter: first.finish(),
      nextWaiter: next.finish(),
      previousWaiter: previous.finish(),
    }),
  };
};
