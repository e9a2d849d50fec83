import { BehaviorSubject, merge, NEVER, type Observable, Subject, Subscription, switchMap } from 'rxjs';
import { bootId, systemClock } from './adapters/system/index.js';
import { changeCountOf } from './cloud-sync/change-count.js';
import { type Conflict, conflictsOf } from './cloud-sync/conflicts.js';
import { guarded } from './cloud-sync/doorkeeper.js';
import { ArgumentError, LifecycleError } from './cloud-sync/errors.js';
import { type Explanation, explainPath } from './cloud-sync/explain.js';
import { createNotifier, notificationsOfBatch } from './cloud-sync/notifier.js';
import type { CloudSyncOptions, ConflictFile, Resolution } from './cloud-sync/options.js';
import { type PlannedAction, plannedActions } from './cloud-sync/planned.js';
import { Service } from './cloud-sync/service.js';
import { folderStorage, memoryStorage, type OpenLog, type Storage } from './cloud-sync/storage.js';
import { VERSION } from './cloud-sync/version.js';
import { isFailure, isHealthy, isOutcome } from './cloud-sync/progress.js';
import { foldersBelow } from './cloud-sync/walk.js';
import type { Event } from './domain/event.js';
import { parsePath, type RelPath, showPath } from './domain/name.js';
import { type Notification, notificationOfError, SYNC } from './domain/notifications.js';
import { progressOf } from './domain/plan/wake-at.js';
import { DEFAULT_POLICY, type Policy } from './domain/policy.js';
import { remedyFor } from './domain/provider-error.js';
import { LOCAL, other, REMOTE, type Side, SIDES, type Sides } from './domain/side.js';
import { initialState, type State } from './domain/state/state.js';
import { createEngine, type Engine, EngineFailure, type IgnoreRules, type Logged } from './effects/index.js';
import { failure, type Provider } from './effects/ports/provider.js';

/** Seconds between two listings of a side that tells of no changes, unless `sleep` says otherwise. */
const DEFAULT_SLEEP = 1;
/** A change rests for this share of the longest sleep (behaviour.md e.18). */
const AGING_SHARE = 1 / 5;

/** Providers that a sync has and did not let go of: each serves one only. */
const taken = new WeakSet<Provider>();

interface Session {
  readonly engine: Engine;
  readonly log: OpenLog;
  /** `watching`: it goes on with what changes. `stepping`: it looks when `do` tells it to. */
  readonly mode: 'watching' | 'stepping';
  readonly subscriptions: Subscription;
}

/**
 * Keeps two providers in step, in both directions: the class of the original, thin over the engine. Durations are seconds.
 *
 * @example
 * const sync = new CloudSync([filesystem({ root: './A' }), filesystem({ root: './B' })], { roots: ['/', '/'], storage: './state' });
 * await sync.run({ until: () => !sync.busy });
 */
export class CloudSync extends Service {
  readonly providers: Sides<Provider>;
  /** Null if only `translate` says what belongs together. */
  readonly roots: Sides<string> | null;

  readonly #rootOids: Sides<string | null>;
  readonly #sleep: Sides<number>;
  readonly #storage: Storage;
  readonly #doors: Sides<Provider>;
  readonly #notifier = createNotifier((notification) => this.handleNotification(notification));
  readonly #state$ = new BehaviorSubject<State>(initialState());
  readonly #events$ = new Subject<Event>();
  readonly #session$ = new BehaviorSubject<Session | null>(null);
  readonly #needWalk: [boolean, boolean] = [false, false];
  #policy: Policy;
  /** Sessions open and close one after the other. */
  #turn: Promise<unknown> = Promise.resolve();
  /** The error that kept a session from opening, so that it is told once. */
  #lastRefusal: string | null = null;

  constructor(providers: Sides<Provider>, options: CloudSyncOptions = {}) {
    super(options.clock ?? systemClock);
    this.providers = [providers[0], providers[1]];
    this.roots = options.roots === undefined ? null : [checkedRoot(options.roots[0]), checkedRoot(options.roots[1])];
    this.#rootOids = options.rootOids ?? [null, null];
    this.#sleep = typeof options.sleep === 'number' ? [options.sleep, options.sleep] : (options.sleep ?? [DEFAULT_SLEEP, DEFAULT_SLEEP]);
    const agingMs = Math.max(...this.#sleep) * AGING_SHARE * 1000;
    this.#policy = { ...DEFAULT_POLICY, conflictCopies: 'loser-side', agingMs, ...options.policy };
    this.#storage = options.storage === undefined || options.storage === 'memory' ? memoryStorage() : folderStorage(options.storage);
    if (options.translate !== undefined) this.translate = options.translate;
    if (options.resolveConflict !== undefined) this.resolveConflict = options.resolveConflict;
    if (options.prioritize !== undefined) this.prioritize = options.prioritize;
    if (options.authenticate !== undefined) this.authenticate = options.authenticate;
    if (options.handleNotification !== undefined) this.handleNotification = options.handleNotification;
    if (this.roots === null && !this.#isOverridden('translate'))
      throw new ArgumentError('roots are missing: give them, or a translate of your own');
    this.#take();
    const authenticate = (side: Side): void | Promise<void> => this.authenticate(side);
    this.#doors = [
      guarded({ side: LOCAL, provider: this.providers[0], rootOid: this.#rootOids[0], authenticate }),
      guarded({ side: REMOTE, provider: this.providers[1], rootOid: this.#rootOids[1], authenticate }),
    ];
  }

  // Hooks: options, or overridden in a subclass, or replaced at any time.

  /**
   * The path on `toSide` for a path of the other side; null: it is not synced (notified as SYNC_DISCARDED), and never deleted for that. By
   * default the same path below the other root. It has to be a function of the path alone, its own inverse from side to side where an entry is to
   * be found again; folders that its answers need are made. Asked once for each path of an entry, and anew when a session starts; its answers are logged.
   */
  translate(toSide: Side, path: string): string | null {
    return toSide === LOCAL || toSide === REMOTE ? path : null;
  }

  /**
   * Is to decide conflicts. Not asked today: the policy decides (`conflictWinner`), and the other version is always kept. A resolver of
   * your own brings a process warning, so that nobody relies on it.
   */
  resolveConflict(_local: ConflictFile, _remote: ConflictFile): Resolution | null | Promise<Resolution | null> {
    return null;
  }

  /** Is to say what goes first. Not asked today: the planner's order holds. A function of your own brings a process warning. */
  prioritize(_side: Side, _path: string): number {
    return 0;
  }

  /** Called when a side refuses us (`Unauthorized`), at the start and later; then it is connected once more. Does nothing by default. */
  authenticate(_side: Side): void | Promise<void> {
    // Nothing to authenticate with.
  }

  /** Gets what a person should hear of, one after the other; what it throws stops nothing. */
  handleNotification(_notification: Notification): void | Promise<void> {
    // Nobody listens.
  }

  /**
   * Keeps the logs of syncs on one storage apart: `name:connectionId:root` of each side, joined with a dot. A provider that has no
   * `connectionId` shows as `?`: to keep several syncs over such providers on one storage, override this. (Two that meet on one label
   * do no harm: the second is refused, since its roots are others.)
   */
  storageLabel(): string {
    return SIDES.map((side) => `${this.providers[side].name}:${connectionIdOf(this.providers[side])}:${this.roots?.[side] ?? '?'}`).join(
      '.',
    );
  }

  // Work.

  /** Seconds that a change must rest before it is acted upon: deletions on a side, and everything on sides whose path is the id. */
  get aging(): number {
    return this.#policy.agingMs / 1000;
  }

  set aging(secs: number) {
    if (!(secs >= 0 && Number.isFinite(secs))) throw new ArgumentError(`aging is a number of seconds, not ${secs}`);
    this.#policy = { ...this.#policy, agingMs: secs * 1000 };
    this.#engine?.tell({ _tag: 'PolicySet', policy: this.#policy });
  }

  /** Something is being done, or will be without anybody's doing. Asking it polls nothing. */
  get busy(): boolean {
    if (this.#engine !== null) return this.#engine.busy();
    return this.#needWalk.includes(true) || progressOf(this.state).active;
  }

  /** Entries whose content is to be carried over, each counted once. */
  get changeCount(): number {
    return changeCountOf(this.state);
  }

  /** What is known; of the last session if none is open, and nothing before the first. */
  get state(): State {
    return this.#state$.value;
  }

  /**
   * Lists again: both sides, or one, or a folder of one. Not running, it is the next start that lists, both sides whole. Resolves once it is asked for;
   * what is found is synced like any change. Fails with `ArgumentError` for a root without a side, `NotFound` for one that is not known.
   */
  async walk(side?: Side, root?: string, recursive = true): Promise<void> {
    if (side === undefined && root !== undefined) throw new ArgumentError('walk needs a side for its root');
    const sides = side === undefined ? SIDES : [side];
    for (const each of sides) {
      if (root === undefined && recursive) this.setNeedWalk(each);
      else this.#walkFolders(each, parsePath(root ?? '/'), recursive);
    }
  }

  /** Has a side listed whole on the next round, or, not running, on the next start (which does so anyway). `false` takes that back. */
  setNeedWalk(side: Side, need = true): void {
    this.#needWalk[side] = need && this.#engine === null;
    if (need) this.#engine?.tell({ _tag: 'WalkRequested', side });
  }

  /** Drops all that is known, in memory and storage; other syncs on the storage keep theirs. Running, it begins anew: it merges, and deletes nothing. */
  async forget(): Promise<void> {
    const { mode } = this.#session$.value ?? { mode: null };
    await this.#inTurn(async () => {
      await this.#close();
      const log = await this.#storage.open(this.storageLabel());
      await log.clear()();
      await log.close()();
      this.#state$.next(initialState());
      if (mode !== null) await this.#openSession(mode);
    });
  }

  /**
   * One step, for tests: both sides are listed, what follows from it is carried through, and its outcomes awaited. Nothing goes on between
   * steps. Which side is asked first alternates with the length of the log, and is in the log. Rejects with `EngineFailure`.
   */
  async do(): Promise<void> {
    if (this.stopped && !this.started && this.#isReleased)
      throw new LifecycleError(`${this.serviceName} was stopped for ever: make a new one`);
    const isNew = await this.#inTurn(() => this.#openSession('stepping'));
    const engine = this.#engine;
    if (engine === null) return;
    // A new session lists both sides anyway.
    if (!isNew)
      for (const side of this.state.seq % 2 === 0 ? [LOCAL, REMOTE] : [REMOTE, LOCAL]) engine.tell({ _tag: 'WalkRequested', side });
    await engine.idle();
  }

  override async done(): Promise<void> {
    await super.done();
    await this.end();
    for (const provider of this.providers) taken.delete(provider);
    this.#isReleased = true;
  }

  // Beyond the original.

  /** What is known, now and after each batch. */
  get state$(): Observable<State> {
    return this.#state$.asObservable();
  }

  /** Every event, once it is logged. */
  get events$(): Observable<Event> {
    return this.#events$.asObservable();
  }

  /** What is under way, and what comes next. */
  plan(): readonly PlannedAction[] {
    return plannedActions(this.state);
  }

  /** What happened to whatever was ever at this path, and why, from the log. Rejects with `EngineFailure`. */
  async explain(path: string): Promise<readonly Explanation[]> {
    const names = parsePath(path);
    const session = this.#session$.value;
    if (session !== null) return explainPath(session.log, names);
    return this.#inTurn(async () => {
      const log = await this.#storage.open(this.storageLabel());
      return explainPath(log, names).finally(() => log.close()());
    });
  }

  /** Conflict copies that still lie about. */
  conflicts(): readonly Conflict[] {
    return conflictsOf(this.state);
  }

  /** Lets the deletes on this side go ahead that a gate stopped (GATE_RAISED). Fails with `LifecycleError` if none is raised. */
  approve(gate: Side): void {
    if (this.#engine === null || this.state.control.sides[gate].gate._tag !== 'Raised')
      throw new LifecycleError('no gate is raised on that side');
    this.#engine.tell({ _tag: 'GateApproved', side: gate });
  }

  // The life of a service.

  #isReleased = false;

  protected get steps$(): Observable<void> {
    const failing$ = (engine: Engine): Observable<void> =>
      engine.failure$.pipe(
        switchMap((thrown) => {
          throw thrown;
        }),
      );
    return this.#session$.pipe(
      switchMap((session) => (session === null ? NEVER : merge(failing$(session.engine), session.engine.rounds$))),
    );
  }

  protected async begin(): Promise<void> {
    await this.#inTurn(() => this.#openSession('watching'));
  }

  protected async end(): Promise<void> {
    await this.#inTurn(() => this.#close());
  }

  protected isPassing(thrown: unknown): boolean {
    if (!(thrown instanceof EngineFailure) || thrown.error._tag !== 'Provider') return false;
    const remedy = remedyFor(thrown.error.error);
    return remedy === 'reconnect' || remedy === 'authenticate' || thrown.error.error._tag === 'Temporary';
  }

  get #engine(): Engine | null {
    return this.#session$.value?.engine ?? null;
  }

  #inTurn<A>(job: () => Promise<A>): Promise<A> {
    const turn = this.#turn.then(job, job);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  /** False if one is open already that does it: one that watches serves `do` too. */
  async #openSession(mode: Session['mode']): Promise<boolean> {
    const open = this.#session$.value;
    if (open !== null && (open.mode === mode || open.mode === 'watching')) return false;
    await this.#close();
    this.#warnOfUnasked();
    const log = await this.#storage.open(this.storageLabel());
    const engine = createEngine({
      providers: this.#doors,
      ...{ log, clock: this.clock, version: VERSION, boot: bootId(), policy: this.#policy, rules: this.#rules },
      watch: mode === 'watching',
    });
    const subscriptions = engine.events$.subscribe((logged) => this.#onLogged(logged));
    subscriptions.add(engine.warnings$.subscribe((message) => process.emitWarning(message, 'FoldsyncWarning')));
    try {
      await engine.start();
    } catch (thrown) {
      subscriptions.unsubscribe();
      await engine.stop();
      this.#onRefused(thrown);
      throw thrown;
    }
    this.#lastRefusal = null;
    this.#needWalk.fill(false);
    if (mode === 'watching') this.#pollSilentSides(engine, subscriptions);
    this.#session$.next({ engine, log, mode, subscriptions });
    return true;
  }

  async #close(): Promise<void> {
    const session = this.#session$.value;
    if (session === null) return;
    this.#session$.next(null);
    await session.engine.stop();
    session.subscriptions.unsubscribe();
    this.#notifier.send({ source: SYNC, type: 'STOPPED', path: null, message: null });
  }

  #onLogged(logged: Logged): void {
    this.#state$.next(logged.after);
    if (logged.events.some(isFailure)) this.stepFailed();
    else if (logged.events.some(isOutcome) && isHealthy(logged.after)) this.stepDone();
    for (const notification of notificationsOfBatch(logged)) this.#notifier.send(notification);
    for (const event of logged.events) this.#events$.next(event);
  }

  #onRefused(thrown: unknown): void {
    if (!(thrown instanceof EngineFailure)) return;
    const { error } = thrown;
    if (error._tag !== 'Provider' && error._tag !== 'OtherRoot') return;
    const reason = error._tag === 'Provider' ? error.error : ({ _tag: 'RootMissing', message: error.message } as const);
    const refusal = `${error.side} ${reason._tag}`;
    const notification = notificationOfError(error.side, reason, null);
    if (notification !== null && refusal !== this.#lastRefusal) this.#notifier.send(notification);
    this.#lastRefusal = refusal;
  }

  /** Sides that can't tell of changes are listed every now and then. */
  #pollSilentSides(engine: Engine, subscriptions: Subscription): void {
    for (const side of SIDES) {
      if (this.providers[side].traits.events !== 'none') continue;
      const slot = new Subscription();
      subscriptions.add(slot);
      const again = (): void => {
        const timer = this.clock.at$(this.clock.nowMs() + this.#sleep[side] * 1000).subscribe(() => {
          slot.remove(timer);
          engine.tell({ _tag: 'WalkRequested', side });
          again();
        });
        slot.add(timer);
      };
      again();
    }
  }

  #walkFolders(side: Side, path: readonly string[], recursive: boolean): void {
    const folders = foldersBelow(this.state, side, path, recursive);
    if (folders.length === 0) throw failure('NotFound', `no folder ${showPath(path)} is known on that side`);
    this.#engine?.tell({
      _tag: 'HintsSeen',
      side,
      hints: folders.map((folder) => ({ _tag: 'FolderTouched', path: folder })),
      cursor: null,
    });
  }

  readonly #rules: IgnoreRules = {
    ignores: () => false,
    translate: () => (this.#isOverridden('translate') ? (path, side) => this.#translated(path, side) : undefined),
  };

  #translated(path: RelPath, side: Side): RelPath | null {
    const there: unknown = this.translate(other(side), showPath(path));
    if (there !== null && typeof there !== 'string')
      throw new ArgumentError(`translate has to answer a path or null, and answered ${String(there)} for ${showPath(path)}`);
    return there === null ? null : parsePath(there);
  }

  #isOverridden(hook: 'translate' | 'resolveConflict' | 'prioritize'): boolean {
    return this[hook] !== CloudSync.prototype[hook];
  }

  #warnOfUnasked(): void {
    for (const hook of ['resolveConflict', 'prioritize'] as const)
      if (this.#isOverridden(hook))
        process.emitWarning(`${hook} is not asked by this version of foldsync: see its documentation`, 'FoldsyncWarning');
  }

  #take(): void {
    if (this.providers[0] === this.providers[1]) throw new ArgumentError('both sides are the same provider');
    for (const provider of this.providers)
      if (taken.has(provider))
        throw new ArgumentError('this provider serves another sync: make one for each, or call done() on that sync first');
    for (const provider of this.providers) taken.add(provider);
  }
}

const checkedRoot = (root: string): string => {
  if (parsePath(root).length > 0)
    throw new ArgumentError(`the root ${root} is not possible yet: make the provider with that folder as its root, and sync /`);
  return '/';
};

/** Who is connected, if the provider can tell before it is connected. */
const connectionIdOf = (provider: Provider): string => provider.connectionId ?? '?';
