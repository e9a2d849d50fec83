import fc from 'fast-check';
import { expect, it } from 'vitest';
import { deedsOf } from '../../src/testing/laws/stories.js';
import { runScenario } from '../../src/testing/world/run.js';
import { local, move, remove, write } from '../../src/testing/world/scenario.js';
import { runs, TIMEOUT_MS } from './runs.js';

const KINDS = [
  ['oid', 'oid'],
  ['path', 'oid'],
  ['inode', 'path'],
] as const;
const files = (count: number) => Array.from({ length: count }, (_, i) => write(`/d/${i % 3}/${i}`, `v${i}`));
const policy = { maxDeletePercent: 50 } as const;

it.each(KINDS)('I10 a rename of the whole tree trips no gate (%s | %s)', { timeout: TIMEOUT_MS }, async (...kinds) => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 21, max: 40 }), async (count) => {
      const world = await runScenario({ kinds, policy, base: files(count), steps: local(move('/d', '/e')) });
      expect(world.events.filter((event) => event._tag === 'GateRaised')).toEqual([]);
      expect(Object.keys(world.stores[1].tree())).toHaveLength(count + 4);
    }),
    runs(2),
  );
});

it.each(KINDS)(
  'I10 a delete of most files waits at the gate, one of few files does not (%s | %s)',
  { timeout: TIMEOUT_MS },
  async (...kinds) => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 40 }), async (count) => {
        const world = await runScenario({ kinds, policy, base: files(count), steps: local(remove('/d')) });
        expect(world.events.some((event) => event._tag === 'GateRaised')).toBe(count > 20);
        expect(deedsOf(world).length === 0).toBe(count > 20);
      }),
      runs(3),
    );
  },
);

it.each(KINDS)(
  'I10 folders are not counted: 18 files in 4 folders go without a gate (%s | %s)',
  { timeout: TIMEOUT_MS },
  async (...kinds) => {
    const world = await runScenario({ kinds, policy, base: files(18), steps: local(remove('/d')) });
    expect(world.events.filter((event) => event._tag === 'GateRaised')).toEqual([]);
    expect(world.stores[1].tree()).toEqual({});
  },
);
