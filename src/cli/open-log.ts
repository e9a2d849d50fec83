/** Opening the log of a pair, and what goes wrong at a start, told in words. */
import * as E from 'fp-ts/lib/Either.js';
import { openLevelLog } from '../adapters/level/index.js';
import type { ProviderError } from '../domain/provider-error.js';
import { EngineFailure } from '../effects/engine/failure.js';
import type { EventLog, LogError } from '../effects/ports/event-log.js';
import type { Pair } from './checks.js';
import { quoted } from './command-line.js';
import { CliError, EXIT } from './exit-code.js';
import { isRemote, passwordVariable, type Place, type RemotePlace } from './places.js';

export type Log = EventLog & { readonly id: string };

/** Opens the log of a pair for writing, or makes it. Throws `CliError`. */
export const openLog = async (pair: Pair, pidOf: () => Promise<number | null>): Promise<Log> => {
  const opened = await openLevelLog(pair.stateFolder)();
  if (E.isRight(opened)) return opened.right;
  throw logError(opened.left, pair.stateFolder, opened.left._tag === 'Locked' ? await pidOf() : null);
};

export const logError = (error: LogError, folder: string, pid: number | null): CliError => {
  switch (error._tag) {
    case 'Locked': {
      const who = pid === null ? 'another foldsync' : `another foldsync (process ${pid})`;
      return new CliError(
        EXIT.failed,
        `These folders are being synced by ${who} right now (its state: ${folder}).\n'foldsync status' tells how far it is. Stop it, or wait until it has ended, and try again.`,
        'in-use',
      );
    }
    case 'NewerFormat':
      return new CliError(EXIT.failed, `${error.message}`, 'newer-state');
    case 'Damaged':
      return new CliError(
        EXIT.failed,
        `The state in ${folder} is damaged: ${error.message}\nNothing was changed. ${moveAway(folder)}`,
        'damaged-state',
      );
    case 'Failed':
      return new CliError(EXIT.failed, [error.message, ...adviceOn(error.message, folder)].join('\n'), 'state-failed');
  }
};

/** What is no fault of the log, as systems and LevelDB word it. */
const OF_THE_DISK: readonly (readonly [RegExp, string])[] = [
  [/no space left|disk quota|ENOSPC|EDQUOT/iu, 'Make room on the disk of that folder, then sync again: it goes on from there.'],
  [
    /read-only file system|permission denied|EROFS|EACCES/iu,
    'Let foldsync write there, then sync again; or give another folder with --state.',
  ],
];

const adviceOn = (message: string, folder: string): readonly string[] => {
  const ofTheDisk = OF_THE_DISK.find(([words]) => words.test(message));
  if (ofTheDisk !== undefined) return [ofTheDisk[1]];
  return message.includes(' away') ? [] : [moveAway(folder)];
};

const moveAway = (folder: string): string =>
  `To go on, move it away: mv ${quoted(folder)} ${quoted(`${folder}.broken`)}. The next sync then compares both sides, merges them, and deletes nothing.`;

/** What a place fails with, for people. */
export const providerError = (place: Place, { _tag, message }: ProviderError): CliError => {
  const advice = _tag === 'Unauthorized' && isRemote(place) ? `\n${loginAdvice(place)}` : '';
  return new CliError(EXIT.failed, `${place.text}: ${message}${advice}`, _tag === 'Unauthorized' ? 'unauthorized' : 'provider-failed');
};

const loginAdvice = ({ user, provider }: RemotePlace): string => {
  const variable = passwordVariable(provider);
  if (user === null) return `It wants a login: name the user in the place (https://user@host/...), and give the password in ${variable}.`;
  return `Check the name (${user}) and the password: it is taken from ${variable}, or asked for on a terminal.`;
};

/** What stopped an engine, for people. `yes` says how to approve. */
export const failureToCli = (thrown: unknown, pair: Pair, yes: string): unknown => {
  if (!(thrown instanceof EngineFailure)) return thrown;
  const { error } = thrown;
  switch (error._tag) {
    case 'Log':
      return logError(error.error, pair.stateFolder, null);
    case 'OtherRoot': {
      const text = pair.places[error.side].text;
      return new CliError(
        EXIT.gate,
        `${text} is not the folder that was synced before: it was replaced, restored from a copy, or its disk is not mounted. Nothing was changed.\n` +
          `If its disk is not mounted: mount it, then sync again.\n` +
          `If this is the right folder: ${yes}\nBoth sides are then merged, and nothing is deleted.`,
        'other-root',
      );
    }
    case 'Provider': {
      const { text } = pair.places[error.side];
      if (error.error._tag === 'RootMissing') {
        return new CliError(
          EXIT.gate,
          `${text} is missing: ${error.error.message}\nNothing was deleted on the other side. Bring it back, then sync again.`,
          'missing-root',
        );
      }
      return providerError(pair.places[error.side], error.error);
    }
    case 'Stopped':
      return new CliError(EXIT.failed, 'Stopped before it had begun.', 'stopped');
    case 'Argument':
      return new CliError(EXIT.failed, error.message, 'argument');
    case 'Defect':
      return new CliError(
        EXIT.failed,
        `foldsync met a defect of its own and stopped. Its log is whole: syncing again goes on from there.\n${error.message}`,
        'defect',
      );
  }
};
