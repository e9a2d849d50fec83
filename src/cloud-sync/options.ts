import type { Notification } from '../domain/notifications.js';
import type { Policy } from '../domain/policy.js';
import type { Side, Sides } from '../domain/side.js';
import type { Clock } from '../effects/ports/clock.js';

/** What users may bring along. Each can be overridden in a subclass instead, and replaced at any time: they are called through. */
export interface Hooks {
  readonly translate: (toSide: Side, path: string) => string | null;
  readonly resolveConflict: (local: ConflictFile, remote: ConflictFile) => Resolution | null | Promise<Resolution | null>;
  readonly prioritize: (side: Side, path: string) => number;
  readonly authenticate: (side: Side) => void | Promise<void>;
  readonly handleNotification: (notification: Notification) => void | Promise<void>;
}

/** One of the two files of a conflict, as a resolver will get it. */
export interface ConflictFile {
  readonly side: Side;
  readonly path: string;
  readonly hash: string | null;
}

/** The file that wins, and whether the other is kept beside it. */
export interface Resolution {
  readonly winner: ConflictFile;
  readonly keep: boolean;
}

export interface CloudSyncOptions extends Partial<Hooks> {
  /**
   * What of each provider is synced. Only `/` today: a provider is made with the folder that it is to sync, and has nothing above it.
   * May be left out if `translate` is given or overridden.
   */
  readonly roots?: Sides<string>;
  /** Ids that the roots must have, null = any. One that has another is missing: nothing is touched. */
  readonly rootOids?: Sides<string | null>;
  /**
   * A folder, outside of what is synced, for the logs: one log for each storage label. `memory` (the default): nothing outlives this
   * object. (A folder of that name is `./memory`.)
   */
  readonly storage?: string;
  /** Seconds between two listings of a side that can't tell of changes by itself. Sides that can are not polled. Default 1. */
  readonly sleep?: number | Sides<number>;
  /** See `Policy`. Here conflict copies stay on the loser's side, as in the original, unless this says `both-sides`. */
  readonly policy?: Partial<Policy>;
  /** @internal The time, for tests. */
  readonly clock?: Clock;
}
