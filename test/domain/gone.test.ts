import { describe, expect, it } from 'vitest';
import { NEVER } from '../../src/domain/ids.js';
import { staleLinks } from '../../src/domain/state/agenda.js';
import { INODE, OID, PATH, type Rules, seen, told } from './told.js';

const root = { parentOid: 'root' };

/** A folder with a file in it, on both sides, in step. */
const folderOn = (rules: Rules) => {
  const story = told(rules, PATH);
  const isOid = rules.identity === 'oid';
  const folderRow = seen('d/', isOid ? { oid: 'd', ...root } : {});
  const fileRow = seen('a', isOid ? { oid: 'a', parentOid: 'd' } : {});
  const folders = story.pair([story.root(0), story.root(1)], [folderRow, seen('d/')]);
  const files = story.pair([folders.halves[0].id, folders.halves[1].id], [fileRow, seen('a')]);
  return { story, folder: story.known(folders.halves[0]), file: files.halves[0], folders, files };
};

describe('what is gone', () => {
  it('takes along what is in it, where paths tell one from another', () => {
    const { story, folder, file } = folderOn(PATH);
    story.lose(folder);
    for (const node of [folder, file]) expect(story.known(node).gone).toBe(story.state().seq);
  });

  it('leaves what is in it to be looked up, where ids do: that may have moved away first', () => {
    const { story, folder, file } = folderOn(OID);
    story.lose(folder);
    expect(story.known(folder).gone).toBe(story.state().seq);
    expect(story.known(file)).toMatchObject({ gone: NEVER, dirty: story.state().seq });
  });

  it('stays known while its link has something that was agreed on; else all of it ends', () => {
    const { story, file } = folderOn(PATH);
    const alone = story.meet(0, story.root(0), seen('b'));
    for (const node of [file, alone]) story.lose(node);
    expect(story.known(file).gone).not.toBe(NEVER);
    expect(story.node(alone.id)).toBeUndefined();
    expect(story.state().table.link(alone.link)).toBeUndefined();
  });

  it.each(['x', 'x/'])('stays known while it is carried over (%s)', (name) => {
    const { story, folder, folders } = folderOn(PATH);
    const node = story.meet(0, folder.id, seen(name));
    const made = { link: node.link, source: node.id, name: 'x' };
    const where = { side: 1, parent: folders.halves[1].id } as const;
    story.start(node.kind === 'file' ? { _tag: 'CreateFiles', ...where, files: [made] } : { _tag: 'MakeFolder', ...where, ...made });
    story.lose(folder);
    expect(story.known(node).gone).toBe(story.state().seq);
    expect(story.linkOf(node)).toMatchObject({ halves: [node.id, 0], base: null });
  });

  it('is forgotten while it is only looked at', () => {
    const { story, folder } = folderOn(PATH);
    const node = story.meet(0, folder.id, seen('x'));
    story.start({ _tag: 'LookUp', side: 0, node: node.id });
    story.lose(folder);
    expect(story.node(node.id)).toBeUndefined();
  });

  it.each([PATH, OID])('leaves a hint that came since we took it back to its place, where paths tell one from another (%o)', (rules) => {
    const takeBack = (hinted: 'before' | 'since') => {
      const { story, file } = folderOn(rules);
      const hint = () => (rules === PATH ? story.hint(0, ['d', 'a']) : story.hint(0, null, 'a'));
      if (hinted === 'before') hint();
      const { link } = story.known(file);
      const action = story.start({ _tag: 'TakeBack', side: 0, link, node: file.id, undoes: 1, row: 0, then: 'carry' });
      if (hinted === 'since') hint();
      story.fold({ _tag: 'Discarded', action, trash: null });
      expect(story.known(file)).toMatchObject({ gone: story.state().seq, dirty: NEVER });
      return story.phantoms(0);
    };
    expect(takeBack('since')).toMatchObject(rules === PATH ? [{ name: 'a' }] : []);
    expect(takeBack('before')).toEqual([]);
  });

  it('has nothing looked for in it any more, where paths tell one from another; where ids do, that may be elsewhere', () => {
    for (const rules of [PATH, OID]) {
      const { story, folder } = folderOn(rules);
      story.fold({ _tag: 'HintsSeen', side: 0, hints: [{ _tag: 'FolderTouched', path: ['d', 'new'] }], cursor: null });
      expect(story.phantoms(0)).toMatchObject([{ name: 'new', parent: folder.id }]);
      story.lose(folder);
      expect(story.phantoms(0)).toHaveLength(rules === PATH ? 0 : 1);
    }
  });

  it('is asked whether it is what is new at its place, or has its identity', () => {
    const story = told(INODE, PATH);
    const roots = [story.root(0), story.root(1)] as const;
    const byPlace = story.pair(roots, [seen('a', { ident: 'i1' }), seen('a')]);
    const byIdentity = story.pair(roots, [seen('b', { ident: 'i2' }), seen('b')]);
    for (const { halves } of [byPlace, byIdentity]) story.lose(halves[0]);
    story.conclude();
    const stale = () => staleLinks(story.state().agenda);
    expect(stale()).toEqual([]);
    story.list(0, roots[0], seen('a', { ident: 'i3' }), seen('c', { ident: 'i2' }));
    expect(stale()).toEqual(expect.arrayContaining([byPlace.link.id, byIdentity.link.id]));
    expect(story.conclude()).toEqual(expect.arrayContaining(['HalfRecognised']));
  });
});

describe('what we deleted', () => {
  const discarded = ({ story, folders, folder }: ReturnType<typeof folderOn>, meanwhile = () => {}): void => {
    const action = story.start({ _tag: 'Discard', side: 0, link: folders.link.id, node: folder.id });
    meanwhile();
    story.fold({ _tag: 'Discarded', action, trash: null });
  };

  it('ends its link with the other half that is gone', () => {
    const world = folderOn(PATH);
    const { story, folders } = world;
    story.lose(folders.halves[1]);
    discarded(world);
    for (const { id } of folders.halves) expect(story.node(id)).toBeUndefined();
    expect(story.state().table.link(folders.link.id)).toBeUndefined();
  });

  it('leaves the other half, if that lives by now, as something new', () => {
    const world = folderOn(PATH);
    const { story, folders, folder } = world;
    discarded(world);
    expect(story.node(folder.id)).toBeUndefined();
    expect(story.linkOf(folders.halves[1])).toMatchObject({ halves: [0, folders.halves[1].id], base: null, placed: null, demand: null });
  });

  it('takes along what turned up in it, where paths tell one from another; where ids do, that is looked up', () => {
    const onPaths = folderOn(PATH);
    discarded(onPaths);
    expect(onPaths.story.known(onPaths.file).gone).toBe(onPaths.story.state().seq);
    const onIds = folderOn(OID);
    discarded(onIds);
    expect(onIds.story.known(onIds.file)).toMatchObject({ gone: NEVER, dirty: onIds.story.state().seq });
  });

  it('has nothing looked for in it any more', () => {
    const world = folderOn(PATH);
    world.story.hint(0, ['d', 'new']);
    discarded(world);
    expect(world.story.phantoms(0)).toEqual([]);
  });

  it('leaves a hint that came since to its place, and none of before', () => {
    const since = folderOn(PATH);
    discarded(since, () => since.story.hint(0, ['d']));
    expect(since.story.phantoms(0)).toMatchObject([{ name: 'd', parent: since.folder.parent }]);
    const before = folderOn(PATH);
    before.story.hint(0, ['d']);
    discarded(before);
    expect(before.story.phantoms(0)).toEqual([]);
    const byId = folderOn(OID);
    discarded(byId, () => byId.story.hint(0, null, 'd'));
    expect(byId.story.phantoms(0)).toEqual([]);
  });

  it('is counted with what we deleted within a minute: files, and no folders', () => {
    const { story, files, folders } = folderOn(PATH);
    const [first] = [story.state().control.nowMs];
    const more = story.pair([story.root(0), story.root(1)], [seen('b'), seen('b')]);
    const last = story.pair([story.root(0), story.root(1)], [seen('c'), seen('c')]);
    const discard = ({ link, halves }: typeof files, atMs: number) => {
      story.fold({ _tag: 'Woke', atMs });
      const action = story.start({ _tag: 'Discard', side: 0, link: link.id, node: halves[0].id });
      story.fold({ _tag: 'Discarded', action, trash: null });
      return story.state().control.sides[0].deleted;
    };
    const begin = first + 100_000;
    expect(discard(files, begin)).toEqual({ atMs: begin, count: 1 });
    expect(discard(folders, begin + 1)).toEqual({ atMs: begin, count: 1 });
    expect(discard(more, begin + 60_000)).toEqual({ atMs: begin, count: 2 });
    expect(discard(last, begin + 60_001)).toEqual({ atMs: begin + 60_001, count: 1 });
  });
});
