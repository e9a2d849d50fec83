import { difference } from '../../history/difference.js';
import type { Recording } from '../recording/recording.js';
import type { Differences } from '../wire.js';

/** Differences that are listed one by one. */
const MOST = 5000;

/** What became other between two moments, whichever comes first. */
export const differences = (log: Recording, from: number, to: number): Differences => {
  const [a, b] = [log.stateAt(Math.min(from, to)), log.stateAt(Math.max(from, to))];
  const found = difference(a, b);
  return { from: a.seq, to: b.seq, total: found.length, found: found.slice(0, MOST) };
};
