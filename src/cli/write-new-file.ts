import { writeFileSync } from 'node:fs';
import { CliError, EXIT } from './exit-code.js';
import { shown } from './render/words.js';

/** Readable for its owner only, since it may tell names; what is there already is never replaced. Throws `CliError`. */
export const writeNewFile = (file: string, text: string): void => {
  try {
    writeFileSync(file, text, { flag: 'wx', mode: 0o600 });
  } catch (thrown) {
    const { code, message } = thrown as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw new CliError(EXIT.failed, `${shown(file)} exists: name another file, or remove it first.`, 'file-exists');
    throw new CliError(EXIT.failed, `${shown(file)} can't be written: ${message}`, 'not-written');
  }
};
