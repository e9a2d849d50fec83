/** Cutting a damaged end off a log, so that the sync goes on with what is good instead of being locked out. */
import * as TE from 'fp-ts/lib/TaskEither.js';
import { type LogError, LogFailure } from '../../effects/ports/event-log.js';
import { EMPTY_TAIL, type Tail } from './chain.js';
import { type Database, openDatabase, toLogError } from './database.js';
import { META, RECORDS, recordKey, TAIL } from './keys.js';
import { encodeMeta, newId } from './meta.js';
import { failed } from './record.js';
import { readSnapshot, snapshotDeletes, type Write } from './snapshot-store.js';
import { encodeTail, tailAfter } from './tail.js';

/**
 * Makes event `seq` the last one of the closed log in `folder`: the `lastGood` of a `Damaged` error, or 0. A snapshot of a later event
 * goes too. In one atomic write. The log gets a new id, since it is no longer the log that the roots' markers know: the next sync
 * compares and merges.
 * Fails with Locked, NewerFormat, or Failed where `seq` is not the end of a record.
 */
export const truncateAfter = (folder: string, seq: number): TE.TaskEither<LogError, void> =>
  TE.tryCatch(async () => {
    const { db } = await openDatabase(folder);
    try {
      await truncate(db, seq);
    } finally {
      await db.close();
    }
  }, toLogError(folder));

const truncate = async (db: Database, seq: number): Promise<void> => {
  const tail = await tailAt(db, seq);
  const late = await db.keys({ gte: recordKey(seq + 1), lt: RECORDS.lt }).all();
  const snapshot = (await readSnapshot(db, seq)) === null ? await snapshotDeletes(db) : [];
  const writes: readonly Write[] = [
    ...late.map((key) => ({ type: 'del', key }) as const),
    ...snapshot,
    { type: 'put', key: TAIL, value: encodeTail(tail) },
    { type: 'put', key: META, value: encodeMeta(newId()) },
  ];
  await db.batch([...writes], { sync: true });
};

/** The tail of the log when `seq` is its last event. */
const tailAt = async (db: Database, seq: number): Promise<Tail> => {
  if (seq === 0) return EMPTY_TAIL;
  const [text] = await db.values({ gte: RECORDS.gte, lte: recordKey(seq), reverse: true, limit: 1 }).all();
  const tail = text === undefined ? null : tailAfter(text);
  if (tail?.last === seq) return tail;
  throw new LogFailure(failed(`The log was not cut after event ${seq}: no record ends there.`));
};
