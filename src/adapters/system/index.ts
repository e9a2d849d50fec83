import { map, timer } from 'rxjs';
import type { Clock } from '../../effects/ports/clock.js';

/** Longest delay that a timer of the platform keeps, milliseconds. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** The machine's clock. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  at$: (atMs) => timer(Math.min(MAX_TIMER_MS, Math.max(0, atMs - Date.now()))).pipe(map(() => undefined)),
};

export { bootId } from './boot.js';
