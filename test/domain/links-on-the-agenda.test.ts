import { describe, expect, it } from 'vitest';
import { seq } from '../../src/domain/ids.js';
import type { Link } from '../../src/domain/link.js';
import type { Node } from '../../src/domain/node.js';
import { SIDES } from '../../src/domain/side.js';
import { type Draft, putNode, removeLink } from '../../src/domain/state/state.js';
import { GONE, type Half, smallTree, UNLISTED } from './small-tree.js';

/** What the sets say of LOCAL and of REMOTE. */
const setsOf = ({ agenda }: Draft) => ({
  gone: agenda.orphans.map((set) => [...set]),
  fresh: agenda.fresh.map((set) => [...set]),
  ranked: [...agenda.ranked],
  denied: [...agenda.denied],
});
const NOTHING = { gone: [[], []], fresh: [[], []], ranked: [], denied: [] };
const calm = (draft: Draft): void => {
  for (const side of SIDES) draft.agenda.unrecognised[side] = false;
  for (const { id } of draft.table.links()) draft.agenda.stand(id, { _tag: 'Settled' });
};

describe('what is to be recognised', () => {
  it('is what is gone on one side, and what is new and alone', () => {
    const { draft, add } = smallTree();
    const [gone, fresh] = [add('gone', { local: GONE }), add('fresh', { local: null })];
    add('plain');
    // A creation that ended while it was carried over: nothing of it was agreed on.
    add('ended', { local: GONE, remote: null });
    expect(setsOf(draft)).toEqual({ ...NOTHING, gone: [[gone.id], []], fresh: [[], [fresh.id]] });
  });

  it.each([0, 1] as const)('is looked for anew when one of those on side %s is no more: another may be the only one left', (side) => {
    for (const [half, rest] of [
      [GONE, {}],
      [{}, null],
    ] satisfies [Half, Half | null][]) {
      const { draft, add } = smallTree();
      const { id } = add('a', side === 0 ? { local: half, remote: rest } : { local: rest, remote: half });
      calm(draft);
      removeLink(draft, id);
      expect(setsOf(draft)).toEqual(NOTHING);
      expect(draft.agenda.unrecognised).toEqual([side === 0, side === 1]);
    }
  });

  it('is not, when an entry ends that was none of them', () => {
    const { draft, add } = smallTree();
    const { id } = add('a');
    calm(draft);
    removeLink(draft, id);
    expect(draft.agenda.unrecognised).toEqual([false, false]);
  });
});

it('an entry that ends leaves nothing behind, and those who waited for it are judged again', () => {
  const { draft, add } = smallTree();
  const { id } = add('a', { local: { priority: -1 }, link: { blocked: { reason: 'Denied', message: '', since: seq(1) } } });
  const waiting = add('waiting').id;
  draft.control = { ...draft.control, retries: { [id]: { attempts: 1, atMs: 1, error: { _tag: 'Temporary', message: '' } } } };
  expect(setsOf(draft)).toMatchObject({ ranked: [id], denied: [id] });
  calm(draft);
  draft.agenda.stand(waiting, { _tag: 'Waiting', on: id, forPlace: false });
  removeLink(draft, id);
  expect(setsOf(draft)).toEqual(NOTHING);
  expect(draft.control.retries).toEqual({});
  expect([...draft.agenda.stale()]).toEqual([waiting]);
});

describe('a new entry', () => {
  /** A folder on both sides, one of LOCAL alone that is yet to be listed, and one that is gone on REMOTE. */
  const folders = () => {
    const { draft, add } = smallTree();
    const plain = add('plain', { kind: 'folder' });
    const unlisted = add('unlisted', { kind: 'folder', local: UNLISTED, remote: null });
    const gone = add('gone', { kind: 'folder', remote: GONE });
    const [waiting, elsewhere] = [add('waiting').id, add('elsewhere').id];
    calm(draft);
    draft.agenda.stand(waiting, { _tag: 'Waiting', on: unlisted.id, forPlace: false });
    draft.agenda.stand(elsewhere, { _tag: 'Waiting', on: plain.id, forPlace: false });
    const judgedAgain = (folder: Link): readonly number[] => {
      const { id } = add('new', { in: folder, remote: null });
      return [...draft.agenda.stale()].filter((link) => link !== id);
    };
    return { plain, unlisted, gone, waiting, judgedAgain };
  };

  it('has its folder judged again where that is gone on the other side: it stays for it', () => {
    const { gone, judgedAgain } = folders();
    expect(judgedAgain(gone)).toEqual([gone.id]);
  });

  it('tells those who wait for a folder that is yet to be listed, and not the folder', () => {
    const { unlisted, waiting, judgedAgain } = folders();
    expect(judgedAgain(unlisted)).toEqual([waiting]);
  });

  it('tells nobody where its folder is any other, nor those who wait for that', () => {
    const { plain, judgedAgain } = folders();
    expect(judgedAgain(plain)).toEqual([]);
  });
});

it('of what moved, its new folder hears, and of what stays where it is, none', () => {
  const { draft, add, node } = smallTree();
  const gone = add('gone', { kind: 'folder', remote: GONE });
  const file = add('file');
  const known = node(file, 0);
  const put = (fields: Partial<Node>): readonly number[] => {
    calm(draft);
    putNode(draft, { ...known, ...fields });
    return [...draft.agenda.stale()];
  };
  expect(put({ parent: gone.halves[0] })).toEqual([gone.id, file.id]);
  expect(put({ parent: gone.halves[0], revision: 's' })).toEqual([file.id]);
});
