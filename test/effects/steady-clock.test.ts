import fc from 'fast-check';
import { expect, it } from 'vitest';
import { steadyClock } from '../../src/effects/engine/steady-clock.js';
import { virtualClock } from '../../src/testing/engine/index.js';

it('a steady clock never goes back, and goes on with the machine\u2019s, however that is set', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.boolean(), fc.integer({ min: -1e6, max: 1e6 }))), (steps) => {
      const machine = virtualClock();
      const clock = steadyClock(machine);
      for (const [isSet, ms] of steps) {
        const before = clock.nowMs();
        if (isSet) machine.set(ms);
        else machine.tick(machine.nowMs() + Math.abs(ms));
        expect(clock.nowMs() - before).toBe(isSet ? Math.max(0, ms) : Math.abs(ms));
      }
    }),
  );
});

it('a steady clock is no earlier than what it has to reach, and wakes after the time that was asked for', () => {
  const machine = virtualClock(1000);
  const clock = steadyClock(machine);
  clock.reach(5000);
  expect(clock.nowMs()).toBe(5000);
  let woke = false;
  clock.at$(5200).subscribe(() => (woke = true));
  machine.tick(1199);
  expect(woke).toBe(false);
  machine.tick(1200);
  expect([woke, clock.nowMs()]).toEqual([true, 5200]);
});
