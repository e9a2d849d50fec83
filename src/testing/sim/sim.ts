import { memoryLog } from '../../adapters/memory-log/index.js';
import type { Event } from '../../domain/event.js';
import { LOCAL, SIDES, type Side, type Sides } from '../../domain/side.js';
import type { State } from '../../domain/state/state.js';
import { EngineFailure, type Logged } from '../../effects/engine/engine.js';
import { type IgnoreRules, ignoreRules } from '../../effects/engine/ignore-rules.js';
import { type EngineWorld, engineWorld } from '../engine/index.js';
import { actOn } from '../world/contents.js';
import { KINDS } from '../world/kinds.js';
import { newLedger } from '../world/ledger.js';
import type { UserAct } from '../world/scenario.js';
import { type Courier, courier } from './courier.js';
import type { Settings, Story } from './story.js';
import { type SimResolver, simResolver } from './resolver.js';
import { translateBy } from './translations.js';
import { type Trouble, trouble } from './trouble.js';

/** A world is settled within this, milliseconds of its clock: the longest pauses one after the other, and a crowd of files of which each call is slow. */
const SETTLED_WITHIN_MS = 4 * 3_600_000;
/** Ticks of the clock that this may take: some for each look and deed (I16). */
const MAX_TICKS = 5_000;

/** Hints are gathered for a while before they are told: longer than any policy's `agingMs`. */
const HEARD_WITHIN_MS = 500;
/** Turns of the event loop in a row in which nothing happens. */
const QUIET_TURNS = 2;
/** Turns of the event loop in which a start or a stop may seem not to go on. */
const STILL_TURNS = 20;

/** What the next process finds of the log. */
export type Found = 'all' | 'none' | { readonly records: number; readonly power: boolean };

/** A simulated world: an engine on two sides in memory, with users, a clock, and all that goes wrong. */
export class Sim {
  readonly world: EngineWorld;
  readonly trouble: Trouble;
  readonly couriers: Sides<Courier>;
  readonly resolver: SimResolver;
  readonly ledger = newLedger();
  private settings: Settings;
  private isRunning = false;
  private hasStarted = false;
  private unique = 0;
  private delays = 0;
  private boots = 1;
  private failure: EngineFailure | null = null;
  /** What happens in the middle of a moment to come; it answers whether the process dies of it. */
  private awaited: { moments: number; readonly happens: () => boolean } | null = null;

  constructor(
    private readonly story: Story,
    private readonly onLogged: (logged: Logged) => void,
  ) {
    const [local, remote] = story.kinds;
    const reusesIds = story.reusesInodes === true;
    this.world = engineWorld({
      kinds: [
        { ...KINDS[local], delivery: 'manual', reusesIds },
        { ...KINDS[remote], delivery: 'manual', reusesIds },
      ],
      markers: true,
      onCall: (side, call, when) => {
        if (when === 'after') this.trouble.note(side, call);
        return this.nextDelayMs();
      },
    });
    const { stores, clock } = this.world;
    const carried = (side: Side): Courier => courier(stores[side].hints, clock, () => this.nextDelayMs());
    this.settings = story.settings;
    this.trouble = trouble(stores);
    this.couriers = [carried(0), carried(1)];
    this.resolver = simResolver({
      clock,
      ledger: this.ledger,
      unique: () => ++this.unique,
      stillAlive: () => this.world.process().stillAlive,
      contents: () => Object.values(stores[LOCAL].tree()),
    });
  }

  /** A user acts, behind the engine's back. */
  act(side: Side, act: UserAct, { isHeard }: { readonly isHeard: boolean }): void {
    const store = this.world.stores[side];
    actOn(isHeard ? store : { ...store, ...store.silent }, act, () => ++this.unique, this.ledger, side);
    this.trouble.theirs(side, 'to' in act ? act.to : act.path);
  }

  /** Tells the engine, if there is one. */
  tell(event: Event): void {
    if (this.isFine() && this.hasStarted) this.world.engine().tell(event);
  }

  /** What the process knows, if there is one. */
  state(): State | undefined {
    return this.isFine() && this.hasStarted ? this.world.engine().state() : undefined;
  }

  resume(): void {
    this.tell({ _tag: 'Resumed' });
  }

  later(ms: number, happens: () => void): void {
    const { clock } = this.world;
    clock.at$(clock.nowMs() + ms).subscribe(happens);
  }

  /** It runs, and did not give up. */
  isFine(): boolean {
    return this.isRunning && this.failure === null && this.world.process().isAlive();
  }

  /** Starts a process; false if a side can't be connected. */
  async start(): Promise<boolean> {
    const { policy, resolver } = this.settings;
    this.failure = null;
    try {
      const starting = this.world.start({
        watch: true,
        boot: `boot ${this.boots}`,
        policy: { maxDeletePercent: 100, ...(resolver === undefined ? {} : { asksResolver: true }), ...policy },
        ...(resolver === undefined ? {} : { resolver: this.resolver.resolve(resolver) }),
        rules: this.rules(),
        shouldDie: () => this.passMoment(),
      });
      const engine = this.world.engine();
      engine.events$.subscribe((logged) => {
        this.resolver.note(logged.events);
        this.onLogged(logged);
      });
      engine.failure$.subscribe((failure) => (this.failure = failure));
      this.isRunning = true;
      this.hasStarted = false;
      await this.turnUntil(starting);
      this.hasStarted = true;
    } catch (thrown) {
      if (!(thrown instanceof EngineFailure) || thrown.error._tag !== 'Provider') throw thrown;
      await this.stop();
    }
    return this.isRunning;
  }

  async stop(): Promise<void> {
    if (!this.isRunning) return;
    this.isRunning = false;
    if (this.world.process().isAlive()) await this.turnUntil(this.world.stop());
    else this.world.crash({ keep: 'all' });
  }

  async restart(settings: Settings = this.settings): Promise<void> {
    await this.stop();
    this.settings = settings;
    await this.start();
  }

  /** Until nothing is left to do; where an error that came before all was healed is heard only now, a user starts it once more. */
  async settleHealed(): Promise<void> {
    await this.settle().catch((thrown: unknown) => {
      if (!(thrown instanceof EngineFailure) || thrown.error._tag !== 'Provider') throw thrown;
    });
    if (this.isFine()) return;
    await this.restart();
    await this.settle();
  }

  /** A user who sees that it gave up starts it again, once in a while. */
  async ensureRunning(): Promise<void> {
    if (!this.isFine()) await this.restart();
  }

  kill(): void {
    this.world.process().kill();
  }

  /** The process is gone: another begins with what it finds. */
  async begin(found: Found): Promise<void> {
    this.isRunning = false;
    this.world.crash({ keep: 'all' });
    if (found === 'none') this.world.log = memoryLog();
    else if (found !== 'all') this.world.log = found.power ? this.world.log.crash({ keep: found.records }) : this.restored(found.records);
    if (found !== 'all' && found !== 'none' && found.power) {
      this.boots++;
      this.resolver.losePower();
    }
    await this.start();
  }

  /** So much time goes by. */
  async advance(ms: number): Promise<void> {
    const untilMs = this.world.clock.nowMs() + ms;
    do await this.turn();
    while (this.world.clock.tick(untilMs));
    await this.turn();
  }

  /** Something happens after so many moments; false if there are not so many, since nothing goes on for `stillMs`. */
  async atMoment(moments: number, stillMs: number, happens: () => boolean): Promise<boolean> {
    let happened = false;
    this.awaited = { moments, happens: () => ((happened = true), happens()) };
    const untilMs = this.world.clock.nowMs() + stillMs;
    do await this.turn();
    while (!happened && this.isFine() && this.world.clock.tick(untilMs));
    this.awaited = null;
    return happened;
  }

  /** Until nothing is left to do, or what is left waits for a person, and nothing more is heard. */
  async settle(): Promise<void> {
    const untilMs = this.world.clock.nowMs() + SETTLED_WITHIN_MS;
    for (let ticks = 0; ; ticks++) {
      await this.turn();
      if (this.failure !== null) throw this.failure;
      const head = this.world.log.head();
      const isStill = this.isStill();
      if (isStill) await this.advance(HEARD_WITHIN_MS);
      if (isStill && this.isStill() && this.world.log.head() === head) return;
      if (ticks > MAX_TICKS || (!isStill && !this.world.clock.tick(untilMs))) throw new Error(`I16: not settled after ${ticks} ticks`);
    }
  }

  get lostPower(): boolean {
    return this.boots > 1;
  }

  private rules(): IgnoreRules {
    const { ignore = [], wants } = this.settings;
    const { translation } = this.story;
    const rules = ignoreRules(ignore);
    if (translation === undefined && wants === undefined) return rules;
    return {
      ...rules,
      ...(translation === undefined ? {} : { translate: () => translateBy(translation) }),
      ...(wants === undefined ? {} : { wants: () => (path) => wants.includes(path.at(-1) ?? '') }),
    };
  }

  private isStill(): boolean {
    return !this.world.engine().busy() && this.couriers.every(({ isIdle }) => isIdle());
  }

  /**
   * All that needs no time happens. On these sides every answer is a microtask: one turn of the event loop runs them all. What is done in slices
   * begins in the turn after the one that asked for it.
   */
  private async turn(): Promise<void> {
    for (let [before, quiet] = [-1, 0]; quiet < QUIET_TURNS; quiet = before === this.world.happenings() ? quiet + 1 : 0) {
      before = this.world.happenings();
      for (const side of SIDES) this.couriers[side].tend();
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  private async turnUntil(task: Promise<void>): Promise<void> {
    let isOver = false;
    const over = task.finally(() => (isOver = true)).catch(() => undefined);
    const untilMs = this.world.clock.nowMs() + SETTLED_WITHIN_MS;
    for (let still = 0; !isOver && this.world.process().isAlive(); ) {
      await this.turn();
      still = this.world.clock.tick(untilMs) ? 0 : still + 1;
      if (still > STILL_TURNS) throw new Error('it neither starts nor stops');
    }
    if (isOver) await over.then(() => task);
  }

  private passMoment(): boolean {
    const { awaited } = this;
    if (awaited === null || awaited.moments-- > 0) return false;
    this.awaited = null;
    return awaited.happens();
  }

  private nextDelayMs(): number {
    const { delays } = this.story;
    return delays.length === 0 ? 0 : (delays[this.delays++ % delays.length] ?? 0);
  }

  /** An old copy of the log: older than what a root remembers, since else it could not be told from a new one. */
  private restored(records: number) {
    const { log, notes } = this.world;
    const old = log.fork().crash({ keep: records, lose: true });
    const remembered = Math.max(0, ...notes.map((note) => note.get(log.id) ?? 0));
    return old.head() < remembered ? old : log;
  }
}
