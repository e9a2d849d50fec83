import { describe, expect, it } from 'vitest';
import { NEVER, NO_LINK, seq } from '../../src/domain/ids.js';
import type { Judgement } from '../../src/domain/judge/judgement.js';
import type { Node } from '../../src/domain/node.js';
import type { Side } from '../../src/domain/side.js';
import { addNode } from '../../src/domain/state/state.js';
import { type Around, GONE, type Made, RAISED, RESTLESS, smallTree } from './small-tree.js';

const deleted = (on: Side): object => ({ _tag: 'Act', action: { _tag: 'Discard', side: on }, reason: 'deleted-there' });
const revived = (reason: string): object => ({ _tag: 'Conclude', event: { _tag: 'LinkRevived', reason } });

const POWER_LOST: Partial<Around> = { control: { unproven: { after: seq(1), until: seq(9) } } };
const placed = (side: Side) => ({ placed: { side, seq: seq(3) } });

describe('a file that is gone on one side', () => {
  it('is deleted on the other', () => {
    expect(smallTree({ a: { local: GONE } }).judge('a')).toMatchObject(deleted(1));
    expect(smallTree({ a: { remote: GONE } }).judge('a')).toMatchObject(deleted(0));
  });

  it('comes back if it is the copy that power may have been lost for, and not if the other one is', () => {
    expect(smallTree({ a: { remote: GONE, link: placed(1) } }, POWER_LOST).judge('a')).toMatchObject(revived('placed-before-power-loss'));
    expect(smallTree({ a: { remote: GONE, link: placed(0) } }, POWER_LOST).judge('a')).toMatchObject(deleted(0));
    expect(smallTree({ a: { remote: GONE, link: placed(1) } }).judge('a')).toMatchObject(deleted(0));
  });

  it.each<[string, object, Made]>([
    ['is deleted under the conflict name that we gave it', deleted(1), { link: { given: { side: 1, name: 'a.conflicted' } } }],
    [
      'is kept under a name that its user gave it since',
      revived('move-beats-delete'),
      { link: { given: { side: 1, name: 'a.conflicted2' } } },
    ],
    [
      'is kept under a name that we gave to the one that is gone',
      revived('move-beats-delete'),
      { link: { given: { side: 0, name: 'a.conflicted' } } },
    ],
    ['is kept under a name that we gave to none', revived('move-beats-delete'), {}],
  ])('%s', (_what, judgement, entry) => {
    expect(smallTree({ a: { local: GONE, remote: { name: 'a.conflicted' }, ...entry } }).judge('a')).toMatchObject(judgement);
  });
});

describe('on a side that is never quiet, what is gone for long', () => {
  const heir: Made = { local: { name: 'a' }, remote: null, base: null };

  it('waits at a gate for what is new at its place, which may be what it became', () => {
    const at = (around: Around) => smallTree({ a: { local: GONE }, heir }, around).judge('a');
    expect(at({ sides: [RESTLESS, RAISED] })).toEqual({ _tag: 'Quiet', side: 0, untilMs: Infinity });
    // Nothing stops it: it is told as a creation and a deletion.
    expect(at({ sides: [RESTLESS, {}] })).toMatchObject(deleted(1));
    expect(smallTree({ a: { local: GONE } }, { sides: [RESTLESS, RAISED] }).judge('a')).toMatchObject({ _tag: 'Gated', side: 1 });
  });

  it('is, if a folder, recognised yet before what it holds is in its way for good', () => {
    const holding = (b: Made, around: Around = {}) => {
      const trees = smallTree({ f: { kind: 'folder', local: GONE }, b: { in: 'f', ...b } }, { sides: [RESTLESS, {}], ...around });
      return { judgement: trees.judge('f'), b: trees.link('b').id };
    };
    const waiting = holding({ local: GONE });
    expect(waiting.judgement).toEqual({ _tag: 'Quiet', side: 0, untilMs: Infinity, on: waiting.b });
    const kept = holding({ local: null, remote: { kept: 'ignored' }, base: null });
    expect(kept.judgement).toEqual({ _tag: 'Quiet', side: 0, untilMs: Infinity, on: kept.b });
    const gated = holding({ local: GONE }, { sides: [RESTLESS, RAISED] });
    expect(gated.judgement).toEqual({ _tag: 'Quiet', side: 0, untilMs: Infinity, on: gated.b });
    // That is known soon, whatever it is.
    const unknown = holding({ local: GONE, remote: { dirty: seq(7) } });
    expect(unknown.judgement).toEqual({ _tag: 'Wait', on: unknown.b, why: 'unknown' });
  });
});

describe('a folder that is gone on one side', () => {
  const holding = (b: Made, around: Around = {}, gone: Side = 0): Judgement => {
    const f: Made = { kind: 'folder', ...(gone === 0 ? { local: GONE } : { remote: GONE }) };
    return smallTree({ f, b: { in: 'f', ...b } }, around).judge('f');
  };

  it('goes if nothing is in it but what is gone', () => {
    expect(holding({ local: GONE, remote: GONE })).toMatchObject({ _tag: 'Act', action: { _tag: 'Discard', side: 1 } });
  });

  it('goes if nothing is in it but a place that was hinted at, and is looked at', () => {
    const { draft, node, judge } = smallTree({ f: { kind: 'folder', local: GONE } });
    const { id, ...fields } = node('f', 1);
    addNode(draft, { ...fields, parent: id, name: 'hinted', link: NO_LINK });
    expect(judge('f')).toMatchObject({ _tag: 'Act', action: { _tag: 'Discard', side: 1 } });
  });

  it('comes back for a file that nobody asked for yet', () => {
    const onDemand: Around = { policy: { onDemand: true } };
    expect(holding({ local: null, base: null }, onDemand)).toMatchObject(revived('child-survives'));
    expect(holding({ local: null, base: {} }, onDemand)).toMatchObject(revived('child-survives'));
  });

  it.each<[string, Made, Around]>([
    ['folder-holds-ignored', { local: null, remote: { kept: 'ignored' }, base: null }, {}],
    ['folder-holds-special', { kind: 'other', local: null, base: null }, {}],
    [
      'folder-holds-a-conflict-copy',
      { local: null, remote: { name: 'b.conflicted' }, base: null, link: { given: { side: 1, name: 'b.conflicted' } } },
      { policy: { conflictCopies: 'loser-side' } },
    ],
    ['folder-holds-ignored-there', { local: { kept: 'ignored' } }, {}],
    ['folder-holds-special-there', { local: { kind: 'other' } }, {}],
  ])('stays, and says why: %s', (reason, b, around) => {
    expect(holding(b, around)).toMatchObject({ _tag: 'Blocked', reason });
  });
});

describe('what is gone on both sides', () => {
  it('ends, but for what is new in its place on one of them', () => {
    const ends = { _tag: 'Conclude', event: { _tag: 'LinkEnded', reason: 'gone-on-both-sides' } };
    expect(smallTree({ a: { local: GONE, remote: GONE } }).judge('a')).toMatchObject(ends);
    const heir: Made = { local: { name: 'a' }, remote: null, base: null };
    const recognised = { _tag: 'Conclude', event: { _tag: 'HalfRecognised', side: 0, reason: 'replaced-at-its-place' } };
    expect(smallTree({ a: { local: GONE, remote: GONE }, heir }).judge('a')).toMatchObject(recognised);
  });

  it('waits, as long as a folder is not looked at in which it was being placed as the process was killed', () => {
    const placing = (folder: Partial<Node>): Judgement => {
      const entries: Readonly<Record<string, Made>> = {
        f: { kind: 'folder', remote: folder },
        a: { in: 'f', local: {}, remote: null, base: null },
      };
      const { link, node } = smallTree(entries);
      const copied = { kind: 'file', revision: 'r1', stamp: 's1', hash: null, size: 1, mtimeMs: 0, executable: null } as const;
      const placement = { side: 1, parent: node('f', 1).id, name: 'a', node: 0 as Node['id'], base: null, copied } as const;
      const interrupted = { links: { [link('a').id]: placement }, places: { [placement.parent]: { '/a': link('a').id } } };
      return smallTree(entries, { control: { interrupted } }).judge('a');
    };
    expect(placing({})).toMatchObject({ _tag: 'Act', action: { _tag: 'CreateFiles', side: 1 } });
    expect(placing({ dirty: seq(7) })).toMatchObject({ _tag: 'Wait', why: 'unknown' });
    expect(placing({ unlisted: seq(7) })).toMatchObject({ _tag: 'Wait', why: 'unknown' });
    expect(placing({ dirty: NEVER, unlisted: NEVER })).toMatchObject({ _tag: 'Act' });
  });
});

it('what is made in a folder waits until something is known that lives in it, or that it is empty', () => {
  const making = (folder: Partial<Node>, ...held: readonly Made[]): Judgement => {
    const others = Object.fromEntries(held.map((entry, i) => [`held${i}`, { in: 'f', ...entry }]));
    return smallTree({ f: { kind: 'folder', remote: folder }, a: { in: 'f', remote: null, base: null }, ...others }).judge('a');
  };
  expect(making({})).toMatchObject({ _tag: 'Act' });
  expect(making({ unlisted: seq(7) })).toMatchObject({ _tag: 'Wait', why: 'unknown' });
  expect(making({ unlisted: seq(7) }, {})).toMatchObject({ _tag: 'Act' });
  expect(making({ unlisted: seq(7) }, { local: GONE, remote: GONE })).toMatchObject({ _tag: 'Wait', why: 'unknown' });
  expect(making({ kept: 'unreadable' })).toMatchObject({ _tag: 'Blocked', reason: 'folder-is-unreadable' });
});

it('what is on its way with its folder is not deleted as yet', () => {
  const trees = smallTree({ f: { kind: 'folder' }, a: { in: 'f', local: GONE } });
  trees.move('f', 1);
  expect(trees.judge('a')).toEqual({ _tag: 'Wait', on: trees.link('f').id, why: 'in-flight' });
});
