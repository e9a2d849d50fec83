import { parsePath, showPath } from '../domain/name.js';
import { LOCAL, REMOTE, type Side, type Sides } from '../domain/side.js';
import type { Provider } from '../effects/ports/provider.js';
import { ArgumentError } from './errors.js';
import type { CloudSyncOptions, Hooks } from './options.js';

/** What a `CloudSync` is given, checked: each throws `ArgumentError`. */

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

/** Whoever logs in has to say as whom, before the log of that user can be found: connected or not, it is the same text. */
export const checkConnectionIds = (providers: Sides<Provider>): void => {
  for (const { name, login, connectionId } of providers)
    if (login !== undefined && (connectionId ?? null) === null)
      throw new ArgumentError(
        `${name} does not say who is connected, so that the log of another user could be taken: connect it first, or override storageLabel`,
      );
};

export const checkedSide = (side: Side): Side => {
  if (side !== LOCAL && side !== REMOTE) throw new ArgumentError(`there is no side ${String(side)}: 0 is LOCAL, 1 is REMOTE`);
  return side;
};
