import { describe, expect, it } from 'vitest';
import type { Side } from '../../src/domain/side.js';
import type { Traits } from '../../src/domain/traits.js';
import type { Link } from '../../src/domain/link.js';
import { type Half, type Made, smallTree } from './small-tree.js';

const FOLDER = { kind: 'folder' } as const;
const COARSE: Partial<Traits> = { caseSensitive: false, unicode: 'nfc' };
const [COMPOSED, APART] = ['\u00e9', 'e\u0301'];

const at = ([local, remote]: readonly [Link, Link], ...names: readonly [string, string]) => ({
  parents: [local.id, remote.id],
  names,
});

describe('an entry that both sides moved', () => {
  const both = (local: Half, remote: Half, made: Made = {}) => {
    const tree = smallTree();
    return tree.target(tree.add('a', { local, remote, ...made })).names;
  };

  it.each([0, 1] as const)('is called as its user says, and not as we had to call it on side %s (H20)', (side) => {
    const [ours, users] = [{ name: 'a.conflicted' }, { name: 'z' }];
    const link = { given: { side, name: ours.name } };
    expect(side === 0 ? both(ours, users, { link }) : both(users, ours, { link })).toEqual(['z', 'z']);
  });

  it('has the name that sorts first, also where one had a name that we gave', () => {
    const link = { given: { side: 0 as Side, name: 'a.conflicted' } };
    expect(both({ name: 'b' }, { name: 'c' }, { link })).toEqual(['b', 'b']);
    expect(both({ name: 'c' }, { name: 'b' }, { link })).toEqual(['b', 'b']);
  });

  it('is where both have it, as each side spells it, if one of them takes both names for one', () => {
    const tree = smallTree({}, { traits: [COARSE, {}] });
    const entry = tree.add('a', { local: { name: COMPOSED }, remote: { name: APART } });
    expect(tree.target(entry)).toMatchObject({ ...at([tree.root, tree.root], COMPOSED, APART), from: null });
  });

  it('is where REMOTE has it, if they have it in two folders under one name', () => {
    const tree = smallTree({}, { traits: [{}, COARSE] });
    const [here, there] = [tree.add('here', FOLDER), tree.add('there', FOLDER)];
    const entry = tree.add('a', { local: { in: here, name: APART }, remote: { in: there, name: COMPOSED } });
    expect(tree.target(entry)).toMatchObject({ parents: [there.id, there.id], from: 1 });
  });
});

describe('an entry that one side moved to another folder', () => {
  const names = (base: readonly [string, string], across: string | null = null) => {
    const tree = smallTree();
    const folder = tree.add('folder', FOLDER);
    const local = { in: folder, name: base[0], across };
    return tree.target(tree.add(base[0], { local, remote: { name: base[1] }, base: { names: base } })).names;
  };

  it.each([
    ['in case', 'a', 'A'],
    ['in normal form', APART, COMPOSED],
  ])('keeps a name that its sides spell differently (%s)', (_how, one, other) => {
    expect(names([one, other])).toEqual([one, other]);
    expect(names([other, one])).toEqual([other, one]);
  });

  it('does not keep another name that it had there', () => expect(names(['a', 'b'])).toEqual(['a', 'a']));
  it('has the name that `translate` gives it now', () => expect(names(['a', 'a'], 'b')).toEqual(['a', 'b']));
});

describe('folders that would come into each other', () => {
  it('are where REMOTE has them; what LOCAL moved into them is in them', () => {
    const tree = smallTree();
    const [moved, a, b] = [tree.add('moved', FOLDER), tree.add('a', FOLDER), tree.add('b', FOLDER)];
    tree.know(a, 0, { in: b });
    tree.know(b, 1, { in: a });
    tree.know(moved, 0, { in: b });
    expect(tree.target(a)).toMatchObject({ ...at([tree.root, tree.root], 'a', 'a'), from: null });
    expect(tree.target(b)).toMatchObject({ ...at([a, a], 'b', 'b'), from: 1 });
    expect(tree.target(moved)).toMatchObject({ ...at([b, b], 'moved', 'moved'), from: 0 });
  });
});

describe('an entry that `translate` gives a place of its own', () => {
  /** Folders by these names on both sides; in base it is `f`, on LOCAL in A, and on REMOTE in B. */
  const told = (local: (of: Folders) => Half, remote: (of: Folders) => Half) => {
    const tree = smallTree({}, { control: { translates: true } });
    const of: Folders = { a: tree.add('A', FOLDER), b: tree.add('B', FOLDER), c: tree.add('C', FOLDER), d: tree.add('D', FOLDER) };
    const halves = { local: { in: of.a, ...local(of) }, remote: { in: of.b, ...remote(of) } };
    return { of, target: tree.target(tree.add('f', { ...halves, base: { parents: [of.a.id, of.b.id] } })) };
  };
  type Folders = Readonly<Record<'a' | 'b' | 'c' | 'd', Link>>;

  it('stays where it is while one answer says that it belongs there: the other need not be its inverse', () => {
    const { of, target } = told(
      () => ({ across: '/B/f' }),
      () => ({}),
    );
    expect(target).toMatchObject({ ...at([of.a, of.b], 'f', 'f'), from: null });
  });

  it('follows a user who moves it, wherever the other half is said to belong', () => {
    const { of, target } = told(
      ({ c }) => ({ in: c, across: '/D/f' }),
      () => ({}),
    );
    expect(target).toMatchObject({ ...at([of.c, of.d], 'f', 'f'), from: 0 });
  });

  it('follows the half whose folder has come elsewhere, if the other one has a path of its own', () => {
    const { of, target } = told(
      () => ({ across: 'g' }),
      () => ({ across: '/C/f' }),
    );
    expect(target).toMatchObject({ ...at([of.a, of.a], 'f', 'g'), from: 0 });
  });
});
