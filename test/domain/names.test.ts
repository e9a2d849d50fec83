import { describe, expect, it } from 'vitest';
import { conflictName, freeConflictName, isConflictName, isConflictNameOf } from '../../src/domain/judge/conflict-name.js';
import { isSafeName, nameKey, parsePath, refusalOf, showPath, utf8Length } from '../../src/domain/name.js';
import { asideName, isReserved, originalOf } from '../../src/domain/reserved-name.js';

const ANY = Infinity;
const none = (): boolean => false;

describe('a conflict name', () => {
  it.each([
    ['a.txt', 1, 'a.conflicted.txt'],
    ['a.txt', 2, 'a.conflicted2.txt'],
    ['a', 1, 'a.conflicted'],
    ['a.tar.gz', 3, 'a.conflicted3.tar.gz'],
    ['.profile', 1, '.conflicted.profile'],
    ['a.conflicted.txt', 2, 'a.conflicted2.txt'],
    ['a.conflicted12.txt', 1, 'a.conflicted.txt'],
    ['.conflicted', 1, '.conflicted.conflicted'],
  ])('of %s, number %i, has its mark before the first dot, and no other', (original, n, name) => {
    expect(conflictName(original, n)).toBe(name);
    expect(isConflictName(name)).toBe(true);
  });

  it('is known for one, and for one of which name', () => {
    expect(isConflictName('a.txt')).toBe(false);
    expect(isConflictNameOf('a.conflicted12.txt', 'a.txt')).toBe(true);
    expect(isConflictNameOf('a.conflicted12.txt', 'a.conflicted.txt')).toBe(true);
    expect(isConflictNameOf('a.txt', 'a.conflicted.txt')).toBe(false);
    expect(isConflictNameOf('a.conflicted.txt', 'a.conflicted.txt')).toBe(false);
    expect(isConflictNameOf('a.conflicted.txt', 'b.txt')).toBe(false);
  });

  it('is the first that no one has', () => {
    const taken = new Set(['a.conflicted', 'a.conflicted2']);
    expect(freeConflictName('a', ANY, none)).toBe('a.conflicted');
    expect(freeConflictName('a', ANY, (name) => taken.has(name))).toBe('a.conflicted3');
  });

  it.each([
    ['abcdef.txt', 21, 'abcdef.conflicted.txt'],
    ['abcdef.txt', 20, 'abcde.conflicted.txt'],
    ['abcdef.txt', 18, 'abc.conflicted.txt'],
    ['ab.text', 15, 'a.conflicted.te'],
    ['abcdef', 14, 'abc.conflicted'],
    ['.profile', 17, '.conflicted.profi'],
    ['ab.conflicted2.txt', 16, 'a.conflicted.txt'],
    ['éé.txt', 17, 'é.conflicted.txt'],
    ['a', 3, 'a.conflicted'],
  ])('of %s within %i bytes loses characters before its dot, then at its end: %s', (original, maxBytes, name) => {
    expect(freeConflictName(original, maxBytes, none)).toBe(name);
  });

  it('of emoji is shortened before its dot', () => {
    expect(freeConflictName('😀😀.txt', 22, none)).toBe('😀.conflicted.txt');
  });
});

describe('a name aside', () => {
  it.each([
    ['a.txt', ANY, '.fs~7~a.txt'],
    ['a.txt', 11, '.fs~7~a.txt'],
    ['a.txt', 8, '.fs~7~a.'],
    ['😀😀', 10, '.fs~7~😀'],
    ['abc', 1, '.fs~7~a'],
  ])('of %s within %d bytes is %s', (original, maxBytes, name) => {
    expect(asideName(7, original, maxBytes)).toBe(name);
  });

  it('is known by all of it', () => {
    expect(originalOf('.fs~12~a\nb')).toBe('a\nb');
    for (const other of ['.fs~7~', '.fs~~a', '.fs~x~a', 'x.fs~7~a', '.fs~7a']) expect(originalOf(other)).toBe(null);
  });
});

it('names of ours are reserved, and no others', () => {
  const names = ['.foldsync', '.foldsync-part-x', '.foldsyncs', 'a.foldsync-part-x', '.fs~1~a', ''];
  expect(names.filter(isReserved)).toEqual(['.foldsync', '.foldsync-part-x']);
});

it('names that lead elsewhere are not safe', () => {
  const names = ['', '.', '..', '/', 'a/b', 'a\0b', '\0', '...', 'a', ' '];
  expect(names.filter(isSafeName)).toEqual(['...', 'a', ' ']);
});

it('a side refuses names that it can not store, and says why', () => {
  const rules = { caseSensitive: true, unicode: 'exact' as const, forbiddenCharacters: '?:', maxNameBytes: 4 };
  const refused = (['..', 'abcd', 'abcde', 'éé', 'ééa', 'a:', '?'] as const).map((name) => refusalOf(rules, name));
  const [long, odd] = ['name-too-long', 'name-has-forbidden-character'];
  expect(refused).toEqual(['unsafe-name', null, long, null, long, odd, odd]);
});

it.each([
  ['', 0],
  ['\x7f', 1],
  ['\x80', 2],
  ['\u07ff', 2],
  ['\u0800', 3],
  ['\uffff', 3],
  ['\u{10000}', 4],
  ['\ud800', 3],
])('%j takes %i bytes', (text, bytes) => {
  expect(utf8Length(text)).toBe(bytes);
  expect(Buffer.byteLength(text)).toBe(bytes);
});

it('two names are one name where a side takes them for one', () => {
  const [composed, apart] = ['Ä', 'A\u0308'];
  const keys = (caseSensitive: boolean, unicode: 'exact' | 'nfc') =>
    [composed, apart, 'ä'].map((name) => nameKey({ caseSensitive, unicode, forbiddenCharacters: '', maxNameBytes: 255 }, name));
  expect(keys(true, 'exact')).toEqual([composed, apart, 'ä']);
  expect(keys(true, 'nfc')).toEqual([composed, composed, 'ä']);
  expect(keys(false, 'exact')).toEqual(['ä', 'a\u0308', 'ä']);
  expect(keys(false, 'nfc')).toEqual(['ä', 'ä', 'ä']);
});

it('a path is shown, and read again', () => {
  expect(showPath([])).toBe('/');
  expect(showPath(['a', 'b'])).toBe('/a/b');
  expect(parsePath('/a//b/')).toEqual(['a', 'b']);
});
