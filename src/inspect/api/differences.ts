import { type Difference, differenceOf, inOrder } from '../../history/difference.js';
import type { Recording } from '../recording/recording.js';
import type { Differences } from '../wire.js';
import type { Pace } from './pace.js';

/** Differences that are listed one by one. */
const MOST = 5000;
/** Links between two rests: reading them takes about a millisecond. */
const BREATH = 128;

/** What became other between two moments, whichever comes first. */
export const differences = async (log: Recording, from: number, to: number, pace: Pace): Promise<Differences> => {
  const [a, b] = [log.stateAt(Math.min(from, to)), log.stateAt(Math.max(from, to))];
  const found: Difference[] = [];
  let total = 0;
  for (const [i, link] of log.touched.between(a.seq, b.seq).entries()) {
    const some = differenceOf(a, b, link);
    total += some.length;
    if (found.length < MOST) found.push(...some);
    if (i % BREATH === 0) await pace();
  }
  return { from: a.seq, to: b.seq, total, found: inOrder(found).slice(0, MOST) };
};
