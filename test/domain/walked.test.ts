import { beforeAll, describe, expect, it } from 'vitest';
import type { Event } from '../../src/domain/event.js';
import { evolve, evolveAll } from '../../src/domain/evolve/evolve.js';
import type { Side } from '../../src/domain/side.js';
import type { State } from '../../src/domain/state/state.js';
import { mkdir, write } from '../../src/testing/world/scenario.js';
import { dirtyIn, inStep, linkAt, nodeAt, nodesThat, unlistedIn } from './known.js';
import { failed, flown, seenAs, started } from './told.js';

let known: State;
beforeAll(async () => {
  known = await inStep(['inode', 'oid'], [write('/a', 'a'), write('/d/b', 'b'), write('/d/i', 'i'), write('/e/c', 'c'), mkdir('/e/sub')]);
});

const walk = (side: Side): Event => ({ _tag: 'WalkRequested', side });
const folderTouched = (side: Side, ...path: readonly string[]): Event => ({
  ...{ _tag: 'HintsSeen', side, cursor: null },
  hints: [{ _tag: 'FolderTouched', path }],
});
const denied = (state: State, side: Side, path: string) =>
  failed(state, { _tag: 'LookUp', side, node: nodeAt(known, side, path).id }, 'Denied');

describe('a walk', () => {
  it('lists every folder of its side', () => {
    expect(unlistedIn(evolve(known, walk(1)))).toEqual(['1/', '1/d', '1/e', '1/e/sub']);
    expect(unlistedIn(evolve(known, walk(0)))).toEqual(['0/', '0/d', '0/e', '0/e/sub']);
  });

  it('looks at what could not be read in a folder that is gone: no listing tells of it', () => {
    const { id: folder, oid: parentOid } = nodeAt(known, 1, '/d');
    const { id: ignored } = nodeAt(known, 1, '/d/i');
    const unreadable = denied(denied(known, 1, '/d/b'), 1, '/e/c');
    const kept = flown(unreadable, { _tag: 'LookUp', side: 1, node: ignored }, (action) => ({
      ...{ _tag: 'LookedUp', action, depth: null },
      found: seenAs(nodeAt(known, 1, '/d/i'), { kept: 'ignored', parentOid }),
    }));
    const gone = flown(kept, { _tag: 'LookUp', side: 1, node: folder }, (action) => ({
      _tag: 'LookedUp',
      action,
      found: null,
      depth: null,
    }));
    const before = denied(gone, 1, '/d/b');
    const lookedAt = (state: State) => nodesThat(state, ({ dirty }) => dirty === state.seq);
    expect(nodesThat(before, (node) => node.kept !== null)).toEqual(['1/d/b', '1/d/i', '1/e/c']);
    expect(lookedAt(evolve(before, walk(1)))).toEqual(['1/d/b']);
    expect(lookedAt(evolve(before, walk(0)))).toEqual([]);
  });

  it('forgets how often looks failed', () => {
    const before = failed(evolve(known, folderTouched(1, 'e')), { _tag: 'List', side: 1, node: nodeAt(known, 1, '/e').id }, 'Temporary');
    expect(Object.keys(before.control.lookRetries)).toHaveLength(1);
    expect(evolve(before, walk(0)).control.lookRetries).toEqual({});
  });

  it('while a folder is being made there doubts what comes of that', () => {
    const { id: source, link } = nodeAt(known, 0, '/e');
    const making = started(known, { _tag: 'MakeFolder', side: 1, parent: nodeAt(known, 1, '/d').id, link, source, name: 'z' });
    const doubted = (state: State) => state.control.sides.map(({ placedInDoubt }) => placedInDoubt);
    const walked = evolve(making, walk(1));
    expect(doubted(walked)).toEqual([undefined, walked.seq]);
    expect(doubted(evolve(making, walk(0)))).toEqual([undefined, undefined]);
    const listing = started(known, { _tag: 'List', side: 1, node: nodeAt(known, 1, '/d').id });
    expect(doubted(evolve(listing, walk(1)))).toEqual([undefined, undefined]);
  });
});

describe('a folder that was touched', () => {
  it('is listed, without those in it', () => {
    const after = evolve(known, folderTouched(0, 'e'));
    expect([dirtyIn(after), unlistedIn(after)]).toEqual([[], ['0/e']]);
  });

  it('and is known as a file, is looked up', () => {
    const after = evolve(known, folderTouched(0, 'a'));
    expect([dirtyIn(after), unlistedIn(after)]).toEqual([['0/a'], []]);
  });

  it('and is not known, is looked for in the folder that is', () => {
    const after = evolve(known, folderTouched(0, 'e', 'new', 'deep'));
    expect([dirtyIn(after), unlistedIn(after)]).toEqual([['0/e/new'], ['0/e']]);
    expect(dirtyIn(evolve(known, folderTouched(0, 'a', 'new')))).toEqual([]);
  });

  it('has what permissions kept from being done in it, or in its counterpart, tried once more, later', () => {
    const discard = (path: string) =>
      ({ _tag: 'Discard', side: 1, link: linkAt(known, 0, path).id, node: nodeAt(known, 1, path).id }) as const;
    const blocked = failed(failed(failed(known, discard('/e/c'), 'Denied'), discard('/d/b'), 'Denied'), discard('/d/i'), 'Corrupt');
    const reasons = (state: State) => ['/e/c', '/d/b', '/d/i'].map((path) => linkAt(state, 0, path).blocked?.reason ?? null);
    expect(reasons(evolve(blocked, folderTouched(1, 'd')))).toEqual(['Denied', null, 'Corrupt']);
    const after = evolveAll(blocked, [folderTouched(0, 'd')]);
    expect(reasons(after)).toEqual(['Denied', null, 'Corrupt']);
    expect(Object.keys(after.control.retries)).toEqual([`${linkAt(known, 0, '/d/b').id}`]);
  });
});
