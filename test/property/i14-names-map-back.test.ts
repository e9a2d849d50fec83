import fc from 'fast-check';
import { expect, it } from 'vitest';
import { conflictName, isConflictName } from '../../src/domain/judge/conflict-name.js';
import { nameKey, parsePath, type RelPath, showPath } from '../../src/domain/name.js';
import { asideName, originalOf } from '../../src/domain/reserved-name.js';
import type { Translate } from '../../src/domain/answers.js';
import { NOTHING_IGNORED } from '../../src/effects/engine/ignore-rules.js';
import { engineWorld } from '../../src/testing/engine/index.js';
import { runScenario } from '../../src/testing/world/run.js';
import { local, remote, write } from '../../src/testing/world/scenario.js';
import { runs, TIMEOUT_MS } from './runs.js';

const name = fc
  .string({ unit: fc.constantFrom('a', 'b', 'A', 'é', 'e\u0301', 'ß', '.', '~', ' ', '漢', '😀'), minLength: 1, maxLength: 8 })
  .filter((text) => !/^[. ]+$/u.test(text));

it('I14 a name that was moved aside tells the original one', () => {
  fc.assert(
    fc.property(name, fc.nat(), (original, n) => {
      expect(originalOf(asideName(n, original, Infinity))).toBe(original);
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
        expect(key(asideName(m, original, Infinity)) === key(asideName(n, original, Infinity))).toBe(m === n);
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

/** A way to give every path another one, and back: names turned round, under a folder of another name and depth. */
const turned = (text: string): string => [...text].reverse().join('');
const depths = fc.constantFrom<RelPath>([], ['far'], ['far', 'away']);
const translateVia =
  (folder: RelPath): Translate =>
  (path, side) => {
    if (side === 0) return [...folder, ...path.map(turned)];
    return folder.every((name, i) => path[i] === name) && path.length > folder.length ? path.slice(folder.length).map(turned) : null;
  };
const plainName = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 2 });
const paths = fc.uniqueArray(fc.tuple(plainName, plainName), { minLength: 1, maxLength: 4, selector: (names) => names.join('/') });

it('I14 what translate maps to other paths and back ends on both sides, each under its own', { timeout: TIMEOUT_MS }, async () => {
  await fc.assert(
    fc.asyncProperty(depths, paths, paths, async (folder, ours, theirs) => {
      const world = engineWorld();
      const translate = translateVia(folder);
      const rules = { ...NOTHING_IGNORED, translate: () => translate };
      // Folders and files of one name are for other properties.
      for (const [dir, file] of ours) world.stores[0].write(`/${dir}_/${file}`, `${dir}/${file}`);
      for (const [dir, file] of theirs) world.stores[1].write(showPath([...folder, `_${turned(dir)}`, turned(file)]), `${dir}/${file}`);
      await world.run({ rules });
      const files = (side: 0 | 1) => Object.entries(world.stores[side].tree()).filter(([, content]) => content !== null);
      const mapped = files(0).map(([path, content]) => [showPath(translate(parsePath(path), 0) ?? []), content]);
      expect(new Map(mapped as [string, string][])).toEqual(new Map(files(1)));
      expect(files(0)).toHaveLength(new Set([...ours, ...theirs].map((names) => names.join('/'))).size);
    }),
    runs(30),
  );
});

/** A function of the path that answers anything: it need not be one to one, nor go back. */
const oddly =
  (answers: readonly (string | null)[]): Translate =>
  (path, side) => {
    const sum = [...showPath(path)].reduce((n, character) => n * 31 + character.charCodeAt(0), side + 1);
    const answer = answers[Math.abs(sum) % answers.length] ?? null;
    return answer === null ? null : parsePath(answer);
  };
const oddAnswers = fc.array(fc.constantFrom('/a', '/b', '/a/b', '/c/d', '/c', '/b/a', '/x/y/z', null), { minLength: 1, maxLength: 6 });
const oddPaths = fc.uniqueArray(fc.constantFrom('/a', '/b', '/c/d', '/c/a', '/x/y/z', '/e'), { minLength: 1, maxLength: 4 });

it('I1 whatever translate answers, no content is lost, and a sync comes to rest', { timeout: TIMEOUT_MS }, async () => {
  await fc.assert(
    fc.asyncProperty(oddAnswers, oddPaths, oddPaths, async (answers, ours, theirs) => {
      const world = engineWorld();
      const rules = { ...NOTHING_IGNORED, translate: () => oddly(answers) };
      for (const path of ours) world.stores[0].write(path, `ours ${path}`);
      for (const path of theirs) world.stores[1].write(path, `theirs ${path}`);
      await world.run({ rules });
      world.stores[0].write('/new', 'new');
      await world.run({ rules });
      const live = new Set(world.stores.flatMap((store) => Object.values(store.tree())));
      for (const text of [...ours.map((path) => `ours ${path}`), ...theirs.map((path) => `theirs ${path}`), 'new'])
        expect(live).toContain(text);
      const before = (await world.events()).length;
      await world.run({ rules });
      const done = (await world.events()).slice(before).flatMap((event) => (event._tag === 'ActionStarted' ? [event.action._tag] : []));
      expect(done.filter((tag) => tag !== 'List' && tag !== 'LookUp')).toEqual([]);
    }),
    runs(30),
  );
});
