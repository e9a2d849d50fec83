import { parsePath, showPath } from '../domain/name.js';
import type { Side, Sides } from '../domain/side.js';
import { ArgumentError } from './errors.js';
import type { CloudSyncOptions, Hooks } from './options.js';

/** What the constructor of a `CloudSync` is given, checked: each throws `ArgumentError`. */

/** Unless `sleep` says otherwise. */
const DEFAULT_SLEEP = 1;

/** What may be given as an option or overridden. */
export const HOOKS: readonly (keyof Hooks)[] = ['translate', 'resolveConflict', 'prioritize', 'authenticate', 'handleNotification'];

export const checkedRoot = (roots: Sides<string>, side: Side): string => {
  const root: unknown = roots[side];
  if (typeof root !== 'string') throw new ArgumentError('roots is a pair of paths, one for each provider');
  return showPath(parsePath(root));
};

/** Seconds between two listings of a side that tells of no changes. */
export const checkedSleep = (sleep: CloudSyncOptions['sleep']): Sides<number> => {
  const pair: Sides<number> = typeof sleep === 'number' ? [sleep, sleep] : (sleep ?? [DEFAULT_SLEEP, DEFAULT_SLEEP]);
  for (const secs of pair)
    if (!(secs > 0 && Number.isFinite(secs))) throw new ArgumentError(`sleep is a number of seconds above 0, not ${secs}`);
  return pair;
};
