import * as E from 'fp-ts/lib/Either.js';
import { BehaviorSubject, concatMap, defer, filter, firstValueFrom, map, merge, type Observable, Subject, Subscription, take, tap } from 'rxjs';
import type { Event } from '../../domain/event.js';
import { instructionOf } from '../../domain/plan/instruction.js';
import { advance, type Room } from '../../domain/plan/plan.js';
import { type Progress, progressOf, wakeAt } from '../../domain/plan/wake-at.js';
import { DEFAULT_POLICY, type Policy } from '../../domain/policy.js';
import { type Side, SIDES, sideName, type Sides } from '../../domain/side.js';
import type { State } from '../../domain/state/state.js';
import type { Clock } from '../ports/clock.js';
import { type EventLog, type Json, type LogError, LogFailure } from '../ports/event-log.js';
import { type Provider, type RootIdentity, toProviderError } from '../ports/provider.js';
import { coalesced$ } from './hints.js';
import { type IgnoreRules, NOTHING_IGNORED } from './ignore-rules.js';
import { eventsOf, type Input } from './ingest.js';
import { recover } from './recover.js';
import { judgeRoots, type RootVerdict } from './root-guard.js';
import { createRunner, type Job, type Runner } from './runner.js';
import { encodeSnapshot } from './snapshot.js';

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
  readonly policy?: Partial<Policy>;
  readonly rules?: IgnoreRules;
  /** A root may be another folder than it was: merge, delete nothing. */
  readonly acceptRoots?: boolean;
  /** Preview: looks for real, and takes everything else as done (DESIGN 9.8). Give it a log that keeps nothing (`scratchLog`). */
  readonly assume?: boolean;
}

/** A batch that was logged: the number of its first event, its events, and what was known before and after them. */
export interface Logged {
  readonly first: number;
  readonly events: readonly Event[];
  readonly before: State;
  readonly after: State;
}

export type EngineError =
  | { readonly _tag: 'Log'; readonly error: LogError }
  | { readonly _tag: 'Provider'; readonly side: Side; readonly error: ReturnType<typeof toProviderError> }
  | { readonly _tag: 'OtherRoot'; readonly side: Side; readonly message: string }
  | { readonly _tag: 'Defect'; readonly message: string };

export class EngineFailure extends Error {
  constructor(readonly error: EngineError) {
    super(error._tag === 'Log' || error._tag === 'Provider' ? error.error.message : error.message);
    this.name = 'EngineFailure';
  }
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
  /** Why the loop came to its end by itself; at most one. What subscribes later hears of it too. */
  readonly failure$: Observable<EngineFailure>;
  /** Something can go on, or will when time passes or an answer comes. False: only a change or a person makes it go on. */
  readonly busy: () => boolean;
  /** Things that a person should hear of and that are no failure. */
  readonly warnings$: Observable<string>;
  /** Emits once, if the sync can't go on; all that is left to do then is `stop`. */
  readonly failure$: Observable<EngineFailure>;
  /** Appends an event that a user asked for. */
  readonly tell: (event: Event) => void;
  /** Resolves once nothing is left to do, or what is left waits for a person, or has failed `maxAttempts` times. Rejects with `EngineFailure`. */
  readonly idle: (maxAttempts?: number) => Promise<Progress>;
  /** Lets what began end, writes down where it stands, closes the log and disconnects. Safe at any time, and more than once. */
  readonly stop: () => Promise<void>;
}

/** Room for actions in flight where calls take their time, and where they are synchronous: then a batch is a slice's worth. */
const REMOTE_ROOM: Room = { looks: [8, 8], deeds: 32 };
const LOCAL_ROOM: Room = { looks: [256, 256], deeds: 512 };
/** A snapshot is written when this many events were logged since the last one, so that a start folds a short tail. */
const SNAPSHOT_EVENTS = 5_000;
/** Attempts after which a failing entry no longer holds up `idle`. */
const MAX_ATTEMPTS = 4;

/**
 * The loop of DESIGN 1, closed only through the log: inputs become events, events are appended, folded and judged, what is planned is
 * started, and what became of it is an input again. One writer: nothing is acted upon before it is logged.
 */
export const createEngine = (options: EngineOptions): Engine => {
  const { providers, log, clock } = options;
  const policy: Policy = { ...DEFAULT_POLICY, ...options.policy };
  const rules = options.rules ?? NOTHING_IGNORED;
  const room = SIDES.every((side) => providers[side].immediate !== undefined) ? LOCAL_ROOM : REMOTE_ROOM;
  const queue: Input[] = [];
  const pulses$ = new Subject<void>();
  const logged$ = new Subject<Logged>();
  const progress$ = new Subject<TransferProgress>();
  const warnings$ = new Subject<string>();
  const failure$ = new BehaviorSubject<EngineFailure | null>(null);
  const rounds$ = new BehaviorSubject<number>(0);
  const subscriptions = new Subscription();
  let states$: BehaviorSubject<State> | null = null;
  let runner: Runner | null = null;
  let timer: Subscription | null = null;
  let snapshotAt = 0;
  let settledAt = -1;
  let stopping: Promise<void> | null = null;
  /** A round is under way: what it took from the queue is in no state yet. */
  let inRound = false;

  const current = (): State => {
    if (states$ === null) throw new Error('foldsync: the engine was not started');
    return states$.value;
  };
  const push = (inputs: readonly Input[]): void => {
    queue.push(...inputs);
    pulses$.next();
  };
  const fail = (failure: EngineFailure): void => {
    if (failure$.value !== null) return;
    failure$.next(failure);
    // Whoever waits for the end of a round hears of it.
    rounds$.next(rounds$.value + 1);
  };

  const append = async (state: State, events: readonly Event[], sync: boolean): Promise<void> => {
    const batch = { first: state.seq + 1, atMs: clock.nowMs(), events: events as unknown as readonly Json[] };
    const appended = await log.append(batch, { sync })();
    if (E.isLeft(appended)) throw new EngineFailure({ _tag: 'Log', error: appended.left });
  };

  /** One round: everything that came in since the last. */
  const round = async (): Promise<void> => {
    if (failure$.value !== null) return;
    inRound = true;
    const inputs = queue.splice(0);
    const state = current();
    const nowMs = clock.nowMs();
    const told = inputs.flatMap((input) => eventsOf(state, rules, input));
    const woke: readonly Event[] = nowMs > state.control.nowMs ? [{ _tag: 'Woke', atMs: nowMs }] : [];
    const next = advance(state, [...woke, ...told], room);
    if (next.events.length > woke.length) {
      // A delete is on disk before it is done (H3): else its outcome could be taken for a user's delete after a power loss.
      const deletes = next.events.some((event) => event._tag === 'ActionStarted' && event.action._tag === 'Discard');
      await append(state, next.events, deletes);
      states$?.next(next.state);
      logged$.next({ first: state.seq + 1, events: next.events, before: state, after: next.state });
      dispatch(state.seq, next.state, next.events);
    }
    await afterRound();
  };

  const dispatch = (before: number, state: State, events: readonly Event[]): void => {
    const jobs: Job[] = [];
    const lost: Input[] = [];
    events.forEach((event, index) => {
      if (event._tag !== 'ActionStarted') return;
      const action = before + 1 + index;
      const instruction = instructionOf(state, event.action);
      if (instruction !== null) jobs.push({ action, instruction });
      else lost.push({ _tag: 'Failed', action, failure: { side: event.action.side, error: { _tag: 'NotFound', message: 'its place is not known any more' } } });
    });
    runner?.run(jobs);
    if (lost.length > 0) push(lost);
  };

  const afterRound = async (): Promise<void> => {
    const state = current();
    for (const side of SIDES) {
      const { health } = state.control.sides[side];
      if (health._tag === 'Down' && health.error._tag === 'RootMissing') return fail(new EngineFailure({ _tag: 'Provider', side, error: health.error }));
      if (health._tag === 'Down' && health.retryAtMs <= clock.nowMs()) await regain(side);
    }
    timer?.unsubscribe();
    const at = wakeAt(current());
    if (at !== null) timer = clock.at$(at).subscribe(() => push([{ _tag: 'Tick' }]));
    if (!progressOf(state).active && queue.length === 0) await makeDurable();
    else if (state.seq - snapshotAt > SNAPSHOT_EVENTS * 10) await saveSnapshot();
    inRound = false;
    rounds$.next(rounds$.value + 1);
  };

  /** A lost side is tried again; connecting tells whether it is back. */
  const regain = async (side: Side): Promise<void> => {
    try {
      await providers[side].connect();
      queue.push({ _tag: 'Told', event: { _tag: 'SideRegained', side } });
    } catch (thrown) {
      queue.push({ _tag: 'Told', event: { _tag: 'SideLost', side, error: toProviderError(thrown) } });
    }
    pulses$.next();
  };

  /** Contents first, then the log (DESIGN 4): from here on, what the log says is on disk. */
  const makeDurable = async (): Promise<void> => {
    const state = current();
    if (state.seq === settledAt || options.assume === true) return;
    try {
      await Promise.all(providers.map((provider) => provider.flush()));
    } catch (thrown) {
      warnings$.next(`could not make contents durable: ${toProviderError(thrown).message}`);
      return;
    }
    const events: readonly Event[] = [{ _tag: 'MadeDurable' }];
    const next = advance(state, events, { looks: [0, 0], deeds: 0 });
    await append(state, next.events, true);
    states$?.next(next.state);
    logged$.next({ first: state.seq + 1, events: next.events, before: state, after: next.state });
    settledAt = next.state.seq;
    for (const provider of providers) {
      await provider.marker?.write(log.id, settledAt).catch((thrown: unknown) => warnings$.next(`could not mark the root: ${toProviderError(thrown).message}`));
    }
    if (next.state.seq - snapshotAt > SNAPSHOT_EVENTS) await saveSnapshot();
  };

  const saveSnapshot = async (): Promise<void> => {
    const state = current();
    const saved = await log.saveSnapshot(encodeSnapshot(state))();
    if (E.isLeft(saved)) warnings$.next(`could not save a snapshot: ${saved.left.message}`);
    else snapshotAt = state.seq;
  };

  const connect = async (): Promise<Sides<RootIdentity>> => {
    const roots: RootIdentity[] = [];
    for (const side of SIDES) {
      try {
        roots.push(await providers[side].connect());
      } catch (thrown) {
        throw new EngineFailure({ _tag: 'Provider', side, error: toProviderError(thrown) });
      }
    }
    return roots as unknown as Sides<RootIdentity>;
  };

  const start = async (): Promise<void> => {
    const roots = await connect();
    const state = await recover(log).catch((thrown: unknown) => {
      throw thrown instanceof LogFailure ? new EngineFailure({ _tag: 'Log', error: thrown.error }) : thrown;
    });
    const verdict = await judgeRoots(state, log, providers, roots);
    if (verdict._tag === 'OtherRoot' && options.acceptRoots !== true) throw new EngineFailure(verdict);
    states$ = new BehaviorSubject(state);
    snapshotAt = state.seq;
    runner = createRunner(providers, push, (action, bytes) => progress$.next({ action, bytes }), options.assume === true);
    subscriptions.add(
      pulses$
        .pipe(concatMap(() => defer(async () => (queue.length > 0 ? round() : undefined))))
        .subscribe({ error: (thrown: unknown) => fail(asFailure(thrown)) }),
    );
    if (options.watch) await watch(state);
    push([{ _tag: 'Told', event: sessionStarted(state, roots, verdict) }]);
    if (verdict._tag === 'OlderLog') warnings$.next(verdict.message);
    if (verdict._tag === 'OtherRoot') warnings$.next(`The ${sideName(verdict.side)} root is another folder than before: both sides are merged, and nothing is deleted.`);
  };

  const sessionStarted = (state: State, roots: Sides<RootIdentity>, verdict: RootVerdict): Event => ({
    _tag: 'SessionStarted',
    atMs: Math.max(clock.nowMs(), state.control.nowMs),
    version: options.version,
    boot: options.boot,
    traits: [providers[0].traits, providers[1].traits],
    roots: [roots[0], roots[1]],
    forgetBases: verdict._tag !== 'Known',
    policy,
  });

  /** Hints first, then the scan: what changes in between is seen at least once. */
  const watch = async (state: State): Promise<void> => {
    for (const side of SIDES) {
      const changes$ = providers[side].changes$(state.control.sides[side].cursor);
      const armed = new Subject<void>();
      const first = firstValueFrom(armed);
      subscriptions.add(
        coalesced$(
          changes$.pipe(tap(() => armed.next())),
          side,
          () => current().control.policy.agingMs,
          clock,
        ).subscribe({
          next: (event) => push([{ _tag: 'Told', event }]),
          error: (thrown: unknown) => push([{ _tag: 'Told', event: { _tag: 'SideLost', side, error: toProviderError(thrown) } }]),
        }),
      );
      await first;
    }
  };

  const idle = async (maxAttempts = MAX_ATTEMPTS): Promise<Progress> => {
    const isIdle = (): boolean => {
      if (inRound || queue.length > 0 || (runner?.size() ?? 0) > 0) return false;
      const state = current();
      const progress = progressOf(state);
      return state.control.session !== 0 && (!progress.active || hasGivenUp(state, progress, maxAttempts));
    };
    await firstValueFrom(
      merge(rounds$, failure$).pipe(
        filter(() => failure$.value !== null || isIdle()),
        take(1),
      ),
    );
    if (failure$.value !== null) throw failure$.value;
    return progressOf(current());
  };

  const stop = (): Promise<void> => {
    stopping ??= (async () => {
      timer?.unsubscribe();
      await runner?.stop();
      subscriptions.unsubscribe();
      if (states$ !== null && failure$.value === null) {
        await makeDurable().catch(() => undefined);
        if (current().seq - snapshotAt > SNAPSHOT_EVENTS) await saveSnapshot();
      }
      await log.close()();
      await Promise.allSettled(providers.map((provider) => provider.disconnect()));
      states$?.complete();
      for (const subject of [logged$, progress$, warnings$, rounds$]) subject.complete();
    })();
    return stopping;
  };

  return {
    start,
    state: current,
    state$: defer(() => states$ ?? new BehaviorSubject(current())),
    events$: logged$,
    progress$,
    rounds$: rounds$.pipe(
      filter((round) => round > 0),
      map(() => undefined),
    ),
    failure$: failure$.pipe(filter((failure) => failure !== null)),
    busy: () => failure$.value === null && (inRound || queue.length > 0 || (runner?.size() ?? 0) > 0 || progressOf(current()).active),
    warnings$,
    tell: (event) => push([{ _tag: 'Told', event }]),
    idle,
    stop,
  };
};

const asFailure = (thrown: unknown): EngineFailure =>
  thrown instanceof EngineFailure ? thrown : new EngineFailure({ _tag: 'Defect', message: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown) });

/** True where all that is left has failed this often, and only time would try it again. */
const hasGivenUp = (state: State, progress: Progress, maxAttempts: number): boolean => {
  if (progress.inFlight > 0) return false;
  const retries = [...Object.values(state.control.retries), ...Object.values(state.control.lookRetries)];
  const down = SIDES.some((side) => {
    const { health } = state.control.sides[side];
    return health._tag === 'Down' && health.attempts >= maxAttempts;
  });
  return down || (retries.length > 0 && retries.every(({ attempts }) => attempts >= maxAttempts) && onlyRetriesLeft(state));
};

const onlyRetriesLeft = (state: State): boolean => {
  const waiting = Object.keys(state.control.lookRetries).length;
  const looking = SIDES.reduce<number>((sum, side) => sum + state.agenda.dirty[side].size + state.agenda.unlisted[side].size, 0);
  return looking <= waiting;
};
