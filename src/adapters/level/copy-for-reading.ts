/**
 * A copy of a log for a reader: LevelDB has no read-only open (opening rewrites files, and takes the lock from a sync that starts
 * meanwhile). For a log that nobody writes; a running sync answers readers itself.
 */
import { constants } from 'node:fs';
import { copyFile, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LogError, LogFailure } from '../../effects/ports/event-log.js';
import { failed } from './record.js';

export interface LogCopy {
  /** Where the copy is: open it with `openLevelLog`. Readable for its owner only. */
  readonly folder: string;
  /** Deletes the copy. Close its log first. */
  readonly remove: () => Promise<void>;
}

/** Rejects with `LogFailure`: Failed where there is no log, Locked if one starts to write there meanwhile. */
export const copyForReading = async (folder: string): Promise<LogCopy> => {
  const before = await filesOf(folder);
  if (!before.some(({ name }) => name === 'CURRENT')) throw new LogFailure(failed(`There is no log in ${folder}.`));
  const target = await mkdtemp(join(tmpdir(), 'foldsync-log-'));
  const remove = (): Promise<void> => rm(target, { recursive: true, force: true });
  try {
    for (const { name } of before) await copyFile(join(folder, name), join(target, name), constants.COPYFILE_FICLONE);
    if (JSON.stringify(await filesOf(folder)) !== JSON.stringify(before)) throw new LogFailure(written(folder));
    return { folder: target, remove };
  } catch (error) {
    await remove();
    throw (error as NodeJS.ErrnoException).code === 'ENOENT' ? new LogFailure(written(folder)) : error;
  }
};

/** LevelDB's files and FORMAT; nothing else that a state folder may hold. */
const LOG_FILE = /^(FORMAT|CURRENT|MANIFEST-\d+|\d+\.(log|ldb|sst))$/;

const filesOf = async (folder: string): Promise<readonly { readonly name: string; readonly size: number; readonly mtimeMs: number }[]> => {
  const names = (await readdir(folder).catch(none)).filter((name) => LOG_FILE.test(name)).sort();
  return Promise.all(
    names.map(async (name) => {
      const { size, mtimeMs } = await stat(join(folder, name));
      return { name, size, mtimeMs };
    }),
  );
};

const none = (error: NodeJS.ErrnoException): string[] => {
  if (error.code === 'ENOENT') return [];
  throw error;
};

const written = (folder: string): LogError => {
  const message = `The log in ${folder} was written while it was copied: a sync has started there. Ask that one, or try again later.`;
  return { _tag: 'Locked', message };
};
