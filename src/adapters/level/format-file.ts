/**
 * `FORMAT`, a plain file beside LevelDB's: opening LevelDB rewrites files, so whether a folder is for this code must be known before.
 * It is written last when a log is made; so a folder that has it must have a database too.
 */
import { open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { LogFailure } from '../../effects/ports/event-log.js';
import { FORMAT, failed } from './record.js';

/** Whether there is a log in `folder`. Throws `LogFailure` NewerFormat, or Failed where the file makes no sense. */
export const readFormat = async (folder: string): Promise<'new' | 'ours'> => {
  const text = await readFile(join(folder, 'FORMAT'), 'utf8').catch(absent);
  if (text === null) return 'new';
  if (!/^\d{1,6}\n?$/.test(text)) throw new LogFailure(failed(`The file FORMAT in ${folder} is not foldsync's. Nothing was changed.`));
  refuseNewer(folder, Number(text));
  return 'ours';
};

/** Whole or not at all, and on disk when it resolves. */
export const writeFormat = async (folder: string): Promise<void> => {
  const temporary = join(folder, 'FORMAT.new');
  const file = await open(temporary, 'w', 0o600);
  try {
    await file.writeFile(`${FORMAT}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, join(folder, 'FORMAT'));
};

/** Throws `LogFailure` NewerFormat if `format` is beyond this code. */
export const refuseNewer = (folder: string, format: number): void => {
  if (format <= FORMAT) return;
  const message = `The log in ${folder} has format ${format}; this foldsync knows ${FORMAT}. Use a newer foldsync. Nothing was changed.`;
  throw new LogFailure({ _tag: 'NewerFormat', message, format });
};

const absent = (error: NodeJS.ErrnoException): null => {
  if (error.code === 'ENOENT') return null;
  throw error;
};
