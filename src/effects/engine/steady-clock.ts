import { defer } from 'rxjs';
import type { Clock } from '../ports/clock.js';

export interface SteadyClock extends Clock {
  /** It is this time at least, milliseconds since 1970: what was known then was known before now. */
  readonly reach: (atMs: number) => void;
}

/**
 * A clock that never goes back, whatever is done to the machine's: time in the log does not, and what waits for a moment would else wait
 * until the machine gets there again.
 */
export const steadyClock = (clock: Clock): SteadyClock => {
  let aheadMs = 0;
  let lastMs = -Infinity;
  const nowMs = (): number => {
    const toldMs = clock.nowMs() + aheadMs;
    aheadMs += Math.max(0, lastMs - toldMs);
    lastMs = Math.max(lastMs, toldMs);
    return lastMs;
  };
  return {
    nowMs,
    reach: (atMs) => {
      aheadMs += Math.max(0, atMs - nowMs());
    },
    at$: (atMs) => defer(() => clock.at$(clock.nowMs() + atMs - nowMs())),
  };
};
