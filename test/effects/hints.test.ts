import fc from 'fast-check';
import { Subject } from 'rxjs';
import { describe, expect, it } from 'vitest';
import type { EventOf } from '../../src/domain/event.js';
import { coalesced$, MAX_HINTS } from '../../src/effects/engine/hints.js';
import type { Changes, Hint } from '../../src/effects/ports/provider.js';
import { virtualClock } from '../../src/testing/engine/index.js';

const AGING_MS = 200;
const touched = (oid: string): Hint => ({ _tag: 'Touched', oid, path: null });

const listening = () => {
  const changes$ = new Subject<Changes>();
  const clock = virtualClock(0);
  const told: { readonly atMs: number; readonly event: EventOf<'HintsSeen'> }[] = [];
  const subscription = coalesced$(changes$, 1, () => AGING_MS, clock).subscribe((event) => told.push({ atMs: clock.nowMs(), event }));
  const pass = (ms: number): void => {
    const untilMs = clock.nowMs() + ms;
    while (clock.tick(untilMs));
  };
  return { changes$, clock, told, pass, subscription };
};

const steps = fc.array(
  fc.oneof(
    fc.record({ ms: fc.integer({ min: 0, max: 300 }) }),
    fc.record({
      oids: fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 4 }),
      cursor: fc.option(fc.integer({ min: 1, max: 99 }).map(String)),
    }),
  ),
  { maxLength: 30 },
);

describe('coalesced hints', () => {
  it('tell every hint once, within the aging period, never two equal ones together, and the last cursor with or after what it covers', () => {
    fc.assert(
      fc.property(steps, (script) => {
        const { changes$, clock, told, pass } = listening();
        const given: { readonly atMs: number; readonly oid: string }[] = [];
        let cursor: string | null = null;
        for (const step of script) {
          if ('ms' in step) pass(step.ms);
          else {
            changes$.next({ hints: step.oids.map(touched), cursor: step.cursor });
            given.push(...step.oids.map((oid) => ({ atMs: clock.nowMs(), oid })));
            cursor = step.cursor ?? cursor;
          }
        }
        pass(AGING_MS);
        for (const { atMs, oid } of given)
          expect(
            told.some(
              (each) =>
                each.atMs >= atMs &&
                each.atMs <= atMs + AGING_MS &&
                each.event.hints.some((hint) => hint._tag === 'Touched' && hint.oid === oid),
            ),
          ).toBe(true);
        for (const { event } of told) {
          expect(new Set(event.hints.map((hint) => JSON.stringify(hint))).size).toBe(event.hints.length);
          expect(event.hints.length > 0 || event.cursor !== null).toBe(true);
        }
        expect(
          told
            .map(({ event }) => event.cursor)
            .filter((each) => each !== null)
            .at(-1) ?? null,
        ).toBe(cursor);
        expect(clock.nextAtMs()).toBeNull();
      }),
    );
  });

  it('are told no later than the cursor that covers them', () => {
    const { changes$, told, pass } = listening();
    changes$.next({ hints: [touched('o')], cursor: 'c1' });
    expect(told).toEqual([]);
    pass(AGING_MS);
    expect(told.map(({ event }) => [event.hints, event.cursor])).toEqual([[[touched('o')], 'c1']]);
  });

  it('are one Lost where there are more than can be kept, and the next period begins anew', () => {
    const { changes$, told, pass } = listening();
    for (let n = 0; n < MAX_HINTS * 2; n++) changes$.next({ hints: [touched(`o${n}`)], cursor: `c${n}` });
    pass(AGING_MS);
    expect(told.map(({ event }) => event)).toEqual([
      { _tag: 'HintsSeen', side: 1, hints: [{ _tag: 'Lost' }], cursor: `c${MAX_HINTS * 2 - 1}` },
    ]);
    changes$.next({ hints: [touched('o')], cursor: null });
    pass(AGING_MS);
    expect(told.at(-1)?.event.hints).toEqual([touched('o')]);
  });

  it('are told before a stream ends, and not after it is left', () => {
    const ending = listening();
    ending.changes$.next({ hints: [touched('o')], cursor: null });
    ending.changes$.complete();
    expect(ending.told).toHaveLength(1);
    expect(ending.clock.nextAtMs()).toBeNull();
    const left = listening();
    left.changes$.next({ hints: [touched('o')], cursor: null });
    left.subscription.unsubscribe();
    left.pass(AGING_MS);
    expect(left.told).toEqual([]);
    expect(left.clock.nextAtMs()).toBeNull();
  });

  it('go ahead, without the cursor, if they are urgent; where that can not be told, they rest', async () => {
    const changes$ = new Subject<Changes>();
    const clock = virtualClock(0);
    const told: EventOf<'HintsSeen'>[] = [];
    const isUrgent = async (hint: Hint): Promise<boolean> => {
      if (hint._tag === 'Touched' && hint.oid === 'broken') throw new Error('no idea');
      return hint._tag === 'Touched' && hint.oid === 'urgent';
    };
    const subscription = coalesced$(changes$, 1, () => AGING_MS, clock, isUrgent).subscribe((event) => told.push(event));
    changes$.next({ hints: [touched('a'), touched('urgent'), touched('broken')], cursor: 'c' });
    await new Promise((resolve) => setImmediate(resolve));
    expect(told).toEqual([{ _tag: 'HintsSeen', side: 1, hints: [touched('urgent')], cursor: null }]);
    while (clock.tick(AGING_MS)) expect(told.length).toBeLessThan(3);
    expect(told[1]).toEqual({ _tag: 'HintsSeen', side: 1, hints: [touched('a'), touched('broken')], cursor: 'c' });
    subscription.unsubscribe();
  });
});
