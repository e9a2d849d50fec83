import { beforeAll, describe, expect, it } from 'vitest';
import type { ActionOf } from '../../src/domain/action.js';
import type { Event } from '../../src/domain/event.js';
import { evolve } from '../../src/domain/evolve/evolve.js';
import { NO_LINK, NO_NODE } from '../../src/domain/ids.js';
import { isAlive } from '../../src/domain/node.js';
import type { State } from '../../src/domain/state/state.js';
import { mkdir, write } from '../../src/testing/world/scenario.js';
import { dirtyIn, inStep, linkAt, nodeAt, nodesThat, unlistedIn } from './known.js';
import { flown, seenAs } from './told.js';

let known: State;
beforeAll(async () => {
  known = await inStep(['inode', 'oid'], [write('/a', 'a'), mkdir('/d')]);
});

const told = (path: string): Event => ({
  ...{ _tag: 'HintsSeen', side: 1, cursor: null },
  hints: [{ _tag: 'Touched', oid: nodeAt(known, 1, path).oid, path: null }],
});

describe('a folder that an undo made again', () => {
  const restore = (): ActionOf<'Restore'> => ({
    ...{ _tag: 'Restore', side: 1, link: NO_LINK, name: 'z', trash: null, undoes: 1, row: 0 },
    parent: nodeAt(known, 1, '/d').id,
  });
  const seen = () => seenAs(nodeAt(known, 1, '/d'), { oid: 'new', parentOid: nodeAt(known, 1, '/d').oid, name: 'z' });
  const restored = (state: State, ...meanwhile: readonly Event[]) =>
    flown(state, restore(), (action) => ({ _tag: 'FolderMade', action, seen: seen() }), ...meanwhile);

  it('is new to the other side', () => {
    const link = linkAt(restored(known), 1, '/d/z');
    expect(link).toMatchObject({ halves: [NO_NODE, nodeAt(restored(known), 1, '/d/z').id], base: null });
  });

  it('is the entry that it was when it was seen before we were told', () => {
    const lists = { _tag: 'List', side: 1, node: nodeAt(known, 1, '/d').id } as const;
    const listed = flown(known, lists, (action) => ({ _tag: 'Listed', action, complete: true, rows: [seen()], absent: [] }));
    const after = restored(listed);
    expect(linkAt(after, 1, '/d/z').id).toBe(linkAt(listed, 1, '/d/z').id);
    expect([...after.table.links()].length).toBe([...listed.table.links()].length);
  });

  it('is looked for where its folder went meanwhile', () => {
    const gone = flown(known, { _tag: 'LookUp', side: 1, node: nodeAt(known, 1, '/d').id }, (action) => ({
      ...{ _tag: 'LookedUp', action, found: null, depth: null },
    }));
    const after = flown(gone, restore(), (action) => ({ _tag: 'FolderMade', action, seen: seen() }));
    expect(nodesThat(after, (node) => isAlive(node) && node.side === 1)).toEqual(['1/', '1/a']);
    expect(after.table.byOid(1, 'new')).toMatchObject([{ dirty: after.seq, link: NO_LINK }]);
  });
});

describe('a content that an undo put back', () => {
  const putBack = (state: State, ...meanwhile: readonly Event[]) => {
    const { id: node, link } = nodeAt(known, 1, '/a');
    return flown(
      state,
      { _tag: 'PutBack', side: 1, link, node, trash: 't', then: 'hold', undoes: 1, row: 0 },
      (action) => ({ _tag: 'FileReplaced', action, read: 'old', trash: null, seen: seenAs(nodeAt(known, 1, '/a'), { revision: 'old' }) }),
      ...meanwhile,
    );
  };

  it('is known from then on, unless something was told of it since it began', () => {
    expect(dirtyIn(putBack(evolve(known, told('/a'))))).toEqual([]);
    expect(dirtyIn(putBack(known, told('/a')))).toEqual(['1/a']);
    expect(nodeAt(putBack(known, told('/a')), 1, '/a').revision).toBe('old');
  });

  it('is held: what this side had before counts as agreed on no more', () => {
    const after = putBack(known);
    expect(linkAt(after, 0, '/a')).toMatchObject({ base: { revisions: [null, 'old'] }, blocked: { reason: 'undone' } });
    expect(unlistedIn(after)).toEqual([]);
  });
});
