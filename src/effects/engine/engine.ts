import { BehaviorSubject, defer, filter, firstValueFrom, map, merge, Subject, Subscription, take } from 'rxjs';
import type { Event } from '../../domain/event.js';
import { instructionOf } from '../../domain/plan/instruction.js';
import type { Room } from '../../domain/plan/plan.js';
import { type Progress, progressOf, wakeAt } from '../../domain/plan/wake-at.js';
import { DEFAULT_POLICY, type Policy } from '../../domain/policy.js';
import { SIDES, sideName } from '../../domain/side.js';
import { pendingCounts } from '../../domain/state/agenda.js';
import type { State } from '../../domain/state/state.js';
import { prepareTable } from '../../domain/table/paged-table.js';
import { SMALL_FILE_BYTES } from '../ports/provider.js';
import type { Engine, EngineOptions, TransferProgress } from './contract.js';
import { createDurability, type Durability } from './durability.js';
import { EngineFailure } from './failure.js';
import { createHealth, rootFailure } from './health.js';
import { isByHandIdle, isIdle } from './idle.js';
import { NOTHING_IGNORED } from './ignore-rules.js';
import type { Input } from './ingest.js';
import { poll } from './poll.js';
import type { RootVerdict } from './root-guard.js';
import { createRunner, type Job, type Runner } from './runner.js';
import { cursorsOf, lookAround, openSession, sessionStarted } from './session.js';
import { steadyClock } from './steady-clock.js';
import { urgencyOf } from './urgent.js';
import { watch } from './watch.js';
import { createWriter, type Logged, NO_ROOM, type Writer } from './writer.js';

export { type EngineError, EngineFailure } from './failure.js';
export type { Engine, EngineOptions, TransferProgress } from './contract.js';
export type { Logged } from './writer.js';

/** What is listed and not carried over yet is kept in memory: of a large tree, no more than this at once. */
const AHEAD = 1_024;
/** Room for actions in flight where calls take their time, and where they are synchronous: then a batch is a slice's worth. */
const REMOTE_ROOM: Room = { looks: [8, 8], deeds: 32, ahead: AHEAD };
const LOCAL_ROOM: Room = { looks: [256, 256], lists: 32, deeds: 512, ahead: AHEAD, batch: { files: 128, bytes: SMALL_FILE_BYTES } };
/** Attempts after which a failing entry no longer holds up `idle`. */
const MAX_ATTEMPTS = 4;

/**
 * The loop of DESIGN 1, closed only through the log: inputs become events, events are appended, folded and judged, what is planned is
 * started, and what became of it is an input again.
 */
export const createEngine = (options: EngineOptions): Engine => {
  const { providers, log } = options;
  const clock = steadyClock(options.clock);
  const policy: Policy = { ...DEFAULT_POLICY, ...options.policy };
  const rules = options.rules ?? NOTHING_IGNORED;
  const room = SIDES.every((side) => providers[side].immediate !== undefined) ? LOCAL_ROOM : REMOTE_ROOM;
  const events$ = new Subject<Logged>();
  const progress$ = new Subject<TransferProgress>();
  const warnings$ = new Subject<string>();
  const rounds$ = new BehaviorSubject<number>(0);
  /** Why nothing new is begun any more; what began is still logged. */
  const halted$ = new BehaviorSubject<EngineFailure | null>(null);
  const subscriptions = new Subscription();
  let timer: Subscription | null = null;
  /** A preview takes nothing as done before it has looked at everything: what it assumes has to be what would be found. */
  let holdsBack = false;
  let parts: Parts | null = null;
  let starting: Promise<void> | null = null;
  let stopping: Promise<void> | null = null;

  const running = (): Parts => {
    if (parts === null) throw new Error('foldsync: the engine was not started');
    return parts;
  };
  const state = (): State => running().writer.state();
  const push = (inputs: readonly Input[]): void => running().writer.push(inputs);
  const tell = (event: Event): void => push([{ _tag: 'Told', event }]);

  const begin = async (): Promise<void> => {
    const settings = { ...options, clock, policy, acceptRoots: options.acceptRoots === true };
    const opened = options.looked?.opened ?? (await openSession(settings));
    clock.reach(opened.state.control.nowMs);
    refuseIfStopped();
    if (options.assume !== true) for (const provider of providers) provider.claim?.(log.id);
    const writer = createWriter({
      ...{ log, clock, state: opened.state, rules },
      room: nextRoom,
      ...{ onLogged, afterRound, afterTurn: () => rounds$.next(rounds$.value + 1) },
    });
    const warn = (message: string): void => warnings$.next(message);
    const onProgress = (action: number, bytes: number): void => progress$.next({ action, bytes });
    parts = {
      writer,
      runner: createRunner(providers, push, onProgress, { preview: options.assume === true, resolver: options.resolver }),
      durability: options.assume === true ? null : createDurability({ providers, log, clock, writer, warn, unsaved: opened.unsaved }),
      health: createHealth(providers, push),
    };
    writer.broken$.pipe(filter((failure) => failure !== null)).subscribe(halt);
    if (options.watch) {
      const agingMs = (): number => state().control.policy.agingMs;
      const isUrgent = urgencyOf({ providers, rules: options.rules ?? NOTHING_IGNORED, state });
      await watch({ providers, cursors: cursorsOf(opened), agingMs, clock, isUrgent, push, subscriptions });
    }
    refuseIfStopped();
    if (opened.verdict._tag !== 'Known') warn(warningOf(opened.verdict));
    const differing = options.looked?.differing ?? (await lookAround(opened, providers, rules));
    refuseIfStopped();
    await writer.begin([sessionStarted(settings, opened, differing)]);
    if (writer.broken$.value !== null) throw writer.broken$.value;
    if (options.watch && options.pollMs !== undefined)
      poll({ ...{ providers, clock, state, tell, subscriptions }, everyMs: options.pollMs, rules: options.rules ?? NOTHING_IGNORED });
  };

  const nextRoom = (): Room => {
    if (stopping !== null || halted$.value !== null) return NO_ROOM;
    holdsBack = options.assume === true && isLooking(state());
    return holdsBack || options.byHand === true ? { ...room, deeds: 0 } : room;
  };

  const refuseIfStopped = (): void => {
    if (stopping !== null) throw new EngineFailure({ _tag: 'Stopped', message: 'the engine was stopped' });
  };

  const onLogged = (logged: Logged): void => {
    const { runner, durability } = running();
    durability?.note(logged);
    events$.next(logged);
    const { jobs, lost } = startedIn(logged);
    runner.run(jobs);
    push(lost);
  };

  const afterRound = async (): Promise<void> => {
    const { writer, runner, durability, health } = running();
    const missing = rootFailure(state());
    if (missing !== null) halt(missing);
    if (stopping !== null || halted$.value !== null) return;
    health.tend(state(), clock.nowMs());
    setTimer();
    if (holdsBack && !isLooking(state())) push([{ _tag: 'Tick' }]);
    if (progressOf(state()).active || writer.hasMore() || runner.size() > 0) return durability?.busy();
    await durability?.settled();
    // Who ends now needs none of it.
    if (options.watch) prepareTable(state().table);
  };

  const setTimer = (): void => {
    timer?.unsubscribe();
    const at = wakeAt(state());
    timer = at === null ? null : clock.at$(at).subscribe(() => push([{ _tag: 'Tick' }]));
  };

  /** Nothing new is begun; what has begun ends, and is logged if it can be. */
  const halt = (failure: EngineFailure): void => {
    if (halted$.value !== null) return;
    halted$.next(failure);
    timer?.unsubscribe();
    void parts?.runner.stop();
  };

  const idle = async (maxAttempts = MAX_ATTEMPTS): Promise<Progress> => {
    const isDone = (): boolean => {
      const { writer, runner } = running();
      const isAtRest = options.byHand === true ? isByHandIdle(state()) : isIdle(state(), maxAttempts);
      return !writer.isBusy() && runner.size() === 0 && isAtRest;
    };
    await firstValueFrom(
      merge(rounds$, halted$).pipe(
        filter(() => halted$.value !== null || stopping !== null || isDone()),
        take(1),
      ),
    );
    if (halted$.value !== null) throw halted$.value;
    return progressOf(state());
  };

  const stop = (): Promise<void> => {
    stopping ??= close();
    return stopping;
  };

  const close = async (): Promise<void> => {
    // `stopping` is set before anything else happens.
    await Promise.resolve();
    await starting?.catch(() => undefined);
    timer?.unsubscribe();
    subscriptions.unsubscribe();
    // A round that is under way may still begin something.
    await parts?.writer.turn(() => Promise.resolve());
    await parts?.runner.stop();
    // The outcomes of what has ended are in the writer's queue: its turn comes after theirs.
    await parts?.writer.turn(async () => parts?.durability?.ended());
    await log.close()();
    await Promise.allSettled(providers.map((provider) => provider.disconnect()));
    rounds$.next(rounds$.value + 1);
    parts?.writer.complete();
    for (const subject of [events$, progress$, warnings$]) subject.complete();
  };

  return {
    start: () => {
      starting ??= stopping === null ? begin() : Promise.reject(new EngineFailure({ _tag: 'Stopped', message: 'the engine was stopped' }));
      return starting;
    },
    state,
    state$: defer(() => running().writer.state$),
    events$,
    progress$,
    rounds$: rounds$.pipe(
      filter((round) => round > 0),
      map(() => undefined),
    ),
    failure$: halted$.pipe(filter((failure) => failure !== null)),
    busy: () => {
      const { writer, runner } = running();
      return halted$.value === null && (writer.isBusy() || runner.size() > 0 || progressOf(state()).active);
    },
    warnings$,
    tell,
    idle,
    stop,
  };
};

const isLooking = ({ agenda }: State): boolean => {
  const { dirty, unlisted } = pendingCounts(agenda);
  return dirty + unlisted > 0;
};

/** What a started engine is made of. */
interface Parts {
  readonly writer: Writer;
  readonly runner: Runner;
  /** Null in a preview: nothing is to be made durable. */
  readonly durability: Durability | null;
  readonly health: ReturnType<typeof createHealth>;
}

const warningOf = (verdict: Exclude<RootVerdict, { readonly _tag: 'Known' }>): string =>
  verdict._tag === 'OlderLog'
    ? verdict.message
    : `The ${sideName(verdict.side)} root is another folder than before: both sides are merged, and nothing is deleted.`;

/** The jobs that a batch starts; where the place of one hangs on the unknown, it has failed already. */
const startedIn = ({ first, events, after }: Logged): { readonly jobs: readonly Job[]; readonly lost: readonly Input[] } => {
  const jobs: Job[] = [];
  const lost: Input[] = [];
  events.forEach((event, index) => {
    if (event._tag !== 'ActionStarted') return;
    const action = first + index;
    const instruction = instructionOf(after, event.action);
    if (instruction !== null) jobs.push({ action, instruction });
    else
      lost.push({
        _tag: 'Failed',
        action,
        failure: { side: event.action.side, error: { _tag: 'NotFound', message: 'its place is not known any more' } },
      });
  });
  return { jobs, lost };
};
