import { describe, expect, it } from 'vitest';
import type { Event } from '../../src/domain/event.js';
import { evolveAll } from '../../src/domain/evolve/evolve.js';
import { initialState } from '../../src/domain/state/state.js';
import { decodeSnapshot, encodeSnapshot } from '../../src/effects/engine/snapshot.js';
import { ANSWERS, CRASH, EFFECTS, hint, PLAN } from '../../src/testing/scenarios/example.js';
import { runScenario, runStep } from '../../src/testing/world/run.js';
import { local, type Step, type UserAct, write } from '../../src/testing/world/scenario.js';
import { settleWorld } from '../../src/testing/world/settle-world.js';
import type { World } from '../../src/testing/world/world.js';

/** On disks, where nothing has a hash: LOCAL's `/a` is being copied as the process is killed, and the next one has begun. */
const killed = (base: readonly UserAct[], { isPlaced = true } = {}): Promise<World> => {
  const started: readonly Step[] = [...local(write('/a', 'new')), hint(0), PLAN, EFFECTS, ANSWERS, PLAN];
  const steps: readonly Step[] = [...started, ...(isPlaced ? [EFFECTS] : []), CRASH, PLAN, { do: 'stop' }];
  return runScenario({ kinds: ['inode', 'inode'], base, steps });
};

const timeOf = async ({ providers }: World, side: 0 | 1): Promise<number> => {
  const found = await providers[side].lookUp({ oid: null, path: ['a'] });
  return found._tag === 'Found' ? found.observation.mtimeMs : 0;
};

const ends = async (world: World): Promise<readonly unknown[]> => {
  await settleWorld(world);
  return world.stores.map((store) => store.tree());
};
const both = (tree: Readonly<Record<string, string>>) => [tree, tree];

const BASES: readonly (readonly [string, readonly UserAct[]])[] = [
  ['new', []],
  ['replaced', [write('/a', 'old')]],
];

describe.each(BASES)('a file that was being placed as its process was killed (%s)', (_what, base) => {
  it('is remembered until it is seen', async () => {
    const world = await killed(base);
    expect(Object.values(world.state.control.interrupted?.links ?? {})).toMatchObject([{ side: 1, name: 'a', copied: { size: 3 } }]);
    expect(await ends(world)).toEqual(both({ '/a': 'new' }));
    expect(world.state.control.interrupted).toBeUndefined();
  });

  it('is remembered by a snapshot, and by a session that is killed itself', async () => {
    const world = await killed(base);
    expect(decodeSnapshot(encodeSnapshot(world.state))?.control.interrupted).toEqual(world.state.control.interrupted);
    const session = world.events.filter(({ _tag }) => _tag === 'SessionStarted').at(-1) as Event;
    expect(evolveAll(world.state, [session]).control.interrupted).toEqual(world.state.control.interrupted);
    expect(evolveAll(world.state, [{ ...session, boot: 'another' } as Event]).control.interrupted).toBeUndefined();
  });

  it('is not, where the log is of before', async () => {
    const world = await killed(base);
    const before = world.events.map((event): Event => {
      if (event._tag !== 'SessionStarted') return event;
      const { remembers: _, ...session } = event;
      return session;
    });
    expect(evolveAll(initialState(), before).control.interrupted).toBeUndefined();
  });

  it('is read if its source is as it was: it may be edited under the same size and time', async () => {
    const world = await killed(base);
    const [here, there] = world.stores;
    there.write('/a', 'its');
    there.setMtime('/a', await timeOf(world, 0));
    expect(await ends(world)).toEqual(both({ '/a': 'its', '/a.conflicted': 'new' }));
    expect(here.trash().map(({ path }) => path)).toEqual([]);
  });

  it('is read if its source was touched', async () => {
    const world = await killed(base);
    const [here] = world.stores;
    here.move('/a', '/b');
    here.move('/b', '/a');
    expect(await ends(world)).toEqual(both({ '/a': 'new' }));
    expect(world.events.some((event) => event._tag === 'ActionStarted' && event.action._tag === 'Compare')).toBe(true);
  });

  it("is somebody else's with another time, whatever its size", async () => {
    const world = await killed(base);
    world.stores[0].write('/a', 'newer');
    world.stores[1].write('/a', 'its');
    expect(await ends(world)).toEqual(both({ '/a': 'its', '/a.conflicted': 'newer' }));
  });
});

it('a file that was to be replaced, and was not, is not ours: also if it has the size and time of what was to be copied', async () => {
  const world = await runScenario({ kinds: ['inode', 'inode'], base: [write('/a', 'old')], steps: [{ do: 'stop' }] });
  const [here] = world.stores;
  const time = await timeOf(world, 1);
  here.write('/a', 'new');
  here.setMtime('/a', time);
  for (const step of [hint(0), PLAN, EFFECTS, ANSWERS, PLAN, CRASH]) await runStep(world, step);
  expect(world.state.flights.actions.size).toBe(1);
  expect(await ends(world)).toEqual(both({ '/a': 'new' }));
});
