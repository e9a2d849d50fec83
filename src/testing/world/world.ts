import type { Subscription } from 'rxjs';
import { memory, type MemoryStore, memoryStore } from '../../adapters/memory/index.js';
import type { Event } from '../../domain/event.js';
import { evolveAll } from '../../domain/evolve/evolve.js';
import { listingOutcome } from '../../domain/evolve/fold-listing.js';
import { NO_NODE, seq } from '../../domain/ids.js';
import { instructionOf } from '../../domain/plan/instruction.js';
import { advance, type Room } from '../../domain/plan/plan.js';
import { DEFAULT_POLICY, type Policy } from '../../domain/policy.js';
import { SIDES, type Side, type Sides } from '../../domain/side.js';
import { initialState, type State } from '../../domain/state/state.js';
import type { Hint, Listing, Provider } from '../../effects/ports/provider.js';
import type { Effect } from './effect.js';
import { type KindName, KINDS } from './kinds.js';

/**
 * Two stores, the core, and all that is between them: hints that have not arrived, effects that have not answered, a clock that someone
 * has to turn. No engine: what the engine does is done here one step at a time, in whatever order a scenario says.
 */
export interface World {
  readonly kinds: Sides<KindName>;
  readonly policy: Policy;
  readonly stores: Sides<MemoryStore>;
  providers: Sides<Provider>;
  subscriptions: readonly Subscription[];
  state: State;
  /** The log. */
  events: Event[];
  /** Number of events when base was in step on both sides. */
  inStep: number;
  /** Came in and is not folded yet. */
  incoming: Event[];
  /** Under way, by start. */
  effects: Effect[];
  /** The log may not be rolled back to before this: it was synced (deletes, H3). */
  synced: number;
  clockMs: number;
  /** Sides that lost hints and have not said so. */
  readonly lost: [boolean, boolean];
  readonly delivered: [Hint[], Hint[]];
  readonly faults: [Fault[], Fault[]];
  /** Contents that a user of either side took away or wrote over. */
  readonly removedByUsers: Set<string>;
  /** All contents that users ever wrote. */
  readonly written: Set<string>;
  unique: number;
  /** Called after each fold, with the state before and what was folded. */
  readonly watch: (world: World, folded: readonly Event[], before: State) => void;
}

export interface Fault {
  readonly error: string;
  readonly after: boolean;
  left: number;
  /** Listings alone, which show so many entries. */
  readonly entries?: number;
}

const START_MS = 1_000_000;

export const openWorld = (kinds: Sides<KindName>, policy: Partial<Policy>, watch: World['watch']): World => {
  const store = (side: Side): MemoryStore => memoryStore({ ...KINDS[kinds[side]], delivery: 'manual', label: `side${side}` });
  const stores: Sides<MemoryStore> = [store(0), store(1)];
  const world: World = {
    kinds,
    policy: { ...DEFAULT_POLICY, agingMs: 0, maxDeletePercent: 100, ...policy },
    stores,
    providers: [memory(stores[0]), memory(stores[1])],
    subscriptions: [],
    state: initialState(),
    events: [],
    inStep: 0,
    incoming: [],
    effects: [],
    synced: 0,
    clockMs: START_MS,
    lost: [false, false],
    delivered: [[], []],
    faults: [[], []],
    removedByUsers: new Set(),
    written: new Set(),
    unique: 0,
    watch,
  };
  for (const side of SIDES)
    stores[side].setFaults((call) => (call.op === 'connect' ? null : nextFault(world.faults[side], call.op === 'list')));
  return world;
};

const nextFault = (faults: Fault[], isListing: boolean) => {
  const fault = faults.find(({ left, entries }) => left > 0 && (entries === undefined || isListing));
  if (fault === undefined) return null;
  fault.left--;
  if (fault.entries !== undefined) return { firstEntries: fault.entries };
  const error = { _tag: fault.error as 'Failed', message: 'injected' };
  return fault.after ? { after: error } : error;
};

/** A process starts on what is left of the log. */
export const startSession = async (world: World, forgetBases: boolean): Promise<void> => {
  for (const subscription of world.subscriptions) subscription.unsubscribe();
  world.effects = [];
  world.incoming = [];
  world.providers = [memory(world.stores[0]), memory(world.stores[1])];
  const roots = [await world.providers[0].connect(), await world.providers[1].connect()] as const;
  const traits = [world.providers[0].traits, world.providers[1].traits] as const;
  world.incoming.push({
    _tag: 'SessionStarted',
    atMs: world.clockMs,
    version: 'test',
    boot: 'boot',
    traits: [traits[0], traits[1]],
    roots: [roots[0], roots[1]],
    forgetBases,
    policy: world.policy,
  });
  world.subscriptions = SIDES.map((side) =>
    world.providers[side].changes$(world.state.control.sides[side].cursor).subscribe(({ hints, cursor }) => {
      world.delivered[side].push(...hints);
      if (hints.length > 0 || cursor !== null) world.incoming.push({ _tag: 'HintsSeen', side, hints, cursor });
    }),
  );
};

/** Few files go together, so that some do and some do not. */
export const FEW_TOGETHER = { files: 3, bytes: 1000 };
const PLENTY: Room = { looks: [64, 64], deeds: 64, batch: FEW_TOGETHER };

/** One step of the loop: what came in is folded, and what can start, starts. */
export const advanceWorld = (world: World, room: Room = PLENTY): readonly Event[] => {
  const before = world.state;
  const time: Event[] = world.clockMs > before.control.nowMs && before.control.session !== 0 ? [{ _tag: 'Woke', atMs: world.clockMs }] : [];
  const incoming = [...time, ...world.incoming];
  world.incoming = [];
  const step = advance(before, incoming, room);
  world.state = step.state;
  world.events.push(...step.events);
  launch(world, before, step.events);
  world.watch(world, step.events, before);
  return step.events;
};

/** Actions start with the addresses of the state in which they were decided. */
const launch = (world: World, before: State, events: readonly Event[]): void => {
  const first = events.findIndex((event) => event._tag === 'ActionStarted');
  if (first < 0) return;
  let state = evolveAll(before, events.slice(0, first));
  for (const event of events.slice(first)) {
    state = evolveAll(state, [event]);
    if (event._tag !== 'ActionStarted') continue;
    const instruction = instructionOf(state, event.action);
    world.effects.push({ seq: state.seq, action: event.action, instruction, source: null, files: [], answer: null });
    if (event.action._tag === 'Discard') world.synced = world.events.length;
  }
};

/** Tells what became of an effect. */
export const tellAnswer = (world: World, effect: Effect): void => {
  const { answer } = effect;
  if (answer === null) return;
  world.effects = world.effects.filter((each) => each.seq !== effect.seq);
  world.incoming.push(answer._tag === 'Event' ? answer.event : listed(world, effect, answer.listing));
};

/** A listing is condensed only when it is told, against what is known then. */
const listed = (world: World, { seq: number, action }: Effect, listing: Listing): Event =>
  listingOutcome(evolveAll(world.state, world.incoming), number, 'node' in action ? action.node : NO_NODE, listing);

/** What is known after the first `count` events. */
export const rewind = (world: World, count: number): void => {
  world.events = world.events.slice(0, count);
  world.state = evolveAll(initialState(world.state.tables), world.events);
  world.synced = Math.min(world.synced, count);
};

export const eventCount = (world: World): number => seq(world.events.length);
