import { NEVER, NO_NODE, type NodeId, type Seq } from '../ids.js';
import { DEFAULT_POLICY, type Policy } from '../policy.js';
import type { ProviderError } from '../provider-error.js';
import type { Sides } from '../side.js';
import type { Traits } from '../traits.js';
import type { Interrupted } from './interrupted.js';

/** The small part of the state: everything that does not grow with the tree. Changed through immer, one draft a batch. */
export interface Control {
  /** Time of the last event that told it, milliseconds since 1970. */
  readonly nowMs: number;
  /** Number of the last `SessionStarted`; NEVER before the first. */
  readonly session: Seq;
  readonly boot: string | null;
  readonly policy: Policy;
  readonly traits: Sides<Traits>;
  readonly roots: Sides<{ readonly identity: string; readonly node: NodeId }>;
  readonly sides: Sides<SideControl>;
  readonly paused: boolean;
  /** Some answer of `translate` was other than "as it is": where there is none any more, that has to be said. */
  readonly translates: boolean;
  /** Entries whose last attempt failed, by link: next try and how many failed. */
  readonly retries: { readonly [link: number]: Retry };
  /** The same for look-ups and listings, by node. */
  readonly lookRetries: { readonly [node: number]: Retry };
  /** Number of the last `MadeDurable`. */
  readonly durable: Seq;
  /** Contents placed in (after, until] may not have reached the disk: the machine went down without warning (DESIGN 4). */
  readonly unproven: { readonly after: Seq; readonly until: Seq };
  /** Left out where there is nothing of it, as in most states. */
  readonly interrupted?: Interrupted;
}

export interface SideControl {
  /** Last event that brought a hint of this side. */
  readonly lastHint: Seq;
  readonly lastHintAtMs: number;
  /** Time of the first hint since it was last quiet, milliseconds since 1970. */
  readonly restlessSinceMs: number;
  readonly cursor: string | null;
  readonly health: Health;
  /** How often it was lost in a row, and when it was to be tried again: a side that comes and goes is tried ever more rarely. */
  readonly lost: { readonly attempts: number; readonly retryAtMs: number };
  /** Deletes on this side wait for a person. */
  readonly gate: Gate;
  /** Files deleted on this side since `atMs`: counted into the gate for a minute, so that they do not trickle through (DESIGN 9.8). */
  readonly deleted: { readonly atMs: number; readonly count: number };
  /**
   * What was being placed at this moment is looked at once we are told of it (H25): something unknown that was told of by its id was not there, and
   * may have been that; or the side was to be walked while a folder was being made, which may hold something by now. Left out: never.
   */
  readonly placedInDoubt?: Seq;
  /** When a listing was last answered while something unknown was looked for by its id: that answer may be the older one. Left out: never. */
  readonly listedMeanwhile?: Seq;
}

export type Health =
  | { readonly _tag: 'Up' }
  | { readonly _tag: 'Down'; readonly error: ProviderError; readonly attempts: number; readonly retryAtMs: number };

export type Gate =
  | { readonly _tag: 'Open' }
  | { readonly _tag: 'Raised'; readonly deletes: number; readonly files: number; readonly since: Seq }
  /** Approved until nothing is left to delete. */
  | { readonly _tag: 'Approved' };

export interface Retry {
  readonly attempts: number;
  readonly atMs: number;
  readonly error: ProviderError;
}

const PLAIN_TRAITS: Traits = {
  identity: 'path',
  events: 'none',
  caseSensitive: true,
  unicode: 'exact',
  forbiddenCharacters: '',
  maxNameBytes: 255,
  hash: null,
  conditionalWrites: false,
  executableBit: false,
};

const QUIET_SIDE: SideControl = {
  lastHint: NEVER,
  lastHintAtMs: 0,
  restlessSinceMs: 0,
  cursor: null,
  health: { _tag: 'Up' },
  lost: { attempts: 0, retryAtMs: 0 },
  gate: { _tag: 'Open' },
  deleted: { atMs: 0, count: 0 },
};

/** What is known before the first session. */
export const INITIAL_CONTROL: Control = {
  nowMs: 0,
  session: NEVER,
  boot: null,
  policy: DEFAULT_POLICY,
  traits: [PLAIN_TRAITS, PLAIN_TRAITS],
  roots: [
    { identity: '', node: NO_NODE },
    { identity: '', node: NO_NODE },
  ],
  sides: [QUIET_SIDE, QUIET_SIDE],
  paused: false,
  translates: false,
  retries: {},
  lookRetries: {},
  durable: NEVER,
  unproven: { after: NEVER, until: NEVER },
};
