/** Opening LevelDB on a folder, and saying in plain words why that failed. */
import { mkdir } from 'node:fs/promises';
import type { Level } from 'level';
import { type LogError, LogFailure } from '../../effects/ports/event-log.js';
import { readFormat } from './format-file.js';
import { failed } from './record.js';

/** `level` leaves this out of its types, since its browser half has no such method. */
interface Compactable {
  readonly compactRange: (start: string, end: string) => Promise<void>;
}

export type Database = Level<string, string> & Compactable;

export interface OpenDatabase {
  readonly db: Database;
  /** `new` if no log was ever completely made here. */
  readonly found: 'new' | 'ours';
}

/** Throws `LogFailure` Locked, NewerFormat or Failed. Makes the folder, for its owner only, where there is none. */
export const openDatabase = async (folder: string): Promise<OpenDatabase> => {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const found = await readFormat(folder);
  const { Level } = await import('level');
  const db = new Level<string, string>(folder, { createIfMissing: found === 'new' }) as Database;
  try {
    await db.open();
  } catch (error) {
    throw new LogFailure(whyNotOpen(folder, error));
  }
  return { db, found };
};

/** The error of an operation on the log in `folder`. */
export const toLogError =
  (folder: string) =>
  (error: unknown): LogError =>
    error instanceof LogFailure ? error.error : failed(`The log in ${folder} failed: ${reasonOf(error)}`);

/** As LevelDB words it: nothing is wrong with the log then. */
const NO_SPACE = /no space left on device|disk quota exceeded/iu;

const whyNotOpen = (folder: string, error: unknown): LogError => {
  const cause = (error as { cause?: { code?: string } }).cause;
  if (cause?.code === 'LEVEL_LOCKED') {
    const message = `The log in ${folder} is in use by another foldsync. Stop that one, or wait until it has ended, and try again.`;
    return { _tag: 'Locked', message };
  }
  const why = `The log in ${folder} can't be opened: ${reasonOf(cause ?? error)}.`;
  if (NO_SPACE.test(why)) return failed(why);
  return failed(`${why} If it can't be repaired, move ${folder} away: the next sync compares both sides, merges them and deletes nothing.`);
};

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
