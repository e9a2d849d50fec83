/** What the rows about whole syncs are played on: stores in memory, on a clock that is turned. */
import { memory, type MemoryOptions, type MemoryStore, memoryStore } from '../../src/adapters/memory/index.js';
import { CloudSync, type CloudSyncOptions, type Notification } from '../../src/index.js';
import { type VirtualClock, virtualClock } from '../cloud-sync/support.js';

export const OID: Partial<MemoryOptions> = { identity: 'oid' };
export const PATH: Partial<MemoryOptions> = { identity: 'path' };
export const PAIRS: readonly [string, Partial<MemoryOptions>][] = [
  ['oid | oid', OID],
  ['path | oid', PATH],
];

/** Waits for what needs time, while it goes by. */
export const timed = async <A>(clock: VirtualClock, promise: Promise<A>): Promise<A> => {
  let isDone = false;
  const over = (): void => void (isDone = true);
  promise.then(over, over);
  while (!isDone) await clock.advance(100);
  return promise;
};

export interface Seat {
  readonly clock: VirtualClock;
  readonly stores: readonly [MemoryStore, MemoryStore];
  readonly sync: CloudSync;
  readonly told: Notification[];
  /** Both sides are listed, and what follows is carried through. */
  readonly step: () => Promise<void>;
  readonly files: (side: 0 | 1) => Readonly<Record<string, string>>;
}

/** A sync of two stores; given ones are shared with others. */
export const seat = (
  local: MemoryStore | Partial<MemoryOptions> = OID,
  remote: MemoryStore | Partial<MemoryOptions> = OID,
  options: CloudSyncOptions & { readonly on?: VirtualClock } = {},
): Seat => {
  const clock = options.on ?? virtualClock();
  const open = (given: MemoryStore | Partial<MemoryOptions>, label: string): MemoryStore =>
    'hints' in given ? given : memoryStore({ label, ...given });
  const stores = [open(local, 'local'), open(remote, 'remote')] as const;
  const told: Notification[] = [];
  const sync = new CloudSync([memory(stores[0]), memory(stores[1])], {
    roots: ['/', '/'],
    clock,
    handleNotification: (n) => void told.push(n),
    ...options,
  });
  return {
    ...{ clock, stores, sync, told },
    step: () => timed(clock, sync.do()),
    files: (side) =>
      Object.fromEntries(Object.entries(stores[side].tree()).flatMap(([path, text]) => (text === null ? [] : [[path, text]]))),
  };
};
