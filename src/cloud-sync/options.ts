import type { Notification } from '../domain/notifications.js';
import type { Policy } from '../domain/policy.js';
import type { Side, Sides } from '../domain/side.js';
import type { Clock } from '../effects/ports/clock.js';
import type { ResolveConflict } from './resolver.js';
import type { KeyValueStore, Storage } from './storage.js';

/** What users may bring along. Each can be overridden in a subclass instead, and replaced at any time: they are called through. */
export interface Hooks {
  readonly translate: (toSide: Side, path: string) => string | null;
  readonly resolveConflict: ResolveConflict;
  readonly prioritize: (side: Side, path: string) => number;
  readonly authenticate: (side: Side) => void | Promise<void>;
  readonly handleNotification: (notification: Notification) => void | Promise<void>;
}

export interface CloudSyncOptions extends Partial<Hooks> {
  /**
   * The folder of each provider that is synced, as a path below the provider's own root. One that is not there is made on the first run, with the
   * folders above it. May be left out if `translate` is given or overridden: then everything is, that it has a place for.
   */
  readonly roots?: Sides<string>;
  /** Ids of the roots, null = any: a folder that is moved stays the root. With `roots` as well, both have to be right. */
  readonly rootOids?: Sides<string | null>;
  /**
   * Where logs are kept, one for each storage label: a folder, outside of what is synced; `memory` (the default): nothing outlives this object (a
   * folder of that name is `./memory`); a `Storage` that several syncs share; or a key-value store of your own.
   */
  readonly storage?: string | Storage | KeyValueStore;
  /** Seconds between two listings of a side that can't tell of changes by itself. Sides that can are not polled. Default 1. */
  readonly sleep?: number | Sides<number>;
  /** See `Policy`. Here conflict copies stay on the loser's side, as in the original, unless this says `both-sides`. */
  readonly policy?: Partial<Policy>;
  /**
   * Files of at most so many bytes are kept in the storage as both sides last agreed on them, for a resolver that merges (`mergeText`). Each is
   * read once more for that. Default 0: none.
   */
  readonly keepBases?: number;
  /** @internal The time, for tests. */
  readonly clock?: Clock;
}
