import { accessSync, constants, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Pair } from './checks.js';
import { CliError, EXIT } from './exit-code.js';

/** For its owner only: a log tells names of files. Throws `CliError`. */
export const makeStateFolder = ({ stateFolder }: Pair): void => {
  try {
    makeFolders(stateFolder);
    accessSync(stateFolder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (thrown) {
    const code = (thrown as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new CliError(
      EXIT.failed,
      `The state folder ${stateFolder} can't be made or written to (${code}). Give another one with --state.`,
      'state-not-writable',
    );
  }
};

/** One by one: `recursive` goes on for ever where a folder that is there lets none be made in it and says ENOENT, as /proc and autofs do. */
const makeFolders = (folder: string): void => {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true) return;
  if (dirname(folder) !== folder) makeFolders(dirname(folder));
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (thrown) {
    // Another foldsync, beginning at the same time, may have made it.
    if ((thrown as NodeJS.ErrnoException).code !== 'EEXIST') throw thrown;
  }
};
