import type { Line } from '../../history/line.js';
import type { Recording } from '../recording/recording.js';
import type { LinePage } from '../wire.js';
import type { Pace } from './pace.js';
import { positionOf, type Sieve, type Wanted } from './sieve.js';

/** Most lines that are handed out at once. */
const MOST = 500;

/** Lines `from` to before `from + count` of those that are wanted. */
export const lines = async (log: Recording, sieve: Sieve, wanted: Wanted, from: number, count: number, pace: Pace): Promise<LinePage> => {
  const numbers = isAll(wanted) ? null : await sieve.numbers(wanted, pace);
  const total = numbers === null ? log.head() : numbers.length();
  const first = Math.max(0, Math.min(from, total));
  const end = Math.min(total, first + Math.min(count, MOST));
  const found =
    numbers === null
      ? log.lines.slice(first, end)
      : Array.from({ length: end - first }, (_, i) => numbers.at(first + i)).flatMap((seq) => log.lines.slice(seq - 1, seq));
  return { total, from: first, lines: found.map((line) => ({ ...brief(line), stratum: log.stratum(line.seq) })) };
};

/** Index, among the wanted lines, of the first that is not before this event. */
export const lineIndex = async (log: Recording, sieve: Sieve, wanted: Wanted, seq: number, pace: Pace): Promise<number> =>
  isAll(wanted) ? Math.max(0, Math.min(seq, log.head()) - 1) : positionOf(await sieve.numbers(wanted, pace), seq);

const isAll = ({ strata, text }: Wanted): boolean => strata === null && text === '';

/** A listing names all that it saw: too much for a line. */
const brief = (line: Line): Line => ({ ...line, paths: line.paths.slice(0, 1) });
