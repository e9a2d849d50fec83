/** A log for a reader: a copy, so that neither the log nor a sync that starts meanwhile is disturbed. */
import * as E from 'fp-ts/lib/Either.js';
import { copyForReading, openLevelLog } from '../adapters/level/index.js';
import { LogFailure } from '../effects/ports/event-log.js';
import { logError, type Log } from './open-log.js';

/** A running sync writes now and then: a copy is tried this often. */
const TRIES = 5;

/** A copy that is open. */
export interface OpenCopy {
  readonly log: Log;
  /** What went wrong in reading it, told of the log that it is a copy of. */
  readonly errorOf: (thrown: unknown) => unknown;
  /** Closes and deletes it. */
  readonly close: () => Promise<void>;
}

/** Throws `CliError`. */
export const openCopy = async (folder: string): Promise<OpenCopy> => {
  const copy = await copied(folder);
  const errorOf = (thrown: unknown): unknown =>
    thrown instanceof LogFailure
      ? logError({ ...thrown.error, message: thrown.message.replaceAll(copy.folder, folder) }, folder, null)
      : thrown;
  const opened = await openLevelLog(copy.folder)();
  if (E.isRight(opened)) {
    const log = opened.right;
    return { log, errorOf, close: () => log.close()().then(copy.remove) };
  }
  await copy.remove();
  throw errorOf(new LogFailure(opened.left));
};

/** Throws `CliError`. */
export const withCopy = async <A>(folder: string, use: (log: Log) => Promise<A>): Promise<A> => {
  const { log, errorOf, close } = await openCopy(folder);
  try {
    return await use(log);
  } catch (thrown) {
    throw errorOf(thrown);
  } finally {
    await close();
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
