import * as E from 'fp-ts/lib/Either.js';
import type { Event } from '../../domain/event.js';
import { factsOf } from '../../domain/facts.js';
import { SIDES, type Sides } from '../../domain/side.js';
import type { Clock } from '../ports/clock.js';
import type { EventLog } from '../ports/event-log.js';
import { type Provider, toProviderError } from '../ports/provider.js';
import { encodeSnapshot, SNAPSHOT_FACTS } from './snapshot.js';
import { type Logged, NO_ROOM, type Writer } from './writer.js';

/** In the middle of work, when writing the state takes time from it, this many; in a tree of more nodes, as many as there are: what is written then grows with it. */
const BUSY_SNAPSHOT_FACTS = 50_000;
/** Rows that are written to a snapshot in the time in which one fact is folded (0.25 against 5 us): of a small tree one is soon worth it. */
const ROWS_PER_FACT = 20;
/** Work that goes on is made durable when it is this old, milliseconds, or this many events long: what is placed later than the last durable point is compared after a power loss. */
export const DURABLE_MS = 10_000;
export const DURABLE_EVENTS = 20_000;

export interface Durability {
  readonly note: (logged: Logged) => void;
  /** Everything is done for now. Within a turn. */
  readonly settled: () => Promise<void>;
  /** Nothing is begun any more. Within a turn. */
  readonly ended: () => Promise<void>;
  /** Work goes on. Within a turn. */
  readonly busy: () => Promise<void>;
}

/**
 * Contents first, then the log (DESIGN 4): after `MadeDurable`, what the log says up to there is on disk. It is due only where something
 * was concluded or done: a look at an unchanged tree writes nothing.
 */
export const createDurability = (options: {
  readonly providers: Sides<Provider>;
  readonly log: EventLog & { readonly id: string };
  readonly clock: Clock;
  readonly writer: Writer;
  /** Facts of the log that no snapshot holds. */
  readonly unsaved: number;
  readonly warn: (message: string) => void;
}): Durability => {
  const { providers, log, clock, writer, warn } = options;
  let changed: { readonly seq: number; readonly atMs: number } | null = null;
  let { unsaved } = options;

  const makeDurable = async (): Promise<void> => {
    if (changed === null || SIDES.some((side) => writer.state().control.sides[side].health._tag === 'Down')) return;
    try {
      await Promise.all(providers.map((provider) => provider.flush()));
    } catch (thrown) {
      return warn(`could not make contents durable: ${toProviderError(thrown).message}`);
    }
    await writer.commit([{ _tag: 'MadeDurable' }], { room: NO_ROOM, sync: true });
    changed = null;
    await markRoots();
  };

  const markRoots = async (): Promise<void> => {
    for (const { marker } of providers) {
      try {
        await marker?.write(log.id, writer.state().seq);
      } catch (thrown) {
        warn(`could not mark the root: ${toProviderError(thrown).message}`);
      }
    }
  };

  const saveSnapshot = async (after: number): Promise<void> => {
    if (unsaved <= after) return;
    const saved = await log.saveSnapshot(encodeSnapshot(writer.state()))();
    unsaved = 0;
    if (E.isLeft(saved)) warn(`could not save a snapshot: ${saved.left.message}`);
  };

  return {
    note: ({ first, events }) => {
      for (const event of events) unsaved += factsOf(event);
      if (changed === null && events.some(isChange)) changed = { seq: first, atMs: clock.nowMs() };
    },
    settled: async () => {
      await makeDurable();
      await saveSnapshot(SNAPSHOT_FACTS);
    },
    ended: async () => {
      await makeDurable();
      await saveSnapshot(Math.min(SNAPSHOT_FACTS, writer.state().table.nextIds().node / ROWS_PER_FACT));
    },
    busy: async () => {
      if (changed !== null && (clock.nowMs() - changed.atMs >= DURABLE_MS || writer.state().seq - changed.seq >= DURABLE_EVENTS))
        await makeDurable();
      await saveSnapshot(Math.max(BUSY_SNAPSHOT_FACTS, writer.state().table.nextIds().node));
    },
  };
};

/** False for what only looks, and for what would be found out again if it were lost. */
const isChange = (event: Event): boolean => {
  switch (event._tag) {
    case 'SessionStarted':
    case 'Woke':
    case 'MadeDurable':
    case 'HintsSeen':
    case 'LookedUp':
    case 'Listed':
    case 'SideLost':
    case 'SideRegained':
    case 'WalkRequested':
      return false;
    case 'ActionStarted':
      return event.action._tag !== 'LookUp' && event.action._tag !== 'List';
    default:
      return true;
  }
};
