/** The library, wired for two folders, with what goes wrong at the start told in words. */
import * as E from 'fp-ts/lib/Either.js';
import { filesystem } from '../adapters/filesystem/index.js';
import { openLevelLog } from '../adapters/level/index.js';
import { bootId, systemClock } from '../adapters/system/index.js';
import type { Policy } from '../domain/policy.js';
import type { Sides } from '../domain/side.js';
import { createEngine, type Engine, EngineFailure } from '../effects/engine/engine.js';
import type { IgnoreRules } from '../effects/engine/ignore-rules.js';
import type { EventLog, LogError } from '../effects/ports/event-log.js';
import type { Pair } from './checks.js';
import { CliError, EXIT, usageError } from './exit-code.js';
import { VERSION } from './version.js';

export type Log = EventLog & { readonly id: string };

export interface EngineSettings {
  readonly log: Log;
  readonly watch: boolean;
  readonly assume?: boolean;
  readonly acceptRoots: boolean;
  readonly policy: Partial<Policy>;
  readonly rules: IgnoreRules;
  readonly onWarning: (message: string) => void;
}

export const engineFor = (pair: Pair, settings: EngineSettings): Engine => {
  const { onWarning, ...options } = settings;
  const provider = (root: string) => filesystem({ root, watch: settings.watch, onWarning });
  const providers: Sides<ReturnType<typeof provider>> = [provider(pair.places[0].path), provider(pair.places[1].path)];
  return createEngine({ ...options, providers, clock: systemClock, version: VERSION, boot: bootId() });
};

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
        `These folders are being synced by ${who} right now (its state: ${folder}).\nAsk that one with 'foldsync status', or stop it, and try again.`,
        'in-use',
      );
    }
    case 'NewerFormat':
      return new CliError(EXIT.failed, `${error.message}`, 'newer-state');
    case 'Damaged':
      return new CliError(EXIT.failed, `The state in ${folder} is damaged: ${error.message}\n${moveAway(folder)}`, 'damaged-state');
    case 'Failed':
      return new CliError(
        EXIT.failed,
        error.message.includes(' away') ? error.message : `${error.message}\n${moveAway(folder)}`,
        'state-failed',
      );
  }
};

const moveAway = (folder: string): string =>
  `Nothing was changed. To go on, move it away: mv '${folder}' '${folder}.broken'. The next sync then compares both sides, merges them, and deletes nothing.`;

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
      return new CliError(EXIT.failed, `${text}: ${error.error.message}`, 'provider-failed');
    }
    case 'Stopped':
      return new CliError(EXIT.failed, 'Stopped before it had begun.', 'stopped');
    case 'Defect':
      return new CliError(
        EXIT.failed,
        `foldsync met a defect of its own and stopped. Its log is whole: syncing again goes on from there.\n${error.message}`,
        'defect',
      );
  }
};

/** Policy from options. Throws `CliError`. */
export const policyOf = (options: {
  readonly maxDelete?: string;
  readonly conflict?: string;
  readonly conflictCopies?: string;
}): Partial<Policy> => {
  const { maxDelete, conflict, conflictCopies } = options;
  return {
    ...(maxDelete === undefined ? {} : { maxDeletePercent: percentOf(maxDelete) }),
    ...(conflict === undefined ? {} : { conflictWinner: oneOf('--conflict', conflict, ['remote', 'local', 'newer', 'larger']) }),
    ...(conflictCopies === undefined
      ? {}
      : { conflictCopies: oneOf('--conflict-copies', conflictCopies, ['both', 'loser']) === 'both' ? 'both-sides' : 'loser-side' }),
  };
};

const percentOf = (text: string): number => {
  const value = /^\d{1,3}(\.\d+)?%?$/u.test(text) ? Number.parseFloat(text) : Number.NaN;
  if (!(value >= 0 && value <= 100)) throw usageError(`--max-delete takes a percentage from 0 to 100 (100 = never ask), not '${text}'.`);
  return value;
};

const oneOf = <T extends string>(option: string, text: string, values: readonly T[]): T => {
  const found = values.find((value) => value === text);
  if (found === undefined) throw usageError(`${option} takes one of ${values.join(', ')}, not '${text}'.`);
  return found;
};
