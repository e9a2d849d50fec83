import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Event } from '../../src/domain/event.js';
import type { State } from '../../src/domain/state/state.js';
import { pendingCounts } from '../../src/domain/state/agenda.js';
import { digestOf } from '../../src/domain/digest.js';
import { lineOf } from '../../src/history/line.js';
import { replayFrom } from '../../src/history/known.js';
import { recording } from '../../src/inspect/recording/recording.js';
import { reel } from '../../src/inspect/recording/reel.js';
import { scenarios } from '../../src/testing/world/arbitraries.js';
import { PAIRS } from '../../src/testing/world/kinds.js';
import { runScenario } from '../../src/testing/world/run.js';
import { foldedTo, recorded, someDays } from './support.js';

let events: readonly Event[];
beforeAll(async () => {
  events = await someDays();
});

/** A session more, after which LOCAL no longer tells cases apart: then the table is made anew. */
const withOtherRules = (told: readonly Event[], at: number): readonly Event[] => {
  const first = told.find((event) => event._tag === 'SessionStarted');
  if (first === undefined) return told;
  const [local, remote] = first.traits;
  return [...told.slice(0, at), { ...first, traits: [{ ...local, caseSensitive: !local.caseSensitive }, remote] }, ...told.slice(at)];
};

/** What of an agenda is told by facts alone. */
const lookedFor = ({ agenda }: State) => {
  const { dirty, unlisted } = pendingCounts(agenda);
  return { dirty, unlisted, kept: [...agenda.kept], files: agenda.files };
};

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

  it('knows it for any history: crashes, lost logs, all that was agreed on forgotten, and other rules for names', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...PAIRS), fc.infiniteStream(fc.nat()), async (kinds, dice) => {
        const [scenario] = fc.sample(scenarios(kinds, 'all'), { numRuns: 1, seed: dice.next().value });
        if (scenario === undefined) return;
        const { events: told } = await runScenario({ ...scenario, steps: [...scenario.steps, { do: 'forget', keptEvents: 30 }] });
        const all = withOtherRules(told, (dice.next().value ?? 0) % told.length);
        const log = recorded(all, 16);
        for (let n = 0; n < 5; n++) {
          const seq = (dice.next().value ?? 0) % (all.length + 1);
          const [state, folded] = [log.stateAt(seq), foldedTo(all, seq)];
          expect(digestOf(state)).toBe(digestOf(folded));
          expect(lookedFor(state)).toEqual(lookedFor(folded));
        }
      }),
      { numRuns: 40 },
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
