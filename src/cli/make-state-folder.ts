import { accessSync, constants, mkdirSync } from 'node:fs';
import type { Pair } from './checks.js';
import { CliError, EXIT } from './exit-code.js';

/** For its owner only: a log tells names of files. */
export const makeStateFolder = ({ stateFolder }: Pair): void => {
  try {
    mkdirSync(stateFolder, { recursive: true, mode: 0o700 });
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
