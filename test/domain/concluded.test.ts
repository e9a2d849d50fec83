import { describe, expect, it } from 'vitest';
import { isOnItsWay } from '../../src/domain/evolve/fold-conclusions.js';
import { NEVER } from '../../src/domain/ids.js';
import { type Base, UNSEEN } from '../../src/domain/link.js';
import type { Node } from '../../src/domain/node.js';
import type { Observation } from '../../src/domain/observation.js';
import { COARSE, INODE, PATH, seen, type Told, told } from './told.js';

const reason = 'test';
const rootsOf = (story: Told) => [story.root(0), story.root(1)] as const;
const merge = (story: Told, from: Node, into: Node): void =>
  void story.fold({ _tag: 'LinksMerged', from: story.known(from).link, into: story.known(into).link, reason });

describe('that both sides have one place', () => {
  const agreed = (row: Partial<Observation>, change: (base: Base) => Base = (base) => base): Base | null | undefined => {
    const story = told({ ...INODE, caseSensitive: false }, INODE);
    const { link, halves } = story.pair(rootsOf(story), [seen('a', { stamp: 's1', ident: 'i1' }), seen('a', { stamp: 's2', ident: 'i2' })]);
    story.edit((draft) => draft.table.setLink({ ...link, base: change(link.base as Base) }));
    story.list(0, story.root(0), seen('A', { stamp: 's3', ident: 'i1', ...row }));
    story.fold({ _tag: 'PlaceAgreed', link: link.id, reason });
    return story.linkOf(halves[0])?.base;
  };

  it('takes over the stamp of what was only renamed', () => {
    expect(agreed({})).toMatchObject({ names: ['A', 'a'], stamps: ['s3', 's2'], revisions: ['r1', 'r1'] });
  });

  it('leaves what was edited, too, to be carried over', () => {
    expect(agreed({ revision: 'r2' })).toMatchObject({ names: ['A', 'a'], stamps: ['s1', 's2'], revisions: ['r1', 'r1'] });
  });

  it('leaves what nobody saw come to be to be compared', () => {
    const unseen = agreed({}, (base) => ({ ...base, stamps: [UNSEEN, base.stamps[1]] }));
    expect(unseen).toMatchObject({ names: ['A', 'a'], stamps: [UNSEEN, 's2'] });
  });
});

describe('two entries that are one', () => {
  it.each([0, 1] as const)('are what each has on its side, spelled as it is there (into that of side %s)', (side) => {
    const story = told(COARSE, PATH);
    const halves = [
      story.meet(0, story.root(0), seen('a', { revision: 'l', stamp: 'sl', hash: 'hl' })),
      story.meet(1, story.root(1), seen('A', { revision: 'r', stamp: 'sr', hash: 'hr' })),
    ] as const;
    merge(story, halves[side === 0 ? 1 : 0], halves[side]);
    const base = { names: ['a', 'A'], revisions: ['l', 'r'], stamps: ['sl', 'sr'], hashes: ['hl', 'hr'] };
    expect(story.linkOf(halves[0])).toMatchObject({ id: halves[side].link, halves: halves.map(({ id }) => id), base });
  });

  it.each(['from', 'into'] as const)('are asked for if either was (%s)', (which) => {
    const story = told(PATH, PATH);
    const remote = story.meet(1, story.root(1), seen('a'));
    story.fold({ _tag: 'FilesRequested', nodes: [remote.id], again: false });
    const here = story.meet(0, story.root(0), seen('a'));
    if (which === 'from') merge(story, remote, here);
    else merge(story, here, remote);
    expect(story.linkOf(here)?.demand).toBe('requested');
  });

  it('are the folder of what was agreed to lie in either of them, and of nothing else', () => {
    const story = told(PATH, PATH);
    const inOne = story.pair(rootsOf(story), [seen('d/'), seen('d/')]);
    const child = story.pair([inOne.halves[0].id, inOne.halves[1].id], [seen('a'), seen('a')]);
    const elsewhere = story.pair([inOne.halves[0].id, story.root(1)], [seen('b'), seen('b')]);
    const rootLink = story.known({ id: story.root(0) }).link;
    // The folder is gone on one side, lives on, and meets another one there.
    story.lose(story.known(inOne.halves[1]));
    story.fold({ _tag: 'LinkRevived', link: inOne.link.id, reason });
    const other = story.meet(1, story.root(1), seen('d/'));
    merge(story, story.known(inOne.halves[0]), other);
    const into = story.known(other).link;
    expect(into).not.toBe(inOne.link.id);
    expect(story.linkOf(child.halves[0])?.base?.parents).toEqual([into, into]);
    expect(story.linkOf(elsewhere.halves[0])?.base?.parents).toEqual([into, rootLink]);
  });
});

describe('an entry of which one half is gone, and that lives on', () => {
  it('is not let go any more, where that is what made it go; but is asked for as before', () => {
    for (const [tag, demand] of [
      ['FilesReleased', null],
      ['FilesRequested', 'requested'],
    ] as const) {
      const story = told(PATH, PATH);
      const { link, halves } = story.pair(rootsOf(story), [seen('a'), seen('a')]);
      story.fold(tag === 'FilesReleased' ? { _tag: tag, nodes: [halves[1].id] } : { _tag: tag, nodes: [halves[1].id], again: false });
      story.lose(halves[0]);
      story.fold({ _tag: 'LinkRevived', link: link.id, reason });
      expect(story.linkOf(halves[1])).toMatchObject({ halves: [0, halves[1].id], base: null, demand });
    }
  });
});

describe('a half that is recognised in something new', () => {
  const recognised = (row: Partial<Observation>, isGone = true) => {
    const story = told(INODE, PATH);
    const { link, halves } = story.pair(rootsOf(story), [seen('a', { hash: 'h1' }), seen('a')]);
    if (isGone) story.lose(halves[0]);
    const heir = story.meet(0, story.root(0), seen('b', row));
    story.fold({ _tag: 'HalfRecognised', link: link.id, side: 0, node: heir.id, reason });
    return { story, link, before: halves[0], heir: story.known(heir) };
  };

  it('has the hash that it had, as long as its revision is that; and its own, if that is told', () => {
    expect(recognised({}).heir.hash).toBe('h1');
    expect(recognised({ revision: 'r2' }).heir.hash).toBeNull();
    expect(recognised({ revision: 'r2', hash: 'h2' }).heir.hash).toBe('h2');
  });

  it('is that, and what was gone is no more', () => {
    const { story, link, before, heir } = recognised({});
    expect(heir.link).toBe(link.id);
    expect(story.node(before.id)).toBeUndefined();
  });

  it('is an entry of its own from then on, where it lives elsewhere', () => {
    const { story, link, before, heir } = recognised({}, false);
    expect(heir.link).toBe(link.id);
    expect(story.known(before)).toMatchObject({ name: 'a', gone: NEVER });
    expect(story.linkOf(before)).toMatchObject({ halves: [before.id, 0], base: null });
  });
});

describe('a folder that is seen elsewhere', () => {
  const begin = () => {
    const story = told(INODE, PATH);
    const { link, halves } = story.pair(rootsOf(story), [seen('d/', { ident: 'i1' }), seen('d/')]);
    const [folder] = halves;
    const sub = story.meet(0, folder.id, seen('sub/', { ident: 'i2' }));
    for (const { id } of [sub, folder]) story.list(0, id);
    return { story, link, folder, sub };
  };
  const goesTo = ({ story, link }: ReturnType<typeof begin>) => {
    const there = story.meet(0, story.root(0), seen('e/', { ident: 'i1' }));
    return story.fold({ _tag: 'HalfRecognised', link: link.id, side: 0, node: there.id, reason });
  };

  it('is listed there with all below', () => {
    const world = begin();
    const now = goesTo(world);
    expect(world.story.known(world.folder)).toMatchObject({ name: 'e', unlisted: now, gone: NEVER });
    expect(world.story.known(world.sub)).toMatchObject({ parent: world.folder.id, unlisted: now, gone: NEVER });
  });

  it('is tried at once, whatever failed at its old place', () => {
    const world = begin();
    const { story, folder } = world;
    const action = story.start({ _tag: 'List', side: 0, node: folder.id });
    story.fold({ _tag: 'HintsSeen', side: 0, hints: [{ _tag: 'FolderTouched', path: ['d'] }], cursor: null });
    story.fold({ _tag: 'ActionFailed', action, side: 0, error: { _tag: 'Temporary', message: 'later' } });
    expect(story.state().control.lookRetries[folder.id]).toMatchObject({ attempts: 1 });
    goesTo(world);
    expect(story.state().control.lookRetries[folder.id]).toBeUndefined();
  });

  it('leaves what was told of its old place to be looked for there; and nothing, if nothing was', () => {
    const hinted = begin();
    const { story, folder } = hinted;
    const told = story.hint(0, ['d']);
    // Of the look that finds it elsewhere, nothing is told of its old place.
    const list = story.start({ _tag: 'List', side: 0, node: story.root(0) });
    story.fold({ _tag: 'Listed', action: list, complete: true, rows: [seen('e/', { ident: 'i1' })], absent: [] });
    const there = story.living(0).find(({ name }) => name === 'e') as Node;
    const { dirty } = story.known(folder);
    story.fold({ _tag: 'HalfRecognised', link: hinted.link.id, side: 0, node: there.id, reason });
    expect(dirty).toBeGreaterThanOrEqual(told);
    expect(story.phantoms(0)).toMatchObject([{ name: 'd', parent: story.root(0), dirty }]);

    const still = begin();
    const elsewhere = still.story.meet(0, still.story.root(0), seen('e/', { ident: 'i1' }));
    still.story.edit((draft) => draft.table.setNode({ ...still.story.known(still.folder), dirty: NEVER }));
    still.story.fold({ _tag: 'HalfRecognised', link: still.link.id, side: 0, node: elsewhere.id, reason });
    expect(still.story.phantoms(0)).toEqual([]);
  });

  it.each<[string, Partial<Node>, Partial<Node>, boolean]>([
    ['has its identity', {}, {}, true],
    ['lives', { gone: NEVER }, {}, true],
    ['is gone', { gone: 9 as Node['gone'] }, {}, false],
    ['is no folder', { kind: 'file' }, {}, false],
    ['has none that can be told', { ident: null }, { ident: null }, false],
    ['has another identity', { ident: 'i9' }, {}, false],
    ['is not looked into', { kept: 'ignored' }, {}, false],
  ])('is on its way if it %s', (_what, before, after, isOne) => {
    const { story, folder } = begin();
    const there = story.meet(0, story.root(0), seen('e/', { ident: 'i1' }));
    expect(isOnItsWay(story.state(), { ...story.known(folder), ...before }, { ...there, ...after })).toBe(isOne);
  });

  it('is not on its way into itself', () => {
    const { story, folder, sub } = begin();
    expect(isOnItsWay(story.state(), story.known(folder), { ...story.known(sub), ident: 'i1' })).toBe(false);
  });
});
