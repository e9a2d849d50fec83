/** What of the policy is asked for on the command line. */
import type { Policy } from '../domain/policy.js';
import { usageError } from './exit-code.js';

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

/** Seconds between two looks at a side that tells of no changes: often enough to be useful, seldom enough to be welcome. */
const DEFAULT_POLL = '30';
/** A server is asked for each of its folders: more often than that is a load. */
const MIN_POLL_SECONDS = 1;
/** A day: what is looked at less often is not being watched. (Timers of Node end at 24 days.) */
const MAX_POLL_SECONDS = 86_400;

/** Milliseconds. Throws `CliError`. */
export const pollMsOf = ({ poll = DEFAULT_POLL }: { readonly poll?: string }): number => {
  const seconds = /^\d+(\.\d+)?$/u.test(poll) ? Number.parseFloat(poll) : Number.NaN;
  if (!(seconds >= MIN_POLL_SECONDS && seconds <= MAX_POLL_SECONDS))
    throw usageError(`--poll takes seconds, from ${MIN_POLL_SECONDS} to ${MAX_POLL_SECONDS} (a day), not '${poll}'.`);
  return seconds * 1000;
};
