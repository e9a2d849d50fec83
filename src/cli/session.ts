/** The library, wired for two folders. */
import { filesystem } from '../adapters/filesystem/index.js';
import { bootId, systemClock } from '../adapters/system/index.js';
import type { Policy } from '../domain/policy.js';
import type { Sides } from '../domain/side.js';
import { createEngine, type Engine } from '../effects/engine/engine.js';
import type { IgnoreRules } from '../effects/engine/ignore-rules.js';
import type { Looked } from '../effects/engine/session.js';
import type { Provider } from '../effects/ports/provider.js';
import type { Pair } from './checks.js';
import type { Log } from './open-log.js';
import { VERSION } from './version.js';

export interface EngineSettings {
  readonly log: Log;
  readonly watch: boolean;
  readonly assume?: boolean;
  readonly acceptRoots: boolean;
  readonly policy: Partial<Policy>;
  readonly rules: IgnoreRules;
  readonly onWarning: (message: string) => void;
  /** What was looked at already, and by whom. */
  readonly looked?: { readonly providers: Sides<Provider>; readonly found: Looked };
}

export const engineFor = (pair: Pair, settings: EngineSettings): Engine => {
  const { onWarning, looked, ...options } = settings;
  const provider = (root: string) => filesystem({ root, watch: settings.watch, onWarning });
  const providers = looked?.providers ?? ([provider(pair.places[0].path), provider(pair.places[1].path)] as const);
  return createEngine({
    ...options,
    ...(looked === undefined ? {} : { looked: looked.found }),
    providers,
    clock: systemClock,
    version: VERSION,
    boot: bootId(),
  });
};
