import { bootId } from '../adapters/system/index.js';
import type { Policy } from '../domain/policy.js';
import type { Sides } from '../domain/side.js';
import { createEngine, type Engine, type IgnoreRules, type Logged } from '../effects/index.js';
import type { Clock } from '../effects/ports/clock.js';
import type { Provider } from '../effects/ports/provider.js';
import type { ConflictResolver } from '../effects/ports/resolver.js';
import type { OpenLog } from './storage.js';
import { VERSION } from './version.js';

/** `watching`: it goes on with what changes. `stepping`: it looks when `do` tells it to. */
export type Mode = 'watching' | 'stepping';

/** An engine at work, with its log. */
export interface Session {
  readonly engine: Engine;
  readonly log: OpenLog;
  readonly mode: Mode;
  readonly close: () => Promise<void>;
}

export interface SessionOptions {
  readonly mode: Mode;
  readonly log: OpenLog;
  readonly providers: Sides<Provider>;
  readonly clock: Clock;
  readonly policy: Policy;
  readonly rules: IgnoreRules;
  readonly resolver: ConflictResolver;
  /** Seconds between two listings of a side that tells of no changes. */
  readonly sleep: Sides<number>;
  readonly onLogged: (logged: Logged) => void;
}

/** Rejects with `EngineFailure`; the log is closed then. */
export const openSession = async ({ mode, log, onLogged, sleep, ...options }: SessionOptions): Promise<Session> => {
  const pollMs: Sides<number> = [sleep[0] * 1000, sleep[1] * 1000];
  const engine = createEngine({ ...options, log, version: VERSION, boot: bootId(), watch: mode === 'watching', pollMs });
  const subscriptions = engine.events$.subscribe(onLogged);
  subscriptions.add(engine.warnings$.subscribe(warn));
  const close = async (): Promise<void> => {
    await engine.stop();
    subscriptions.unsubscribe();
  };
  try {
    await engine.start();
  } catch (thrown) {
    await close();
    throw thrown;
  }
  return { engine, log, mode, close };
};

export const warn = (message: string): void => process.emitWarning(message, 'FoldsyncWarning');
