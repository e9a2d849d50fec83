import * as E from 'fp-ts/lib/Either.js';
import { from, mergeMap, Subject, type Subscription } from 'rxjs';
import type { Instruction } from '../../domain/plan/instruction.js';
import type { Sides } from '../../domain/side.js';
import { assume } from '../assume.js';
import { immediately, interpret } from '../interpret.js';
import type { Failure, Outcome } from '../outcome.js';
import { type Provider, toProviderError } from '../ports/provider.js';
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
  /** Queued jobs are dropped; resolves when those that began have ended. */
  readonly stop: () => Promise<void>;
}

/**
 * Carries out jobs and reports what became of each. What can be done at once, is, in slices between which the event loop runs; the rest
 * goes through a bounded stream.
 */
export const createRunner = (
  providers: Sides<Provider>,
  report: (inputs: readonly Input[]) => void,
  onProgress: (action: number, bytes: number) => void,
  preview = false,
): Runner => {
  const soon: { job: Job; call: () => Outcome }[] = [];
  const jobs$ = new Subject<Job>();
  let pending = 0;
  let scheduled = false;
  let stopped = false;
  let idle: (() => void) | null = null;

  const finished = (inputs: readonly Input[]): void => {
    pending -= inputs.length;
    if (!stopped) report(inputs);
    if (pending === 0) idle?.();
  };
  const subscription: Subscription = jobs$
    .pipe(
      mergeMap(
        (job) =>
          from(
            stopped
              ? Promise.resolve(interrupted(job))
              : interpret(job.instruction, { providers, onProgress: (bytes) => onProgress(job.action, bytes) })().then((result) =>
                  E.isRight(result) ? done(job, result.right) : failed(job, result.left),
                ),
          ),
        MAX_PARALLEL,
      ),
    )
    .subscribe((input) => finished([input]));

  const runSlice = (): void => {
    scheduled = false;
    const until = performance.now() + SLICE_MS;
    const inputs: Input[] = [];
    let taken = 0;
    while (taken < soon.length && performance.now() < until) {
      const { job, call } = soon[taken++] as (typeof soon)[number];
      inputs.push(stopped ? interrupted(job) : callNow(job, call));
    }
    soon.splice(0, taken);
    if (soon.length > 0) schedule();
    finished(inputs);
  };
  const schedule = (): void => {
    if (scheduled) return;
    scheduled = true;
    setImmediate(runSlice);
  };
  return {
    run: (jobs) => {
      pending += jobs.length;
      for (const job of jobs) {
        const call = (preview ? assumed(job) : null) ?? immediately(job.instruction, { providers, onProgress: () => undefined });
        if (call === null) jobs$.next(job);
        else soon.push({ job, call });
      }
      if (soon.length > 0) schedule();
    },
    size: () => pending,
    stop: async () => {
      stopped = true;
      if (pending > 0) await new Promise<void>((resolve) => (idle = resolve));
      subscription.unsubscribe();
    },
  };
};

/** In a preview, what would change anything is taken as done. */
const assumed = (job: Job): (() => Outcome) | null => assume(job.instruction, job.action);

const done = (job: Job, outcome: Outcome): Input => ({ _tag: 'Done', action: job.action, outcome });
const failed = (job: Job, failure: Failure): Input => ({ _tag: 'Failed', action: job.action, failure });

const callNow = (job: Job, call: () => Outcome): Input => {
  try {
    return done(job, call());
  } catch (thrown) {
    return failed(job, { side: sideOf(job.instruction), error: toProviderError(thrown) });
  }
};

const interrupted = (job: Job): Input =>
  failed(job, { side: sideOf(job.instruction), error: { _tag: 'Interrupted', message: 'the sync was stopped' } });

const sideOf = (instruction: Instruction): 0 | 1 => (instruction._tag === 'Compare' ? 0 : instruction.side);
