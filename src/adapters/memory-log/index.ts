/**
 * The event log in memory, with what a disk would have lost: for tests and simulations. Same records and digests as on disk,
 * so a history made here is byte for byte the history made there.
 */
import * as TE from 'fp-ts/lib/TaskEither.js';
import { type Batch, type EventLog, type LogError, LogFailure, type NewBatch, type Snapshot } from '../../effects/ports/event-log.js';
import { altered, appended, atPower, type Content, contentOf, type CrashOptions, isSynced, startOf } from './content.js';
import { batchOf, damaged, failed, isIntact, refusalOf, snapshotRefusalOf } from './record.js';

export type { CrashOptions } from './content.js';

export interface MemoryLog extends EventLog {
  /** Another log has another one: give each its own where that matters. A cleared log is another log. */
  readonly id: string;
  /** The records' texts. */
  readonly records: () => readonly string[];
  /** How many records are on disk for certain. */
  readonly synced: () => number;
  /** The log as it is found after the machine stopped now; this one is closed. By default everything that was not synced is lost. */
  readonly crash: (options?: CrashOptions) => MemoryLog;
  /** A copy that goes its own way: a backup of the log, restored. */
  readonly fork: () => MemoryLog;
  /** A copy in which the record of event `first` reads differently or (null) is missing: damage. */
  readonly alter: (first: number, change: (text: string) => string | null) => MemoryLog;
}

export interface MemoryLogOptions {
  /** Default `memory`. */
  readonly id?: string;
  /** Records to start from, on disk already. Throws `LogFailure` Damaged where one does not follow the one before. */
  readonly records?: readonly string[];
}

export const memoryLog = ({ id = 'memory', records = [] }: MemoryLogOptions = {}): MemoryLog => logOver(contentOf(id, records));

const logOver = (opened: Content): MemoryLog => {
  let content = opened;
  let closed = false;

  const task = <A>(job: () => A): TE.TaskEither<LogError, A> =>
    TE.tryCatch(async () => (closed ? refuse(failed('The log is closed.')) : job()), toLogError);

  const append = (batch: NewBatch, sync: boolean): void => {
    const refusal = refusalOf(content.tail.last, batch);
    if (refusal !== null) refuse(refusal);
    content = appended(content, batch);
    if (sync) content = isSynced(content);
  };

  const saveSnapshot = ({ seq, slabs }: Snapshot): void => {
    const refusal = snapshotRefusalOf(content.tail.last, { seq, slabs });
    if (refusal !== null) refuse(refusal);
    const saved = { after: content.count, snapshot: { seq, slabs: new Map(slabs) } };
    content = isSynced({ ...content, snapshots: [...content.snapshots, saved] });
  };

  return {
    get id() {
      return content.epoch === 0 ? content.id : `${content.id}+${content.epoch}`;
    },
    head: () => content.tail.last,
    append: (batch, { sync }) => task(() => append(batch, sync)),
    read: (from = 1) => readContent(content, closed, Math.max(1, from)),
    flush: () => task(() => void (content = isSynced(content))),
    saveSnapshot: (snapshot) => task(() => saveSnapshot(snapshot)),
    loadSnapshot: () => task(() => copyOf(content.snapshots.at(-1)?.snapshot ?? null)),
    clear: () => task(() => void (content = { ...contentOf(content.id, []), epoch: content.epoch + 1 })),
    close: () =>
      TE.fromIO(() => {
        if (!closed) content = isSynced(content);
        closed = true;
      }),
    records: () => content.records.slice(0, content.count).map(({ text }) => text),
    synced: () => content.synced,
    crash: (options) => {
      closed = true;
      return logOver(atPower(content, options));
    },
    fork: () => logOver(content),
    alter: (first, change) => logOver(altered(content, first, change)),
  };
};

async function* readContent(content: Content, closed: boolean, from: number): AsyncGenerator<Batch, void, undefined> {
  if (closed) refuse(failed('The log is closed.'));
  if (from > content.tail.last) return;
  const index = startOf(content, from);
  const found = content.records[index]?.first ?? 1;
  let expected = found <= from ? found : 1;
  for (const stored of content.records.slice(index, content.count)) {
    if (stored.first !== expected || !isIntact(stored)) throw damaged(expected - 1);
    if (stored.last >= from) yield batchOf(stored);
    expected = stored.last + 1;
  }
  if (expected <= content.tail.last) throw damaged(expected - 1);
}

const copyOf = (snapshot: Snapshot | null): Snapshot | null => snapshot && { seq: snapshot.seq, slabs: new Map(snapshot.slabs) };

const toLogError = (error: unknown): LogError => (error instanceof LogFailure ? error.error : failed(`The log failed: ${String(error)}`));

const refuse = (error: LogError): never => {
  throw new LogFailure(error);
};
