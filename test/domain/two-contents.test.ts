import { describe, expect, it } from 'vitest';
import { seq } from '../../src/domain/ids.js';
import { areEqual, contentChange, isDisputed, judgeContent } from '../../src/domain/judge/content.js';
import { resolutionOf } from '../../src/domain/judge/conflict.js';
import type { Judgement } from '../../src/domain/judge/judgement.js';
import { type Base, type Comparison, type Link, type Resolution, UNSEEN } from '../../src/domain/link.js';
import type { Node } from '../../src/domain/node.js';
import type { Side, Sides } from '../../src/domain/side.js';
import { type Around, type Made, type SmallTree, smallTree } from './small-tree.js';

const halvesOf = ({ node }: SmallTree, entry = 'a'): Sides<Node> => [node(entry, 0), node(entry, 1)];
const judged = (given: Made, around: Around = {}): Judgement => {
  const trees = smallTree({ a: given }, around);
  return judgeContent(trees.draft, trees.link('a'), halvesOf(trees));
};

const EDITED: Partial<Node> = { revision: 'r2', stamp: 's2' };
/** Something of it was touched that its revision does not tell. */
const TOUCHED: Partial<Node> = { stamp: 's2' };

const replaced = (to: Side): object => ({ _tag: 'Act', action: { _tag: 'ReplaceFile', side: to } });
const AGREED = { _tag: 'Conclude', event: { _tag: 'ContentAgreed' } };
const COMPARED = { _tag: 'Act', action: { _tag: 'Compare' } };

/** As the two are, that were compared. */
const compared = (same: boolean, local: Partial<Node>, remote: Partial<Node>): Pick<Link, 'compared'> => {
  const { link } = smallTree({ a: {} });
  const of = (node: Partial<Node>) => [node.revision ?? 'r1', node.stamp ?? 's1'] as const;
  const [[one, its], [other, others]] = [of(local), of(remote)];
  return { compared: { revisions: [one, other], stamps: [its, others], same, with: link('a').id } };
};

describe('a file that was touched on one side', () => {
  it('is read', () => {
    expect(judged({ local: TOUCHED })).toMatchObject(COMPARED);
    expect(judged({ remote: TOUCHED })).toMatchObject(COMPARED);
  });

  it('goes to the other side if it was edited, and is no conflict', () => {
    expect(judged({ local: TOUCHED, link: compared(false, TOUCHED, {}) })).toMatchObject(replaced(1));
    expect(judged({ remote: TOUCHED, link: compared(false, {}, TOUCHED) })).toMatchObject(replaced(0));
  });

  it('is as it was, if it is equal', () => {
    expect(judged({ local: TOUCHED, link: compared(true, TOUCHED, {}) })).toMatchObject(AGREED);
    expect(judged({ remote: TOUCHED, link: compared(true, {}, TOUCHED) })).toMatchObject(AGREED);
  });

  it('was not, where nothing was known of when it was touched last', () => {
    expect(judged({ local: TOUCHED, base: { stamps: [null, 's1'] } })).toEqual({ _tag: 'Settled' });
  });

  it('is read once its folder is where it stays', () => {
    const trees = smallTree({ f: { kind: 'folder' }, a: { in: 'f', local: TOUCHED } });
    trees.move('f', 1);
    expect(judgeContent(trees.draft, trees.link('a'), halvesOf(trees))).toEqual({ _tag: 'Wait', on: trees.link('f').id, why: 'in-flight' });
  });
});

describe('what is known of the contents of two files', () => {
  const known = (
    local: Partial<Node>,
    remote: Partial<Node>,
    comparison: Partial<Comparison> | null = null,
    hashes: Sides<string> = ['md5', 'md5'],
  ) => {
    const traits = [{ hash: hashes[0] }, { hash: hashes[1] }] as const;
    const trees = smallTree({ a: { local, remote } }, { traits });
    const is: Comparison = { revisions: ['r1', 'r1'], stamps: ['s1', 's1'], same: true, with: trees.link('a').id };
    return areEqual(trees.draft, { ...trees.link('a'), compared: comparison && { ...is, ...comparison } }, halvesOf(trees));
  };

  it.each<[string, Partial<Node>, Partial<Node>, Sides<string>]>([
    ['different', { size: 1 }, { size: 2 }, ['md5', 'md5']],
    ['equal', { hash: 'x' }, { hash: 'x' }, ['md5', 'md5']],
    ['different', { hash: 'x' }, { hash: 'y' }, ['md5', 'md5']],
    // One of them has none.
    ['unknown', { hash: 'x' }, {}, ['md5', 'md5']],
    ['unknown', {}, { hash: 'x' }, ['md5', 'md5']],
    ['unknown', {}, {}, ['md5', 'md5']],
    // Of different kinds.
    ['unknown', { hash: 'x' }, { hash: 'y' }, ['md5', 'sha256']],
    ['unknown', { hash: 'x' }, { hash: 'x' }, ['md5', 'sha256']],
  ])('is told by size and hash: %s (%j, %j)', (is, local, remote, hashes) => {
    expect(known(local, remote, null, hashes)).toBe(is);
  });

  it.each<[string, Partial<Comparison>]>([
    ['equal', {}],
    ['different', { same: false }],
    ['unknown', { revisions: ['r0', 'r1'] }],
    ['unknown', { revisions: ['r1', 'r0'] }],
    ['unknown', { stamps: ['s0', 's1'] }],
    ['unknown', { stamps: ['s1', 's0'] }],
    ['unknown', { with: 99 as Comparison['with'] }],
  ])('is told by a comparison as long as both are what was compared: %s (%j)', (is, comparison) => {
    expect(known({}, {}, comparison)).toBe(is);
  });

  it('is told by what a resolver said, as long as both are what it was asked about', () => {
    const said = (resolved: Partial<Resolution>) => {
      const trees = smallTree({ a: {} });
      const is: Resolution = { revisions: ['r1', 'r1'], with: trees.link('a').id, winner: 0, keep: true };
      const link = { ...trees.link('a'), resolved: { ...is, ...resolved } };
      return resolutionOf(link, halvesOf(trees)) === link.resolved;
    };
    expect(said({})).toBe(true);
    expect(said({ revisions: ['r0', 'r1'] })).toBe(false);
    expect(said({ revisions: ['r1', 'r0'] })).toBe(false);
    expect(said({ with: 99 as Resolution['with'] })).toBe(false);
  });
});

describe('of equal contents, the executable bit', () => {
  const of = (local: Partial<Node>, remote: Partial<Node>) => judged({ local: { ...local, hash: 'x' }, remote: { ...remote, hash: 'x' } });
  const [yes, no, none] = [{ executable: true }, { executable: false }, { executable: null }];

  it.each<[string, Partial<Node>, Partial<Node>, Side | null]>([
    ['goes with the one that was edited', { ...EDITED, ...no }, { ...TOUCHED, ...yes }, 1],
    ['goes with the one that was edited', { ...EDITED, ...yes }, { ...TOUCHED, ...no }, 1],
    ['goes with the one that was edited', { ...TOUCHED, ...yes }, { ...EDITED, ...no }, 0],
    ['goes with the one that was edited', { ...TOUCHED, ...no }, { ...EDITED, ...yes }, 0],
    ['stays where both were edited', { ...EDITED, ...yes }, { ...EDITED, ...no }, 1],
    ['stays where both were edited', { ...EDITED, ...no }, { ...EDITED, ...yes }, 0],
    ['is one', { ...EDITED, ...yes }, { ...EDITED, ...yes }, null],
    ['is one', { ...EDITED, ...no }, { ...EDITED, ...no }, null],
    ['is nothing to the side that has none', { ...EDITED, ...yes }, { ...EDITED, ...none }, null],
    ['is nothing to the side that has none', { ...EDITED, ...none }, { ...EDITED, ...yes }, null],
    ['is nothing to the side that has none', { ...EDITED, ...no }, { ...EDITED, ...none }, null],
    ['is nothing to the side that has none', { ...EDITED, ...none }, { ...EDITED, ...no }, null],
    ['stays as it is where none was edited', { ...TOUCHED, ...yes }, { ...TOUCHED, ...no }, null],
    ['stays as it is where none was edited', { ...TOUCHED, ...no }, { ...TOUCHED, ...yes }, null],
  ])('%s (%j, %j)', (_what, local, remote, to) => {
    expect(of(local, remote)).toMatchObject(to === null ? AGREED : replaced(to));
  });
});

describe('what was taken for our copy, by its size and time', () => {
  const changes = (side: Side, local: Partial<Node>, remote: Partial<Node>) => {
    const stamps: Base['stamps'] = side === 0 ? [UNSEEN, 's1'] : ['s1', UNSEEN];
    const trees = smallTree({ a: { local, remote, base: { stamps } } });
    return halvesOf(trees).map((node) => contentChange(trees.draft, trees.link('a'), node));
  };

  it('is read, with what it is a copy of, as long as both are as they were', () => {
    expect(changes(0, {}, {})).toEqual(['suspect', 'suspect']);
    expect(changes(1, {}, {})).toEqual(['suspect', 'suspect']);
  });

  it('is believed once its source was touched', () => {
    expect(changes(0, {}, TOUCHED)).toEqual(['unchanged', 'suspect']);
    expect(changes(1, TOUCHED, {})).toEqual(['suspect', 'unchanged']);
  });

  it('is believed once its source was edited', () => {
    expect(changes(0, {}, EDITED)).toEqual(['unchanged', 'modified']);
    expect(changes(1, EDITED, {})).toEqual(['modified', 'unchanged']);
  });

  it('is an edit once it was edited itself, and its source is as it was', () => {
    expect(changes(0, EDITED, {})).toEqual(['modified', 'unchanged']);
    expect(changes(1, {}, EDITED)).toEqual(['unchanged', 'modified']);
  });
});

it('a conflict is split where the loser has the name that we gave it, and not one that its user gave it since', () => {
  const split = (name: string, given: string, side: Side = 0) => {
    const link = { given: { side, name: given } };
    const trees = smallTree({ a: { local: { ...EDITED, name }, remote: EDITED, link } });
    return isDisputed(trees.draft, trees.link('a'), halvesOf(trees));
  };
  expect(split('given', 'given')).toBe(true);
  expect(split('given', 'another')).toBe(false);
  expect(split('given', 'given', 1)).toBe(false);
});

it('what we placed and power may have been lost for is placed again, and never carried back', () => {
  const unproven: Around = { control: { unproven: { after: seq(1), until: seq(9) } } };
  const placed = (side: Side) => ({ placed: { side, seq: seq(3) } });
  for (const side of [0, 1] as const) {
    expect(judged({ link: placed(side) }, unproven)).toMatchObject(COMPARED);
    expect(judged({ link: { ...placed(side), ...compared(false, {}, {}) } }, unproven)).toMatchObject(replaced(side));
    expect(judged({ link: { ...placed(side), ...compared(true, {}, {}) } }, unproven)).toMatchObject(AGREED);
  }
});
