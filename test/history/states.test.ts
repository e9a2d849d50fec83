import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digestOf } from '../../src/domain/digest.js';
import type { Event } from '../../src/domain/event.js';
import { evolve, evolveAll } from '../../src/domain/evolve/evolve.js';
import { type LinkId, linkId, nodeId } from '../../src/domain/ids.js';
import { initialState } from '../../src/domain/state/state.js';
import { bisect } from '../../src/history/bisect.js';
import type { State } from '../../src/domain/state/state.js';
import { difference, type Entry, entryOf, renderDifference, type TreeName, TREES } from '../../src/history/difference.js';
import { holds, INVARIANTS } from '../../src/history/invariants.js';
import { stateAt } from '../../src/history/state-at.js';
import { scenarios } from '../../src/testing/world/arbitraries.js';
import { runScenario } from '../../src/testing/world/run.js';
import { numberOf, week } from './support.js';

describe('I22 a state at a moment', () => {
  it('is what folding up to there gives, from wherever one starts', async () => {
    const { events } = await week();
    fc.assert(
      fc.property(fc.nat(events.length), fc.nat(events.length), (x, y) => {
        const [a, b] = [Math.min(x, y), Math.max(x, y)];
        const early = stateAt(events, { _tag: 'Event', seq: a });
        expect(early.seq).toBe(a);
        expect(digestOf(stateAt(events.slice(a), { _tag: 'Event', seq: b }, early))).toBe(
          digestOf(events.slice(0, b).reduce(evolve, initialState())),
        );
      }),
      { numRuns: 30 },
    );
  });

  it('is after the last event of a time', async () => {
    const { events, state } = await week();
    const woke = numberOf(events, ({ _tag }) => _tag === 'Woke');
    const [event] = [events[woke - 1]];
    if (event?._tag !== 'Woke') throw new Error('the week has no night');
    expect(stateAt(events, { _tag: 'Time', atMs: event.atMs - 1 }).seq).toBe(woke - 1);
    expect(stateAt(events, { _tag: 'Time', atMs: event.atMs }).seq).toBe(state.seq);
    expect(stateAt(events, { _tag: 'Event', seq: 10_000 }).seq).toBe(state.seq);
  });
});

const createdIn = (event: Event): readonly string[] =>
  event._tag === 'FilesCreated' ? event.files.flatMap((file) => (file._tag === 'Created' ? [file.seen.name] : [])) : [];

const treeOf = (state: State, tree: TreeName): ReadonlyMap<LinkId, Entry> =>
  new Map(
    [...state.table.links()].flatMap(({ id }) => {
      const entry = entryOf(state, tree, id);
      return entry === null ? [] : [[id, entry] as const];
    }),
  );

describe('the difference of two states', () => {
  it('tells a week', async () => {
    const { events, state } = await week();
    const settled = events.reduce((found, event, i) => (createdIn(event).includes('b.txt') ? i + 1 : found), 0);
    const told = difference(stateAt(events, { _tag: 'Event', seq: settled }), state).map(renderDifference);
    expect(told.filter((line) => line.startsWith('base'))).toEqual([
      'base   - /docs/b.txt',
      'base   > /docs -> /papers',
      'base   + /papers/c.conflicted.txt',
      'base   ~ /papers/c.txt',
      'base   > /docs/a.txt -> /papers/c.txt',
      'base   ~ /x',
    ]);
  });

  it('is none from a state to itself, and turns over when they change places', async () => {
    await fc.assert(
      fc.asyncProperty(scenarios(['inode', 'oid'], 'crashes'), fc.nat(), fc.nat(), async (scenario, x, y) => {
        const { events } = await runScenario(scenario);
        const [a, b] = [x, y].map((cut) => stateAt(events, { _tag: 'Event', seq: cut % (events.length + 1) })) as [never, never];
        expect(difference(a, a)).toEqual([]);
        const count = (tag: string, from: never, to: never): number => difference(from, to).filter(({ _tag }) => _tag === tag).length;
        expect(count('Added', a, b)).toBe(count('Removed', b, a));
        expect(count('Moved', a, b)).toBe(count('Moved', b, a));
        expect(count('Changed', a, b)).toBe(count('Changed', b, a));
      }),
      { numRuns: 15 },
    );
  });

  it('makes one tree of the other', async () => {
    await fc.assert(
      fc.asyncProperty(scenarios(['path', 'oid'], 'none'), fc.nat(), async (scenario, cut) => {
        const { events, state } = await runScenario(scenario);
        const early = stateAt(events, { _tag: 'Event', seq: cut % (events.length + 1) });
        const found = difference(early, state);
        for (const name of TREES) {
          const [before, after] = [treeOf(early, name), treeOf(state, name)];
          const own = found.filter(({ tree }) => tree === name);
          const links = new Set(before.keys());
          for (const each of own) if (each._tag === 'Removed') links.delete(each.link);
          for (const each of own) if (each._tag === 'Added') links.add(each.link);
          expect([...links].sort()).toEqual([...after.keys()].sort());
          const touched = new Set(own.map(({ link }) => link));
          for (const [link, entry] of after) if (!touched.has(link)) expect(before.get(link)).toEqual(entry);
        }
      }),
      { numRuns: 15 },
    );
  });
});

describe('bisect', () => {
  it('finds the event that breaks a predicate, whichever it is', async () => {
    const { events } = await week();
    fc.assert(
      fc.property(fc.integer({ min: 1, max: events.length }), (bad) => {
        const found = bisect(events, (state) => state.seq < bad);
        expect(found).toMatchObject({ _tag: 'Broken', seq: bad, event: events[bad - 1] });
        if (found._tag === 'Broken') expect([found.before.seq, found.after.seq]).toEqual([bad - 1, bad]);
      }),
    );
  });

  it('asks O(log n) times', () => {
    const events = Array.from({ length: 30_000 }, (_, i): Event => ({ _tag: 'Woke', atMs: i }));
    let asked = 0;
    const found = bisect(events, (state) => {
      asked++;
      return state.control.nowMs < 23_456;
    });
    expect(found).toMatchObject({ _tag: 'Broken', seq: 23_457 });
    expect(asked).toBeLessThan(50);
  });

  it('says that nothing is broken, or was from the start', async () => {
    const { events } = await week();
    expect(bisect(events, () => true)).toEqual({ _tag: 'Holds' });
    expect(bisect(events, () => false)).toEqual({ _tag: 'NeverHeld' });
    expect(bisect([], () => true)).toEqual({ _tag: 'Holds' });
  });

  it('finds the event after which trees are not valid', async () => {
    const { events, state } = await week();
    const folder = [...state.table.nodes()].find((node) => node.side === 0 && node.name === 'papers');
    const child = [...state.table.nodes()].find((node) => node.side === 0 && node.parent === folder?.id);
    const bad: Event = { _tag: 'HalfRecognised', link: linkId(1), side: 0, node: nodeId(child?.id ?? 0), reason: 'x' };
    const broken = bisect([...events, bad, { _tag: 'Paused' }], (each) => Object.values(INVARIANTS).every((check) => check(each) === null));
    expect(broken).toMatchObject({ _tag: 'Broken', seq: events.length + 1 });
  });
});

describe('I12 named invariants', () => {
  it('hold after every event of any history', async () => {
    await fc.assert(
      fc.asyncProperty(scenarios(['inode', 'oid'], 'all'), async (scenario) => {
        const { events } = await runScenario(scenario);
        let state = initialState();
        for (const event of events) {
          state = evolveAll(state, [event]);
          for (const [name, check] of Object.entries(INVARIANTS)) expect([name, state.seq, check(state)]).toEqual([name, state.seq, null]);
        }
        expect(holds(INVARIANTS['valid-trees'])(state)).toBe(true);
      }),
      { numRuns: 20 },
    );
  });
});
