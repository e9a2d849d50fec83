/**
 * The event log in LevelDB (DESIGN 4): one record per batch, chained by digests; snapshots in slabs beside it. LevelDB's lock keeps a
 * second writer out. LevelDB itself is loaded at the first open, since a command line must start fast.
 */
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { LogError } from '../../effects/ports/event-log.js';
import { openDatabase, toLogError } from './database.js';
import { writeFormat } from './format-file.js';
import { type LevelLog, levelLog } from './level-log.js';
import { readOrCreateId } from './meta.js';
import { readTail } from './tail.js';

export { copyForReading, type LogCopy } from './copy-for-reading.js';
export type { LevelLog } from './level-log.js';
export { truncateAfter } from './truncate.js';

/**
 * Opens the log in `folder`, or makes it. Fails with Locked (in use), NewerFormat (nothing changed), Damaged (its last record is not
 * what was written: see `truncateAfter`) or Failed. Damage before the last record shows when it is read.
 *
 * @example
 * const log = await openLevelLog('/home/me/.local/state/foldsync/photos')();
 */
export const openLevelLog = (folder: string): TE.TaskEither<LogError, LevelLog> => TE.tryCatch(() => open(folder), toLogError(folder));

const open = async (folder: string): Promise<LevelLog> => {
  const { db, found } = await openDatabase(folder);
  try {
    const id = await readOrCreateId(db, folder);
    const tail = await readTail(db);
    if (found === 'new') await writeFormat(folder);
    return levelLog(folder, db, id, tail);
  } catch (error) {
    await db.close();
    throw error;
  }
};
