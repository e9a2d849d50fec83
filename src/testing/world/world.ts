import type { Subscription } from 'rxjs';
import { type Call, type Fault as StoreFault, memory, type MemoryStore, memoryStore } from '../../adapters/memory/index.js';
import type { Action } from '../../domain/action.js';
import type { Event } from '../../domain/event.js';
import { evolveAll } from '../../domain/evolve/evolve.js';
import { seq } from '../../domain/ids.js';
import { instructionOf } from '../../domain/plan/instruction.js';
import { advance, type Room } from '../../domain/plan/plan.js';
import { DEFAULT_POLICY, type Policy } from '../../domain/policy.js';
import type { ProviderError } from '../../domain/provider-error.js';
import { SIDES, type Side, type Sides } from '../../domain/side.js';
import { initialState, type State } from '../../domain/state/state.js';
import { NOTHING_IGNORED } from '../../effects/engine/ignore-rules.js';
import { eventsOf, type Input } from '../../effects/engine/ingest.js';
import type { Hint, Provider } from '../../effects/ports/provider.js';
import type { Effect } from './effect.js';
import { type KindName, KINDS } from './kinds.js';
import type { CallClass } from './scenario.js';
import { forkLedger, type Ledger, newLedger } from './ledger.js';

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
  incoming: Input[];
  /** Under way, by start. */
  effects: Effect[];
  /** The log may not be rolled back to before this: it was synced (deletes, H3). */
  synced: number;
  clockMs: number;
  /** Time of the stores' files: a second for each act. */
  readonly mtimes: [number, number];
  /** Sides that lost hints and have not said so. */
  readonly lost: [boolean, boolean];
  readonly delivered: [Hint[], Hint[]];
  readonly faults: [Fault[], Fault[]];
  /** A content was said to be damaged, so that the good copy may have taken its place. */
  mayBeInTrash: boolean;
  /** What users wrote and took away. */
  readonly ledger: Ledger;
  unique: number;
  /** Called after each fold, with the state before and what was folded. */
  readonly watch: (world: World, folded: readonly Event[], before: State) => void;
}

export interface Fault {
  readonly error: ProviderError['_tag'];
  /** Whether the call has its effect. */
  readonly when: 'before' | 'after' | 'halfway';
  left: number;
  /** Null: of all calls. */
  readonly of: CallClass | null;
  /** Listings alone, which show so many entries. */
  readonly entries?: number;
}

const START_MS = 1_000_000;

export const openWorld = (kinds: Sides<KindName>, policy: Partial<Policy>, watch: World['watch']): World => {
  // No two files of other contents have one time: on disks they do not either.
  const mtimes: World['mtimes'] = [0, 500];
  const store = (side: Side): MemoryStore =>
    memoryStore({ ...KINDS[kinds[side]], delivery: 'manual', label: `side${side}`, nowMs: mtimeOf(mtimes, side) });
  const stores: Sides<MemoryStore> = [store(0), store(1)];
  return onFaults({
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
    mtimes,
    lost: [false, false],
    delivered: [[], []],
    faults: [[], []],
    mayBeInTrash: false,
    ledger: newLedger(),
    unique: 0,
    watch,
  });
};

const mtimeOf = (mtimes: World['mtimes'], side: Side) => (): number => (mtimes[side] += 1000);

const onFaults = (world: World): World => {
  for (const side of SIDES) world.stores[side].setFaults(({ op }) => (op === 'connect' ? null : nextFault(world, side, op)));
  return world;
};

/** A settled world that goes its own way from here, as if it were told from its start. */
export const forkWorld = async (world: World, watch: World['watch']): Promise<World> => {
  const mtimes: World['mtimes'] = [...world.mtimes];
  const fork = (side: Side): MemoryStore => world.stores[side].fork({ nowMs: mtimeOf(mtimes, side) });
  const stores: Sides<MemoryStore> = [fork(0), fork(1)];
  const copy: World = {
    ...world,
    stores,
    providers: [memory(stores[0]), memory(stores[1])],
    events: [...world.events],
    effects: [],
    mtimes,
    lost: [false, false],
    delivered: [[...world.delivered[0]], [...world.delivered[1]]],
    faults: [[], []],
    mayBeInTrash: false,
    ledger: forkLedger(world.ledger),
    watch,
  };
  for (const provider of copy.providers) await provider.connect();
  listen(copy);
  // That it listens was said before.
  copy.incoming = [];
  return onFaults(copy);
};

const nextFault = (world: World, side: Side, op: Call['op']): StoreFault | null => {
  const callClass = op === 'lookUp' || op === 'list' ? 'looks' : 'deeds';
  const fault = world.faults[side].find(
    ({ left, of, entries }) => left > 0 && (of ?? callClass) === callClass && (entries === undefined || op === 'list'),
  );
  if (fault === undefined) return null;
  fault.left--;
  world.mayBeInTrash ||= fault.error === 'Corrupt';
  if (fault.entries !== undefined) return { firstEntries: fault.entries };
  const error = { _tag: fault.error, message: 'injected' };
  switch (fault.when) {
    case 'before':
      return error;
    case 'after':
      return { after: error };
    case 'halfway':
      return { halfway: error };
  }
};

/** A process starts on what is left of the log. */
export const startSession = async (world: World, forgetBases: boolean): Promise<void> => {
  for (const subscription of world.subscriptions) subscription.unsubscribe();
  world.effects = [];
  world.incoming = [];
  world.providers = [memory(world.stores[0]), memory(world.stores[1])];
  const roots = [await world.providers[0].connect(), await world.providers[1].connect()] as const;
  const traits = [world.providers[0].traits, world.providers[1].traits] as const;
  tell(world, {
    _tag: 'SessionStarted',
    atMs: world.clockMs,
    version: 'test',
    boot: 'boot',
    traits: [traits[0], traits[1]],
    roots: [roots[0], roots[1]],
    forgetBases,
    policy: world.policy,
    remembers: true,
  });
  listen(world);
};

const listen = (world: World): void => {
  world.subscriptions = SIDES.map((side) =>
    world.providers[side].changes$(world.state.control.sides[side].cursor).subscribe(({ hints, cursor }) => {
      world.delivered[side].push(...hints);
      if (hints.length > 0 || cursor !== null) tell(world, { _tag: 'HintsSeen', side, hints, cursor });
    }),
  );
};

/** Something came in. */
export const tell = (world: World, event: Event): void => void world.incoming.push({ _tag: 'Told', event });

/** Few files go together, so that some do and some do not. */
export const FEW_TOGETHER = { files: 3, bytes: 1000 };
const PLENTY: Room = { looks: [64, 64], deeds: 64, ahead: 1, batch: FEW_TOGETHER };

/** One step of the loop: what came in is folded, and what can start, starts. */
export const advanceWorld = (world: World, room: Room = PLENTY): readonly Event[] => {
  const before = world.state;
  const time: Event[] = world.clockMs > before.control.nowMs && before.control.session !== 0 ? [{ _tag: 'Woke', atMs: world.clockMs }] : [];
  const incoming = [...time, ...world.incoming.flatMap((input) => eventsOf(before, NOTHING_IGNORED, input))];
  world.incoming = [];
  const step = advance(before, incoming, room);
  world.state = step.state;
  world.events.push(...step.events);
  step.events.forEach((event, index) => {
    if (event._tag === 'ActionStarted') launch(world, before.seq + 1 + index, event.action);
  });
  world.watch(world, step.events, before);
  return step.events;
};

const launch = (world: World, number: number, action: Action): void => {
  const instruction = instructionOf(world.state, action);
  world.effects.push({ seq: seq(number), action, instruction, source: null, files: [], answer: null });
  if (action._tag === 'Discard') world.synced = world.events.length;
};

/** Tells what became of an effect. */
export const tellAnswer = (world: World, effect: Effect): void => {
  if (effect.answer === null) return;
  world.effects = world.effects.filter((each) => each.seq !== effect.seq);
  world.incoming.push(effect.answer);
};

/** What is known after the first `count` events. */
export const rewind = (world: World, count: number): void => {
  world.events = world.events.slice(0, count);
  world.state = evolveAll(initialState(world.state.tables), world.events);
  world.synced = Math.min(world.synced, count);
};

export const eventCount = (world: World): number => seq(world.events.length);
