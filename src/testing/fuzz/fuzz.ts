import { startCoverage } from './coverage.js';
import { APART, type Tier } from './trial.js';

export interface FuzzOptions {
  readonly minutes: number;
  readonly seed: number;
  /** Stories of one trial before the next. */
  readonly runs: number;
  /** One story in so many is asked every law, also those that cost more than the story. Default 1: each. */
  readonly thoroughEvery?: number;
  /** Stop after this many trials failed. */
  readonly failures: number;
  /** Trials whose name holds this; default all. */
  readonly only?: string;
  /** A clock that never goes back, milliseconds. */
  readonly now: () => number;
  /** Ends it early: what was told until then is reported. */
  readonly signal?: AbortSignal;
  /** Hears of each counterexample at once. */
  readonly onFound?: (found: Counterexample) => void;
}

/** A law that was broken, and the smallest story found that breaks it: a value to be kept. */
export interface Counterexample {
  readonly trial: string;
  readonly seed: number;
  readonly story: unknown;
  readonly complaint: string;
}

export interface FuzzReport {
  readonly runs: number;
  /** Of these, so many were asked every law. */
  readonly thorough: number;
  readonly seconds: number;
  readonly found: readonly Counterexample[];
  /** Verdict cells, reasons, remedies and beginnings that there are, and those that no story reached. */
  readonly cells: number;
  readonly missed: readonly string[];
}

/** Tells stories of every trial in turn, with another seed each round, until time is up. */
export const fuzz = async (tier: Tier, options: FuzzOptions): Promise<FuzzReport> => {
  const { seed, only = '', thoroughEvery = 1, now } = options;
  const coverage = startCoverage();
  const begin = now();
  const found = new Map<string, Counterexample>();
  const isOver = (): boolean =>
    options.signal?.aborted === true || now() - begin >= options.minutes * 60_000 || found.size >= options.failures;
  let [runs, thorough] = [0, 0];
  for (let round = seed, last = -1; !isOver() && runs !== last; round++) {
    last = runs;
    for (const [index, trial] of [...tier(round)].entries()) {
      if (isOver()) break;
      if (found.has(trial.name) || !trial.name.includes(only)) continue;
      const told = await trial.tell({ seed: round + index * APART, runs: options.runs, coverage, thoroughEvery });
      // So that the signal can come.
      await new Promise((resolve) => setImmediate(resolve));
      runs += told.runs;
      thorough += told.thorough;
      if (told.broken === null) continue;
      const counterexample = { trial: trial.name, seed: round, ...told.broken };
      found.set(trial.name, counterexample);
      options.onFound?.(counterexample);
    }
  }
  coverage.end();
  return { runs, thorough, seconds: (now() - begin) / 1000, found: [...found.values()], missed: coverage.missed(), cells: coverage.total };
};
