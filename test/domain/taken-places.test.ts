import { describe, expect, it } from 'vitest';
import { seq } from '../../src/domain/ids.js';
import { moveAside } from '../../src/domain/judge/aside.js';
import { placeAcross } from '../../src/domain/judge/across.js';
import { askResolver, conflictMove } from '../../src/domain/judge/conflict.js';
import type { Judgement } from '../../src/domain/judge/judgement.js';
import type { Link } from '../../src/domain/link.js';
import { utf8Length } from '../../src/domain/name.js';
import type { Side, Sides } from '../../src/domain/side.js';
import type { Traits } from '../../src/domain/traits.js';
import { type Around, GONE, type Made, type SmallTree, smallTree } from './small-tree.js';

const created = (side: Side, fields: Made = {}): Made => ({
  ...{ local: side === 0 ? {} : null, remote: side === 1 ? {} : null, base: null },
  ...fields,
});

describe('a place that another holds', () => {
  /** LOCAL made `a`; on REMOTE something sits there. */
  const wanting = (sitter: Made, around: Around = {}): Judgement => smallTree({ a: created(0), sitter }, around).judge('a');

  it.each<[string, Made, Around]>([
    ['place-held-by-ignored', created(1, { remote: { name: 'a', kept: 'ignored' } }), {}],
    ['place-held-by-symlink', created(1, { remote: { name: 'a', kept: 'symlink', kind: 'other' } }), {}],
    ['place-held-by-special', created(1, { remote: { name: 'a', kind: 'other' } }), {}],
    [
      'place-held-by-a-conflict-copy',
      created(1, { remote: { name: 'a' }, link: { given: { side: 1, name: 'a' } } }),
      { policy: { conflictCopies: 'loser-side' } },
    ],
  ])('by what never leaves its side is not to be had: %s', (reason, sitter, around) => {
    expect(wanting(sitter, around)).toMatchObject({ _tag: 'Blocked', reason });
  });

  it('by what its user moved to where rules keep it: what is new takes it over, and what was there before is another entry', () => {
    const away: Made = { local: { name: 'kept', kept: 'ignored' }, remote: { name: 'a' } };
    expect(wanting(away)).toMatchObject({ _tag: 'Conclude', event: { _tag: 'HalfRecognised', side: 0, reason: 'replaced-at-its-place' } });
    const moved = smallTree({ b: { local: { name: 'a' } }, away });
    expect(moved.judge('b')).toMatchObject({ _tag: 'Conclude', event: { _tag: 'LinkSplit', link: moved.link('away').id, side: 0 } });
    const folder = smallTree({ a: created(0, { kind: 'folder' }), away });
    expect(folder.judge('a')).toMatchObject({ _tag: 'Conclude', event: { _tag: 'LinkSplit', link: folder.link('away').id, side: 0 } });
  });
});

describe('two new files of one name', () => {
  const UNPROVEN: Around = { control: { unproven: { after: seq(1), until: seq(9) } } };
  const placed = (side: Side, at = 3): Partial<Link> => ({ placed: { side, seq: seq(at) } });
  interface Fields {
    readonly hash?: string;
    readonly link?: Partial<Link>;
  }
  /** Both were made under this name: of the links, the first one or the second is LOCAL's. */
  const pair = (first: Side, fields: Sides<Fields>, around: Around = {}) => {
    const named = (side: Side, { hash, link = {} }: Fields): Made =>
      created(side, { [side === 0 ? 'local' : 'remote']: { name: 'n', hash: hash ?? null }, link });
    const trees = smallTree({ one: named(first, fields[0]), two: named(first === 0 ? 1 : 0, fields[1]) }, around);
    return { trees, one: trees.link('one').id, two: trees.link('two').id };
  };

  it('are one if what is there is what we were placing as power was lost', () => {
    const merged = { _tag: 'Conclude', event: { _tag: 'LinksMerged', reason: 'placed-before-power-loss' } };
    const compared = { _tag: 'Act', action: { _tag: 'Compare' } };
    const judgedOne = (link: Partial<Link>, around: Around) => pair(0, [{ link }, {}], around).trees.judge('one');
    expect(judgedOne(placed(1), UNPROVEN)).toMatchObject(merged);
    expect(judgedOne(placed(0), UNPROVEN)).toMatchObject(compared);
    expect(judgedOne(placed(1, 10), UNPROVEN)).toMatchObject(compared);
    expect(judgedOne({}, UNPROVEN)).toMatchObject(compared);
    const judgedTwo = (link: Partial<Link>) => pair(0, [{}, { link }], UNPROVEN).trees.judge('one');
    expect(judgedTwo(placed(0))).toMatchObject(merged);
    expect(judgedTwo(placed(1))).toMatchObject(compared);
  });

  it.each([0, 1] as const)('are one in the name of the older link, whoever is asked and wherever that is (%s)', (first) => {
    const contents = (local: string, remote: string, around?: Around, resolved: Link['resolved'] = null) => {
      const [one, two] = first === 0 ? [local, remote] : [remote, local];
      return pair(first, [{ hash: one, link: { resolved } }, { hash: two }], around);
    };
    const equal = contents('x', 'x');
    for (const entry of ['one', 'two'])
      expect(equal.trees.judge(entry)).toMatchObject({ event: { _tag: 'LinksMerged', from: equal.two, into: equal.one } });
    const asked = contents('x', 'y', { policy: { asksResolver: true } });
    expect(asked.trees.judge('one')).toMatchObject({ action: { _tag: 'Resolve', link: asked.one, with: asked.two } });
    expect(asked.trees.judge('two')).toEqual({ _tag: 'Wait', on: asked.one, why: 'occupant' });
    const said = { revisions: ['r1', 'r1'], with: asked.two, winner: 0, keep: false } as const;
    const resolved = contents('x', 'y', {}, said);
    for (const entry of ['one', 'two'])
      expect(resolved.trees.judge(entry)).toMatchObject({ event: { _tag: 'LinksJoined', from: resolved.two, into: resolved.one } });
  });
});

describe('a conflict name', () => {
  const nameOf = (trees: SmallTree, entry = 'a', side: Side = 0): string => {
    const judgement = conflictMove(trees.draft, trees.link(entry), trees.node(entry, side), 'conflict');
    return judgement._tag === 'Act' && judgement.action._tag === 'Move' ? judgement.action.name : judgement._tag;
  };
  const [NFC, NFD] = ['\u00e9', 'e\u0301'];

  it.each<[string, string, string, Sides<Partial<Traits>>]>([
    // The other side alone takes them for one.
    ['a.conflicted2', 'a', 'A.conflicted', [{}, { caseSensitive: false }]],
    [`${NFC}.conflicted2`, NFC, `${NFD}.conflicted`, [{}, { unicode: 'nfc' }]],
    [`${NFC}.conflicted2`, NFC, `${NFD.toUpperCase()}.conflicted`, [{}, { unicode: 'nfc', caseSensitive: false }]],
    // Both tell them apart.
    ['a.conflicted', 'a', 'A.conflicted', [{}, {}]],
    ['a.conflicted', 'a', 'A.conflicted', [{}, { unicode: 'nfc' }]],
    [`${NFC}.conflicted`, NFC, `${NFD}.conflicted`, [{}, {}]],
    ['\u00df.conflicted', '\u00df', 'SS.conflicted', [{}, { caseSensitive: false }]],
  ])('is none that either side takes for one that is there: %s (%s beside %s)', (name, called, beside, traits) => {
    const entries = { [called]: {}, [beside]: created(0) };
    expect(nameOf(smallTree(entries, { traits }), called)).toBe(name);
  });

  it('is not kept from one by what is gone, by itself, or by what is in another folder', () => {
    const traits = [{}, { caseSensitive: false }] as const;
    expect(nameOf(smallTree({ a: {}, 'A.conflicted': { local: GONE, remote: GONE } }, { traits }))).toBe('a.conflicted');
    expect(nameOf(smallTree({ a: { local: { name: 'A.conflicted' } } }, { traits }))).toBe('A.conflicted');
    expect(nameOf(smallTree({ f: { kind: 'folder' }, a: {}, 'A.conflicted': created(0, { in: 'f' }) }, { traits }))).toBe('a.conflicted');
  });

  it.each([0, 1] as const)('is short enough for both sides (%s is the one that takes short ones)', (short) => {
    const rules = [{ maxNameBytes: 255 }, { maxNameBytes: 255 }];
    rules[short] = { maxNameBytes: 16 };
    const name = nameOf(smallTree({ 'a-long-name.txt': {} }, { traits: [rules[0] ?? {}, rules[1] ?? {}] }), 'a-long-name.txt');
    expect(name).toMatch(/^a.*\.conflicted\.txt$/u);
    expect(utf8Length(name)).toBeLessThanOrEqual(16);
  });

  it('is given again to what `translate` placed, unless it has the one that we gave', () => {
    const placed = (name: string, given: string) =>
      nameOf(smallTree({ a: { local: { name, across: '/a' }, link: { given: { side: 0, name: given } } } }));
    expect(placed('a.conflicted', 'a.conflicted')).toBe('Blocked');
    expect(placed('b', 'a.conflicted')).toBe('b.conflicted');
  });
});

describe('what is on its way with a folder above it', () => {
  const trees = smallTree({ f: { kind: 'folder' }, g: { kind: 'folder', in: 'f' }, a: { in: 'g' } });
  trees.move('f', 0);
  const [a, local, remote] = [trees.link('a'), trees.node('a', 0), trees.node('a', 1)] as const;
  it.each<[string, () => Judgement]>([
    ['gets no conflict name', () => conflictMove(trees.draft, a, local, 'conflict')],
    ['does not step aside', () => moveAside(trees.draft, a, local)],
    ['is asked of no resolver', () => askResolver(trees.draft, a, a, [local, remote])],
  ])('%s, as yet', (_what, judgement) => {
    expect(judgement()).toEqual({ _tag: 'Wait', on: trees.link('f').id, why: 'in-flight' });
  });
});

describe('a path that `translate` gives', () => {
  const acrossOf = (across: string, way: Made) => {
    const trees = smallTree({ way, a: created(0, { local: { across } }) });
    return { ...placeAcross(trees.draft, trees.node('a', 0)), way: placeAcross(trees.draft, trees.node('a', 0)).way?.name, trees };
  };

  it('leads through folders that are there, and through nothing else', () => {
    const there = acrossOf('/way/a', { kind: 'folder' });
    expect(there).toMatchObject({ parent: there.trees.link('way').id, name: 'a', way: undefined });
    expect(acrossOf('/way/a', { kind: 'folder', remote: GONE })).toMatchObject({ name: 'a', way: 'way' });
    expect(acrossOf('/way/a', {})).toMatchObject({ name: 'a', way: 'way' });
    expect(acrossOf('/way/a', { remote: GONE })).toMatchObject({ name: 'a', way: 'way' });
  });

  it('and that is the root itself is refused', () => {
    expect(smallTree({ a: created(0, { local: { across: '/' } }) }).judge('a')).toMatchObject({ _tag: 'Blocked', reason: 'unsafe-name' });
  });
});

it('a folder with something on its way in it is moved nowhere as yet', () => {
  const trees = smallTree({ f: { kind: 'folder' }, a: { in: 'f' }, b: { in: 'f' } });
  const f = trees.link('f');
  trees.move('b', 0);
  for (const away of [conflictMove(trees.draft, f, trees.node('f', 0), 'conflict'), moveAside(trees.draft, f, trees.node('f', 0))])
    expect(away).toEqual({ _tag: 'Wait', on: f.id, why: 'in-flight' });
  expect(conflictMove(trees.draft, trees.link('a'), trees.node('a', 0), 'conflict')).toMatchObject({ _tag: 'Act' });
});
