import { describe, expect, it } from 'vitest';
import { engineWorld } from '../../src/testing/engine/index.js';
import { error, failing, PAIRS } from './support.js';

/** Where files have no identity, names that were swapped are two edits. */
describe.each(PAIRS.filter(([, [local]]) => local.identity !== 'path'))('what steps aside in a swap, on %s', (_, kinds) => {
  it('does not stay there while what holds its new place waits for a person, and goes on after that', async () => {
    const world = engineWorld({ kinds });
    world.stores[0].write('/a', '1');
    world.stores[0].write('/b', '2');
    await world.run();
    for (const [from, to] of [
      ['/a', '/t'],
      ['/b', '/a'],
      ['/t', '/b'],
    ] as const)
      world.stores[0].move(from, to);
    world.stores[1].setFaults(failing('move', '/b', error('NameRefused')));
    await world.start();
    expect(await world.settle()).toMatchObject({ unsettled: 2, blocked: 1 });
    expect(world.stores[1].tree()).toEqual({ '/a': '1', '/b': '2' });
    await world.stop();
    world.stores[1].setFaults(() => null);
    await world.run();
    expect(world.stores.map((store) => store.tree())).toEqual([
      { '/a': '2', '/b': '1' },
      { '/a': '2', '/b': '1' },
    ]);
  });
});
