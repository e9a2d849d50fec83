import { chmodSync, linkSync, mkdirSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSeenAs } from '../../../src/adapters/filesystem/as-known.js';
import { type Facts, observationOf } from '../../../src/adapters/filesystem/facts.js';
import type { Sight } from '../../../src/effects/ports/provider.js';
import { ref, systems, worldOn } from './support.js';

const DEVICE = 7;

const instants = fc.record({
  seconds: fc.oneof(fc.integer({ min: -(2 ** 33), max: 2 ** 40 }), fc.constantFrom(0, 1_700_000_000)),
  nanoseconds: fc.oneof(fc.integer({ min: 0, max: 999_999_999 }), fc.constantFrom(0, 1, 35, 36)),
});
const facts: fc.Arbitrary<Facts> = fc.record({
  type: fc.constantFrom('file', 'file', 'folder', 'symlink', 'special'),
  device: fc.constantFrom(DEVICE, DEVICE, DEVICE, 8),
  inode: fc.oneof(fc.nat(), fc.maxSafeNat(), fc.bigInt({ min: 2n ** 53n, max: 2n ** 64n - 1n })),
  links: fc.constantFrom(1, 1, 2),
  mode: fc.constantFrom(0o644, 0o755, 0),
  size: fc.oneof(fc.nat(3), fc.maxSafeNat()),
  modified: instants,
  changed: instants,
  born: instants,
});

const sightOf = ({ name, kind, oid, ident, revision, stamp, kept }: Sight): Sight => ({ name, kind, oid, ident, revision, stamp, kept });
/** What a listing shows of an entry, as far as it may be news. */
const news = (sight: Sight): Sight => ({ ...sightOf(sight), stamp: sight.kind === 'folder' ? null : sight.stamp });

describe('an object is seen as known', () => {
  it('if and only if its observation says the same', () => {
    const others = fc.tuple(facts, facts, fc.subarray(['inode', 'size', 'modified', 'changed', 'born', 'mode', 'type', 'links', 'device']));
    fc.assert(
      fc.property(others, ([one, two, taken]) => {
        const now: Facts = { ...one, ...Object.fromEntries(taken.map((field) => [field, two[field as keyof Facts]])) };
        const known = sightOf(observationOf('n', one, DEVICE));
        expect(isSeenAs(one, DEVICE, known)).toBe(true);
        const isSame = JSON.stringify(news(observationOf('n', now, DEVICE))) === JSON.stringify(news(known));
        expect(isSeenAs(now, DEVICE, known)).toBe(isSame);
      }),
      { numRuns: 2_000 },
    );
  });

  it('not by a text that reads as the same number', () => {
    const one: Facts = {
      ...{ type: 'file', device: DEVICE, inode: 36, links: 1, mode: 0o644, size: 10 },
      ...{ modified: { seconds: 5, nanoseconds: 0 }, changed: { seconds: 5, nanoseconds: 0 }, born: { seconds: 5, nanoseconds: 0 } },
    };
    const known = sightOf(observationOf('n', one, DEVICE));
    for (const other of [
      { ident: '010:5.0' },
      { ident: '10:5.0 ' },
      { ident: '10:5' },
      { revision: '0a-5.0' },
      { revision: 'A-5.0' },
      { stamp: '5.' },
    ])
      expect(isSeenAs(one, DEVICE, { ...known, ...other })).toBe(false);
    for (const other of [
      { ident: null },
      { revision: null },
      { stamp: null },
      { oid: 'x' },
      { kept: 'ignored' as const },
      { kind: 'folder' as const },
    ])
      expect(isSeenAs(one, DEVICE, { ...known, ...other })).toBe(false);
  });
});

/** What happens to the entries `a` to `f` of a folder. */
type Change = (folder: string, name: string) => void;
const CHANGES: readonly Change[] = [
  () => undefined,
  (folder, name) => writeFileSync(join(folder, name), 'written'),
  (folder, name) => rmSync(join(folder, name), { recursive: true, force: true }),
  (folder, name) => (rmSync(join(folder, name), { recursive: true, force: true }), mkdirSync(join(folder, name))),
  (folder, name) => (rmSync(join(folder, name), { recursive: true, force: true }), symlinkSync('a', join(folder, name))),
  (folder, name) => chmodSync(join(folder, name), 0o755),
  (folder, name) => utimesSync(join(folder, name), 1, 2),
  (folder, name) => linkSync(join(folder, name), join(folder, `${name}2`)),
  (folder, name) => renameSync(join(folder, name), join(folder, name.toUpperCase())),
  (folder, name) => writeFileSync(join(folder, `.foldsync-part-${name}`), ''),
];

describe.each(systems)('a folder, %s', (_name, system) => {
  it('is as known if and only if listing it says the same', async () => {
    const names = ['a', 'b', 'c'];
    const changes = fc.array(fc.tuple(fc.constantFrom(...CHANGES), fc.constantFrom(...names)), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(changes, changes, async (before, after) => {
        const { root, provider, write, absolute } = await worldOn(system);
        const apply = (all: readonly (readonly [Change, string])[]): void => {
          for (const [change, name] of all) {
            try {
              change(absolute('f'), name);
            } catch {
              // What is to be changed is not there any more, or is something else.
            }
          }
        };
        for (const name of names) write(`f/${name}`, name);
        apply(before);
        const known = provider.immediate.list(ref('f'))?.entries ?? [];
        expect(provider.immediate.isAsKnown?.(ref('f'), null, known)).toBe(true);
        expect(provider.immediate.isAsKnown?.(ref('f'), null, [...known].reverse())).toBe(true);
        apply(after);
        const entries = provider.immediate.list(ref('f'))?.entries ?? [];
        const text = (sights: readonly Sight[]): string => JSON.stringify(sights.map(news).sort((a, b) => (a.name < b.name ? -1 : 1)));
        expect(provider.immediate.isAsKnown?.(ref('f'), null, known)).toBe(text(entries) === text(known));
        rmSync(root, { recursive: true });
      }),
      { numRuns: 60 },
    );
  });

  it('with names that are not UTF-8 is as known while they are', async () => {
    const { provider, absolute, write } = await worldOn(system);
    write('f/a', 'a');
    writeFileSync(Buffer.concat([Buffer.from(`${absolute('f')}/x`), Buffer.from([0xff])]), 'x');
    const known = provider.immediate.list(ref('f'))?.entries ?? [];
    expect(known.map(({ kept }) => kept).sort()).toEqual(['not-utf8', null]);
    expect(provider.immediate.isAsKnown?.(ref('f'), null, known)).toBe(true);
    expect(provider.immediate.isAsKnown?.(ref('f'), null, known.slice(1))).toBe(false);
  });

  it('is not known where another folder is in its place', async () => {
    const { provider, absolute, write, observe } = await worldOn(system);
    write('f/a', 'a');
    const known = provider.immediate.list(ref('f'))?.entries ?? [];
    const { ident } = observe('f');
    expect(provider.immediate.isAsKnown?.(ref('f'), ident, known)).toBe(true);
    renameSync(absolute('f'), absolute('g'));
    mkdirSync(absolute('f'));
    renameSync(absolute('g/a'), absolute('f/a'));
    expect(provider.immediate.isAsKnown?.(ref('f'), ident, provider.immediate.list(ref('f'))?.entries ?? [])).toBe(false);
  });

  it('that is not there, or is a file, is told as in listing it', async () => {
    const { provider, write } = await worldOn(system);
    write('f', 'a file');
    for (const path of ['f', 'nothing']) expect(() => provider.immediate.isAsKnown?.(ref(path), null, [])).toThrow(/cannot list/u);
  });
});
