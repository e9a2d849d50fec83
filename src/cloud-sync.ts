import type { Observable } from 'rxjs';
import { systemClock } from './adapters/system/index.js';
import { checkConnectionIds, checkedRoot, checkedSide, checkedSleep, HOOKS } from './cloud-sync/arguments.js';
import { changeCountOf } from './cloud-sync/change-count.js';
import { type Conflict, conflictsOf } from './cloud-sync/conflicts.js';
import type { ConflictFile } from './cloud-sync/conflict-file.js';
import { type Guarded, guarded } from './cloud-sync/doorkeeper.js';
import { ArgumentError, LifecycleError } from './cloud-sync/errors.js';
import { type Explanation, explainPath } from './cloud-sync/explain.js';
import { below, rulesOf } from './cloud-sync/hooked.js';
import { createNotifier } from './cloud-sync/notifier.js';
import type { CloudSyncOptions } from './cloud-sync/options.js';
import { type PlannedAction, plannedActions } from './cloud-sync/planned.js';
import { isFailure, isHealthy, isOutcome } from './cloud-sync/progress.js';
import type { ConflictBase, Resolution } from './cloud-sync/resolver.js';
import { Service } from './cloud-sync/service.js';
import { warn } from './cloud-sync/session.js';
import { createSessions, type Sessions } from './cloud-sync/sessions.js';
import { isShared, storageOf } from './cloud-sync/storage.js';
import { release, take } from './cloud-sync/taken.js';
import { foldersBelow } from './cloud-sync/walk.js';
import type { Event } from './domain/event.js';
import { parsePath, type RelPath, showPath } from './domain/name.js';
import { type Notification, SYNC } from './domain/notifications.js';
import { progressOf } from './domain/plan/wake-at.js';
import { DEFAULT_POLICY, type Policy } from './domain/policy.js';
import { remedyFor } from './domain/provider-error.js';
import { LOCAL, other, REMOTE, type Side, SIDES, type Sides } from './domain/side.js';
import type { State } from './domain/state/state.js';
import { type Engine, EngineFailure, type IgnoreRules, type Logged } from './effects/index.js';
import { NO_CONNECTION } from './effects/client/connection.js';
import { failure, type Provider } from './effects/ports/provider.js';

/** A change rests for this share of the longest sleep (behaviour.md e.18). */
const AGING_SHARE = 1 / 5;

/**
 * Keeps two providers in step, in both directions: the class of the original, thin over the engine. Durations are seconds.
 *
 * @example
 * const sync = new CloudSync([filesystem({ root: './A' }), filesystem({ root: './B' })], { roots: ['/', '/'], storage: './state' });
 * await sync.run({ until: () => !sync.busy });
 */
export class CloudSync extends Service {
  readonly providers: Sides<Provider>;
  /** Null if only ids, or only `translate`, say what belongs together. */
  readonly roots: Sides<string> | null;

  readonly #rootOids: Sides<string | null>;
  readonly #doors: Sides<Guarded>;
  readonly #notifier = createNotifier((notification) => this.handleNotification(notification));
  readonly #needWalk: [boolean, boolean] = [false, false];
  readonly #sessions: Sessions;
  #policy: Policy;
  #isReleased = false;

  constructor(providers: Sides<Provider>, options: CloudSyncOptions = {}) {
    super(options.clock ?? systemClock);
    if (!Array.isArray(providers) || providers.length !== 2) throw new ArgumentError('a sync takes a pair of providers');
    this.providers = [providers[0], providers[1]];
    this.roots = options.roots === undefined ? null : [checkedRoot(options.roots, LOCAL), checkedRoot(options.roots, REMOTE)];
    this.#rootOids = options.rootOids ?? [null, null];
    const sleep = checkedSleep(options.sleep);
    const agingMs = Math.max(...sleep) * AGING_SHARE * 1000;
    this.#policy = { ...DEFAULT_POLICY, conflictCopies: 'loser-side', agingMs, ...options.policy, ...this.policyOfClass() };
    const storage = storageOf(options.storage);
    for (const hook of HOOKS) if (options[hook] !== undefined) Object.assign(this, { [hook]: options[hook] });
    if (this.roots === null && !this.#isOverridden('translate'))
      throw new ArgumentError('roots are missing: give them, or a translate of your own');
    if (isShared(options.storage) && this.storageLabel === CloudSync.prototype.storageLabel) checkConnectionIds(providers);
    take(this.providers);
    const door = (side: Side): Guarded =>
      guarded({
        side,
        provider: this.providers[side],
        root: { path: this.#pathOfRoot(side), oid: this.#rootOids[side], mayCreate: () => this.#sessions.isFirst() },
        authenticate: (refused) => this.authenticate(refused),
      });
    this.#doors = [door(LOCAL), door(REMOTE)];
    this.#sessions = createSessions({
      ...{ storage, providers: this.#doors, clock: this.clock, sleep, keepBases: options.keepBases ?? 0, rules: this.#rules, warn },
      label: () => this.storageLabel(),
      policy: () => this.#policy,
      resolve: (local, remote, base) => this.resolveConflict(local, remote, base),
      rooted:
        ({ side }) =>
        (path) =>
          showPath([...this.rootPath(side), ...parsePath(path)]),
      nowMs: () => this.clock.nowMs(),
      onLogged: (logged) => this.#onLogged(logged),
      onOpened: () => this.#needWalk.fill(false),
      tell: (notification) => this.#notifier.send(this.#located(notification)),
    });
  }

  /** What a subclass adds to the policy that it is given: said once, when it is made. */
  protected policyOfClass(): Partial<Policy> {
    // A resolver is always asked: it may be put in place at any time, and has the last word.
    return { asksResolver: true };
  }

  // Hooks: options, or overridden in a subclass, or replaced at any time.

  /**
   * The path on `toSide` for a path of the other side; null: it is not synced (notified as SYNC_DISCARDED), and never deleted for that. By
   * default the same path below the other root. It has to be a function of the path alone, its own inverse from side to side where an entry is to
   * be found again; folders that its answers need are made. Asked once for each path of an entry, and anew when a session starts; its answers are logged.
   */
  translate(toSide: Side, path: string): string | null {
    const from = other(checkedSide(toSide));
    if (this.roots === null && this.#rootOids.every((oid) => oid === null))
      throw new ArgumentError('there are no roots to translate by: a translate of your own has to answer every path');
    const inside = below(this.rootPath(from), parsePath(path));
    return inside && showPath([...this.rootPath(toSide), ...inside]);
  }

  /**
   * Decides what becomes of two versions of a file. The winner is one of the two, or new content for both (text, bytes, bytes in pieces); `keep`:
   * what loses stays, under a conflict name. Null leaves it to policy: REMOTE wins, and LOCAL's is kept. So does an answer that is none, and
   * what it throws, but for a `ProviderFailure`: that is tried again. Its answers are logged. Folders against files never come here.
   */
  resolveConflict(_local: ConflictFile, _remote: ConflictFile, _base: ConflictBase | null): Resolution | null | Promise<Resolution | null> {
    return null;
  }

  /**
   * Below 0: goes first, and does not rest for `aging` (deletions do); above 0: last; 0: as it comes. Asked for each path of an entry. It changes
   * when things are done, nothing else.
   */
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
   * Keeps the logs of syncs on one storage apart: `name:connectionId:root` of each side, joined with a dot. A provider without users shows as
   * `connection-not-needed`, a root that nothing names as `?`: to keep several syncs over such ones on one storage, override this. (Two
   * that meet on one label do no harm: the second is refused, since its roots are others.)
   */
  storageLabel(): string {
    const root = (side: Side): string => this.roots?.[side] ?? this.#rootOids[side] ?? '?';
    return SIDES.map((side) => `${this.providers[side].name}:${this.providers[side].connectionId ?? NO_CONNECTION}:${root(side)}`).join(
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
    this.engine?.tell({ _tag: 'PolicySet', policy: this.#policy });
  }

  /** Something is being done, or will be without anybody's doing. Asking it polls nothing. */
  get busy(): boolean {
    if (this.engine !== null) return this.engine.busy();
    return this.#needWalk.includes(true) || progressOf(this.state).active;
  }

  /** Entries whose content is to be carried over, each counted once. */
  get changeCount(): number {
    return changeCountOf(this.state);
  }

  /** What is known; of the last session if none is open, and nothing before the first. */
  get state(): State {
    return this.#sessions.state$.value;
  }

  /**
   * Lists again: both sides, or one, or a folder of one. Not running, it is the next start that lists, both sides whole. Resolves once it is asked for;
   * what is found is synced like any change. Fails with `ArgumentError` for a root without a side, `NotFound` for one that is not known.
   */
  async walk(side?: Side, root?: string, recursive = true): Promise<void> {
    if (side === undefined && root !== undefined) throw new ArgumentError('walk needs a side for its root');
    const sides = side === undefined ? SIDES : [checkedSide(side)];
    for (const each of sides) {
      if (root === undefined && recursive) this.setNeedWalk(each);
      else this.#walkFolders(each, this.#belowRoot(each, root), recursive);
    }
  }

  /** Has a side listed whole on the next round, or, not running, on the next start (which does so anyway). `false` takes that back. */
  setNeedWalk(side: Side, need = true): void {
    this.#needWalk[checkedSide(side)] = need && this.engine === null;
    if (need) this.engine?.tell({ _tag: 'WalkRequested', side });
  }

  /** Drops all that is known, in memory and storage; other syncs on the storage keep theirs. Running, it begins anew: it merges, and deletes nothing. */
  async forget(): Promise<void> {
    await this.#sessions.forget();
  }

  /**
   * One step, for tests: both sides are listed, what follows from it is carried through, and its outcomes awaited. Nothing goes on between
   * steps. Which side is asked first alternates with the length of the log, and is in the log. Rejects with `EngineFailure`.
   */
  async do(): Promise<void> {
    if (this.#isReleased) throw new LifecycleError(`${this.serviceName} was stopped for ever: make a new one`);
    const isNew = await this.#sessions.open('stepping');
    const engine = this.engine;
    if (engine === null) return;
    // A new session lists both sides anyway.
    if (!isNew)
      for (const side of this.state.seq % 2 === 0 ? [LOCAL, REMOTE] : [REMOTE, LOCAL]) engine.tell({ _tag: 'WalkRequested', side });
    await engine.idle();
  }

  override async done(): Promise<void> {
    await super.done();
    await this.end();
    release(this.providers);
    this.#isReleased = true;
  }

  // Beyond the original.

  /** What is known, now and after each batch. */
  get state$(): Observable<State> {
    return this.#sessions.state$.asObservable();
  }

  /** Every event, once it is logged. */
  get events$(): Observable<Event> {
    return this.#sessions.events$.asObservable();
  }

  /** What is under way, and what comes next. */
  plan(): readonly PlannedAction[] {
    return plannedActions(this.state);
  }

  /** What happened to whatever was ever at this path, and why, from the log. Rejects with `EngineFailure`. */
  async explain(path: string): Promise<readonly Explanation[]> {
    const names = this.#belowRoot(LOCAL, path);
    return this.#sessions.withLog((log) => explainPath(log, names));
  }

  /** Conflict copies that still lie about. */
  conflicts(): readonly Conflict[] {
    return conflictsOf(this.state);
  }

  /** Lets the deletes on this side go ahead that a gate stopped (GATE_RAISED). Fails with `LifecycleError` if none is raised. */
  approve(gate: Side): void {
    const { gate: raised } = this.state.control.sides[checkedSide(gate)];
    if (this.engine === null || raised._tag !== 'Raised') throw new LifecycleError('no gate is raised on that side');
    this.engine.tell({ _tag: 'GateApproved', side: gate });
  }

  // The life of a service.

  protected get steps$(): Observable<void> {
    return this.#sessions.steps$;
  }

  protected async begin(): Promise<void> {
    await this.#sessions.open('watching');
  }

  protected async end(): Promise<void> {
    await this.#sessions.close();
  }

  /** A root that is not there may be on a disk that is not mounted, or be made in a moment. One that is another than before stays another. */
  protected isPassing(thrown: unknown): boolean {
    if (!(thrown instanceof EngineFailure) || thrown.error._tag !== 'Provider') return false;
    const remedy = remedyFor(thrown.error.error);
    return remedy === 'reconnect' || remedy === 'authenticate' || remedy === 'halt' || thrown.error.error._tag === 'Temporary';
  }

  /** The engine at work; null if there is none. */
  protected get engine(): Engine | null {
    return this.#sessions.current()?.engine ?? null;
  }

  /** True for files of REMOTE that come to LOCAL unasked; undefined: nobody says so. For a class that has files on demand. */
  protected wanted(): ((path: string) => boolean) | undefined {
    return undefined;
  }

  /** The provider of a side, as what is synced sees it: paths begin at the root. */
  protected door(side: Side): Provider {
    return this.#doors[side];
  }

  #onLogged(logged: Logged): void {
    if (logged.events.some(isFailure)) this.stepFailed();
    else if (logged.events.some(isOutcome) && isHealthy(logged.after)) this.stepDone();
  }

  /** With its path as the user knows it: below the provider's root. */
  #located(notification: Notification): Notification {
    const { path, source } = notification;
    const root = this.rootPath(source === SYNC ? LOCAL : source);
    return path === null || root.length === 0 ? notification : { ...notification, path: showPath([...root, ...parsePath(path)]) };
  }

  #walkFolders(side: Side, path: RelPath, recursive: boolean): void {
    const folders = foldersBelow(this.state, side, path, recursive);
    if (folders.length === 0) throw failure('NotFound', `no folder ${showPath(path)} is known on that side`);
    const hints = folders.map((folder) => ({ _tag: 'FolderTouched', path: folder }) as const);
    this.engine?.tell({ _tag: 'HintsSeen', side, hints, cursor: null });
  }

  readonly #rules: IgnoreRules = rulesOf({
    rootPath: (side) => this.rootPath(side),
    translate: () => (this.#isOverridden('translate') ? (toSide, path) => this.translate(toSide, path) : undefined),
    prioritize: () => (this.#isOverridden('prioritize') ? (side, path) => this.prioritize(side, path) : undefined),
    wants: () => this.wanted(),
  });

  #isOverridden(hook: 'translate' | 'prioritize'): boolean {
    return this[hook] !== CloudSync.prototype[hook];
  }

  /** As it was given: null if an id alone tells. */
  #pathOfRoot(side: Side): RelPath | null {
    if (this.roots !== null) return parsePath(this.roots[side]);
    return this.#rootOids[side] === null ? [] : null;
  }

  /** Where a side's root is, below that of its provider. */
  protected rootPath(side: Side): RelPath {
    return this.#doors[side].rootPath();
  }

  /** A path as the user knows it, as names below the root; null if it is not below it. */
  protected belowRoot(side: Side, path: string): RelPath | null {
    return below(this.rootPath(checkedSide(side)), parsePath(path));
  }

  /** Fails with `ArgumentError` for a path that is not below the root. */
  #belowRoot(side: Side, path: string | undefined): RelPath {
    if (path === undefined) return [];
    const inside = this.belowRoot(side, path);
    if (inside === null) throw new ArgumentError(`${path} is not below the root ${showPath(this.rootPath(side))}`);
    return inside;
  }
}
