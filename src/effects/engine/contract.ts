import type { Observable } from 'rxjs';
import type { Event } from '../../domain/event.js';
import type { Progress } from '../../domain/plan/wake-at.js';
import type { Policy } from '../../domain/policy.js';
import type { Sides } from '../../domain/side.js';
import type { State } from '../../domain/state/state.js';
import type { Clock } from '../ports/clock.js';
import type { EventLog } from '../ports/event-log.js';
import type { Provider } from '../ports/provider.js';
import type { ConflictResolver } from '../ports/resolver.js';
import type { EngineFailure } from './failure.js';
import type { IgnoreRules } from './ignore-rules.js';
import type { Looked } from './session.js';
import type { Logged } from './writer.js';

export interface EngineOptions {
  readonly providers: Sides<Provider>;
  readonly log: EventLog & { readonly id: string };
  readonly clock: Clock;
  /** Version of foldsync: recorded with every session. */
  readonly version: string;
  /** See `bootId`. */
  readonly boot: string | null;
  /** True: goes on with what changes later. False: carries over what is there at start. */
  readonly watch: boolean;
  /** While watching, sides that tell of no changes are listed this often, milliseconds. Left out: never. */
  readonly pollMs?: number | Sides<number>;
  readonly policy?: Partial<Policy>;
  readonly rules?: IgnoreRules;
  /** Asked where policy says so (`asksResolver`). */
  readonly resolver?: ConflictResolver;
  /** A root may be another folder than it was: merge, delete nothing. */
  readonly acceptRoots?: boolean;
  /** What was looked at already, by providers that are these; not for who watches: what changed in between is not hinted at. */
  readonly looked?: Looked;
  /** Preview: looks for real, and takes everything else as done (DESIGN 9.8). Give it a log that keeps nothing (`scratchLog`). */
  readonly assume?: boolean;
  /** Looks, and plans nothing: what is to be done is told (`tell` an `ActionStarted`), one action at a time. */
  readonly byHand?: boolean;
}

/** Bytes so far of a running transfer, by number of its `ActionStarted`. */
export interface TransferProgress {
  readonly action: number;
  readonly bytes: number;
}

export interface Engine {
  /** Connects, reads the log, and goes to work. Rejects with `EngineFailure`; then nothing was touched. */
  readonly start: () => Promise<void>;
  /** What is known now. */
  readonly state: () => State;
  readonly state$: Observable<State>;
  /** Every batch, once it is logged. */
  readonly events$: Observable<Logged>;
  readonly progress$: Observable<TransferProgress>;
  /** After each round of the loop, whether it logged anything or not. */
  readonly rounds$: Observable<void>;
  /** Why the sync can't go on, once, also for who subscribes later; all that is left to do then is `stop`. */
  readonly failure$: Observable<EngineFailure>;
  /** Something can go on, or will when time passes or an answer comes. False: only a change or a person makes it go on. */
  readonly busy: () => boolean;
  /** Things that a person should hear of and that are no failure. */
  readonly warnings$: Observable<string>;
  /** Appends an event that a user asked for. */
  readonly tell: (event: Event) => void;
  /** Resolves once nothing is left to do (`byHand`: to look at, or under way), or what is left waits for a person, or has failed `maxAttempts` times. Rejects with `EngineFailure`. */
  readonly idle: (maxAttempts?: number) => Promise<Progress>;
  /** Lets what began end, writes down where it stands, closes the log and disconnects. Safe at any time, and more than once. */
  readonly stop: () => Promise<void>;
}
