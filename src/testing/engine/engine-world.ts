import { firstValueFrom } from 'rxjs';
import { eventsIn } from '../../domain/upcast.js';
import { memory, type Call, type MemoryOptions, type MemoryStore, memoryStore } from '../../adapters/memory/index.js';
import { memoryLog, type CrashOptions, type MemoryLog } from '../../adapters/memory-log/index.js';
import type { Event } from '../../domain/event.js';
import type { Progress } from '../../domain/plan/wake-at.js';
import type { Policy } from '../../domain/policy.js';
import { SIDES, type Side, type Sides } from '../../domain/side.js';
import { createEngine, type Engine, type EngineOptions } from '../../effects/engine/engine.js';
import { scratchLog } from '../../effects/engine/scratch-log.js';
import type { Provider } from '../../effects/ports/provider.js';
import { marked, type Notes } from './marked.js';
import { type Moment, newProcess, type Process } from './process.js';
import { type VirtualClock, virtualClock } from './virtual-clock.js';

export interface EngineWorldOptions {
  /** What the sides are like. Default: stable oids. */
  readonly kinds?: Sides<Partial<MemoryOptions>>;
  readonly policy?: Partial<Policy>;
  /** Roots remember how far each log went (DESIGN 9.9). */
  readonly markers?: boolean;
  /** What lies between the engine and a side's provider. */
  readonly wrap?: (provider: Provider, side: Side) => Provider;
  /** Hears of each call, twice; answers how long it takes from there, milliseconds. */
  readonly onCall?: (side: Side, call: Call, when: 'before' | 'after') => number;
}

export interface StartOptions
  extends Partial<Pick<EngineOptions, 'watch' | 'pollMs' | 'boot' | 'acceptRoots' | 'assume' | 'rules' | 'resolver' | 'policy'>> {
  /** Default: it lives. */
  readonly shouldDie?: (moment: Moment, number: number) => boolean;
}

/**
 * The engine as it runs, on sides and a log in memory, one process after the other. Nothing sleeps: what needs no time happens in
 * `drain`, and time goes on only in `advance` and `settle`.
 */
export interface EngineWorld {
  readonly stores: Sides<MemoryStore>;
  readonly clock: VirtualClock;
  readonly engine: () => Engine;
  readonly process: () => Process;
  /** The log that the next process opens. */
  log: MemoryLog;
  /** Counts what went on so far: calls, and rounds of the engine. */
  readonly happenings: () => number;
  /** Calls of providers so far, by side. */
  readonly calls: Sides<Call[]>;
  readonly warnings: string[];
  /** What the roots remember of each log. */
  readonly notes: Sides<Notes>;
  /** Starts a process. Rejects with what the engine rejects with. */
  readonly start: (options?: StartOptions) => Promise<void>;
  /** Lets everything happen that needs no time. */
  readonly drain: () => Promise<void>;
  /** Lets this much time go by. */
  readonly advance: (ms: number) => Promise<void>;
  /** Lets time go by until the engine is idle, or has failed: then it rejects. Throws if that takes longer than `limitMs`. */
  readonly settle: (limitMs?: number) => Promise<Progress>;
  readonly stop: () => Promise<void>;
  /** The process is gone, or was: the log is what is found of it. */
  readonly crash: (options?: CrashOptions) => void;
  /** All that is logged. */
  readonly events: () => Promise<readonly Event[]>;
  /** Start, settle, stop: what `--once` does. */
  readonly run: (options?: StartOptions) => Promise<Progress>;
}

/** Settling takes no longer than this in any healthy world, milliseconds of its clock. */
const SETTLE_MS = 120_000;
/** Turns of the event loop without news after which nothing more will happen by itself: the runner and the loop take one each. */
const STILL_TURNS = 3;

/** A second for each act, and no two of one time: as on disks. */
const timesOf = (side: Side): (() => number) => {
  let last = side * 500;
  return () => (last += 1000);
};

export const engineWorld = (options: EngineWorldOptions = {}): EngineWorld => {
  const stores = SIDES.map((side) =>
    memoryStore({ label: `side${side}`, nowMs: timesOf(side), ...options.kinds?.[side] }),
  ) as unknown as Sides<MemoryStore>;
  const notes: Sides<Notes> = [new Map(), new Map()];
  const calls: Sides<Call[]> = [[], []];
  const warnings: string[] = [];
  const clock = virtualClock();
  let engine: Engine | null = null;
  let process = newProcess();
  let happenings = 0;

  const running = (): Engine => {
    if (engine === null) throw new Error('no process was started');
    return engine;
  };
  const provider = (side: Side): Provider => {
    const plain = options.markers === true ? marked(memory(stores[side]), notes[side]) : memory(stores[side]);
    return options.wrap?.(plain, side) ?? plain;
  };

  const drain = async (): Promise<void> => {
    for (let still = 0, before = -1; still < STILL_TURNS; still = before === happenings ? still + 1 : 0) {
      before = happenings;
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const advance = async (ms: number): Promise<void> => {
    const untilMs = clock.nowMs() + ms;
    do await drain();
    while (clock.tick(untilMs));
    await drain();
  };

  const world: EngineWorld = {
    stores,
    clock,
    happenings: () => happenings,
    calls,
    warnings,
    notes,
    log: memoryLog(),
    engine: running,
    process: () => process,
    drain,
    advance,
    start: async ({ shouldDie, ...given } = {}) => {
      const mine = newProcess(shouldDie);
      process = mine;
      for (const side of SIDES) {
        const gate = mine.gate(side);
        stores[side].setGate(async (call, when) => {
          happenings++;
          if (when === 'before') calls[side].push(call);
          await gate(call, when);
          const takesMs = options.onCall?.(side, call, when) ?? 0;
          if (takesMs === 0) return;
          await firstValueFrom(clock.at$(clock.nowMs() + takesMs));
          happenings++;
          await mine.stillAlive();
        });
      }
      const log = mine.log(given.assume === true ? (scratchLog(world.log) as MemoryLog) : world.log);
      engine = createEngine({
        ...{ providers: [provider(0), provider(1)], log, clock, version: 'test', boot: 'boot', watch: false },
        ...given,
        policy: { agingMs: 200, ...options.policy, ...given.policy },
      });
      engine.rounds$.subscribe(() => happenings++);
      engine.warnings$.subscribe((warning) => warnings.push(warning));
      const started = engine.start().then(
        () => null,
        (thrown: unknown) => ({ thrown }),
      );
      await drain();
      if (!mine.isAlive()) return;
      const failed = await started;
      if (failed !== null) throw failed.thrown;
    },
    settle: async (limitMs = SETTLE_MS) => {
      const untilMs = clock.nowMs() + limitMs;
      const idle = running()
        .idle()
        .then(
          (progress) => ({ progress }),
          (thrown: unknown) => ({ thrown }),
        );
      for (;;) {
        await drain();
        const ended = await Promise.race([idle, Promise.resolve(null)]);
        if (ended !== null && 'thrown' in ended) throw ended.thrown;
        if (ended !== null) return ended.progress;
        if (!process.isAlive()) throw new Error('the process was killed');
        if (!clock.tick(untilMs)) throw new Error(`not idle after ${limitMs} ms`);
      }
    },
    stop: async () => {
      const stopped = running().stop();
      await drain();
      await stopped;
      // What a process has closed is opened anew by the next.
      world.log = world.log.crash({ keep: 'all' });
    },
    crash: (how = { keep: 'all' }) => {
      process.kill();
      for (const store of stores) store.hints.hangUp();
      world.log = world.log.crash(how);
    },
    events: async () => {
      const found: Event[] = [];
      for await (const batch of world.log.read()) found.push(...eventsIn(batch));
      return found;
    },
    run: async (how) => {
      await world.start(how);
      const progress = await world.settle();
      await world.stop();
      return progress;
    },
  };
  return world;
};
