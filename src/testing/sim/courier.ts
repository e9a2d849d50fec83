import type { HintQueue } from '../../adapters/memory/index.js';
import type { Clock } from '../../effects/ports/clock.js';

/** Carries a store's hints to who listens, each in its own time: so they come late, and overtake each other. */
export interface Courier {
  /** Takes up hints that are new, and hands over those whose time has come. */
  readonly tend: () => void;
  readonly lose: () => void;
  readonly double: () => void;
  /** Nothing is on its way. */
  readonly isIdle: () => boolean;
}

/** A hint on its way. */
interface Parcel {
  isDue: boolean;
}

export const courier = (hints: HintQueue, clock: Clock, delayMs: () => number): Courier => {
  /** One for each pending hint, in their order. */
  let parcels: Parcel[] = [];
  const take = (): Parcel => {
    const ms = delayMs();
    const parcel = { isDue: ms === 0 };
    if (ms > 0) clock.at$(clock.nowMs() + ms).subscribe(() => (parcel.isDue = true));
    return parcel;
  };
  const deliver = (indexes: readonly number[]): void => {
    const chosen = new Set(indexes);
    parcels = parcels.filter((_, index) => !chosen.has(index));
    hints.deliver(indexes);
  };
  return {
    tend: () => {
      const count = hints.pending().length;
      // Fewer than before: another process listens, or none.
      if (count < parcels.length) parcels = [];
      while (parcels.length < count) parcels.push(take());
      const due = parcels.flatMap(({ isDue }, index) => (isDue ? [index] : []));
      if (due.length > 0) deliver(due);
    },
    lose: () => {
      if (hints.pending().length === 0) return;
      parcels = [];
      hints.drop();
      hints.lose();
    },
    double: () => {
      const all = hints.pending().map((_, index) => index);
      if (all.length > 0) deliver([...all, ...all]);
    },
    isIdle: () => hints.pending().length === 0,
  };
};
