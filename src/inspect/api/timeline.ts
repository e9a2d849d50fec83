import type { Recording } from '../recording/recording.js';
import { STRATA, type Stratum } from '../recording/strata.js';
import type { Timeline } from '../wire.js';

/** Most stretches that are handed out: more than a screen has columns. */
const MOST = 2000;

/** Events `from` to `to` in about so many stretches: what the page gets does not grow with the log. */
export const timeline = (log: Recording, from: number, to: number, stretches: number): Timeline => {
  const first = Math.max(1, Math.min(from, log.head()));
  const last = Math.max(first, Math.min(to, log.head()));
  const step = Math.max(1, Math.ceil((last - first + 1) / Math.max(1, Math.min(stretches, MOST))));
  const counts = Object.fromEntries(STRATA.map((stratum) => [stratum, []])) as unknown as Record<Stratum, number[]>;
  const rows = STRATA.map((stratum) => counts[stratum]);
  const atMs: number[] = [];
  for (let start = first; start <= last && log.head() > 0; start += step) {
    for (const row of rows) row.push(0);
    const at = atMs.length;
    const end = Math.min(last, start + step - 1);
    for (let seq = start; seq <= end; seq++) {
      const row = rows[log.strata.at(seq - 1)];
      if (row !== undefined) row[at] = (row[at] ?? 0) + 1;
    }
    atMs.push(log.atMs(start));
  }
  return { from: first, to: last, step, counts, atMs };
};
