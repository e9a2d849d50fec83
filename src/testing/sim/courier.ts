import type { Subscription } from 'rxjs';
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

export const courier = (hints: HintQueue, clock: Clock, delayMs: () => number): Courier => {
  /** When each pending hint is due, milliseconds since 1970, in their order. */
  let due: number[] = [];
  let alarms: readonly Subscription[] = [];
  const deliver = (indexes: readonly number[]): void => {
    const chosen = new Set(indexes);
    due = due.filter((_, index) => !chosen.has(index));
    hints.deliver(indexes);
  };
  return {
    tend: () => {
      const count = hints.pending().length;
      // Fewer than before: another process listens, or none.
      if (count < due.length) due = [];
      while (due.length < count) {
        const atMs = clock.nowMs() + delayMs();
        due.push(atMs);
        alarms = [...alarms.filter(({ closed }) => !closed), clock.at$(atMs).subscribe()];
      }
      const ripe = due.flatMap((atMs, index) => (atMs <= clock.nowMs() ? [index] : []));
      if (ripe.length > 0) deliver(ripe);
    },
    lose: () => {
      if (hints.pending().length === 0) return;
      due = [];
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
