import fc from 'fast-check';
import * as E from 'fp-ts/lib/Either.js';
import { describe, expect, it } from 'vitest';
import { pathHelpers, type PathPart, type PathRules } from '../../src/domain/path-text.js';

const rules: PathRules = { sep: '/', altSep: '\\', caseSensitive: true, winPaths: false };
const plain = pathHelpers(rules);
const drives = pathHelpers({ ...rules, winPaths: true });
const folding = pathHelpers({ ...rules, caseSensitive: false });

describe('paths as text', () => {
  it.each<[readonly PathPart[], string]>([
    [['a', 'b', 'c'], '/a/b/c'],
    [['/a', '/b', '/c'], '/a/b/c'],
    [['/a', '\\b', '\\c'], '/a/b/c'],
    [['a', null, '/', '', undefined, 'b/'], '/a/b'],
    [['a', ['b', ['c', null]]], '/a/b/c'],
    [[], '/'],
    [[null, ''], '/'],
    [['/', '/'], '/'],
    [['//', '//'], '/'],
    [['//', '//a'], '/a'],
    [['\\\\a', '\\b\\c', 'd/'], '//a/b/c/d'],
    [['//?\\b'], '//?/b'],
    [['\\\\host'], '//host'],
    [['a//b'], '/a//b'],
    [['', '//a'], '//a'],
    [['/', '//a'], '/a'],
  ])('PR-1 PR-2 PR-3 %j joins to %s', (parts, path) => expect(plain.join(...parts)).toBe(path));

  it.each<[readonly PathPart[], string]>([
    [['c:', 'b', 'c'], 'c:/b/c'],
    [['c:\\', null, '/b\\c/'], 'c:/b/c'],
    [['C:'], 'C:'],
    [['ab:', 'c'], '/ab:/c'],
  ])('PR-4 %j joins to %s where drives have letters', (parts, path) => expect(drives.join(...parts)).toBe(path));

  it('PR-4 knows no drives elsewhere', () => expect(plain.join('c:', 'b', 'c')).toBe('/c:/b/c'));

  it.each([
    ['/a/b', '/a', 'b'],
    ['\\a\\b', '/a', 'b'],
    ['\\', '/', ''],
    ['/', '/', ''],
    ['', '', ''],
    ['a', '', 'a'],
    ['/a', '/', 'a'],
    ['/a/b/', '/a', 'b'],
  ])('PR-90 %s is split', (path, folder, leaf) => {
    expect(plain.split(path)).toEqual([folder, leaf]);
    expect([plain.dirname(path), plain.basename(path)]).toEqual([folder, leaf]);
  });

  it.each([
    ['/a/b', '/a', '/c', '/c/b'],
    ['\\a\\b', '/a/', '\\c', '/c/b'],
    ['/a', '/a', '/c/', '/c'],
    // Where it is the whole path, what it is replaced by is as it was written.
    ['/a', '/a', 'c', 'c'],
    ['/a/b', '/a', 'c', '/c/b'],
    ['/a/b', '/', '/c', '/c/a/b'],
  ])('PR-92 %s with %s replaced by %s is %s', (path, from, to, replaced) =>
    expect(plain.replacePath(path, from, to)).toEqual(E.right(replaced)),
  );
  it('PR-92 replaces only what it is inside of', () =>
    expect(plain.replacePath('/ab/c', '/a', '/x')).toEqual(E.left('/ab/c is not inside /a')));

  it.each<[string | null, string | null]>([
    [null, null],
    ['', ''],
    ['/', '/'],
    ['\\', '/'],
    ['a\\b/c/', 'a/b/c'],
    ['\\\\a\\\\b', '//a//b'],
    ['/a///', '/a'],
  ])('PR-93 separators of %s', (path, normal) => expect(plain.normalizePathSeparators(path)).toBe(normal));

  it('PR-94 normalizes by the rules of case', () => {
    expect(plain.normalizePath('\\\\A//b\\C/')).toBe('/A/b/C');
    expect(folding.normalizePath('/A//b\\C/')).toBe('/a/b/c');
    expect(folding.normalizePath('/A//b\\C/', true)).toBe('/a/b/C');
    expect(plain.normalizePath('/A/C', true)).toBe('/A/C');
  });

  it.each<[string | null, string | null, string | false]>([
    [null, '/a', false],
    ['', '/a', false],
    ['/a', null, false],
    ['/a', '', false],
    ['/', '', false],
    ['/a/b/c', '/a/b', false],
    ['/a', '/a', '/'],
    ['/a', '/a/', '/'],
    ['/', '/a/b', '/a/b'],
    ['/', '/', '/'],
    ['/', 'a', false],
    ['/a', '/a/b/C', '/b/C'],
    ['/a', '/ab', false],
    ['/a/b', '/a', false],
    ['/a', '/a//b', '//b'],
    ['/A', '/a/b', false],
  ])('PR-95 %s holds %s: %s', (folder, target, rest) => expect(plain.isSubpath(folder, target)).toBe(rest));

  it('PR-96 compares by the rules of case, and keeps the case of the rest', () => {
    expect(folding.isSubpath('c:/Users/hello', 'c:/Users\\Hello\\World.pptx')).toBe('/World.pptx');
    // Lower case of this letter is two code units.
    expect(folding.isSubpath('/\u0130', '/i\u0307/X')).toBe('/X');
    expect(plain.isSubpath('/a', '/a', true)).toBe(false);
  });

  it('matches paths, for display by the case of the leaf too', () => {
    expect([plain.pathsMatch(null, null), plain.pathsMatch(null, '/a'), plain.pathsMatch('/a', null)]).toEqual([true, false, false]);
    expect([
      folding.pathsMatch('/A/B', '/a\\b'),
      folding.pathsMatch('/A/B', '/a/b', true),
      folding.pathsMatch('/A/B', '/a/B', true),
    ]).toEqual([true, false, true]);
    expect([plain.pathsMatch('/a', '/b'), plain.pathsMatch('/A', '/a'), folding.pathsMatch('/x/B', '/y/B', true)]).toEqual([
      false,
      false,
      false,
    ]);
  });

  const name = fc.stringMatching(/^[a-zA-Z.: ]{1,4}$/u);
  const path = fc.array(name, { minLength: 1, maxLength: 4 });
  it('join and split undo each other, and what is below a folder is found below it', () => {
    fc.assert(
      fc.property(fc.constantFrom(plain, drives, folding), path, path, (paths, outer, inner) => {
        const folder = paths.join(outer);
        const whole = paths.join(folder, inner);
        expect(paths.join(...paths.split(whole))).toBe(whole);
        expect(paths.isSubpath(folder, whole, true)).toBe(`/${inner.join('/')}`);
        expect(paths.replacePath(whole, folder, '/x')).toEqual(E.right(`/x/${inner.join('/')}`));
        expect(paths.normalizePath(paths.normalizePath(whole))).toBe(paths.normalizePath(whole));
      }),
    );
  });
});
