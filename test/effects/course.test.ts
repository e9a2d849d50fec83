import { describe, expect, it } from 'vitest';
import { engineWorld } from '../../src/testing/engine/index.js';

describe('a first sync', () => {
  it('carries over what either side has', async () => {
    const world = engineWorld();
    world.stores[0].write('/a/one', 'one');
    world.stores[1].write('/b/two', 'two');
    world.stores[1].mkdir('/empty');
    const progress = await world.run();
    expect(progress).toMatchObject({ active: false, unsettled: 0 });
    expect(world.stores[0].tree()).toEqual({ '/a/': null, '/a/one': 'one', '/b/': null, '/b/two': 'two', '/empty/': null });
    expect(world.stores[1].tree()).toEqual(world.stores[0].tree());
  });
});
