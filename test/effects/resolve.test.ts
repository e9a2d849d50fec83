/** Resolvers, as the engine asks them: crashes, replay, a preview. */
import { describe, expect, it } from 'vitest';
import { digestOf } from '../../src/domain/digest.js';
import { evolveAll } from '../../src/domain/evolve/evolve.js';
import { initialState } from '../../src/domain/state/state.js';
import type { Content } from '../../src/effects/ports/provider.js';
import type { ConflictResolver } from '../../src/effects/ports/resolver.js';
import { engineWorld, type EngineWorld } from '../../src/testing/engine/index.js';
import { deedsOf, PAIRS } from './support.js';

const merged: Content = {
  ...{ revision: 'merged', size: 6, mtimeMs: 5, executable: null, localPath: null, verify: async () => undefined },
  stream: async function* () {
    yield new TextEncoder().encode('merged');
  },
};
const merging =
  (keep: boolean): ConflictResolver =>
  async () => ({ winner: null, keep, merged });

const disputed = async (kinds: (typeof PAIRS)[number][1]): Promise<EngineWorld> => {
  const world = engineWorld({ kinds, policy: { asksResolver: true, conflictCopies: 'loser-side' } });
  world.stores[0].write('/d/f', 'base');
  await world.run();
  world.stores[0].write('/d/f', 'local!');
  world.stores[1].write('/d/f', 'remote');
  return world;
};

/** All that is live or in the trash of either side. */
const contents = (world: EngineWorld) =>
  new Set(
    world.stores.flatMap((store) => [
      ...Object.values(store.tree()),
      ...store.trash().map(({ content }) => content && Buffer.from(content).toString()),
    ]),
  );

/** More moments than a run of this has. */
const MANY = 120;
/** Not all of them: each is a run and two more. */
const EACH = 4;

describe.each(PAIRS)('a resolver that merges, on %s', (_, kinds) => {
  it.each([false, true])('loses nothing when the process dies at any moment (both kept: %s)', async (keep) => {
    for (let at = 0; at < MANY; at += EACH) {
      const world = await disputed(kinds);
      await world.start({ resolver: merging(keep), shouldDie: (_moment, n) => n === at });
      if (world.process().isAlive()) await world.settle().catch(() => undefined);
      const hasDied = !world.process().isAlive();
      if (hasDied) world.crash({ keep: 'all' });
      else await world.stop();
      await world.run({ resolver: merging(keep) });
      await world.run({ resolver: merging(keep) });
      for (const text of ['local!', 'remote']) expect(contents(world)).toContain(text);
      const [local, remote] = world.stores.map((store) => store.tree()['/d/f']);
      expect([at, local]).toEqual([at, remote]);
      if (!hasDied) return;
    }
    throw new Error('a run has more moments than thought');
  });

  it('is not asked by a replay, which ends in the same state', async () => {
    const world = await disputed(kinds);
    await world.run({ resolver: merging(false) });
    const events = await world.events();
    expect(world.stores[1].tree()).toEqual({ '/d/': null, '/d/f': 'merged' });
    expect(digestOf(evolveAll(initialState(), events))).toBe(digestOf(world.engine().state()));
  });

  it('is not asked again once both sides have what it answered', async () => {
    const world = await disputed(kinds);
    let asked = 0;
    const resolver: ConflictResolver = async () => {
      asked++;
      return { winner: 0, keep: false, merged: null };
    };
    await world.run({ resolver });
    const before = (await world.events()).length;
    await world.run({ resolver });
    expect([asked, deedsOf((await world.events()).slice(before))]).toEqual([1, []]);
  });

  it('holds up no stop, however long it thinks, and is asked again', async () => {
    const world = await disputed(kinds);
    await world.start({ resolver: () => new Promise(() => {}) });
    await world.advance(1_000);
    expect([...world.engine().state().flights.actions.values()].map(({ action }) => action._tag)).toEqual(['Resolve']);
    await world.stop();
    await world.run({ resolver: merging(false) });
    expect(world.stores.map((store) => store.tree()['/d/f'])).toEqual(['merged', 'merged']);
  });
});
