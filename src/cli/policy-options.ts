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
