import { describe, expect, it } from 'vitest';
import type { Event } from '../../src/domain/event.js';
import { runScenario, runStep } from '../../src/testing/world/run.js';
import { type Scenario, mkdir, write } from '../../src/testing/world/scenario.js';
import { advanceWorld, FEW_TOGETHER } from '../../src/testing/world/world.js';

const batchesIn = (events: readonly Event[]): readonly (readonly string[])[] =>
  events.flatMap((event) =>
    event._tag === 'ActionStarted' && event.action._tag === 'CreateFiles' ? [event.action.files.map(({ name }) => name)] : [],
  );

const story = (fields: Partial<Scenario>): Scenario => ({ kinds: ['inode', 'inode'], base: [], steps: [], ...fields });

describe('files that are copied together', () => {
  it('go to one folder, and are no more than there is room for', async () => {
    const files = ['/d/a', '/d/b', '/d/c', '/d/e', '/x', '/y'].map((path) => write(path, path));
    const { events, stores } = await runScenario(story({ base: [mkdir('/d'), ...files] }));
    const batches = batchesIn(events);
    expect(batches).toContainEqual(['x', 'y']);
    expect(batches).toContainEqual(['a', 'b', 'c']);
    expect(Math.max(...batches.map((names) => names.length))).toBe(FEW_TOGETHER.files);
    expect(stores[1].tree()).toEqual(stores[0].tree());
  });

  it('are small: a large one goes alone', async () => {
    const base = [write('/a', 'small'), write('/b', 'x'.repeat(FEW_TOGETHER.bytes + 1)), write('/c', 'small too'), write('/d', 'd')];
    const { events } = await runScenario(story({ base }));
    expect(batchesIn(events)).toEqual([['a'], ['b'], ['c', 'd']]);
  });

  it('never take two names that are one on the other side', async () => {
    const base = [write('/a', 'one'), write('/A', 'two'), write('/b', 'three')];
    const { events, stores } = await runScenario(story({ kinds: ['inode', 'oid-ci'], base }));
    for (const names of batchesIn(events)) expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length);
    expect(Object.keys(stores[1].tree()).length).toBeGreaterThanOrEqual(2);
  });

  it('fail one by one: what could be copied is, what could not is tried again', async () => {
    const scenario = story({
      base: [],
      steps: [
        { do: 'user', side: 0, act: write('/a', 'a') },
        { do: 'user', side: 0, act: write('/b', 'b') },
        { do: 'user', side: 0, act: write('/c', 'c') },
        { do: 'deliver', side: 0 },
        { do: 'plan' },
        { do: 'effects' },
        { do: 'answers' },
        { do: 'plan' },
        // The source of the second is another by the time that it is read.
        { do: 'user', side: 0, act: write('/b', 'b again') },
        { do: 'effects' },
        { do: 'answers' },
        { do: 'plan' },
      ],
    });
    const { events, stores } = await runScenario(scenario);
    const outcomes = events.flatMap((event) => (event._tag === 'FilesCreated' ? [event.files.map(({ _tag }) => _tag)] : []));
    expect(outcomes).toEqual([['Created', 'Failed', 'Created'], ['Created']]);
    expect(stores[1].tree()).toEqual({ '/a': 'a', '/b': 'b again', '/c': 'c' });
  });
});

describe('room for deeds', () => {
  const SIX = ['/d/a', '/d/b', '/d/c', '/x', '/y', '/z'];
  const started = (deeds: number, together: boolean) =>
    runScenario(story({ base: [mkdir('/d')], steps: [{ do: 'settle' }] })).then(async (world) => {
      for (const path of SIX) await runStep(world, { do: 'user', side: 0, act: write(path, path) });
      await runStep(world, { do: 'deliver', side: 0 });
      const before = world.events.length;
      // They are looked at first.
      for (let round = 0; round < 3; round++) {
        advanceWorld(world, { looks: [9, 9], deeds: 0 });
        await runStep(world, { do: 'effects' });
        await runStep(world, { do: 'answers' });
      }
      const room = { looks: [9, 9], deeds, ...(together ? { batch: FEW_TOGETHER } : {}) } as const;
      advanceWorld(world, room);
      const first = batchesIn(world.events.slice(before)).flat().length;
      advanceWorld(world, room);
      return [first, batchesIn(world.events.slice(before)).flat().length];
    });

  it.each([
    [2, false, [2, 2]],
    [4, false, [4, 4]],
    [2, true, [2, 2]],
    [4, true, [4, 4]],
    [99, true, [6, 6]],
  ])('is for so many files at once: %s, together: %s', async (deeds, together, count) => {
    expect(await started(deeds, together)).toEqual(count);
  });
});
