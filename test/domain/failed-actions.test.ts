import { beforeAll, describe, expect, it } from 'vitest';
import type { Action } from '../../src/domain/action.js';
import { evolve } from '../../src/domain/evolve/evolve.js';
import { NO_LINK, type NodeId } from '../../src/domain/ids.js';
import type { State } from '../../src/domain/state/state.js';
import { mkdir, write } from '../../src/testing/world/scenario.js';
import { dirtyIn, inStep, linkAt, nodeAt, unlistedIn } from './known.js';
import { failed, flown, seenAs, session, started } from './told.js';

const BASE = [write('/a', 'a'), write('/d/b', 'b'), mkdir('/d/sub'), write('/e/c', 'c')];

/** LOCAL has names alone, REMOTE ids. */
let known: State;
beforeAll(async () => {
  known = await inStep(['inode', 'oid'], BASE);
});

const place = (side: 0 | 1, path: string) => ({ side, link: linkAt(known, side, path).id, node: nodeAt(known, side, path).id });
const undo = { undoes: 1, row: 0, then: 'hold' } as const;
const idAt = (side: 0 | 1, path: string) => nodeAt(known, side, path).id;
const linkOf = (path: string) => linkAt(known, 0, path).id;

const lookUp = () => ({ _tag: 'LookUp', side: 1, node: idAt(1, '/d/b') }) as const;
const list = () => ({ _tag: 'List', side: 1, node: idAt(1, '/d') }) as const;
const replace = () => ({ _tag: 'ReplaceFile', ...place(1, '/a'), source: idAt(0, '/a') }) as const;
const discard = () => ({ _tag: 'Discard', ...place(1, '/d/b') }) as const;
const move = () => ({ _tag: 'Move', ...place(1, '/a'), parent: idAt(1, '/d'), name: 'z', base: null, purpose: 'follow' }) as const;
const takeBack = () => ({ _tag: 'TakeBack', ...place(1, '/d/b'), ...undo }) as const;
const putBack = () => ({ _tag: 'PutBack', ...place(1, '/a'), trash: 't', ...undo }) as const;
const compared = (path: string) => ({ link: linkOf(path), with: linkOf(path), nodes: [idAt(0, path), idAt(1, path)] as [NodeId, NodeId] });
const restored = { _tag: 'Restore', side: 1, link: NO_LINK, name: 'z', trash: 't', undoes: 1, row: 0 } as const;

/** Of each action: what is looked up again, and which folders are listed again, once it is not known to be done. */
const TOUCHED: readonly (readonly [string, () => Action, dirty: readonly string[], unlisted: readonly string[]])[] = [
  ['a look-up', lookUp, ['1/d/b'], []],
  ['a look-up of a folder', () => ({ ...lookUp(), node: idAt(1, '/d') }), ['1/d'], []],
  ['a listing', list, ['1/d'], ['1/d']],
  [
    'a creation',
    () => ({ _tag: 'CreateFiles', side: 1, parent: idAt(1, '/d'), files: [{ link: linkOf('/a'), source: idAt(0, '/a'), name: 'z' }] }),
    ['0/a', '1/d'],
    ['1/d'],
  ],
  [
    'a new folder',
    () => ({ _tag: 'MakeFolder', side: 1, parent: idAt(1, '/d'), link: linkOf('/e'), source: idAt(0, '/e'), name: 'z' }),
    ['0/e', '1/d'],
    ['1/d'],
  ],
  ['a new content', replace, ['0/a', '1/a'], []],
  ['a move', move, ['1/a', '1/d'], ['1/', '1/d']],
  ['a delete', discard, ['1/d/b'], ['1/d']],
  ['a delete of a folder', () => ({ ...discard(), ...place(1, '/d/sub') }), ['1/d/sub'], ['1/d', '1/d/sub']],
  ['a comparison', () => ({ _tag: 'Compare', side: 0, ...compared('/a') }), ['0/a', '1/a'], []],
  [
    'a resolver',
    () => ({ _tag: 'Resolve', side: 0, ...compared('/d/b'), folder: idAt(0, '/d'), conflictName: 'b.conflicted' }),
    ['0/d', '0/d/b', '1/d/b'],
    ['0/d'],
  ],
  ['something restored', () => ({ ...restored, parent: idAt(1, '/d') }), ['1/d'], ['1/d']],
  ['a content put back', putBack, ['1/a'], []],
  ['something taken back', takeBack, ['1/d/b'], ['1/d']],
  [
    'something moved back',
    () => ({ _tag: 'MoveBack', ...place(1, '/a'), parent: idAt(1, '/d'), name: 'z', undoes: 1, row: 0 }),
    ['1/a', '1/d'],
    ['1/', '1/d'],
  ],
];

describe('what an action touched is looked at again, and nothing else, once', () => {
  it.each(TOUCHED)('%s broke off', (_what, action, dirty, unlisted) => {
    const after = evolve(started(known, action()), session(known));
    expect([dirtyIn(after), unlistedIn(after)]).toEqual([dirty, unlisted]);
  });

  it.each(TOUCHED.slice(3))('%s failed', (_what, action, dirty, unlisted) => {
    const after = failed(known, action(), 'Temporary');
    expect([dirtyIn(after), unlistedIn(after)]).toEqual([dirty, unlisted]);
  });

  it('a root has no place to be looked up at: it is listed', () => {
    const root = known.control.roots[1].node;
    const after = failed(known, { ...move(), parent: root, name: 'z' }, 'Temporary');
    expect([dirtyIn(after), unlistedIn(after)]).toEqual([['1/a'], ['1/']]);
  });
});

describe('a deed that failed', () => {
  it('is tried later and later, for its entry alone', () => {
    const after = failed(failed(known, move(), 'Temporary'), move(), 'Moved');
    expect(Object.keys(after.control.retries)).toEqual([`${linkOf('/a')}`]);
    expect(after.control.retries[linkOf('/a')]).toMatchObject({ attempts: 2, atMs: known.control.nowMs + 200, error: { _tag: 'Moved' } });
  });

  it('is tried later by the one of two that had them compared', () => {
    const both = { ...compared('/a'), with: linkOf('/e/c'), nodes: [idAt(0, '/a'), idAt(1, '/e/c')] as [NodeId, NodeId] };
    const after = failed(known, { _tag: 'Compare', side: 0, ...both }, 'Temporary');
    expect(Object.keys(after.control.retries)).toEqual([`${linkOf('/a')}`]);
  });
});

describe('a delete that failed', () => {
  it.each([
    ['ours', discard],
    ['one that takes back what was made', takeBack],
  ])('may have come through: %s', (_whose, action) => {
    expect(linkAt(failed(known, action(), 'Temporary'), 0, '/d/b').doubt).toEqual({ side: 1, after: 'failure' });
  });

  it('is none where something else failed', () => {
    expect(linkAt(failed(known, move(), 'Temporary'), 0, '/a').doubt).toBeNull();
  });
});

describe('contents that arrive damaged', () => {
  const corrupt = (state: State) => failed(state, replace(), 'Corrupt');

  it('are not copied: the side that has the good ones wins, without a copy of the other', () => {
    const link = linkAt(corrupt(known), 0, '/a');
    expect(link.resolved).toEqual({
      revisions: [nodeAt(known, 0, '/a').revision, nodeAt(known, 1, '/a').revision],
      with: link.id,
      winner: 1,
      keep: false,
    });
    expect(link.blocked).toBeNull();
  });

  it('are not tried that way twice: a person has to see to it', () => {
    expect(linkAt(corrupt(corrupt(known)), 0, '/a').blocked).toMatchObject({ reason: 'Corrupt' });
  });

  it('are tried once more when either side has other ones', () => {
    const node = nodeAt(known, 0, '/a');
    const edited = flown(corrupt(known), { _tag: 'LookUp', side: 0, node: node.id }, (action) => ({
      ...{ _tag: 'LookedUp', action, depth: null },
      found: seenAs(node, { revision: 'another' }),
    }));
    const link = linkAt(corrupt(edited), 0, '/a');
    expect(link.resolved?.revisions).toEqual(['another', nodeAt(known, 1, '/a').revision]);
    expect(link.blocked).toBeNull();
  });

  it.each([
    ['another action', discard, 'Corrupt'],
    ['another refusal', replace, 'Denied'],
  ] as const)('are not meant by %s', (_what, action, tag) => {
    const link = failed(known, action(), tag).table.link(action().link);
    expect(link?.blocked).toMatchObject({ reason: tag });
    expect(link?.resolved).toBeNull();
  });
});

describe('an undo that failed', () => {
  it.each([
    ['Disconnected', 'Down'],
    ['Unauthorized', 'Down'],
    ['RootMissing', 'Down'],
    ['CursorInvalid', 'Down'],
    ['Temporary', 'Up'],
    ['Denied', 'Up'],
    ['Modified', 'Up'],
  ] as const)('is not tried again by itself: with %s its side is %s', (tag, health) => {
    const state = failed(known, putBack(), tag);
    expect(state.control.sides[1].health._tag).toBe(health);
    expect(state.control.sides[0].health._tag).toBe('Up');
    expect(state.control.retries).toEqual({});
    expect(linkAt(state, 0, '/a').blocked).toBeNull();
    expect(dirtyIn(state)).toEqual(['1/a']);
  });
});
