import { describe, expect, it } from 'vitest';
import { evolveAll, evolve } from '../../src/domain/evolve/evolve.js';
import type { Event } from '../../src/domain/event.js';
import { Event as EventCodec } from '../../src/domain/event.js';
import { settle } from '../../src/domain/plan/settle.js';
import { plan } from '../../src/domain/plan/plan.js';
import { initialState, type State } from '../../src/domain/state/state.js';
import { unsettledLinks } from '../../src/domain/state/agenda.js';
import { rowsOf } from '../../src/domain/table/rows.js';
import { recover } from '../../src/effects/engine/recover.js';
import { decodeSnapshot, encodeSnapshot } from '../../src/effects/engine/snapshot.js';
import { engineWorld, type EngineWorld } from '../../src/testing/engine/index.js';
import { PAIRS } from './support.js';

/** All that a state says, in an order of its own. */
const essence = (state: State) => ({
  seq: state.seq,
  rows: rowsOf(state.table),
  control: state.control,
  flights: [...state.flights.actions.values()].map(({ seq, action }) => ({ seq, action })),
});

const ROOM = { looks: [8, 8], deeds: 32 } as const;

/** What a state would do next: the agenda is derived, so it must be the same however the state came to be. */
const next = (state: State) => {
  const settled = settle(state);
  return { concluded: settled.events, unsettled: unsettledLinks(settled.state.agenda), planned: plan(settled.state, ROOM).events };
};

const story = async (kinds: (typeof PAIRS)[number][1], stopAt = Number.POSITIVE_INFINITY): Promise<EngineWorld> => {
  const world = engineWorld({ kinds });
  for (const name of ['a', 'b', 'c', 'd']) world.stores[0].write(`/f/${name}`, name);
  world.stores[1].write('/g/k', 'k');
  await world.run();
  world.stores[0].write('/f/a', 'edited');
  world.stores[1].write('/f/a', 'edited too');
  world.stores[1].remove('/f/b');
  world.stores[0].move('/f/c', '/g/c');
  world.stores[1].move('/g', '/h');
  world.stores[1].setFaults(({ op, path }) => (op === 'createFile' && path.at(-1) === 'bad' ? { _tag: 'Denied', message: 'no' } : null));
  world.stores[0].write('/bad', 'bad');
  await world.start({ shouldDie: (_, number) => number >= stopAt });
  if (world.process().isAlive()) await world.settle();
  return world;
};

describe.each(PAIRS)('on %s', (_name, kinds) => {
  it('I22 folding what was logged gives what was known, at once, one by one, or as it was appended', async () => {
    const world = await story(kinds);
    const known = essence(world.engine().state());
    const events = await world.events();
    expect(essence(evolveAll(initialState(), events))).toEqual(known);
    expect(essence(events.reduce(evolve, initialState()))).toEqual(known);
    expect(essence(await recover(world.log))).toEqual(known);
    expect(next(evolveAll(initialState(), events))).toEqual(next(world.engine().state()));
    await world.stop();
  });

  it('every event is one of those that the log may hold', async () => {
    const world = await story(kinds);
    for (const event of await world.events()) expect(EventCodec.is(JSON.parse(JSON.stringify(event))), JSON.stringify(event)).toBe(true);
    await world.stop();
  });

  it('I22 the same story told twice leaves the same log, byte for byte', async () => {
    const [one, two] = [await story(kinds), await story(kinds)];
    expect(one.log.records()).toEqual(two.log.records());
  });

  it('I23 a snapshot at any event, with the tail after it, is the whole log, also with actions in flight', async () => {
    const world = await story(kinds, 60);
    const events: readonly Event[] = await world.events();
    let state = initialState();
    let withFlights = 0;
    const whole = evolveAll(initialState(), events);
    for (let at = 0; at < events.length; at++) {
      state = evolve(state, events[at] as Event);
      if (state.flights.actions.size > 0) withFlights++;
      const loaded = decodeSnapshot({ seq: state.seq, slabs: new Map(encodeSnapshot(state).slabs) });
      if (loaded === null) throw new Error('the snapshot is of another format');
      expect(essence(loaded)).toEqual(essence(state));
      if (at % 7 === 0) {
        const caughtUp = evolveAll(loaded, events.slice(at + 1));
        expect(essence(caughtUp)).toEqual(essence(whole));
        expect(next(caughtUp)).toEqual(next(whole));
      }
    }
    expect(withFlights).toBeGreaterThan(10);
  });

  it('I23 a process that finds a snapshot goes on as one that reads the whole log', async () => {
    const world = await story(kinds, 80);
    world.crash({ keep: 'all' });
    const other = world.log.fork();
    await other.saveSnapshot(encodeSnapshot(await recover(world.log)))();
    expect(essence(await recover(other))).toEqual(essence(await recover(world.log)));
    expect(await other.loadSnapshot()()).toMatchObject({ right: { seq: world.log.head() } });
    world.log = other;
    world.stores[1].setFaults(() => null);
    await world.run();
    expect(world.stores[1].tree()).toEqual(world.stores[0].tree());
  });
});

describe('a snapshot', () => {
  it('of another format is none', () => {
    expect(decodeSnapshot({ seq: 3, slabs: new Map([['head', '{"format":99}']]) })).toBeNull();
    expect(decodeSnapshot({ seq: 3, slabs: new Map() })).toBeNull();
  });
});
