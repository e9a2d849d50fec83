import { describe, expect, it } from 'vitest';
import { condense, listingOutcome, type SeenListing } from '../../src/domain/evolve/fold-listing.js';
import type { Node } from '../../src/domain/node.js';
import { NEVER, type NodeId, nodeId } from '../../src/domain/ids.js';
import type { Observation } from '../../src/domain/observation.js';
import { COARSE, INODE, OID, PATH, seen, type Told, told } from './told.js';

const condensed = ({ state, known }: Told, folder: NodeId, ...entries: readonly Observation[]) => {
  const listing: Pick<SeenListing, 'complete' | 'entries'> = { complete: true, entries };
  return condense(state(), 1, known({ id: folder }), listing);
};

/** On a side that takes two spellings for one name: a file that we moved onto the name of a folder, which is yet to be looked at. */
const alike = (fileComes: 'first' | 'last', name: string, spelledOtherwise: string) => {
  const story = told(COARSE, PATH);
  const root = story.root(0);
  const [sub] = [story.meet(0, root, seen('sub/'))];
  const meetFile = () => story.pair([sub.id, story.root(1)], [seen('f'), seen('f')]);
  const early = fileComes === 'first' ? meetFile() : null;
  const folder = story.meet(0, root, seen(`${spelledOtherwise}/`));
  const { link, halves } = early ?? meetFile();
  const [file] = halves;
  const move = { side: 0, link: link.id, node: file.id, parent: root, name, base: null, purpose: 'follow' } as const;
  const action = story.start({ _tag: 'Move', ...move });
  story.fold({ _tag: 'Moved', action, seen: seen(name) });
  return { story, root, sub, file: story.known(file), folder: story.known(folder) };
};

describe('of a listing, what is not known yet', () => {
  const known: Observation = seen('a', { stamp: 's1', hash: 'h1', ident: 'i1' });
  const begin = () => {
    const story = told({ ...INODE, caseSensitive: false }, PATH);
    return { story, node: story.meet(0, story.root(0), known) };
  };

  it.each<[string, Partial<Observation>]>([
    ['is spelled otherwise', { name: 'A' }],
    ['is of another kind', { kind: 'other' }],
    ['has another content', { revision: 'r2' }],
    ['was touched', { stamp: 's2' }],
    ['is another object', { ident: 'i2' }],
    ['is kept away', { kept: 'ignored' }],
    ['has another hash', { hash: 'h2' }],
  ])('is an entry that %s', (_how, facts) => {
    const { story, node } = begin();
    const row = { ...known, ...facts };
    expect(condensed(story, node.parent, row)).toMatchObject({ rows: [row], absent: [] });
  });

  it('is none that is as it was, or of which only its hash is not told', () => {
    const { story, node } = begin();
    for (const row of [known, { ...known, hash: null }]) expect(condensed(story, node.parent, row)).toMatchObject({ rows: [], absent: [] });
  });

  it('is no folder of which only the stamp is another: what came into it, its own listing tells', () => {
    const story = told(INODE, PATH);
    const folder = story.meet(0, story.root(0), seen('d/', { stamp: 's1' }));
    expect(condensed(story, folder.parent, seen('d/', { stamp: 's2' })).rows).toEqual([]);
  });

  it('is what is kept away no longer; but not what we keep away ourselves', () => {
    const { story, node } = begin();
    story.fold({ _tag: 'Translated', answers: [{ node: node.id, to: null }] });
    expect(condensed(story, node.parent, known).rows).toEqual([]);
    const ignored = story.meet(0, node.parent, seen('b', { kept: 'ignored' }));
    expect(condensed(story, node.parent, known, seen('b', { kept: 'ignored' })).rows).toEqual([]);
    expect(condensed(story, node.parent, known, seen(ignored.name)).rows).toEqual([seen('b')]);
  });

  it('is what there was a hint of: that it is as it was answers the hint', () => {
    const { story, node } = begin();
    story.hint(0, ['a']);
    expect(condensed(story, node.parent, known).rows).toEqual([known]);
    story.list(0, node.parent, known);
    expect(story.known(node).dirty).toBe(NEVER);
  });

  it('is what is known in another folder, and moved here under its old name', () => {
    const story = told(OID, PATH);
    const folder = story.meet(0, story.root(0), seen('d/', { oid: 'd', parentOid: 'root' }));
    story.meet(0, story.root(0), seen('a', { oid: 'a', parentOid: 'root' }));
    const row = seen('a', { oid: 'a', parentOid: 'd' });
    expect(condensed(story, folder.id, row)).toMatchObject({ rows: [row], absent: [] });
  });

  it('is what it lacks, by ascending number', () => {
    const story = told(PATH, PATH);
    const root = story.root(0);
    const ids = ['a', 'b', 'c', 'd'].map((name) => story.meet(0, root, seen(name)).id);
    expect(condensed(story, root, seen('b'))).toMatchObject({ rows: [], absent: [ids[0], ids[2], ids[3]] });
  });
});

describe('of two that are known at what counts as one name', () => {
  it.each(['first', 'last'] as const)('a row is about the one that is spelled just so (that came %s)', (order) => {
    const { story, root, sub, file, folder } = alike(order, 'A', 'a');
    const rows = [seen('sub/'), seen('A', { revision: 'r2' }), seen('a/')];
    expect(condensed(story, root, ...rows).rows).toEqual([rows[1], rows[2]]);
    expect(condensed(story, root, ...rows).absent).toEqual([]);
    story.list(0, root, ...rows);
    expect(story.living(0).map(({ id }) => id)).toEqual([sub.id, file.id, folder.id].sort((a, b) => a - b));
    expect(story.known(file)).toMatchObject({ name: 'A', revision: 'r2' });
  });

  it.each(['first', 'last'] as const)('a row that is spelled in a third way is about the older one (the file came %s)', (order) => {
    const { story, root, file, folder } = alike(order, 'Aa', 'aA');
    const isFile = order === 'first';
    const row = isFile ? seen('aa', { revision: 'r2' }) : seen('aa/');
    expect(condensed(story, root, seen('sub/'), row).absent).toEqual([isFile ? folder.id : file.id]);
    story.list(0, root, row);
    expect(story.known(isFile ? file : folder)).toMatchObject({ name: 'aa', kind: row.kind, dirty: NEVER });
    expect(story.known(isFile ? folder : file).name).toBe(isFile ? 'aA' : 'Aa');
  });

  it('a rename that changes the spelling alone keeps the node', () => {
    const story = told(COARSE, PATH);
    const node = story.meet(0, story.root(0), seen('a'));
    expect(condensed(story, node.parent, seen('A'))).toMatchObject({ rows: [seen('A')], absent: [] });
    story.list(0, node.parent, seen('A'));
    expect(story.living(0)).toMatchObject([{ id: node.id, name: 'A' }]);
  });
});

describe('a row of a listing', () => {
  const begin = () => {
    const story = told(INODE, PATH);
    const root = story.root(0);
    const { link, halves } = story.pair([root, story.root(1)], [seen('a', { ident: 'i1' }), seen('a')]);
    return { story, root, link, local: halves[0], remote: halves[1] };
  };
  const listing = ({ story, root }: ReturnType<typeof begin>, meanwhile: () => void, ...rows: readonly Observation[]): void => {
    const action = story.start({ _tag: 'List', side: 0, node: root });
    meanwhile();
    story.fold({ _tag: 'Listed', action, complete: true, rows, absent: [] });
  };
  const OLD = seen('a', { ident: 'i1', revision: 'old' });

  it('is a fact, where nothing went on since the listing began', () => {
    const world = begin();
    listing(world, () => {}, OLD);
    expect(world.story.known(world.local)).toMatchObject({ revision: 'old', dirty: NEVER });
  });

  it('is a hint of what we wrote since', () => {
    const world = begin();
    const { story, link, local, remote } = world;
    const replace = { _tag: 'ReplaceFile', side: 0, link: link.id, node: local.id, source: remote.id } as const;
    listing(
      world,
      () => {
        const action = story.start(replace);
        story.fold({ _tag: 'FileReplaced', action, read: 'r1', seen: seen('a', { ident: 'i1', revision: 'new' }), trash: null });
      },
      OLD,
    );
    expect(story.known(local)).toMatchObject({ revision: 'new', dirty: story.state().seq });
  });

  it('is a hint of what was hinted at since, and leaves that to be looked at', () => {
    const world = begin();
    listing(world, () => world.story.hint(0, ['a']), OLD);
    expect(world.story.known(world.local)).toMatchObject({ revision: 'r1', dirty: world.story.state().seq });
  });

  it('is a hint of what is being written', () => {
    const world = begin();
    const { story, link, local, remote } = world;
    listing(world, () => story.start({ _tag: 'ReplaceFile', side: 0, link: link.id, node: local.id, source: remote.id }), OLD);
    expect(story.known(local)).toMatchObject({ revision: 'r1', dirty: story.state().seq });
  });

  it('is taken over of what is being looked up, which is looked up once more', () => {
    const world = begin();
    listing(world, () => world.story.start({ _tag: 'LookUp', side: 0, node: world.local.id }), OLD);
    expect(world.story.known(world.local)).toMatchObject({ revision: 'old', dirty: world.story.state().seq });
  });

  it('is no more than a hint of what is being looked up, where it is another object', () => {
    const world = begin();
    listing(world, () => world.story.start({ _tag: 'LookUp', side: 0, node: world.local.id }), { ...OLD, ident: 'i2' });
    expect(world.story.known(world.local)).toMatchObject({ ident: 'i1', revision: 'r1', dirty: world.story.state().seq });
  });

  it('of another object says that the one before is gone from there', () => {
    const world = begin();
    listing(world, () => {}, { ...OLD, ident: 'i2' });
    expect(world.story.known(world.local).gone).toBe(world.story.state().seq);
    expect(world.story.living(0)).toMatchObject([{ name: 'a', ident: 'i2' }]);
  });

  it('of what another device is mounted over says nothing of what is below', () => {
    const story = told(INODE, PATH);
    const folder = story.meet(0, story.root(0), seen('d/', { ident: 'i1' }));
    const file = story.meet(0, folder.id, seen('f'));
    story.list(0, story.root(0), seen('d/', { ident: 'i2', kept: 'other-device' }));
    expect(story.known(folder)).toMatchObject({ kept: 'other-device', ident: 'i1', gone: NEVER });
    expect(story.known(file).gone).toBe(NEVER);
  });

  it('leaves to be looked up what was found by its id while another listing was answered', () => {
    const story = told(OID, PATH);
    const root = story.root(0);
    const folder = story.meet(0, root, seen('d/', { oid: 'd', parentOid: 'root' }));
    story.hint(0, null, 'x');
    const [unknown] = story.phantoms(0);
    if (unknown === undefined) throw new Error('nothing is to be looked for');
    const lookUp = story.start({ _tag: 'LookUp', side: 0, node: unknown.id });
    story.list(0, root);
    const list = story.start({ _tag: 'List', side: 0, node: folder.id });
    const row = seen('x', { oid: 'x', parentOid: 'd' });
    const found = story.fold({ _tag: 'LookedUp', action: lookUp, found: row, depth: null });
    expect(story.known(unknown).dirty).toBe(found);
    story.fold({ _tag: 'Listed', action: list, complete: true, rows: [row], absent: [] });
    expect(story.known(unknown).dirty).toBeGreaterThan(list);
  });
});

describe('a listing that shows a part', () => {
  const partial = (story: Told): void => {
    const action = story.start({ _tag: 'List', side: 0, node: story.root(0) });
    story.fold({ _tag: 'Listed', action, complete: false, rows: [], absent: [] });
  };
  const retries = (story: Told) => story.state().control.lookRetries[story.root(0)];

  it('is made again, later each time; and after some what it showed is what there is', () => {
    const story = told(PATH, PATH);
    for (let attempts = 1; attempts <= 5; attempts++) {
      partial(story);
      expect(retries(story)).toMatchObject({ attempts });
      expect(story.known({ id: story.root(0) }).unlisted).not.toBe(NEVER);
    }
    partial(story);
    expect(retries(story)).toBeUndefined();
    expect(story.known({ id: story.root(0) }).unlisted).toBe(NEVER);
  });

  it('is forgotten once all is shown, also where the folder was touched meanwhile', () => {
    const story = told(PATH, PATH);
    partial(story);
    const action = story.start({ _tag: 'List', side: 0, node: story.root(0) });
    story.fold({ _tag: 'HintsSeen', side: 0, hints: [{ _tag: 'FolderTouched', path: [] }], cursor: null });
    story.fold({ _tag: 'Listed', action, complete: true, rows: [], absent: [] });
    expect(retries(story)).toBeUndefined();
    expect(story.known({ id: story.root(0) }).unlisted).not.toBe(NEVER);
  });
});

it('what is read of a folder that is no more says nothing', () => {
  const story = told(PATH, PATH);
  const folder: Node = story.meet(0, story.root(0), seen('d/'));
  const action = story.start({ _tag: 'List', side: 0, node: folder.id });
  story.lose(folder);
  const before = story.living(0);
  story.fold({ _tag: 'Listed', action, complete: true, rows: [seen('x')], absent: [] });
  expect(story.living(0)).toEqual(before);
  const listing = { ident: null, complete: true, entries: [seen('x')] };
  expect(listingOutcome(story.state(), 7, nodeId(99), listing)).toEqual({
    _tag: 'Listed',
    action: 7,
    complete: false,
    rows: [],
    absent: [],
  });
});
