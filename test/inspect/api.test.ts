import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Event } from '../../src/domain/event.js';
import { isAlive } from '../../src/domain/node.js';
import type { State } from '../../src/domain/state/state.js';
import { difference } from '../../src/history/difference.js';
import { explain } from '../../src/history/explain.js';
import { pendingOf } from '../../src/history/pending.js';
import { attention } from '../../src/inspect/api/attention.js';
import { trees } from '../../src/inspect/api/children.js';
import { differences } from '../../src/inspect/api/differences.js';
import { entry, keyAt } from '../../src/inspect/api/entry.js';
import { explaining } from '../../src/inspect/api/explaining.js';
import { lineIndex, lines } from '../../src/inspect/api/lines.js';
import { moment } from '../../src/inspect/api/moment.js';
import { sieve } from '../../src/inspect/api/sieve.js';
import { survey } from '../../src/inspect/api/survey.js';
import { timeline } from '../../src/inspect/api/timeline.js';
import { type Recording } from '../../src/inspect/recording/recording.js';
import { STRATA } from '../../src/inspect/recording/strata.js';
import type { Explaining, Row } from '../../src/inspect/wire.js';
import { scenarios } from '../../src/testing/world/arbitraries.js';
import { PAIRS } from '../../src/testing/world/kinds.js';
import { runScenario } from '../../src/testing/world/run.js';
import { mkdir, write } from '../../src/testing/world/scenario.js';
import { numberOf, week } from '../history/support.js';
import { noRest, recorded, someDays } from './support.js';

let long: Recording;
let days: readonly Event[];
let events: readonly Event[];
let log: Recording;
beforeAll(async () => {
  days = await someDays();
  long = recorded(days);
  events = (await week()).events;
  log = recorded(events);
});

describe('the timeline', () => {
  it('counts every event once, however long it is and however wide the screen', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5000 }),
        fc.integer({ min: 1, max: 5000 }),
        fc.integer({ min: 1, max: 3000 }),
        (a, b, width) => {
          const [from, to] = [Math.min(a, b), Math.max(a, b)];
          const shown = timeline(long, from, to, width);
          const counted = STRATA.reduce((sum, stratum) => sum + shown.counts[stratum].reduce((x, y) => x + y, 0), 0);
          expect(counted).toBe(shown.to - shown.from + 1);
          expect(shown.atMs.length).toBeLessThanOrEqual(Math.min(width, 2000));
          expect(shown.atMs.length).toBe(shown.counts.trouble.length);
        },
      ),
    );
  });

  it('is empty for an empty log', () => {
    expect(timeline(recorded([]), 1, 10, 100)).toMatchObject({ atMs: [], counts: { trouble: [], course: [] } });
  });
});

describe('lines', () => {
  it('are handed out by the page, and found by stratum and text, as if all were looked at', async () => {
    const all = long.lines.slice(0, long.head());
    const index = sieve(long);
    for (const wanted of [
      { strata: null, text: '' },
      { strata: ['done-remote'] as const, text: '' },
      { strata: null, text: 'FILE 17' },
      { strata: ['judged', 'done-local'] as const, text: 'file 3' },
      { strata: null, text: 'no such thing' },
    ]) {
      const expected = all.filter(
        ({ seq, text, paths }) =>
          (wanted.strata === null || (wanted.strata as readonly string[]).includes(long.stratum(seq))) &&
          [text, ...paths].some((each) => each.toLowerCase().includes(wanted.text.toLowerCase())),
      );
      const page = await lines(long, index, wanted, 5, 20, noRest);
      expect(page.total).toBe(expected.length);
      expect(page.lines.map(({ seq }) => seq)).toEqual(expected.slice(5, 25).map(({ seq }) => seq));
      const at = await lineIndex(long, index, wanted, 2000, noRest);
      expect(at).toBe(wanted.strata === null && wanted.text === '' ? 1999 : expected.filter(({ seq }) => seq < 2000).length);
    }
  });

  it('goes on finding as the log grows', async () => {
    const growing = recorded(days.slice(0, 1500));
    const index = sieve(growing);
    const wanted = { strata: ['done-local' as const], text: '' };
    const before = await lines(growing, index, wanted, 0, 10, noRest);
    growing.push(days.slice(1500));
    const after = await lines(growing, index, wanted, 0, 10, noRest);
    expect(after.total).toBe((await lines(long, sieve(long), wanted, 0, 10, noRest)).total);
    expect(after.total).toBeGreaterThan(before.total);
  });
});

/** Every row below the roots, with the path that leads there. */
const walk = (of: Recording, seq: number): readonly { readonly path: string; readonly row: Row }[] => {
  const reads = trees(of);
  const found: { path: string; row: Row }[] = [];
  const open = (key: string, path: string, depth: number): void => {
    const { total } = reads.children(seq, key, 0, 0);
    for (let from = 0; from < total; from += 500) {
      for (const row of reads.children(seq, key, from, 500).rows) {
        found.push({ path: `${path}/${row.name}`, row });
        if (row.open && depth < 20) open(row.key, `${path}/${row.name}`, depth + 1);
      }
    }
  };
  open('root', '', 0);
  return found;
};

const livingKeys = (state: State, side: 0 | 1): readonly string[] =>
  [...state.table.nodes()].filter((node) => isAlive(node) && node.side === side && node.name !== '').map(({ link }) => `l${link}`);

describe('the trees', () => {
  it('show every living entry of both sides where it is, once, at any moment', () => {
    for (const [of, seq] of [
      [long, 0],
      [long, 900],
      [long, 2600],
      [long, long.head()],
      ...events.map((_, i) => [log, i + 1] as const),
    ] as const) {
      const rows = walk(of, seq);
      for (const side of [0, 1] as const) {
        const here = rows.filter(({ row }) => row.sides[side].is === 'here').map(({ row }) => row.key);
        expect(here.sort()).toEqual([...livingKeys(of.stateAt(seq), side)].sort());
      }
    }
  });

  it('tell an edit, a move and an agreement apart', () => {
    const edited = numberOf(events, (event) => event._tag === 'Listed' && event.rows.some(({ size }) => size === 'local edit'.length));
    const row = walk(log, edited).find(({ path }) => path === '/docs/c.txt')?.row;
    expect(row?.sides[0]).toMatchObject({ is: 'here', change: 'edited' });
    expect(row?.base).toEqual({ is: 'here', at: null });
    expect(row?.waiting).not.toBeNull();
    const settled = walk(log, events.length).map(({ row: each }) => [each.name, each.sides[0].change, each.base.is, each.waiting]);
    expect(settled).toContainEqual(['papers', 'same', 'here', null]);
    expect(settled.every(([, change, base]) => change === 'same' && base === 'here')).toBe(true);
  });

  it('say what an entry is called, and where it is, on the other side', () => {
    const renamed = numberOf(events, (event) => event._tag === 'LookedUp' && event.found?.name === 'c.txt');
    const row = walk(log, renamed).find(({ path }) => path === '/docs/a.txt')?.row;
    expect(row?.sides).toMatchObject([
      { is: 'here', change: 'same', name: null },
      { is: 'here', change: 'moved', name: 'c.txt' },
    ]);
    expect(row?.base).toEqual({ is: 'here', at: null });

    const moved = numberOf(events, (event) => event._tag === 'ActionStarted' && event.reason === 'local-moved');
    const folder = walk(log, moved).find(({ path }) => path === '/papers')?.row;
    expect(folder).toMatchObject({
      base: { is: 'elsewhere', at: '/docs' },
      sides: [{ change: 'moved' }, { name: 'docs', change: 'same' }],
    });
  });

  it('give all that is known of one entry', () => {
    const key = keyAt(log, events.length, 'papers/c.txt') ?? '';
    const found = entry(log, events.length, key);
    expect(found).toMatchObject({ path: '/papers/c.txt', kind: 'file', waiting: null });
    expect(found?.facts.find(({ name }) => name === 'place')).toEqual({
      name: 'place',
      local: '/papers/c.txt',
      base: '/papers/c.txt',
      remote: '/papers/c.txt',
    });
    expect(keyAt(log, events.length, 'nowhere')).toBeNull();
    for (const nonsense of ['', 'l', 'l0', 'l999999', 'n1', 'root', '../x']) expect(entry(log, events.length, nonsense)).toBeNull();
  });
});

describe('what needs attention', () => {
  it('is every entry that is not settled, with the words that status and explain have for it', () => {
    for (const [of, seq] of [
      ...events.map((_, i) => [log, i + 1] as const),
      [long, 700],
      [long, 2048],
      [long, 3001],
      [long, long.head()],
    ] as const) {
      const state = of.stateAt(seq);
      const pending = [...state.table.links()].flatMap(({ id }) => {
        const waiting = pendingOf(state, id);
        return waiting === null ? [] : [[`l${id}`, waiting.text]];
      });
      const shown: string[][] = [];
      for (let from = 0; from < pending.length + 1; from += 200)
        shown.push(...attention(of, seq, from, 200).entries.map(({ key, waiting }) => [key, waiting.text]));
      expect([...shown].sort()).toEqual([...pending].sort());
      expect(moment(of, seq).unsettled).toBe(pending.length);
    }
  });

  it('has gates and lost sides', async () => {
    const { events: lost } = await runScenario({
      kinds: ['inode', 'oid'],
      base: [mkdir('/d'), write('/d/a', 'a')],
      steps: [],
    });
    const error = { _tag: 'Disconnected', message: '<b>gone</b>' } as const;
    const at = recorded([...lost, { _tag: 'SideLost', side: 1, error }, { _tag: 'GateRaised', side: 0, deletes: 30, files: 40 }]);
    expect(attention(at, at.head(), 0, 10)).toMatchObject({
      down: [{ side: 1, text: 'Disconnected: <b>gone</b>' }],
      gates: [{ side: 0, text: '30 deletes among 40 files wait for approval', since: lost.length + 2 }],
    });
    expect(moment(at, at.head())).toMatchObject({
      stratum: 'trouble',
      sides: [{ gate: expect.any(String) }, { down: expect.any(String) }],
    });
  });

  it('lists conflict copies with whose version they are', async () => {
    const { conflicts, kept, more } = await survey(log, 70, noRest);
    expect(conflicts).toMatchObject([
      { copy: { path: 'docs/c.conflicted.txt', sides: [0, 1] }, original: { path: 'docs/c.txt' }, loser: 0 },
    ]);
    expect([kept, more]).toEqual([[], 0]);
  });
});

describe('between moments', () => {
  it('differences are those of the replay command, in either order', async () => {
    const moments = [0, 1, 40, 80, events.length].flatMap((from) => [30, 70, events.length].map((to) => [log, from, to] as const));
    const far = [0, 800, 1500, 2048, 3000].map((from) => [long, from, long.head()] as const);
    for (const [of, from, to] of [...moments, ...far, [long, 1100, 2900] as const]) {
      const [first, last] = [Math.min(from, to), Math.max(from, to)];
      const told = await differences(of, to, from, noRest);
      const all = difference(of.stateAt(first), of.stateAt(last));
      expect([told.from, told.to, told.total]).toEqual([first, last, all.length]);
      expect(told.found).toEqual(all.slice(0, 5000));
    }
  });

  it('differences are right for any history: crashes, lost logs, and all that was agreed on forgotten', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...PAIRS), fc.infiniteStream(fc.nat()), async (kinds, dice) => {
        const [scenario] = fc.sample(scenarios(kinds, 'all'), { numRuns: 1, seed: dice.next().value });
        if (scenario === undefined) return;
        const { events: all } = await runScenario({ ...scenario, steps: [...scenario.steps, { do: 'forget', keptEvents: 30 }] });
        const of = recorded(all);
        const [from = 0, to = 0] = [dice.next().value, dice.next().value].map((n = 0) => n % (all.length + 1)).sort((a, b) => a - b);
        expect((await differences(of, from, to, noRest)).found).toEqual(difference(of.stateAt(from), of.stateAt(to)));
      }),
      { numRuns: 40 },
    );
  });

  it('an explanation is that of the explain command, and says how far it is', async () => {
    const told = async (of: Recording, seq: number, path: string): Promise<readonly Explaining[]> => {
      const all: Explaining[] = [];
      for await (const each of explaining(of, seq, path, noRest)) all.push(each);
      return all;
    };
    for (const seq of [30, 80, events.length]) {
      const last = (await told(log, seq, 'docs/c.txt')).at(-1);
      expect(last).toEqual({ _tag: 'Explained', explanation: explain(events.slice(0, seq), 'docs/c.txt') });
    }
    const [first, ...rest] = await told(long, long.head(), 'area 0/folder 1/file 117.txt');
    expect(first?._tag === 'Explained' || (first?._tag === 'Progress' && first.done < first.of)).toBe(true);
    expect(([first, ...rest].at(-1) as Extract<Explaining, { _tag: 'Explained' }>).explanation.status._tag).not.toBe('Unknown');
  });

  it('an explanation is that of the explain command for any history, wherever its trail leads', async () => {
    const last = async (of: Recording, seq: number, path: string): Promise<Explaining | undefined> => {
      let end: Explaining | undefined;
      for await (const each of explaining(of, seq, path, noRest)) end = each;
      return end;
    };
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...PAIRS), fc.infiniteStream(fc.nat()), async (kinds, dice) => {
        const [scenario] = fc.sample(scenarios(kinds, 'all'), { numRuns: 1, seed: dice.next().value });
        if (scenario === undefined) return;
        const { events: all } = await runScenario({ ...scenario, steps: [...scenario.steps, { do: 'forget', keptEvents: 30 }] });
        const of = recorded(all, 16);
        const paths = [...new Set(of.lines.slice(0, all.length).flatMap((line) => line.paths))];
        for (let n = 0; n < 6; n++) {
          const path = paths[(dice.next().value ?? 0) % Math.max(1, paths.length)] ?? '/';
          const seq = (dice.next().value ?? 0) % (all.length + 1);
          expect(await last(of, seq, path)).toEqual({ _tag: 'Explained', explanation: explain(all.slice(0, seq), path) });
        }
      }),
      { numRuns: 40 },
    );
  });
});
