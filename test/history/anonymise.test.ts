import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nameKey, utf8Length } from '../../src/domain/name.js';
import { evolve } from '../../src/domain/evolve/evolve.js';
import { asideName, originalOf } from '../../src/domain/reserved-name.js';
import { conflictName } from '../../src/domain/judge/conflict-name.js';
import { advance } from '../../src/domain/plan/plan.js';
import { initialState } from '../../src/domain/state/state.js';
import { anonymise, anonymiserOf } from '../../src/history/anonymise.js';
import { pseudonymsOf } from '../../src/history/names.js';
import { PAIRS } from '../../src/testing/world/kinds.js';
import { scenarios } from '../../src/testing/world/arbitraries.js';
import { runScenario } from '../../src/testing/world/run.js';
import { move, write } from '../../src/testing/world/scenario.js';

const key = (text: string): string => createHmac('sha256', 'a key').update(text).digest('hex');
const EVERYTHING = { looks: [9, 9], deeds: 9 } as const;

const word = fc.oneof(
  fc.constantFrom(
    'a',
    'A',
    'b',
    'ab',
    'Ab',
    'aB',
    'AB',
    '\u00e9',
    'e\u0301',
    '\u00c9',
    'E\u0301',
    'e\u0301e\u0301',
    '\u00e9e\u0301',
    'conflicted',
    'conflicted2',
    'txt',
    'PDF',
    'con',
    'fs',
  ),
  fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' }),
);
const plainName = fc
  .array(fc.tuple(word, fc.constantFrom('.', ' ', '-', '', ':', '..', '"')), { minLength: 1, maxLength: 4 })
  .map((parts) => parts.flat().join('').replace(/[/\0]/gu, '_'))
  .filter((name) => name !== '' && name !== '.' && name !== '..');
const name = fc.oneof({ weight: 5, arbitrary: plainName }, { weight: 1, arbitrary: plainName.map((each) => asideName(3, each, Infinity)) });

const RULES = [true, false].flatMap((caseSensitive) =>
  (['exact', 'nfc'] as const).map((unicode) => ({ caseSensitive, unicode, forbiddenCharacters: '', maxNameBytes: 255 })),
);

describe('I25 pseudonyms of names', () => {
  it('are equal where the names are, under any rules of case and Unicode', () => {
    fc.assert(
      fc.property(fc.array(name, { minLength: 2, maxLength: 8 }), (names) => {
        // What a letter is at the end of a word (final sigma) is not kept.
        fc.pre(!names.some((each) => /[\u03a3\u03c3\u03c2]/u.test(each)));
        const { nameOf } = pseudonymsOf({ names, forbidden: '', ordered: [], limits: [] }, key);
        for (const rules of RULES) {
          for (const a of names)
            for (const b of names)
              expect([a, b, nameKey(rules, nameOf(a)) === nameKey(rules, nameOf(b))]).toEqual([
                a,
                b,
                nameKey(rules, a) === nameKey(rules, b),
              ]);
        }
      }),
      { numRuns: 80 },
    );
  });

  it('compose as the names do', () => {
    fc.assert(
      fc.property(fc.array(name, { maxLength: 8 }), (names) => {
        const { nameOf } = pseudonymsOf({ names, forbidden: '', ordered: [], limits: [] }, key);
        for (const each of names) expect(nameOf(each.normalize('NFC'))).toBe(nameOf(each).normalize('NFC'));
      }),
    );
  });

  it('compose with marks on punctuation too', () => {
    const names = ['<\u0338 .', 'a<\u0301\u0338b', '=\u0338', '.\u0301x'];
    const { nameOf } = pseudonymsOf({ names, forbidden: '=', ordered: [], limits: [] }, key);
    for (const each of names) expect(nameOf(each.normalize('NFC'))).toBe(nameOf(each).normalize('NFC'));
  });

  it('keep conflict marks, aside names and what a side forbids', () => {
    fc.assert(
      fc.property(plainName, fc.integer({ min: 1, max: 12 }), (original, n) => {
        // A mark that goes on as a word is the user's own.
        fc.pre(!/\.conflicted/u.test(original));
        const names = [original, conflictName(original, n), asideName(7, original, Infinity)];
        const { nameOf } = pseudonymsOf({ names, forbidden: '#', ordered: [], limits: [] }, key);
        expect(nameOf(conflictName(original, n))).toBe(conflictName(nameOf(original), n));
        expect(originalOf(nameOf(asideName(7, original, Infinity)))).toBe(nameOf(original));
        for (const character of '<>:"|?*\\#') expect(nameOf(original).includes(character)).toBe(original.includes(character));
      }),
    );
  });

  it('fit where the names fit', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(name, fc.string({ minLength: 1, maxLength: 40 })), { maxLength: 8 }),
        fc.integer({ min: 8, max: 40 }),
        (names, limit) => {
          const { nameOf, limitOf } = pseudonymsOf({ names, forbidden: '', ordered: [], limits: [limit] }, key);
          for (const each of names) if (utf8Length(each) <= limit) expect(utf8Length(nameOf(each))).toBeLessThanOrEqual(limitOf(limit));
        },
      ),
    );
    const { nameOf, limitOf } = pseudonymsOf(
      { names: ['x'.repeat(300), 'a b c d e f g h'], forbidden: '', ordered: [], limits: [255, 20] },
      key,
    );
    expect(utf8Length(nameOf('x'.repeat(300)))).toBeGreaterThan(limitOf(255));
    expect(utf8Length(nameOf('x'.repeat(300)))).toBeGreaterThan(limitOf(20));
    expect(utf8Length(nameOf('a b c d e f g h'))).toBeLessThanOrEqual(limitOf(20));
  });

  it('keep the order of names that a verdict may rest on', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z]{1,6}( [a-z]{1,4})?(\.txt)?$/u), { minLength: 2, maxLength: 10 }), (names) => {
        const ordered = names.flatMap((a) => names.filter((b) => a < b).map((b) => [a, b] as const));
        const { nameOf, unordered } = pseudonymsOf({ names, forbidden: '', ordered, limits: [] }, key);
        expect(unordered).toBe(0);
        for (const [a, b] of ordered) expect(nameOf(a) < nameOf(b)).toBe(true);
      }),
    );
  });

  it('keep extensions that say what a file is', () => {
    const { nameOf } = pseudonymsOf({ names: ['Budget 2024.xlsx'], forbidden: '', ordered: [], limits: [] }, key);
    expect(nameOf('Budget 2024.xlsx')).toMatch(/^[A-Z][a-z]{5} [a-z]{6}\.xlsx$/u);
  });
});

describe('I25 an anonymised history', () => {
  it.each(PAIRS.filter((_, i) => i % 2 === 0))('plans as the original does (%s, %s)', async (...kinds) => {
    await fc.assert(
      fc.asyncProperty(scenarios([kinds[0], kinds[1]], 'crashes'), async (scenario) => {
        const { events } = await runScenario(scenario);
        const secret = anonymiserOf(events, key);
        fc.pre(secret.unordered === 0);
        let [open, hidden] = [initialState(), initialState()];
        for (const event of events) {
          open = evolve(open, event);
          hidden = evolve(hidden, secret.event(event));
          expect(advance(hidden, [], EVERYTHING).events).toEqual(advance(open, [], EVERYTHING).events.map(secret.event));
        }
      }),
      { numRuns: 6 },
    );
  });

  it('decides between two new names of one file as the original does, under any key', async () => {
    const { events } = await runScenario({
      kinds: ['inode', 'oid'],
      base: [write('/a.txt', 'x'), write('/b.txt', 'y')],
      steps: [
        { do: 'user', side: 0, act: move('/a.txt', '/zebra.txt') },
        { do: 'user', side: 1, act: move('/a.txt', '/apple.txt') },
        { do: 'user', side: 0, act: move('/b.txt', '/b.txt.old') },
        { do: 'user', side: 1, act: move('/b.txt', '/b.txt.young') },
        { do: 'settle' },
      ],
    });
    expect(events.filter((event) => event._tag === 'ActionStarted' && event.reason === 'both-moved')).toHaveLength(2);
    for (let n = 0; n < 12; n++) {
      const secret = anonymiserOf(events, (text) => createHmac('sha256', `key ${n}`).update(text).digest('hex'));
      expect(secret.unordered).toBe(0);
      let [open, hidden] = [initialState(), initialState()];
      for (const event of events) {
        open = evolve(open, event);
        hidden = evolve(hidden, secret.event(event));
        expect(advance(hidden, [], EVERYTHING).events).toEqual(advance(open, [], EVERYTHING).events.map(secret.event));
      }
    }
  });

  it('says no name, no content, no message of the original', async () => {
    const secrets = ['Geheimnis', 'Quartalszahlen', 'm\u00fcller', 'Kundenliste'];
    const world = await runScenario({
      kinds: ['inode', 'oid'],
      base: [{ act: 'mkdir', path: '/Geheimnis' }, write('/Geheimnis/Quartalszahlen m\u00fcller.pdf', 'Inhalt, den niemand lesen soll')],
      steps: [
        { do: 'user', side: 0, act: write('/Geheimnis/Quartalszahlen m\u00fcller.pdf', 'einer') },
        { do: 'user', side: 1, act: write('/Geheimnis/Quartalszahlen m\u00fcller.pdf', 'anderer') },
        { do: 'settle' },
        { do: 'user', side: 1, act: move('/Geheimnis', '/Kundenliste') },
        { do: 'fail', side: 0, error: 'Failed', times: 1 },
        { do: 'plan' },
        { do: 'settle' },
      ],
    });
    const open = JSON.stringify(world.events).toLowerCase();
    const hidden = JSON.stringify(anonymise(world.events, key)).toLowerCase();
    for (const each of secrets)
      expect([each, open.includes(each.toLowerCase()), hidden.includes(each.toLowerCase())]).toEqual([each, true, false]);
    expect(hidden).toContain('.conflicted.pdf');
  });

  it('is another one under another key, and the same under the same', async () => {
    const { events } = await runScenario({ kinds: ['path', 'oid'], base: [write('/secret', 'x')], steps: [] });
    const other = (text: string): string => createHmac('sha256', 'another').update(text).digest('hex');
    expect(anonymise(events, key)).toEqual(anonymise(events, key));
    expect(anonymise(events, other)).not.toEqual(anonymise(events, key));
  });
});
