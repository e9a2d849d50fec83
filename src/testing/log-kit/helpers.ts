/** Small steps that the laws are made of. */
import { deepStrictEqual } from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import {
  type Batch,
  type EventLog,
  type Json,
  type LogError,
  LogFailure,
  type NewBatch,
  type Snapshot,
} from '../../effects/ports/event-log.js';
import type { LogHarness, LogLaw, LogStage } from './harness.js';

/** A law about one fresh log place, which is freed afterwards. */
export const law = (name: string, body: (stage: LogStage) => Promise<void>): LogLaw => ({
  name,
  run: (harness) => onStage(harness, body),
});

export const onStage = async (harness: LogHarness, body: (stage: LogStage) => Promise<void>): Promise<void> => {
  const stage = await harness.fresh();
  try {
    await body(stage);
  } finally {
    await stage.dispose();
  }
};

/** The answer of a task that must succeed. */
export const must = async <A>(task: TaskEither<LogError, A>): Promise<A> => {
  const answer = await task();
  if (answer._tag === 'Left') throw new LogFailure(answer.left);
  return answer.right;
};

/** The error of a task that must fail. */
export const mustFail = async (task: TaskEither<LogError, unknown>): Promise<LogError> => {
  const answer = await task();
  if (answer._tag === 'Right') throw new Error('It succeeded, and should have failed.');
  return answer.left;
};

/** Appends batches of these events, numbered from `log.head() + 1` on, and returns them. */
export const appendAll = async (log: EventLog, groups: readonly (readonly Json[])[], sync = false): Promise<readonly NewBatch[]> => {
  const batches: NewBatch[] = [];
  for (const events of groups) {
    const batch: NewBatch = { first: log.head() + 1, atMs: 1_700_000_000_000 + log.head(), events };
    await must(log.append(batch, { sync }));
    batches.push(batch);
  }
  return batches;
};

/** Batches as a log of format 1 answers them: the kit's own account of the chain. */
export const chained = (batches: readonly NewBatch[]): readonly Batch[] => {
  let prev = '';
  return batches.map((batch) => {
    const answer: Batch = { ...batch, prev };
    const text = JSON.stringify({ v: 1, first: batch.first, at: batch.atMs, events: batch.events, prev });
    prev = createHash('sha256').update(text).digest('hex').slice(0, 32);
    return answer;
  });
};

export interface ReadResult {
  readonly batches: readonly Batch[];
  /** Null if it was read to the end. */
  readonly error: LogError | null;
}

/** Everything that a log hands out from event `from` on, and how it ended. */
export const readResult = async (log: EventLog, from?: number): Promise<ReadResult> => {
  const batches: Batch[] = [];
  try {
    for await (const batch of log.read(from)) batches.push(batch);
    return { batches, error: null };
  } catch (error) {
    if (error instanceof LogFailure) return { batches, error: error.error };
    throw error;
  }
};

/** All batches from event `from` on; rejects if there is damage. */
export const readAll = async (log: EventLog, from?: number): Promise<readonly Batch[]> => {
  const { batches, error } = await readResult(log, from);
  if (error !== null) throw new LogFailure(error);
  return batches;
};

/** The log holds exactly these batches, in a sound chain. */
export const holds = async (log: EventLog, batches: readonly NewBatch[]): Promise<void> => {
  deepStrictEqual(await readAll(log), chained(batches));
  deepStrictEqual(log.head(), lastEvent(batches));
};

export const lastEvent = (batches: readonly NewBatch[]): number => {
  const last = batches.at(-1);
  return last === undefined ? 0 : last.first + last.events.length - 1;
};

export const snapshotOf = (seq: number, slabs: Readonly<Record<string, string>>): Snapshot => ({
  seq,
  slabs: new Map(Object.entries(slabs)),
});

/** Runs `body` on the log of a stage, then closes it. */
export const withLog = async <A>(stage: LogStage, body: (log: Awaited<ReturnType<typeof openOf>>) => Promise<A>): Promise<A> => {
  const log = await openOf(stage);
  const answer = await body(log);
  await must(log.close());
  return answer;
};

export const openOf = (stage: LogStage) => must(stage.open());

/** A few batches of different sizes, with values that JSON makes difficult. */
export const SAMPLE: readonly (readonly Json[])[] = [
  [{ _tag: 'Opened', side: 0 }],
  [1, 'two', null, [true, { three: 3 }]],
  [{ text: 'ä €  😀 "quoted" \\ \u0000 \ud800', nested: { ['__proto__']: 1, deep: [[[]]] } }],
  [{ a: 1 }, { b: 2 }, { c: 3 }],
  [''],
];
