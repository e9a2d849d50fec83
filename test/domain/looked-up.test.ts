import { describe, expect, it } from 'vitest';
import { NEVER } from '../../src/domain/ids.js';
import type { Node } from '../../src/domain/node.js';
import type { Observation } from '../../src/domain/observation.js';
import { INODE, OID, PATH, seen, type Told, told } from './told.js';

const lookUp = (story: Told, node: Node, found: Observation | null, meanwhile = () => {}): number => {
  const action = story.start({ _tag: 'LookUp', side: node.side, node: node.id });
  meanwhile();
  return story.fold({ _tag: 'LookedUp', action, found, depth: null });
};

const failLookUp = (story: Told, node: Node): void => {
  const action = story.start({ _tag: 'LookUp', side: node.side, node: node.id });
  story.fold({ _tag: 'ActionFailed', action, side: node.side, error: { _tag: 'Temporary', message: 'later' } });
};

const onlyPhantom = (story: Told): Node => {
  const [phantom, ...more] = story.phantoms(0);
  if (phantom === undefined || more.length > 0) throw new Error(`${more.length + 1} are to be looked for`);
  return phantom;
};

const root = { parentOid: 'root' };

describe('what is looked up at its path', () => {
  it('is the same object where its identity cannot be told any more', () => {
    const story = told(INODE, PATH);
    const node = story.meet(0, story.root(0), seen('a', { ident: 'i1' }));
    lookUp(story, node, seen('a', { revision: 'r2' }));
    expect(story.living(0)).toMatchObject([{ id: node.id, revision: 'r2' }]);
  });

  it('is not gone with all below, where another device is mounted over it', () => {
    const story = told(INODE, PATH);
    const folder = story.meet(0, story.root(0), seen('d/', { ident: 'i1' }));
    const file = story.meet(0, folder.id, seen('f'));
    lookUp(story, folder, seen('d/', { ident: 'i2', kept: 'other-device' }));
    expect(story.known(folder)).toMatchObject({ kept: 'other-device', ident: 'i1', gone: NEVER });
    expect(story.known(file).gone).toBe(NEVER);
  });

  it('stays gone, since when it was, if it is still not there', () => {
    const story = told(PATH, PATH);
    const { halves } = story.pair([story.root(0), story.root(1)], [seen('a'), seen('a')]);
    story.lose(halves[0]);
    const { gone } = story.known(halves[0]);
    expect(gone).not.toBe(NEVER);
    lookUp(story, story.known(halves[0]), null);
    expect(story.known(halves[0])).toMatchObject({ gone, dirty: NEVER });
  });

  it('is known only if no hint came since it was asked: and was tried for the first time then', () => {
    const story = told(PATH, PATH);
    const node = story.meet(0, story.root(0), seen('a'));
    story.hint(0, ['a']);
    failLookUp(story, node);
    expect(story.state().control.lookRetries[node.id]).toMatchObject({ attempts: 1 });
    lookUp(story, node, seen('a', { revision: 'r2' }), () => story.hint(0, ['a']));
    expect(story.known(node)).toMatchObject({ revision: 'r1' });
    expect(story.known(node).dirty).not.toBe(NEVER);
    expect(story.state().control.lookRetries[node.id]).toBeUndefined();
  });

  it('may be a folder that cannot be listed: that is tried ever more rarely, all the same', () => {
    const story = told(PATH, PATH);
    const folder = story.meet(0, story.root(0), seen('d/'));
    const action = story.start({ _tag: 'List', side: 0, node: folder.id });
    story.fold({ _tag: 'ActionFailed', action, side: 0, error: { _tag: 'Temporary', message: 'later' } });
    const retry = story.state().control.lookRetries[folder.id];
    expect(retry).toMatchObject({ attempts: 1 });
    lookUp(story, folder, seen('d/'));
    expect(story.state().control.lookRetries[folder.id]).toEqual(retry);
  });
});

describe('what is looked up by its id', () => {
  it('is another object where it is of another kind', () => {
    const story = told(OID, PATH);
    const { halves } = story.pair([story.root(0), story.root(1)], [seen('a', { oid: 'a', ...root }), seen('a')]);
    const now = lookUp(story, halves[0], seen('a/', { oid: 'a', ...root }));
    expect(story.known(halves[0])).toMatchObject({ kind: 'file', gone: now });
    expect(story.living(0)).toMatchObject([{ kind: 'folder', name: 'a', unlisted: now }]);
  });

  it('is there again under its old id: its link has never ended, and what it is now is a change', () => {
    const story = told(OID, PATH);
    const rows = [seen('a', { oid: 'a', hash: 'h', ...root }), seen('a')] as const;
    const { link, halves } = story.pair([story.root(0), story.root(1)], rows);
    story.lose(halves[0]);
    // A listing shows it: that is a hint.
    story.list(0, story.root(0), seen('b', { oid: 'a', ...root }));
    const dead = story.known(halves[0]);
    expect(dead.gone).not.toBe(NEVER);
    expect(dead.dirty).not.toBe(NEVER);
    lookUp(story, dead, seen('b', { oid: 'a', revision: 'r2', ...root }));
    const back = { id: halves[0].id, link: link.id, name: 'b', revision: 'r2', gone: NEVER, goneAtMs: 0, dirty: NEVER, unlisted: NEVER };
    expect(story.living(0)).toMatchObject([back]);
    expect(story.linkOf(dead)?.base?.names).toEqual(['a', 'a']);
  });

  it('is, where it is a folder that is there again, yet to be listed', () => {
    const story = told(OID, PATH);
    const { halves } = story.pair([story.root(0), story.root(1)], [seen('d/', { oid: 'd', ...root }), seen('d/')]);
    story.lose(halves[0]);
    story.list(0, story.root(0), seen('d/', { oid: 'd', ...root }));
    const now = lookUp(story, story.known(halves[0]), seen('d/', { oid: 'd', ...root }));
    expect(story.known(halves[0])).toMatchObject({ gone: NEVER, unlisted: now });
  });

  it.each([
    ['file', 'x', false],
    ['folder', 'x/', true],
  ])('is a new %s', (_kind, name, isUnlisted) => {
    const story = told(OID, PATH);
    story.hint(0, null, 'x');
    const phantom = onlyPhantom(story);
    const now = lookUp(story, phantom, seen(name, { oid: 'x', ...root }));
    expect(story.living(0)).toMatchObject([{ id: phantom.id, name: 'x', dirty: NEVER, unlisted: isUnlisted ? now : NEVER }]);
    expect(story.linkOf(phantom)?.halves).toEqual([phantom.id, 0]);
  });

  it('is looked up once more where a listing was answered meanwhile, which may be the newer of both', () => {
    const story = told(OID, PATH);
    story.hint(0, null, 'x');
    const phantom = onlyPhantom(story);
    const now = lookUp(story, phantom, seen('x', { oid: 'x', ...root }), () => story.list(0, story.root(0)));
    expect(story.known(phantom)).toMatchObject({ dirty: now });
  });

  it('leaves what was at its place to be looked up', () => {
    const story = told(OID, PATH);
    const other = story.meet(0, story.root(0), seen('x', { oid: 'other', ...root }));
    story.hint(0, null, 'x');
    const now = lookUp(story, onlyPhantom(story), seen('x', { oid: 'x', ...root }));
    expect(story.known(other)).toMatchObject({ name: 'x', dirty: now });
  });

  it.each([
    ['in another folder', { parentOid: 'd' }],
    ['under another name', { name: 'b' }],
    ['elsewhere, under another name', { parentOid: 'd', name: 'b' }],
  ])('is where it is found: %s', (_where, facts) => {
    const story = told(OID, PATH);
    const folder = story.meet(0, story.root(0), seen('d/', { oid: 'd', ...root }));
    const node = story.meet(0, story.root(0), seen('a', { oid: 'a', ...root }));
    story.hint(0, null, 'a');
    const row = { ...seen('a', { oid: 'a', ...root }), ...facts };
    lookUp(story, node, row);
    const parent = row.parentOid === 'd' ? folder.id : story.root(0);
    expect(story.known(node)).toMatchObject({ name: row.name, parent, dirty: NEVER, link: node.link });
  });

  it('waits, as its folder does, where that cannot be looked up', () => {
    const story = told(OID, PATH);
    const node = story.meet(0, story.root(0), seen('x', { oid: 'x', ...root }));
    story.hint(0, null, 'x');
    const row = seen('x', { oid: 'x', parentOid: 'new' });
    lookUp(story, node, row);
    const folder = onlyPhantom(story);
    expect(folder).toMatchObject({ oid: 'new' });
    failLookUp(story, folder);
    lookUp(story, node, row);
    const { lookRetries } = story.state().control;
    expect(lookRetries[folder.id]).toMatchObject({ attempts: 1 });
    expect(lookRetries[node.id]).toEqual(lookRetries[folder.id]);
    expect(story.known(node)).toMatchObject({ parent: story.root(0) });
  });

  it('is not believed to lie in itself: all on the way are looked up again, but for those that are being looked up', () => {
    const story = told(OID, PATH);
    const outer = story.meet(0, story.root(0), seen('d/', { oid: 'd', ...root }));
    const middle = story.meet(0, outer.id, seen('e/', { oid: 'e', parentOid: 'd' }));
    const inner = story.meet(0, middle.id, seen('f/', { oid: 'f', parentOid: 'e' }));
    const hinted = story.hint(0, null, 'e');
    const now = lookUp(story, outer, seen('d/', { oid: 'd', parentOid: 'f' }));
    expect(story.known(outer)).toMatchObject({ parent: story.root(0), dirty: now });
    expect(story.known(middle).dirty).toBe(hinted);
    expect(story.known(inner).dirty).toBe(now);
  });
});

describe('a hint', () => {
  it('of a root by its id has that listed, and nothing below', () => {
    const story = told(OID, PATH);
    const folder = story.meet(0, story.root(0), seen('d/', { oid: 'd', ...root }));
    story.list(0, folder.id);
    story.list(0, story.root(0));
    const now = story.hint(0, null, 'root');
    expect(story.known({ id: story.root(0) }).unlisted).toBe(now);
    expect(story.known(folder).unlisted).toBe(NEVER);
  });

  it('of what is not known is kept once for each place, however it is spelled', () => {
    const story = told({ ...PATH, caseSensitive: false }, PATH);
    for (const name of ['x', 'X', 'x']) story.hint(0, [name]);
    expect(story.phantoms(0).map(({ name }) => name)).toEqual(['x', 'X']);
    expect(story.phantoms(0)[0]?.dirty).toBe(story.state().seq);
  });
});
