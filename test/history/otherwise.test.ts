import { linksOf, singly } from '../../src/domain/action.js';
import * as E from 'fp-ts/lib/Either.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Event, Event as EventCodec } from '../../src/domain/event.js';
import { evolveAll } from '../../src/domain/evolve/evolve.js';
import { judge } from '../../src/domain/judge/judge.js';
import { advance } from '../../src/domain/plan/plan.js';
import { initialState, type State } from '../../src/domain/state/state.js';
import { counterfactual, renderVerdict } from '../../src/history/counterfactual.js';
import { replayFrom } from '../../src/history/known.js';
import { checkPlan, decodePlan, encodePlan, planValue } from '../../src/history/plan-value.js';
import { renderUndo, undoPlan } from '../../src/history/undo/plan.js';
import type { UndoStep } from '../../src/history/undo/step.js';
import type { MemoryStore } from '../../src/adapters/memory/index.js';
import { showPath } from '../../src/domain/name.js';
import type { Side, Sides } from '../../src/domain/side.js';
import { type KindName, PAIRS } from '../../src/testing/world/kinds.js';
import { settleWorld } from '../../src/testing/world/settle-world.js';
import { scenarios, userAct } from '../../src/testing/world/arbitraries.js';
import { runScenario, runStep } from '../../src/testing/world/run.js';
import { mkdir, move, remove, saveOver, type UserAct, write } from '../../src/testing/world/scenario.js';
import { numberOf, week } from './support.js';

describe('a counterfactual', () => {
  it('I22 finds nothing under the policy that there was, and judges as it was judged then', async () => {
    await fc.assert(
      fc.asyncProperty(scenarios(['inode', 'oid'], 'all'), async (scenario) => {
        const { events, state } = await runScenario(scenario);
        expect(counterfactual(events, {})).toEqual([]);
        expect(counterfactual(events, { policy: state.control.policy })).toEqual([]);
        expect(counterfactual(events, { ignores: () => false })).toEqual([]);
        replayFrom().push(events, (event, known) => {
          if (event._tag !== 'ActionStarted') return;
          for (const action of singly(event.action))
            for (const link of linksOf(action).slice(0, 1))
              expect(judge(known, link)).toMatchObject({ _tag: 'Act', action, reason: event.reason });
        });
      }),
      { numRuns: 15 },
    );
  });

  it('says who would have kept the name in a conflict', async () => {
    const { events } = await week();
    const found = counterfactual(events, { policy: { conflictWinner: 'local' } });
    expect(found.map(({ path, was, wouldBe }) => [path, was._tag, wouldBe._tag])).toContainEqual(['/docs/c.txt', 'Act', 'Act']);
    expect(found.map(renderVerdict).join('\n')).toMatch(/move \/docs\/c\.txt .* on local .*; would be: move \/docs\/c\.txt .* on remote/u);
  });

  it('says which deletes an ignore rule would have held back', async () => {
    const { events } = await week();
    const found = counterfactual(events, { ignores: (path) => path.at(-1) === 'b.txt' });
    expect(found.map(({ path, was, wouldBe }) => [path, was._tag, wouldBe._tag])).toEqual([
      ['/docs/b.txt', 'Act', 'Settled'],
      ['/docs/b.txt', 'Act', 'Conclude'],
    ]);
    // What lives on the other side stays, on its own.
    expect(found[1]?.wouldBe).toMatchObject({ event: { _tag: 'LinkRevived', reason: 'kept-away-there' } });
  });
});

const filesIn = (event: Event | undefined): number => (event?._tag === 'FilesCreated' ? event.files.length : 1);

describe('the way back', () => {
  it('undoes every deed of a range, the last one first', async () => {
    const { events } = await week();
    const from = numberOf(events, (event) => event._tag === 'Moved');
    const { steps, impossible } = undoPlan(events, from, events.length);
    expect(steps.map(({ text }) => text)).toEqual([
      'put the former content of /x on local back',
      'move /papers on remote back to /docs',
      'restore /docs/b.txt on remote from the trash (4 bytes)',
      'delete /docs/c.conflicted.txt on remote, which was copied from local',
      'delete /papers/c.txt on local, which was copied from remote',
      'move /papers/c.conflicted.txt on local back to /papers/c.txt',
      'move /papers/c.txt on local back to /papers/a.txt',
    ]);
    expect(steps.map(({ undoes }) => undoes)).toEqual(steps.map(({ undoes }) => undoes).sort((a, b) => b - a));
    expect(impossible).toEqual([]);
  });

  it('restores what was replaced where the log knows of its trash', async () => {
    const { events } = await week();
    const at = numberOf(events, ({ _tag }) => _tag === 'FileReplaced');
    const older = events.map((event): Event => (event._tag === 'FileReplaced' ? { ...event, trash: undefined } : event));
    expect(older.every((event) => E.isRight(EventCodec.decode(JSON.parse(JSON.stringify(event)))))).toBe(true);
    expect(undoPlan(events, at, at).steps).toMatchObject([{ _tag: 'RestoreContent', side: 0, target: { path: ['x'] } }]);
    expect(renderUndo(undoPlan(older, at, at))).toMatch(/^cannot undo #\d+: \/x on local: what was in it before is not in the trash/u);
  });

  const leadsBack = async (
    kinds: Sides<KindName>,
    acts: readonly { readonly side: Side; readonly act: UserAct }[],
    base: readonly (readonly [path: string, isFolder: boolean])[],
  ): Promise<void> => {
    const made = base.map(([path, isFolder]) => (isFolder ? mkdir(path) : write(path, 'v*')));
    const world = await runScenario({ kinds, base: made, steps: [] });
    for (const { side, act } of acts) await runStep(world, { do: 'user', side, act });
    const from = world.events.length + 1;
    const trees = world.stores.map(pathsOf);
    await settleWorld(world);
    const { steps, impossible } = undoPlan(world.events, from, world.events.length);
    expect(impossible).toEqual([]);
    for (const side of [0, 1] as const) {
      const paths = new Set(pathsOf(world.stores[side]));
      for (const step of steps) if (step.side === side) carryOut(paths, step);
      expect([...paths].sort()).toEqual(trees[side]);
    }
  };

  it('leads back to where both sides were before, where nobody changed anything since', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...PAIRS),
        fc.array(fc.record({ side: fc.constantFrom<Side[]>(0, 1), act: userAct }), { maxLength: 6 }),
        fc.array(fc.tuple(fc.constantFrom('/a', '/b', '/a/b', '/a/c', '/c/a', '/c'), fc.boolean()), { maxLength: 6 }),
        async (kinds, acts, base) => leadsBack(kinds, acts, base),
      ),
      { numRuns: 80 },
    );
  });

  it('leads back through a folder that took the place of one that is renamed', async () => {
    const acts = [move('/c/a', '/b/a'), move('/a', '/A'), move('/b', '/a/a'), write('/\u00e9', '')].map((act) => ({
      side: 0 as const,
      act,
    }));
    await leadsBack(['inode', 'oid'], acts, [
      ['/a/c', false],
      ['/c/a', false],
    ]);
  });

  it('knows a copy again whose folder moved on a side where a place makes a revision', async () => {
    const world = await runScenario({ kinds: ['path', 'oid'], base: [mkdir('/b')], steps: [] });
    await runStep(world, { do: 'user', side: 1, act: write('/b/a', 'one') });
    // The copy is made while the folder's new place is still to be made.
    await runStep(world, { do: 'user', side: 1, act: saveOver('/b', '/c/d/b') });
    const from = world.events.length + 1;
    await settleWorld(world);
    expect(undoPlan(world.events, from, world.events.length)).toMatchObject({
      steps: [
        { _tag: 'MoveBack' },
        { _tag: 'RemoveFolder' },
        { _tag: 'RemoveFolder' },
        { _tag: 'DiscardFile', target: { path: ['b', 'a'] } },
      ],
      impossible: [],
    });
    await runStep(world, { do: 'user', side: 0, act: write('/c/d/b/a', 'two') });
    await settleWorld(world);
    const { impossible } = undoPlan(world.events, from, world.events.length);
    expect(impossible).toMatchObject([{ path: '/b/a', why: 'changed-since' }]);
  });

  it('undoes a change of case alone where names are one under any case', async () => {
    const { events } = await runScenario({
      kinds: ['inode', 'inode-ci-nfc'],
      base: [write('/a', 'one')],
      steps: [{ do: 'user', side: 0, act: move('/a', '/A') }, { do: 'settle' }],
    });
    const at = numberOf(events, ({ _tag }) => _tag === 'Moved');
    expect(undoPlan(events, at, events.length)).toMatchObject({ steps: [{ _tag: 'MoveBack', to: ['a'] }], impossible: [] });
  });

  it('leaves alone what was changed, moved or filled since', async () => {
    const base = [mkdir('/f'), write('/f/a', 'one'), write('/g', 'two')];
    const { events, state } = await runScenario({
      kinds: ['inode', 'oid'],
      base,
      steps: [
        { do: 'user', side: 1, act: write('/f/a', 'changed there') },
        { do: 'user', side: 1, act: move('/g', '/h') },
        { do: 'settle' },
        { do: 'user', side: 1, act: write('/f/new', 'three') },
        { do: 'user', side: 0, act: move('/h', '/i') },
        { do: 'settle' },
      ],
    });
    const { impossible } = undoPlan(
      events,
      1,
      numberOf(events, ({ _tag }) => _tag === 'Moved'),
    );
    expect(impossible.map(({ path, why }) => [path, why])).toEqual(
      expect.arrayContaining([
        ['/f/a', 'changed-since'],
        ['/f', 'not-empty'],
      ]),
    );
    expect(undoPlan(events, 0, 0)).toEqual({ steps: [], impossible: [] });
    expect(undoPlan(events, state.seq + 1, state.seq + 100)).toEqual({ steps: [], impossible: [] });
  });

  it('brings folders back before what was in them', async () => {
    const { events } = await runScenario({
      kinds: ['inode', 'oid'],
      base: [mkdir('/f'), mkdir('/f/g'), write('/f/g/a', 'one')],
      steps: [{ do: 'user', side: 0, act: remove('/f') }, { do: 'wait', ms: 60_000 }, { do: 'settle' }],
    });
    const first = numberOf(events, ({ _tag }) => _tag === 'Discarded');
    expect(undoPlan(events, first, events.length).steps.map(({ text }) => text)).toEqual([
      'make the folder /f on remote again',
      'make the folder /f/g on remote again',
      'restore /f/g/a on remote from the trash (3 bytes)',
    ]);
  });

  it('names for every deed of any history a step, a reason, or nothing that is left of it', async () => {
    await fc.assert(
      fc.asyncProperty(scenarios(['inode', 'oid'], 'failures'), async (scenario) => {
        const { events } = await runScenario(scenario);
        const { steps, impossible } = undoPlan(events, 1, events.length);
        const deeds = new Set(
          events.flatMap((event, i) =>
            ['FilesCreated', 'FileReplaced', 'FolderMade', 'Moved', 'Discarded'].includes(event._tag) ? [i + 1] : [],
          ),
        );
        const named = [...steps, ...impossible].map(({ undoes }) => undoes);
        // Files that were copied together go back one by one.
        for (const each of new Set(named)) expect(named.filter((n) => n === each).length).toBeLessThanOrEqual(filesIn(events[each - 1]));
        for (const each of named) expect(deeds.has(each)).toBe(true);
        const lost = events.flatMap((event, i) => (event._tag === 'Discarded' ? [i + 1] : [])).filter((n) => !named.includes(n));
        // Late answers are no deeds that the log believes.
        expect(lost.filter((n) => isBelieved(events, n))).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });
});

const pathsOf = (store: MemoryStore): readonly string[] =>
  Object.keys(store.tree())
    .map((path) => path.replace(/\/$/u, ''))
    .sort();

/** Carries a step out on nothing but paths; what it expects has to be so. */
const carryOut = (paths: Set<string>, step: UndoStep): void => {
  const all = [...paths];
  const parentOf = (path: string): string => path.slice(0, path.lastIndexOf('/'));
  const make = (path: string): void => {
    expect([path, paths.has(path), parentOf(path) === '' || paths.has(parentOf(path))]).toEqual([path, false, true]);
    paths.add(path);
  };
  switch (step._tag) {
    case 'RestoreFile':
    case 'MakeFolder':
      return make(showPath(step.path));
    case 'RestoreContent':
      return expect(paths.has(showPath(step.target.path))).toBe(true);
    case 'DiscardFile':
    case 'RemoveFolder': {
      const path = showPath(step.target.path);
      expect([path, paths.delete(path), all.filter((each) => each.startsWith(`${path}/`))]).toEqual([path, true, []]);
      return;
    }
    case 'MoveBack': {
      const [path, to] = [showPath(step.target.path), showPath(step.to)];
      expect([path, paths.has(path)]).toEqual([path, true]);
      for (const each of all) if (each === path || each.startsWith(`${path}/`)) paths.delete(each);
      make(to);
      for (const each of all) if (each.startsWith(`${path}/`)) paths.add(to + each.slice(path.length));
    }
  }
};

const isBelieved = (events: readonly Event[], n: number): boolean => {
  const before = evolveAll(initialState(), events.slice(0, n - 1));
  const event = events[n - 1];
  return (
    event !== undefined &&
    'action' in event &&
    typeof event.action === 'number' &&
    [...before.flights.actions.keys()].some((seq) => seq === event.action)
  );
};

const ROOM = { looks: [0, 0], deeds: Number.MAX_SAFE_INTEGER } as const;
const started = (state: State): readonly Event[] => advance(state, [], ROOM).events.filter(({ _tag }) => _tag === 'ActionStarted');

describe('I26 a plan as a value', () => {
  it('is what is then started, of any state, and survives being saved', async () => {
    await fc.assert(
      fc.asyncProperty(scenarios(['inode', 'oid'], 'all'), fc.nat(), async (scenario, cut) => {
        const { events } = await runScenario(scenario);
        const state = evolveAll(initialState(), events.slice(0, cut % (events.length + 1)));
        const plan = planValue(state);
        expect(plan.actions.map(({ action, reason }) => ({ _tag: 'ActionStarted', action, reason }))).toEqual(started(state));
        expect(decodePlan(encodePlan(plan))).toEqual(E.right(plan));
        expect(checkPlan(plan, planValue(state))).toEqual({ _tag: 'Same' });
      }),
      { numRuns: 25 },
    );
  });

  it('holds while only time passes, and says what moved when something did', async () => {
    const { events } = await week();
    const at = numberOf(events, (event) => event._tag === 'ActionStarted' && event.action._tag === 'ReplaceFile');
    const state = evolveAll(initialState(), events.slice(0, at - 1));
    const plan = planValue(state);
    expect(plan.actions.map(({ text }) => text)).toEqual([
      'replace /x on local with the content of remote, because it was edited on remote only',
    ]);
    const later = evolveAll(state, [{ _tag: 'Woke', atMs: state.control.nowMs + 1 }]);
    expect(checkPlan(plan, planValue(later))).toEqual({ _tag: 'SameActions' });
    const touched = evolveAll(state, [{ _tag: 'HintsSeen', side: 0, hints: [{ _tag: 'Touched', oid: null, path: ['x'] }], cursor: null }]);
    expect(checkPlan(plan, planValue(touched))).toMatchObject({ _tag: 'Moved', changes: [{ what: 'gone', path: '/x' }] });
    expect(checkPlan(plan, planValue(evolveAll(initialState(), events.slice(0, 3))))).toMatchObject({ _tag: 'OtherLog' });
    expect(checkPlan({ ...plan, digest: 'x' }, plan)).toMatchObject({ _tag: 'OtherLog' });
  });

  it('says that a file is another one than was planned for', async () => {
    const { events } = await week();
    const at = numberOf(events, (event) => event._tag === 'ActionStarted' && event.action._tag === 'ReplaceFile');
    const state = evolveAll(initialState(), events.slice(0, at - 1));
    const plan = planValue(state);
    const edited = plan.actions.map((each) => ({
      ...each,
      expects: JSON.parse(JSON.stringify(each.expects).replace(/"revision":"[^"]*"/u, '"revision":"another"')) as typeof each.expects,
    }));
    expect(checkPlan({ ...plan, actions: edited }, plan)).toMatchObject({ _tag: 'Moved', changes: [{ what: 'changed', path: '/x' }] });
  });

  it.each(['', '[]', '{"version":2}', '{"version":1,"seq":1,"digest":"","actions":[{"action":{"_tag":"Run"}}]}'])(
    'is refused when it is %j',
    (text) => {
      expect(E.isLeft(decodePlan(text))).toBe(true);
    },
  );
});
