/** The log over an open database. */
import * as TE from 'fp-ts/lib/TaskEither.js';
import { type Batch, type EventLog, type LogError, LogFailure, type NewBatch, type Snapshot } from '../../effects/ports/event-log.js';
import { EMPTY_TAIL, type Tail } from './chain.js';
import { type Database, toLogError } from './database.js';
import { syncWriteAhead } from './durable.js';
import { inOrder } from './in-order.js';
import { META, recordKey, TAIL } from './keys.js';
import { encodeMeta, newId } from './meta.js';
import { readBatches } from './reading.js';
import { digestOf, encodeRecord, failed, lastOf, refusalOf } from './record.js';
import { snapshotRefusalOf } from './slabs.js';
import { readSnapshot, snapshotWrites, type Write } from './snapshot-store.js';
import { encodeTail } from './tail.js';

/** A log with its id: another log has another one, and a cleared log is another log. */
export type LevelLog = EventLog & { readonly id: string };

/** `tail` is what the database holds, all of it on disk. */
export const levelLog = (folder: string, db: Database, openedId: string, openedTail: Tail): LevelLog => {
  const oneByOne = inOrder();
  let id = openedId;
  let tail = openedTail;
  let unsynced = false;
  let usable: 'yes' | 'closed' | 'write failed' = 'yes';

  const task = <A>(job: () => Promise<A>) =>
    TE.tryCatch(() => oneByOne(async () => (usable === 'closed' ? refuse(`The log in ${folder} is closed.`) : job())), toLogError(folder));

  /** After a failed write nobody knows what is on disk: only opening again finds out. */
  const write = async (writes: readonly Write[], sync: boolean): Promise<void> => {
    if (usable === 'write failed') return refuse(`A write to the log in ${folder} failed before. Open it again.`);
    try {
      await db.batch([...writes], { sync });
      if (sync && unsynced) await syncWriteAhead(folder);
      unsynced = !sync;
    } catch (error) {
      usable = 'write failed';
      throw error;
    }
  };

  const append = async (batch: NewBatch, sync: boolean): Promise<void> => {
    const refusal = refusalOf(tail.last, batch);
    if (refusal !== null) throw new LogFailure(refusal);
    const text = encodeRecord(batch, tail.digest);
    const next: Tail = { last: lastOf(batch), digest: digestOf(text) };
    await write([put(recordKey(batch.first), text), put(TAIL, encodeTail(next))], sync);
    tail = next;
  };

  const flush = async (): Promise<void> => {
    if (unsynced) await write([put(TAIL, encodeTail(tail))], true);
  };

  /** Synced: it stands for records, which are then on disk as well. */
  const saveSnapshot = async (snapshot: Snapshot): Promise<void> => {
    const refusal = snapshotRefusalOf(tail.last, snapshot);
    if (refusal !== null) throw new LogFailure(refusal);
    await write(await snapshotWrites(db, snapshot), true);
  };

  const clear = async (): Promise<void> => {
    const fresh = newId();
    const deletes = (await db.keys().all()).map((key) => ({ type: 'del', key }) as const);
    await write([...deletes, put(META, encodeMeta(fresh))], true);
    id = fresh;
    tail = EMPTY_TAIL;
    await db.compactRange('', LAST_KEY);
  };

  const close = async (): Promise<void> => {
    if (usable === 'closed') return;
    try {
      if (usable === 'yes') await flush();
    } finally {
      usable = 'closed';
      await db.close();
    }
  };

  return {
    get id() {
      return id;
    },
    head: () => tail.last,
    append: (batch, { sync }) => task(() => append(batch, sync)),
    read: (from = 1) => failures(readBatches(db, Math.max(1, from), tail), toLogError(folder)),
    flush: () => task(flush),
    saveSnapshot: (snapshot) => task(() => saveSnapshot(snapshot)),
    loadSnapshot: () => task(() => readSnapshot(db, tail.last)),
    clear: () => task(clear),
    close: () => TE.tryCatch(() => oneByOne(close), toLogError(folder)),
  };
};

/** Sorts behind every key of a log. */
const LAST_KEY = '~';

/** Whatever goes wrong in reading is a `LogFailure`. */
async function* failures(batches: AsyncIterable<Batch>, toError: (error: unknown) => LogError): AsyncGenerator<Batch, void, undefined> {
  try {
    yield* batches;
  } catch (error) {
    throw error instanceof LogFailure ? error : new LogFailure(toError(error));
  }
}

const put = (key: string, value: string): Write => ({ type: 'put', key, value });

const refuse = (message: string): never => {
  throw new LogFailure(failed(message));
};
