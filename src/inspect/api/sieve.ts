import { column, type Column } from '../recording/column.js';
import type { Recording } from '../recording/recording.js';
import { STRATA, type Stratum } from '../recording/strata.js';
import type { Line } from '../../history/line.js';
import type { Pace } from './pace.js';

/** Which lines are wanted. */
export interface Wanted {
  /** Null: of every stratum. */
  readonly strata: readonly Stratum[] | null;
  /** In the text, or in a path, in any case; the empty string asks nothing. */
  readonly text: string;
}

/** The events whose lines are wanted, by number; found once, and gone on with as the log grows. */
export interface Sieve {
  readonly numbers: (wanted: Wanted, pace: Pace) => Promise<Column>;
}

/** Questions that are remembered. */
const REMEMBERED = 4;

export const sieve = (log: Recording): Sieve => {
  const known = new Map<string, Sifted>();
  return {
    numbers: async (wanted, pace) => {
      const key = JSON.stringify([wanted.strata, wanted.text]);
      const sifted = known.get(key) ?? { numbers: column(Uint32Array), until: 0 };
      known.delete(key);
      known.set(key, sifted);
      const [oldest] = known.keys();
      if (known.size > REMEMBERED && oldest !== undefined) known.delete(oldest);
      const passes = passing(wanted);
      while (sifted.until < log.head()) {
        sift(log, wanted, passes, sifted);
        await pace();
      }
      return sifted.numbers;
    },
  };
};

interface Sifted {
  readonly numbers: Column;
  /** Last event that was looked at. */
  until: number;
}

/** Looks at one stretch more. Nothing waits in between, so that two who ask the same may go on with it in turn. */
const sift = (log: Recording, { strata, text }: Wanted, passes: (line: Line) => boolean, sifted: Sifted): void => {
  const { lines } = log;
  const stretch = Math.floor(sifted.until / lines.stretch);
  const end = Math.min(log.head(), (stretch + 1) * lines.stretch);
  const isWanted = STRATA.map((each) => strata === null || strata.includes(each));
  if (text === '') {
    for (let seq = sifted.until + 1; seq <= end; seq++) if (isWanted[log.strata.at(seq - 1)] === true) sifted.numbers.push(seq);
  } else if (lines.mayHold(stretch, text)) {
    for (const line of lines.slice(sifted.until, end))
      if (isWanted[log.strata.at(line.seq - 1)] === true && passes(line)) sifted.numbers.push(line.seq);
  }
  sifted.until = end;
};

const passing = ({ text }: Wanted): ((line: Line) => boolean) => {
  const wanted = text.toLowerCase();
  return (line) => line.text.toLowerCase().includes(wanted) || line.paths.some((path) => path.toLowerCase().includes(wanted));
};

/** Index of the first of these numbers that is not below `seq`. */
export const positionOf = (numbers: Column, seq: number): number => {
  let [low, high] = [0, numbers.length()];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers.at(middle) < seq) low = middle + 1;
    else high = middle;
  }
  return low;
};
