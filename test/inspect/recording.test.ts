import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Event } from '../../src/domain/event.js';
import { digestOf } from '../../src/domain/digest.js';
import { initialState } from '../../src/domain/state/state.js';
import { lineOf } from '../../src/history/line.js';
import { replayFrom } from '../../src/history/known.js';
import { checkpoints, GRAIN } from '../../src/inspect/recording/checkpoints.js';
import { recording } from '../../src/inspect/recording/recording.js';
import { reel } from '../../src/inspect/recording/reel.js';
import { foldedTo, recorded, someDays } from './support.js';

let events: readonly Event[];
beforeAll(async () => {
  events = await someDays();
});

describe('a recording', () => {
  it('knows what was known after every event, wherever one looked before', () => {
    const log = recorded(events);
    expect(log.head()).toBe(events.length);
    fc.assert(
      fc.property(fc.array(fc.nat(events.length), { minLength: 1, maxLength: 4 }), (moments) => {
        for (const seq of moments) {
          const state = log.stateAt(seq);
          expect(state.seq).toBe(seq);
          expect(digestOf(state)).toBe(digestOf(foldedTo(events, seq)));
        }
      }),
      { numRuns: 3 },
    );
  });

  it('is the same however its events came in', () => {
    const log = recording();
    for (let at = 0; at < events.length; ) {
      const count = 1 + ((at * 7) % 1700);
      log.push(events.slice(at, at + count));
      at += count;
    }
    const whole = recorded(events);
    expect(digestOf(log.stateAt(3000))).toBe(digestOf(whole.stateAt(3000)));
    expect(log.events(1, events.length)).toEqual(events);
    expect(log.lines.slice(0, events.length)).toEqual(whole.lines.slice(0, events.length));
  });

  it('has the lines that the log command shows, with their times', () => {
    const log = recorded(events);
    const lines: unknown[] = [];
    replayFrom().push(events, (event, known) => lines.push(lineOf(event, known)));
    expect(log.lines.slice(0, events.length)).toEqual(lines);
    for (const seq of [1, 1000, 2500, events.length]) expect(log.atMs(seq)).toBe((lines[seq - 1] as { atMs: number }).atMs);
  });

  it('answers for moments outside of the log with its ends', () => {
    const log = recorded(events.slice(0, 50));
    expect(log.stateAt(-3).seq).toBe(0);
    expect(log.stateAt(51).seq).toBe(50);
    expect(log.events(40, 99)).toHaveLength(11);
  });
});

describe('checkpoints', () => {
  const at = (seq: number) => ({ ...initialState(), seq }) as ReturnType<typeof initialState>;

  it('stay few, and never far away, however long the log is', () => {
    const known = checkpoints(initialState());
    const last = 1_000_000;
    for (let seq = GRAIN; seq <= last; seq += GRAIN) known.keep(at(seq), 0);
    const kept = new Set<number>();
    for (let seq = 0; seq <= last; seq += 500) {
      const found = known.before(seq).seq;
      expect(found).toBeLessThanOrEqual(seq);
      expect(seq - found).toBeLessThan(8 * GRAIN + GRAIN);
      kept.add(found);
    }
    expect(kept.size).toBeLessThanOrEqual(161);
  });

  it('are so few that they are paid for, where much of a large tree changes between them', () => {
    const table = { ...initialState().table, nextIds: () => ({ node: 120_000, link: 60_000 }) };
    const keptOf = (touched: number): number => {
      const known = checkpoints(initialState());
      for (let seq = GRAIN; seq <= 500_000; seq += GRAIN) known.keep({ ...at(seq), table } as ReturnType<typeof at>, touched);
      return new Set(Array.from({ length: 5000 }, (_, i) => known.before(i * 100).seq)).size;
    };
    expect(keptOf(10)).toBeGreaterThan(100);
    // 180,000 rows are 22 MB: 768 MB are 35 of them.
    expect(keptOf(900)).toBeLessThan(36);
    expect(keptOf(900)).toBeGreaterThan(14);
  });

  it('remember where somebody looks, for a while', () => {
    const known = checkpoints(initialState());
    known.warm(at(700));
    expect(known.before(701).seq).toBe(700);
    expect(known.before(699).seq).toBe(0);
    for (let seq = 1; seq <= 12; seq++) known.warm(at(seq));
    expect(known.before(701).seq).toBe(12);
  });
});

describe('a reel', () => {
  it('gives back any stretch of what was pushed', () => {
    const all = Array.from({ length: 5000 }, (_, n) => ({ n, text: `value ${n}` }));
    const values = reel<(typeof all)[number]>();
    for (const value of all) values.push(value);
    fc.assert(
      fc.property(fc.integer({ min: -10, max: 5200 }), fc.integer({ min: -10, max: 5200 }), (from, to) => {
        expect(values.slice(from, to)).toEqual(all.slice(Math.max(0, from), Math.max(0, to)));
      }),
    );
    expect(values.length()).toBe(5000);
  });

  it('knows the stretches that may hold a text, in any case and however it is written in JSON', () => {
    const values = reel<string>();
    for (let n = 0; n < 3000; n++) values.push(n === 1500 ? 'a "Quoted" \\ name\n' : 'nothing');
    expect([0, 1, 2].map((stretch) => values.mayHold(stretch, '"QUOTED" \\ name\n'))).toEqual([false, true, false]);
    expect([0, 1, 2].map((stretch) => values.mayHold(stretch, 'Nothing'))).toEqual([true, true, true]);
  });
});
