import { Observable } from 'rxjs';
import type { Clock } from '../../src/effects/ports/clock.js';
import { CloudSync, type CloudSyncOptions, type Notification, type NotificationType } from '../../src/index.js';
import { memory, type MemoryOptions, type MemoryStore, memoryStore } from '../../src/adapters/memory/index.js';

/** A clock that someone has to turn. */
export interface VirtualClock extends Clock {
  /** Turns it on by `ms`: what was due meanwhile happens, in order, and what follows from it. */
  readonly advance: (ms: number) => Promise<void>;
}

export const virtualClock = (startMs = 1_000_000): VirtualClock => {
  let nowMs = startMs;
  const waiting = new Set<{ readonly atMs: number; readonly fire: () => void }>();
  return {
    nowMs: () => nowMs,
    at$: (atMs) =>
      new Observable((subscriber) => {
        const fire = (): void => {
          subscriber.next();
          subscriber.complete();
        };
        if (atMs <= nowMs) {
          const now = setImmediate(fire);
          return () => clearImmediate(now);
        }
        const entry = { atMs, fire };
        waiting.add(entry);
        return () => waiting.delete(entry);
      }),
    advance: async (ms) => {
      const until = nowMs + ms;
      for (;;) {
        await turns();
        const due = [...waiting].filter(({ atMs }) => atMs <= until).sort((a, b) => a.atMs - b.atMs)[0];
        if (due === undefined) break;
        waiting.delete(due);
        nowMs = Math.max(nowMs, due.atMs);
        due.fire();
      }
      nowMs = until;
      await turns();
    },
  };
};

/** Lets all that needs no time happen: nothing here waits for a timer. */
export const turns = async (n = 60): Promise<void> => {
  for (let i = 0; i < n; i++) await new Promise((resolve) => setImmediate(resolve));
};

export interface Bench {
  readonly clock: VirtualClock;
  readonly stores: readonly [MemoryStore, MemoryStore];
  readonly sync: CloudSync;
  readonly told: Notification[];
  readonly types: () => readonly NotificationType[];
}

export interface BenchOptions extends CloudSyncOptions {
  readonly kinds?: readonly [Partial<MemoryOptions>, Partial<MemoryOptions>];
  readonly of?: typeof CloudSync;
}

/** Two stores in memory and a sync of them. */
export const bench = ({ kinds = [{}, {}], of = CloudSync, ...options }: BenchOptions = {}): Bench => {
  const clock = virtualClock();
  const stores = [memoryStore({ label: 'local', ...kinds[0] }), memoryStore({ label: 'remote', ...kinds[1] })] as const;
  const told: Notification[] = [];
  const sync = new of([memory(stores[0]), memory(stores[1])], {
    roots: ['/', '/'],
    clock,
    handleNotification: (n) => void told.push(n),
    ...options,
  });
  return { clock, stores, sync, told, types: () => told.map(({ type }) => type) };
};

/** Runs until nothing is left to do. */
export const settle = (sync: CloudSync): Promise<void> => sync.run({ until: () => !sync.busy });

/** The same, while time goes by: what failed is tried again, what has to rest rests. */
export const settleInTime = async ({ sync, clock }: Pick<Bench, 'sync' | 'clock'>): Promise<void> => {
  let isRunning = true;
  const run = settle(sync).finally(() => (isRunning = false));
  run.catch(() => undefined);
  while (isRunning) await clock.advance(100);
  await run;
};
