import * as E from 'fp-ts/lib/Either.js';
import { from, mergeMap, Subject } from 'rxjs';
import type { Instruction } from '../../domain/plan/instruction.js';
import type { Side, Sides } from '../../domain/side.js';
import { assume } from '../assume.js';
import { immediately, interpret } from '../interpret.js';
import { type Failure, type ImmediateCall, interruptedOn, type Outcome, type Pace, PAUSED } from '../outcome.js';
import type { Provider } from '../ports/provider.js';
import type { ConflictResolver } from '../ports/resolver.js';
import type { Input } from './ingest.js';

/** Transfers and calls at the same time, where calls take their time (remote providers): enough to hide latency, kind to servers. */
export const MAX_PARALLEL = 8;
/** The event loop is held for no longer than this by synchronous calls, milliseconds (reference: inotify's queue of 16,384 events). */
export const SLICE_MS = 20;

export interface Job {
  /** Number of its `ActionStarted`. */
  readonly action: number;
  readonly instruction: Instruction;
}

export interface Runner {
  readonly run: (jobs: readonly Job[]) => void;
  /** Jobs begun or queued. */
  readonly size: () => number;
  /** Queued jobs, transfers at their next piece, and conflicts that nobody has resolved yet are interrupted. Resolves when all have ended and are reported. */
  readonly stop: () => Promise<void>;
}

/** A call that holds the event loop while it runs. */
interface Call {
  readonly job: Job;
  readonly call: ImmediateCall;
}

export interface RunnerOptions {
  readonly preview?: boolean;
  readonly resolver?: ConflictResolver | undefined;
}

/**
 * Carries out jobs and reports what became of each. What can be done at once, is, in slices between which the event loop runs; the rest
 * goes through a bounded stream.
 */
export const createRunner = (
  providers: Sides<Provider>,
  report: (inputs: readonly Input[]) => void,
  onProgress: (action: number, bytes: number) => void,
  { preview = false, resolver }: RunnerOptions = {},
): Runner => {
  const jobs$ = new Subject<Job>();
  let calls: Call[] = [];
  /** The one that paused: it is the first of them. */
  let begun: Job | null = null;
  let pending = 0;
  let isScheduled = false;
  const stopping = new AbortController();
  const { signal: stopped } = stopping;
  const ended = new Set<() => void>();

  const finished = (inputs: readonly Input[]): void => {
    pending -= inputs.length;
    report(inputs);
    if (pending === 0) for (const resolve of ended) resolve();
  };
  const perform = async (job: Job): Promise<Input> => {
    if (stopped.aborted) return interrupted(job);
    const env = { providers, resolver, onProgress: (bytes: number) => onProgress(job.action, bytes), stopped };
    return inputOf(job, await interpret(job.instruction, env)());
  };
  /** What ends while nothing waits is reported together: a round of the loop for each would cost more than the calls. */
  let answers: Input[] = [];
  const answer = (input: Input): void => {
    answers.push(input);
    if (answers.length > 1) return;
    setImmediate(() => {
      const all = answers;
      answers = [];
      finished(all);
    });
  };
  jobs$.pipe(mergeMap((job) => from(perform(job)), MAX_PARALLEL)).subscribe(answer);

  const runSlice = (): void => {
    isScheduled = false;
    const until = performance.now() + SLICE_MS;
    const inputs: Input[] = [];
    let taken = 0;
    const pace: Pace = () => (stopped.aborted ? 'stop' : performance.now() >= until ? 'pause' : 'go');
    for (const { job, call } of calls) {
      if (taken > 0 && pace() === 'pause') break;
      const result = stopped.aborted && job !== begun ? null : call(pace);
      begun = result === PAUSED ? job : null;
      if (result === PAUSED) break;
      taken++;
      if (result !== null) inputs.push(inputOf(job, result));
      else jobs$.next(job);
    }
    calls = calls.slice(taken);
    if (calls.length > 0) schedule();
    finished(inputs);
  };
  const schedule = (): void => {
    if (isScheduled) return;
    isScheduled = true;
    setImmediate(runSlice);
  };

  return {
    run: (jobs) => {
      pending += jobs.length;
      for (const job of jobs) {
        const call = (preview ? assume(job.instruction, job.action) : null) ?? immediately(job.instruction, { providers });
        if (call === null) jobs$.next(job);
        else calls.push({ job, call });
      }
      if (calls.length > 0) schedule();
    },
    size: () => pending,
    stop: async () => {
      stopping.abort();
      if (pending > 0) await new Promise<void>((resolve) => ended.add(resolve));
    },
  };
};

const inputOf = (job: Job, result: E.Either<Failure, Outcome>): Input =>
  E.isRight(result)
    ? { _tag: 'Done', action: job.action, outcome: result.right }
    : { _tag: 'Failed', action: job.action, failure: result.left };

const interrupted = (job: Job): Input => inputOf(job, E.left(interruptedOn(sideOf(job.instruction))));

const sideOf = (instruction: Instruction): Side => ('side' in instruction ? instruction.side : 0);
