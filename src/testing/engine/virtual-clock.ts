import { Observable, type Subscriber } from 'rxjs';
import type { Clock } from '../../effects/ports/clock.js';

/** Time that stands still until it is told to go on. */
export interface VirtualClock extends Clock {
  /** When the next one who waits is due, milliseconds since 1970; null if nobody waits. */
  readonly nextAtMs: () => number | null;
  /** Goes on to this time at most, and wakes the first one due until then. False: nobody was, and it is that time now. */
  readonly tick: (untilMs: number) => boolean;
  /** It is set forward, or back. Who waits still waits for as long as before: so do timers of a platform. */
  readonly set: (byMs: number) => void;
}

interface Alarm {
  atMs: number;
  readonly subscriber: Subscriber<void>;
}

/** Where a virtual clock begins, milliseconds since 1970: small, so that times read well in traces. */
const START_MS = 1_000_000;

export const virtualClock = (startMs = START_MS): VirtualClock => {
  let nowMs = startMs;
  let alarms: readonly Alarm[] = [];
  const next = (): Alarm | undefined =>
    alarms.reduce<Alarm | undefined>((first, each) => (first === undefined || each.atMs < first.atMs ? each : first), undefined);
  return {
    nowMs: () => nowMs,
    at$: (atMs) =>
      new Observable((subscriber) => {
        const alarm = { atMs, subscriber };
        alarms = [...alarms, alarm];
        return () => {
          alarms = alarms.filter((each) => each !== alarm);
        };
      }),
    nextAtMs: () => next()?.atMs ?? null,
    set: (byMs) => {
      nowMs += byMs;
      for (const alarm of alarms) alarm.atMs += byMs;
    },
    tick: (untilMs) => {
      const due = next();
      if (due === undefined || due.atMs > untilMs) {
        nowMs = Math.max(nowMs, untilMs);
        return false;
      }
      nowMs = Math.max(nowMs, due.atMs);
      due.subscriber.next();
      due.subscriber.complete();
      return true;
    },
  };
};
