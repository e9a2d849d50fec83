import fc from 'fast-check';
import { expect, it } from 'vitest';
import { conflictName, isConflictName } from '../../src/domain/judge/conflict-name.js';
import { nameKey } from '../../src/domain/name.js';
import { asideName, originalOf } from '../../src/domain/reserved-name.js';
import { runScenario } from '../../src/testing/world/run.js';
import { local, remote, write } from '../../src/testing/world/scenario.js';
import { runs, TIMEOUT_MS } from './runs.js';

const name = fc
  .string({ unit: fc.constantFrom('a', 'b', 'A', 'é', 'e\u0301', 'ß', '.', '~', ' ', '漢', '😀'), minLength: 1, maxLength: 8 })
  .filter((text) => !/^[. ]+$/u.test(text));

it('I14 a name that was moved aside tells the original one', () => {
  fc.assert(
    fc.property(name, fc.nat(), (original, n) => {
      expect(originalOf(asideName(n, original))).toBe(original);
      expect(originalOf(original)).toBeNull();
    }),
    runs(500),
  );
});

it('I14 names aside, and conflict names, of different numbers are different, under any rules', () => {
  fc.assert(
    fc.property(name, fc.integer({ min: 1, max: 99 }), fc.integer({ min: 1, max: 99 }), (original, m, n) => {
      for (const caseSensitive of [true, false]) {
        const key = (text: string) => nameKey({ caseSensitive, unicode: 'nfc', forbiddenCharacters: '', maxNameBytes: 255 }, text);
        expect(key(key(original))).toBe(key(original));
        expect(key(asideName(m, original)) === key(asideName(n, original))).toBe(m === n);
        expect(key(conflictName(original, m)) === key(conflictName(original, n))).toBe(m === n);
      }
      expect(isConflictName(conflictName(original, m))).toBe(true);
    }),
    runs(500),
  );
});

it.each([
  ['oid', 'inode-ci-nfc'],
  ['inode', 'inode-ci-nfc'],
] as const)(
  'I14 a name keeps its spelling where it was given, whatever the other side makes of it (%s | %s)',
  { timeout: TIMEOUT_MS },
  async (...kinds) => {
    await fc.assert(
      fc.asyncProperty(name, async (given) => {
        const path = `/${given}`;
        const normal = path.normalize('NFC');
        const world = await runScenario({
          kinds,
          base: [],
          steps: [...local(write(path, 'made')), { do: 'settle' }, ...remote(write(normal, 'edited')), { do: 'settle' }],
        });
        expect(world.stores[0].tree()).toEqual({ [path]: 'edited' });
        expect(world.stores[1].tree()).toEqual({ [normal]: 'edited' });
      }),
      runs(20),
    );
  },
);
