import fc from 'fast-check';
import { obeysAllLaws } from './laws/world-laws.js';
import { scenarios, type Trouble, TROUBLES } from './world/arbitraries.js';
import { type KindName, PAIRS } from './world/kinds.js';
import type { Sides } from '../domain/side.js';

export interface FuzzOptions {
  readonly minutes: number;
  readonly seed: number;
  /** Runs of one class before the next. */
  readonly runs: number;
  readonly pairs?: readonly Sides<KindName>[];
  readonly troubles?: readonly Trouble[];
  /** Stop after this many classes failed. */
  readonly failures: number;
}

/** Runs stories of every class in turn until time is up; prints what failed, shrunk, as a value. Answers the number of failed classes. */
export const fuzz = async (options: FuzzOptions, now: () => number, print: (line: string) => void): Promise<number> => {
  const begin = now();
  const end = begin + options.minutes * 60_000;
  const failed = new Set<string>();
  const classes = (options.pairs ?? PAIRS).length * (options.troubles ?? Object.keys(TROUBLES)).length;
  let runs = 0;
  for (let seed = options.seed; now() < end && failed.size < Math.min(options.failures, classes); seed++) {
    let number = seed * 1000;
    for (const pair of options.pairs ?? PAIRS) {
      for (const trouble of options.troubles ?? (Object.keys(TROUBLES) as Trouble[])) {
        const name = `${pair.join(' | ')}, ${trouble}`;
        if (failed.has(name) || now() >= end || failed.size >= options.failures) continue;
        const property = fc.asyncProperty(scenarios(pair, trouble), async (scenario) => void (await obeysAllLaws(scenario)));
        const details = await fc.check(property, {
          numRuns: options.runs,
          seed: ++number,
          endOnFailure: false,
          interruptAfterTimeLimit: 60_000,
        });
        runs += details.numRuns;
        if (!details.failed || details.counterexample === null) continue;
        failed.add(name);
        print(`FAILED ${name} (seed ${number}, ${details.numShrinks} shrinks)`);
        print(JSON.stringify(details.counterexample[0]));
        print(String(details.errorInstance instanceof Error ? details.errorInstance.stack?.slice(0, 1500) : details.errorInstance));
      }
    }
  }
  const seconds = (now() - begin) / 1000;
  print(`${runs} runs in ${seconds.toFixed(1)} s (${(runs / seconds).toFixed(0)}/s), ${failed.size} classes failed`);
  return failed.size;
};
