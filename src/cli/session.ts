/** The library, wired for two places. */
import { filesystem } from '../adapters/filesystem/index.js';
import { bootId, systemClock } from '../adapters/system/index.js';
import type { Policy } from '../domain/policy.js';
import type { Side, Sides } from '../domain/side.js';
import { createEngine, type Engine } from '../effects/engine/engine.js';
import type { IgnoreRules } from '../effects/engine/ignore-rules.js';
import type { Looked } from '../effects/engine/session.js';
import type { Provider } from '../effects/ports/provider.js';
import type { Pair } from './checks.js';
import type { Log } from './open-log.js';
import { isRemote } from './places.js';
import type { Remotes } from './remotes.js';
import { VERSION } from './version.js';

export interface EngineSettings {
  readonly log: Log;
  readonly watch: boolean;
  readonly assume?: boolean;
  readonly byHand?: boolean;
  readonly acceptRoots: boolean;
  readonly policy: Partial<Policy>;
  readonly rules: IgnoreRules;
  /** Those of `providersOf`, unless they are at hand already. */
  readonly providers?: Sides<Provider>;
  /** Milliseconds between two looks at a side that tells of no changes, while watching. */
  readonly pollMs?: number;
  readonly remotes: Remotes;
  readonly onWarning: (message: string) => void;
  /** What was looked at already, and by whom. */
  readonly looked?: { readonly providers: Sides<Provider>; readonly found: Looked };
}

export const engineFor = (pair: Pair, settings: EngineSettings): Engine => {
  const { onWarning: _, looked, remotes: __, ...options } = settings;
  const providers = looked?.providers ?? settings.providers ?? providersOf(pair, settings);
  return createEngine({
    ...options,
    ...(looked === undefined ? {} : { looked: looked.found }),
    providers,
    clock: systemClock,
    version: VERSION,
    boot: bootId(),
  });
};

export const providersOf = (
  { places }: Pair,
  { watch, remotes, onWarning }: Pick<EngineSettings, 'watch' | 'remotes' | 'onWarning'>,
): Sides<Provider> => {
  const provider = (side: Side): Provider => {
    const place = places[side];
    return remotes[side] ?? filesystem({ root: isRemote(place) ? '' : place.path, watch, onWarning });
  };
  return [provider(0), provider(1)];
};
