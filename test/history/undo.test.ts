import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MemoryStore } from '../../src/adapters/memory/index.js';
import { SIDES, type Side } from '../../src/domain/side.js';
import { type Then, undoAction } from '../../src/history/undo/action.js';
import { searchDeeds } from '../../src/history/undo/deed.js';
import { planOf } from '../../src/history/undo/plan.js';
import type { UndoPlan } from '../../src/history/undo/step.js';
import { userAct } from '../../src/testing/world/arbitraries.js';
import { nextStage } from '../../src/testing/world/effect.js';
import { PAIRS } from '../../src/testing/world/kinds.js';
import { runScenario, runStep } from '../../src/testing/world/run.js';
import { mkdir, move, remove, type Scenario, write } from '../../src/testing/world/scenario.js';
import { settleWorld } from '../../src/testing/world/settle-world.js';
import { advanceWorld, startSession, tellAnswer, type World } from '../../src/testing/world/world.js';
import { runs } from '../property/runs.js';

const LOOKING = { looks: [64, 64], deeds: 0 } as const;

/** All that is looked at, and what was started by hand. */
const look = async (world: World): Promise<void> => {
  for (let round = 0; round < 1000; round++) {
    for (const side of SIDES) world.stores[side].hints.deliver();
    for (const effect of world.effects) {
      let now = effect;
      while (now.answer === null) now = await nextStage(now, world.providers);
      tellAnswer(world, now);
    }
    if (world.incoming.length === 0 && advanceWorld(world, LOOKING).length === 0 && world.effects.length === 0) return;
    if (world.incoming.length > 0) advanceWorld(world, LOOKING);
  }
  throw new Error('looks for ever');
};

/** The first half of `foldsync undo`: a session that looks, and plans. */
const planned = async (world: World, from: number, to = world.events.length): Promise<UndoPlan> => {
  await startSession(world, false);
  await look(world);
  const search = searchDeeds((seq) => seq >= from && seq <= to);
  search.push(world.events);
  const untold = new Map<string, string | null>();
  for (const { seq, row, side, from, size, untoldSinceMs } of search.deeds())
    if (untoldSinceMs !== null)
      untold.set(`${seq}.${row}`, (await world.providers[side].findTrash?.(from.path.at(-1) ?? '', size, untoldSinceMs))?.ref ?? null);
  return planOf(search, ({ seq, row, trash }) => trash ?? untold.get(`${seq}.${row}`) ?? null);
};

/** As `foldsync undo`: it then does what it planned. */
const undo = async (world: World, from: number, then: Then = 'hold', until = world.events.length): Promise<UndoPlan> => {
  const to = world.events.length;
  const plan = await planned(world, from, until);
  for (const step of plan.steps) {
    const action = undoAction(world.state, step, then);
    expect([step, action]).toEqual([step, expect.anything()]);
    if (action !== null) world.incoming.push({ _tag: 'Told', event: { _tag: 'ActionStarted', action, reason: 'undo' } });
    await look(world);
  }
  expect(world.events.slice(to).filter((event) => event._tag === 'ActionFailed')).toEqual([]);
  return plan;
};

/** An undo whose process is killed when it has done so many steps, and one more that it could not tell of. */
const killedUndo = async (world: World, from: number, before: number): Promise<void> => {
  const { steps } = await planned(world, from);
  const last = before % Math.max(1, steps.length);
  for (const [i, step] of steps.slice(0, last + 1).entries()) {
    const action = undoAction(world.state, step, 'hold');
    if (action !== null) world.incoming.push({ _tag: 'Told', event: { _tag: 'ActionStarted', action, reason: 'undo' } });
    if (i < last) await look(world);
  }
  advanceWorld(world, LOOKING);
  for (const effect of world.effects) for (let now = effect; now.answer === null; ) now = await nextStage(now, world.providers);
  await runStep(world, { do: 'crash' });
};

const treesOf = (world: World) => world.stores.map((store) => store.tree());
const contentsOf = (store: MemoryStore): readonly (string | null)[] => Object.values(store.tree()).filter((content) => content !== null);

const stories = fc.tuple(
  fc.constantFrom(...PAIRS),
  fc.array(fc.record({ side: fc.constantFrom<Side[]>(0, 1), act: userAct }), { maxLength: 6 }),
  fc.array(fc.tuple(fc.constantFrom('/a', '/b', '/a/b', '/a/c', '/c/a', '/c'), fc.boolean()), { maxLength: 6 }),
);

type Story = typeof stories extends fc.Arbitrary<infer A> ? A : never;

/** What users did while nothing was synced, and the sync of it. */
const synced = async ([kinds, acts, base]: Story) => {
  const made = base.map(([path, isFolder]) => (isFolder ? mkdir(path) : write(path, 'v*')));
  const world = await runScenario({ kinds, base: made, steps: [] });
  for (const { side, act } of acts) await runStep(world, { do: 'user', side, act });
  const from = world.events.length + 1;
  const before = treesOf(world);
  await settleWorld(world);
  return { world, from, before, after: treesOf(world) };
};

/** As `synced`, by a process that was killed before it could tell what it had done, and the next one. */
const killedMidway = async ([kinds, acts, base]: Story) => {
  const made = base.map(([path, isFolder]) => (isFolder ? mkdir(path) : write(path, 'v*')));
  const world = await runScenario({ kinds, base: made, steps: [] });
  for (const { side, act } of acts) await runStep(world, { do: 'user', side, act });
  const from = world.events.length + 1;
  const before = treesOf(world);
  for (const side of SIDES) world.stores[side].hints.deliver();
  for (let round = 0; round < 3; round++) await runStep(world, { do: 'plan' });
  await look(world);
  for (const step of ['plan', 'effects', 'crash', 'settle'] as const) await runStep(world, { do: step });
  return { world, from, before };
};

describe('an undo that is carried out', () => {
  it('does not take a file from its user because its copy was being taken back when the process was killed', async () => {
    const { world, from } = await synced([['oid', 'oid'], [{ side: 0, act: write('/a', 'one') }], []]);
    await killedUndo(world, from, 0);
    expect(treesOf(world)).toEqual([{ '/a': 'one' }, {}]);
    await settleWorld(world);
    expect(treesOf(world)).toEqual([{ '/a': 'one' }, { '/a': 'one' }]);
  });

  it('is gone on with where its process was killed', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(stories, fc.nat(9), async (story, steps) => {
        const { world, from, before } = await synced(story);
        const to = world.events.length;
        await killedUndo(world, from, steps);
        await undo(world, from, 'hold', to);
        expect(treesOf(world)).toEqual(before);
      }),
      runs(60),
    );
  });

  it('loses nothing that was there when its process is killed, and the next sync goes on', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(stories, fc.nat(9), async (story, before) => {
        const { world, from } = await synced(story);
        const there = new Set(world.stores.flatMap(contentsOf));
        await killedUndo(world, from, before);
        await settleWorld(world);
        const left = new Set(world.stores.flatMap(contentsOf));
        expect([...there].filter((content) => !left.has(content))).toEqual([]);
      }),
      runs(60),
    );
  });

  it('brings both sides back byte for byte, and its own undo brings back what it took', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(stories, async (story) => {
        const { world, from, before, after } = await synced(story);
        const plan = await undo(world, from);
        expect(plan.impossible).toEqual([]);
        expect(treesOf(world)).toEqual(before);
        const undone = world.events.findIndex((event) => event._tag === 'ActionStarted' && event.reason === 'undo');
        if (undone < 0) return;
        expect((await undo(world, undone)).impossible).toEqual([]);
        expect(treesOf(world)).toEqual(after);
      }),
      runs(60),
    );
  });

  it('takes back what a killed process did and did not tell of', { timeout: 60_000 }, async () => {
    let told = 0;
    await fc.assert(
      fc.asyncProperty(stories, async (story) => {
        // Where the path is all that there is, what we moved can't be told from what someone made there.
        fc.pre(!story[0].some((kind) => kind.startsWith('path')));
        const { world, from, before } = await killedMidway(story);
        const plan = await undo(world, from);
        // Where two files of one name and size went to the trash, nobody can tell which is which.
        fc.pre(plan.impossible.every(({ why }) => why !== 'no-trash'));
        told += plan.steps.length;
        expect(plan.impossible).toEqual([]);
        expect(treesOf(world)).toEqual(before);
      }),
      runs(60),
    );
    expect(told).toBeGreaterThan(5);
  });

  const untold: readonly (readonly [what: string, story: Story])[] = [
    [
      'a copy, also if the next process tried to make it again: its folder was not listed yet',
      [['inode', 'inode'], [write('/b', ''), write('/a/A', 'v*')].map((act) => ({ side: 0, act })), [['/a', true]]],
    ],
    [
      'a copy that it put over another, and one in a new folder',
      [
        ['oid', 'oid'],
        [write('/a', 'v*'), write('/c/a', 'v*')].map((act) => ({ side: 0, act })),
        [
          ['/a', false],
          ['/b', true],
        ],
      ],
    ],
    [
      'a move from a place that something else was made in afterwards',
      [
        ['inode', 'oid-sha'],
        [move('/a', '/b/a'), write('/a/a/a', 'v*'), mkdir('/b/b')].map((act) => ({ side: 1, act })),
        [
          ['/b', true],
          ['/a', false],
        ],
      ],
    ],
  ];
  it.each(untold)('takes back what a killed process did not tell of: %s', async (_what, story) => {
    const { world, from, before } = await killedMidway(story);
    expect((await undo(world, from)).impossible).toEqual([]);
    expect(treesOf(world)).toEqual(before);
  });

  it('lets no later sync delete or replace anything because of it', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(stories, async (story) => {
        const { world, from } = await synced(story);
        await undo(world, from);
        const there = world.stores.map(contentsOf);
        await startSession(world, false);
        await settleWorld(world);
        for (const side of SIDES) expect(contentsOf(world.stores[side])).toEqual(expect.arrayContaining([...(there[side] ?? [])]));
      }),
      runs(60),
    );
  });
});

describe('what an undo leaves different on both sides', () => {
  const base = [mkdir('/d'), write('/d/a', 'one'), write('/b', 'two')];
  const run = (act: Scenario['steps'][number]): Scenario => ({ kinds: ['inode', 'inode'], base, steps: [act, { do: 'settle' }] });
  const undone = async (act: ReturnType<typeof write>, then?: Then): Promise<World> => {
    const world = await runScenario(run({ do: 'user', side: 0, act }));
    await undo(world, world.inStep + 1, then);
    await startSession(world, false);
    await settleWorld(world);
    return world;
  };

  it('stays so over restarts, until someone edits one of both', async () => {
    const world = await undone(write('/b', 'two, edited'));
    expect(treesOf(world).map((tree) => tree['/b'])).toEqual(['two, edited', 'two']);
    await runStep(world, { do: 'user', side: 0, act: write('/b', 'edited once more') });
    await settleWorld(world);
    expect(treesOf(world).map((tree) => tree['/b'])).toEqual(['edited once more', 'edited once more']);
  });

  it('is a conflict if the side that was put back is edited: both had changed', async () => {
    const world = await undone(write('/b', 'two, edited'));
    await runStep(world, { do: 'user', side: 1, act: write('/b', 'other way') });
    await settleWorld(world);
    expect(treesOf(world)[0]).toEqual({ '/d/': null, '/d/a': 'one', '/b': 'other way', '/b.conflicted': 'two, edited' });
    expect(treesOf(world)[1]).toEqual(treesOf(world)[0]);
  });

  it('goes over if that was asked for', async () => {
    expect(treesOf(await undone(write('/b', 'two, edited'), 'carry')).map((tree) => tree['/b'])).toEqual(['two', 'two']);
    expect(treesOf(await undone(write('/new', 'three'), 'carry')).map((tree) => tree['/new'])).toEqual([undefined, undefined]);
  });

  it('is a copy that was taken away: it stays where it came from, and goes over again when it is edited', async () => {
    const world = await undone(write('/new', 'three'));
    expect(treesOf(world).map((tree) => tree['/new'])).toEqual(['three', undefined]);
    await runStep(world, { do: 'user', side: 0, act: write('/new', 'three and more') });
    await settleWorld(world);
    expect(treesOf(world).map((tree) => tree['/new'])).toEqual(['three and more', 'three and more']);
  });

  it('is nothing where deletes and moves were undone: both sides follow', async () => {
    expect(treesOf(await undone(remove('/b'))).map((tree) => tree['/b'])).toEqual(['two', 'two']);
    expect(treesOf(await undone(move('/d', '/e'))).map((tree) => Object.keys(tree))).toEqual([
      ['/b', '/d/', '/d/a'],
      ['/b', '/d/', '/d/a'],
    ]);
  });
});
