/** A log for a reader: a copy, so that neither the log nor a sync that starts meanwhile is disturbed. */
import * as E from 'fp-ts/lib/Either.js';
import { copyForReading, openLevelLog } from '../adapters/level/index.js';
import { LogFailure } from '../effects/ports/event-log.js';
import { logError, type Log } from './open-log.js';

/** A running sync writes now and then: a copy is tried this often. */
const TRIES = 5;

/** Throws `CliError`. */
export const withCopy = async <A>(folder: string, use: (log: Log) => Promise<A>): Promise<A> => {
  const copy = await copied(folder);
  try {
    const opened = await openLevelLog(copy.folder)();
    if (E.isLeft(opened)) throw logError({ ...opened.left, message: opened.left.message.replaceAll(copy.folder, folder) }, folder, null);
    try {
      return await use(opened.right);
    } finally {
      await opened.right.close()();
    }
  } catch (thrown) {
    throw thrown instanceof LogFailure
      ? logError({ ...thrown.error, message: thrown.message.replaceAll(copy.folder, folder) }, folder, null)
      : thrown;
  } finally {
    await copy.remove();
  }
};

const copied = async (folder: string): ReturnType<typeof copyForReading> => {
  for (let tries = 1; ; tries++) {
    try {
      return await copyForReading(folder);
    } catch (thrown) {
      if (!(thrown instanceof LogFailure)) throw thrown;
      if (thrown.error._tag !== 'Locked' || tries >= TRIES) throw logError(thrown.error, folder, null);
    }
  }
};
