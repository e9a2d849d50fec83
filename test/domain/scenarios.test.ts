import { afterAll, describe, expect, it } from 'vitest';
import { startCoverage } from '../../src/testing/fuzz/index.js';
import { obeysAllLaws } from '../../src/testing/laws/world-laws.js';
import { type Example, FOUND, HOLES, PAID_FOR, REMEDIES, tellings } from '../../src/testing/scenarios/index.js';
import type { World } from '../../src/testing/world/world.js';

const deedsOf = (world: World): number =>
  world.events.slice(world.inStep).filter((event) => event._tag === 'ActionStarted' && !/^(LookUp|List)$/u.test(event.action._tag)).length;

/** Names as people see them. */
const treeOf = (world: World, side: 0 | 1) =>
  Object.fromEntries(Object.entries(world.stores[side].tree()).map(([path, content]) => [path.normalize('NFC'), content]));

const coverage = startCoverage();
afterAll(() => coverage.end());

describe.each<readonly [string, readonly Example[]]>([
  ['the holes of a plain design', HOLES],
  ['bugs that others have paid for', PAID_FOR],
  ['what simulated worlds found', FOUND],
  ['what a person has to do with', REMEDIES],
])('%s', (_group, examples) => {
  describe.each(examples.map((example) => [example.name, example] as const))('%s', (_name, example) => {
    it.each(tellings(example).map((telling) => [telling.title, telling] as const))('%s', async (_title, { scenario, ends, deeds }) => {
      const world = await obeysAllLaws(scenario, (_world, folded, before) => coverage.note(folded, before));
      if (ends !== undefined) expect([treeOf(world, 0), treeOf(world, 1)]).toEqual([ends, ends]);
      if (deeds !== undefined) expect(deedsOf(world)).toBe(deeds);
    });
  });
});

it('all of them reach every cell of the verdict tables, and every remedy', () => {
  expect(coverage.missed().filter((name) => /^(?:content|location|absence|collision|remedy) /u.test(name))).toEqual([]);
});
