import fc from 'fast-check';
import { expect, it } from 'vitest';
import { showPath } from '../../src/domain/name.js';
import { engineWorld } from '../../src/testing/engine/index.js';
import { error, PAIRS } from '../effects/support.js';
import { runs, TIMEOUT_MS } from './runs.js';

const names = fc.uniqueArray(fc.constantFrom('/a', '/b', '/d/c', '/d/e/f', '/g/h'), { minLength: 1 });
const tags = fc.constantFrom('Failed', 'Temporary', 'OutOfSpace', 'Denied', 'NameRefused', 'Corrupt', 'Exists', 'NoParent');

it.each(PAIRS)('I19 an entry that always fails holds back only itself, on %s', { timeout: TIMEOUT_MS }, async (_name, kinds) => {
  await fc.assert(
    fc.asyncProperty(names, fc.constantFrom('/bad', '/d/bad'), tags, async (good, bad, tag) => {
      const world = engineWorld({ kinds });
      for (const path of [...good, bad]) world.stores[0].write(path, `content of ${path}`);
      world.stores[1].setFaults(({ op, path }) => (op === 'createFile' && showPath(path) === bad ? error(tag) : null));
      await world.start();
      await world.settle();
      const [tree, copy] = [world.stores[0].tree(), world.stores[1].tree()];
      expect(tree).toHaveProperty([bad]);
      expect(copy).toEqual(Object.fromEntries(Object.entries(tree).filter(([path]) => path !== bad)));
      await world.stop();
    }),
    runs(8),
  );
});
