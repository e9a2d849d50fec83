import { describe, expect, it } from 'vitest';
import { obeysAllLaws } from '../../src/testing/laws/world-laws.js';
import { type Example, FOUND, HOLES, PAID_FOR, tellings } from '../../src/testing/scenarios/index.js';
import type { World } from '../../src/testing/world/world.js';

const deedsOf = (world: World): number =>
  world.events.slice(world.inStep).filter((event) => event._tag === 'ActionStarted' && !/^(LookUp|List)$/u.test(event.action._tag)).length;

/** Names as people see them. */
const treeOf = (world: World, side: 0 | 1) =>
  Object.fromEntries(Object.entries(world.stores[side].tree()).map(([path, content]) => [path.normalize('NFC'), content]));

describe.each<readonly [string, readonly Example[]]>([
  ['the holes of a plain design', HOLES],
  ['bugs that others have paid for', PAID_FOR],
  ['what simulated worlds found', FOUND],
])('%s', (_group, examples) => {
  describe.each(examples.map((example) => [example.name, example] as const))('%s', (_name, example) => {
    it.each(tellings(example).map((telling) => [telling.title, telling] as const))('%s', async (_title, { scenario, ends, deeds }) => {
      const world = await obeysAllLaws(scenario);
      if (ends !== undefined) expect([treeOf(world, 0), treeOf(world, 1)]).toEqual([ends, ends]);
      if (deeds !== undefined) expect(deedsOf(world)).toBe(deeds);
    });
  });
});
