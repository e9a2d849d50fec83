import { readFileSync } from 'node:fs';
import { map, timer } from 'rxjs';
import type { Clock } from '../../effects/ports/clock.js';

/** Longest delay that a timer of the platform keeps, milliseconds. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** The machine's clock. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  at$: (atMs) => timer(Math.min(MAX_TIMER_MS, Math.max(0, atMs - Date.now()))).pipe(map(() => undefined)),
};

/** An id of this boot of the machine, or null where it has none to tell: after another boot, what was not yet on disk may be gone. */
export const bootId = (): string | null => {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return null;
  }
};
