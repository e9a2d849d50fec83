import { BehaviorSubject, merge, NEVER, type Observable, Subject, switchMap, tap } from 'rxjs';
import type { Event } from '../domain/event.js';
import { type Notification, notificationOfError, SYNC } from '../domain/notifications.js';
import type { Policy } from '../domain/policy.js';
import { sideName, type Sides } from '../domain/side.js';
import { initialState, type State } from '../domain/state/state.js';
import { EngineFailure, type IgnoreRules, type Logged } from '../effects/index.js';
import type { Clock } from '../effects/ports/clock.js';
import type { Provider } from '../effects/ports/provider.js';
import { type Bases, keepBases, NO_BASES } from './bases.js';
import { notificationsOfBatch } from './notifier.js';
import { type ResolverOptions, resolverOf } from './resolver.js';
import { type Mode, openSession, type Session } from './session.js';
import type { OpenLog, Storage } from './storage.js';

/** The sessions of one sync: one after the other, on one log. What was known at the end of the last is known until the next. */
export interface Sessions {
  readonly state$: BehaviorSubject<State>;
  /** Every event, once it is logged. */
  readonly events$: Subject<Event>;
  readonly current: () => Session | null;
  /** Nothing was ever known of this pair. */
  readonly isFirst: () => boolean;
  /** After each step of the session that is open; fails with what it can't go on from. */
  readonly steps$: Observable<void>;
  /** False if one is open already that does it: one that watches serves steps too. Rejects with `EngineFailure`. */
  readonly open: (mode: Mode) => Promise<boolean>;
  readonly close: () => Promise<void>;
  /** Drops all that is known, and goes on anew if one was open. */
  readonly forget: () => Promise<void>;
  /** The log, opened for this if no session has it. */
  readonly withLog: <A>(job: (log: OpenLog) => Promise<A>) => Promise<A>;
}

export interface SessionsOptions extends Omit<ResolverOptions, 'baseOf'> {
  readonly storage: Storage;
  readonly label: () => string;
  readonly providers: Sides<Provider>;
  readonly clock: Clock;
  readonly policy: () => Policy;
  readonly sleep: Sides<number>;
  readonly rules: IgnoreRules;
  /** Largest file that is kept as both sides last agreed on it, bytes; 0 = none. */
  readonly keepBases: number;
  readonly onLogged: (logged: Logged) => void;
  readonly onOpened: () => void;
  readonly tell: (notification: Notification) => void;
}

export const createSessions = (options: SessionsOptions): Sessions => {
  const { storage, label, providers, clock, sleep, rules, tell } = options;
  const state$ = new BehaviorSubject<State>(initialState());
  const events$ = new Subject<Event>();
  const session$ = new BehaviorSubject<Session | null>(null);
  let bases: Bases = NO_BASES;
  let isFirst = false;
  let turn: Promise<unknown> = Promise.resolve();
  /** The error that kept a session from opening, so that it is told once. */
  let lastRefusal: string | null = null;
  const resolver = resolverOf({ ...options, baseOf: (link, files) => bases.baseOf(link, files) });

  const inTurn = <A>(job: () => Promise<A>): Promise<A> => {
    const next = turn.then(job, job);
    turn = next.catch(() => undefined);
    return next;
  };

  const onLogged = (logged: Logged): void => {
    state$.next(logged.after);
    options.onLogged(logged);
    bases.note(logged);
    for (const notification of notificationsOfBatch(logged)) tell(notification);
    for (const event of logged.events) events$.next(event);
  };

  /** Told once, however often it is tried; one that lost its root while it ran has told it already. */
  const refused = (thrown: unknown, isTold = false): void => {
    if (!(thrown instanceof EngineFailure)) return;
    const { error } = thrown;
    if (error._tag !== 'Provider' && error._tag !== 'OtherRoot') return;
    const reason = error._tag === 'Provider' ? error.error : ({ _tag: 'RootMissing', message: error.message } as const);
    const refusal = `${error.side} ${reason._tag}`;
    const notification = notificationOfError(error.side, reason, null);
    if (notification !== null && refusal !== lastRefusal && !isTold) tell(notification);
    // The original has no notification for it, and nobody would hear why nothing happens.
    if (reason._tag === 'Unauthorized' && refusal !== lastRefusal)
      options.warn(
        `${sideName(error.side)} refuses the login (${reason.message}): give it other credentials, by authenticate or by the provider`,
      );
    lastRefusal = refusal;
  };

  const openNow = async (mode: Mode): Promise<boolean> => {
    const open = session$.value;
    if (open !== null && (open.mode === mode || open.mode === 'watching')) return false;
    await closeNow();
    const name = label();
    const log = await storage.open(name);
    isFirst = log.head() === 0;
    bases = options.keepBases > 0 ? keepBases(storage.notes(name), providers, options.keepBases) : NO_BASES;
    try {
      const session = await openSession({ mode, log, providers, clock, policy: options.policy(), sleep, rules, resolver, onLogged });
      lastRefusal = null;
      options.onOpened();
      session$.next(session);
    } catch (thrown) {
      refused(thrown);
      throw thrown;
    }
    return true;
  };

  const closeNow = async (): Promise<void> => {
    const session = session$.value;
    if (session === null) return;
    session$.next(null);
    await session.close();
    await bases.done();
    tell({ source: SYNC, type: 'STOPPED', path: null, message: null });
  };

  const forgetNow = async (): Promise<void> => {
    const mode = session$.value?.mode;
    await closeNow();
    const log = await storage.open(label());
    await log.clear()();
    await log.close()();
    await storage.notes(label()).clear();
    state$.next(initialState());
    if (mode !== undefined) await openNow(mode);
  };

  const failing$ = (session: Session): Observable<void> =>
    session.engine.failure$.pipe(
      tap((thrown) => refused(thrown, true)),
      switchMap((thrown) => {
        throw thrown;
      }),
    );

  return {
    state$,
    events$,
    current: () => session$.value,
    isFirst: () => isFirst,
    steps$: session$.pipe(switchMap((session) => (session === null ? NEVER : merge(failing$(session), session.engine.rounds$)))),
    open: (mode) => inTurn(() => openNow(mode)),
    close: () => inTurn(closeNow),
    forget: () => inTurn(forgetNow),
    withLog: async (job) => {
      const session = session$.value;
      if (session !== null) return job(session.log);
      return inTurn(async () => {
        const log = await storage.open(label());
        return job(log).finally(() => log.close()());
      });
    },
  };
};
