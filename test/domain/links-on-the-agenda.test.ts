import { describe, expect, it } from 'vitest';
import { nodeId, seq } from '../../src/domain/ids.js';
import { SIDES } from '../../src/domain/side.js';
import { type Draft, putNode, removeLink } from '../../src/domain/state/state.js';
import { addEntry, GONE, smallDraft } from './small-state.js';

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
    const draft = smallDraft();
    const [gone, fresh] = [addEntry(draft, [GONE, {}]), addEntry(draft, [null, {}])];
    addEntry(draft, [{}, {}]);
    // A creation that ended while it was carried over: nothing of it was agreed on.
    addEntry(draft, [GONE, null]);
    expect(setsOf(draft)).toEqual({ ...NOTHING, gone: [[gone.id], []], fresh: [[], [fresh.id]] });
  });

  it.each([0, 1] as const)('is looked for anew when one of those on side %s is no more: another may be the only one left', (side) => {
    const halves = (half: typeof GONE, rest: typeof GONE | null) => (side === 0 ? ([half, rest] as const) : ([rest, half] as const));
    for (const [half, rest] of [
      [GONE, {}],
      [{}, null],
    ] as const) {
      const draft = smallDraft();
      const { id } = addEntry(draft, halves(half, rest));
      calm(draft);
      removeLink(draft, id);
      expect(setsOf(draft)).toEqual(NOTHING);
      expect(draft.agenda.unrecognised).toEqual([side === 0, side === 1]);
    }
  });

  it('is not, when an entry ends that was none of them', () => {
    const draft = smallDraft();
    const { id } = addEntry(draft, [{}, {}]);
    calm(draft);
    removeLink(draft, id);
    expect(draft.agenda.unrecognised).toEqual([false, false]);
  });
});

it('an entry that ends leaves nothing behind, and those who waited for it are judged again', () => {
  const draft = smallDraft();
  const { id } = addEntry(draft, [{ priority: -1 }, {}], { blocked: { reason: 'Denied', message: '', since: seq(1) } });
  const waiting = addEntry(draft, [{}, {}]).id;
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
    const draft = smallDraft();
    const plain = addEntry(draft, [{ kind: 'folder' }, { kind: 'folder' }]);
    const unlisted = addEntry(draft, [{ kind: 'folder', unlisted: seq(1) }, null]);
    const gone = addEntry(draft, [{ kind: 'folder' }, { kind: 'folder', ...GONE }]);
    const [waiting, elsewhere] = [addEntry(draft, [{}, {}]).id, addEntry(draft, [{}, {}]).id];
    calm(draft);
    draft.agenda.stand(waiting, { _tag: 'Waiting', on: unlisted.id, forPlace: false });
    draft.agenda.stand(elsewhere, { _tag: 'Waiting', on: plain.id, forPlace: false });
    const judgedAgain = (parent: number): readonly number[] => {
      const { id } = addEntry(draft, [{ parent: nodeId(parent) }, null]);
      return [...draft.agenda.stale()].filter((link) => link !== id);
    };
    return { plain, unlisted, gone, waiting, judgedAgain };
  };

  it('has its folder judged again where that is gone on the other side: it stays for it', () => {
    const { gone, judgedAgain } = folders();
    expect(judgedAgain(gone.halves[0])).toEqual([gone.id]);
  });

  it('tells those who wait for a folder that is yet to be listed, and not the folder', () => {
    const { unlisted, waiting, judgedAgain } = folders();
    expect(judgedAgain(unlisted.halves[0])).toEqual([waiting]);
  });

  it('tells nobody where its folder is any other, nor those who wait for that', () => {
    const { plain, judgedAgain } = folders();
    expect(judgedAgain(plain.halves[0])).toEqual([]);
  });
});

it('of what moved, its new folder hears, and of what stays where it is, none', () => {
  const draft = smallDraft();
  const gone = addEntry(draft, [{ kind: 'folder' }, { kind: 'folder', ...GONE }]);
  const file = addEntry(draft, [{}, {}]);
  const node = draft.table.node(file.halves[0]);
  if (node === undefined) throw new Error('no such node');
  const put = (fields: Partial<typeof node>): readonly number[] => {
    calm(draft);
    putNode(draft, { ...node, ...fields });
    return [...draft.agenda.stale()];
  };
  expect(put({ parent: gone.halves[0] })).toEqual([gone.id, file.id]);
  expect(put({ parent: gone.halves[0], revision: 's' })).toEqual([file.id]);
});
