import { beforeAll, describe, expect, it } from 'vitest';
import type { ActionOf } from '../../src/domain/action.js';
import { evolve } from '../../src/domain/evolve/evolve.js';
import { NO_LINK, NO_NODE } from '../../src/domain/ids.js';
import { UNSEEN } from '../../src/domain/link.js';
import type { Observation } from '../../src/domain/observation.js';
import type { State } from '../../src/domain/state/state.js';
import type { Traits } from '../../src/domain/traits.js';
import { write } from '../../src/testing/world/scenario.js';
import { dirtyIn, inStep, linkAt, nodeAt, unlistedIn } from './known.js';
import { flown, seenAs, session, started } from './told.js';

/** Disks on both sides; LOCAL has a file and a folder that REMOTE has not. */
let known: State;
beforeAll(async () => {
  const base = await inStep(['inode', 'inode'], [write('/a', 'a'), write('/d/b', 'b')]);
  known = listed(base, 0, [FILE, FOLDER]);
});

const FILE: Observation = {
  ...{ oid: null, parentOid: null, name: 'n', kind: 'file', ident: 'n', revision: 'r1', stamp: 's1', hash: 'h' },
  ...{ size: 3, mtimeMs: 5, executable: true, kept: null },
};
const FOLDER: Observation = {
  ...FILE,
  name: 'f',
  kind: 'folder',
  ident: 'f',
  revision: null,
  stamp: null,
  hash: null,
  size: 0,
  executable: null,
};

const rootOf = (side: 0 | 1) => known.control.roots[side].node;
const listed = (state: State, side: 0 | 1, rows: readonly Observation[]): State =>
  flown(state, { _tag: 'List', side, node: state.control.roots[side].node }, (action) => ({
    ...{ _tag: 'Listed', action, complete: true, rows, absent: [] },
  }));

const creation = (name: string, as = name): ActionOf<'CreateFiles'> => {
  const { link, id: source } = nodeAt(known, 0, `/${name}`);
  return { _tag: 'CreateFiles', side: 1, parent: rootOf(1), files: [{ link, source, name: as }] };
};
const newFolder = (): ActionOf<'MakeFolder'> => {
  const { link, id: source } = nodeAt(known, 0, '/f');
  return { _tag: 'MakeFolder', side: 1, parent: rootOf(1), link, source, name: 'f' };
};
const replacement = (): ActionOf<'ReplaceFile'> => {
  const { link, id: source } = nodeAt(known, 0, '/a');
  return { _tag: 'ReplaceFile', side: 1, link, source, node: nodeAt(known, 1, '/a').id };
};

/** Another session begins while this is under way; of both sides' providers, this is different. */
const brokenOff = (
  state: State,
  action: Parameters<typeof started>[1],
  traits: Partial<Traits> = {},
  remote: Partial<Traits> = {},
): State => {
  const [local, other] = state.control.traits;
  return evolve(
    started(state, action),
    session(state, {
      traits: [
        { ...local, ...traits },
        { ...other, ...traits, ...remote },
      ],
    }),
  );
};

const links = (state: State) => state.control.interrupted?.links ?? {};

const HASHED = { hash: 'md5', keepsTimes: false };
const TIMED = { hash: null, keepsTimes: true };

describe('what is found where a file was being placed as its session broke off', () => {
  const found = (
    fields: Partial<Observation>,
    [both, remote]: readonly [Partial<Traits>, Partial<Traits>?],
    copied: Partial<Observation> = {},
  ) => {
    const edited = listed(known, 0, [{ ...FILE, stamp: 's0', ...copied }]);
    const row: Observation = { ...FILE, ident: 'x', revision: 'r2', stamp: 's2', hash: null, executable: null, ...fields };
    return listed(brokenOff(edited, creation('n'), both, remote), 1, [row]);
  };

  it.each<[string, Partial<Observation>, Parameters<typeof found>[1], Partial<Observation>?]>([
    ['its hash', { hash: 'h', mtimeMs: 6 }, [HASHED]],
    ['its hash, and not being executable where nothing is', { hash: 'h' }, [HASHED], { executable: null }],
    ['its hash, and being executable', { hash: 'h', executable: true }, [HASHED]],
    ['its hash, and being executable as nothing is where it comes from', { hash: 'h', executable: true }, [HASHED], { executable: null }],
    ['its size and time, on disks', {}, [TIMED]],
    ['its size and time, where hashes are of two kinds', { hash: 'i' }, [{ ...HASHED, keepsTimes: true }, { hash: 'sha256' }]],
    ['its size and time, where it has no hash', {}, [{ ...HASHED, keepsTimes: true }]],
    ['its size and time, where what was copied has none', { hash: 'i' }, [{ ...HASHED, keepsTimes: true }], { hash: null }],
  ])('is ours by %s', (_what, fields, traits, copied) => {
    const after = found(fields, traits, copied);
    const link = linkAt(after, 0, '/n');
    expect(linkAt(after, 1, '/n').id).toBe(link.id);
    expect(link.base).toMatchObject({ names: ['n', 'n'], revisions: ['r1', 'r2'] });
    expect(links(after)).toEqual({});
  });

  it.each<[string, Partial<Observation>, Parameters<typeof found>[1], Partial<Observation>?]>([
    ['another hash', { hash: 'i' }, [{ ...HASHED, keepsTimes: true }]],
    ['another size', { size: 4 }, [TIMED]],
    ['another size, whatever its hash', { size: 4, hash: 'h' }, [HASHED]],
    ['another time', { mtimeMs: 6 }, [TIMED]],
    ['no time', { mtimeMs: 0 }, [TIMED], { mtimeMs: 0 }],
    ['a time where times are not kept', {}, [{ hash: null, keepsTimes: false }]],
    ['no executable bit where there was one', { executable: false }, [TIMED]],
    ['another kind', { kind: 'other' }, [TIMED]],
    ['a reason not to sync', { kept: 'ignored' }, [TIMED]],
  ])("is somebody else's with %s", (_what, fields, traits, copied) => {
    const after = found(fields, traits, copied);
    expect(linkAt(after, 1, '/n').id).not.toBe(linkAt(after, 0, '/n').id);
    expect(linkAt(after, 0, '/n').base).toBeNull();
    // What is there is known by now.
    expect(links(after)).toEqual({});
  });

  it('is taken for seen as it is if its content tells; by its time alone it is compared if that comes to matter', () => {
    const stamps = (...given: Parameters<typeof found>) => linkAt(found(...given), 0, '/n').base?.stamps;
    expect(stamps({ hash: 'h' }, [HASHED])).toEqual(['s0', 's2']);
    expect(stamps({}, [TIMED])).toEqual(['s0', UNSEEN]);
    expect(stamps({ stamp: null }, [TIMED])).toEqual(['s0', null]);
  });
});

describe('a folder that was being made as its session broke off', () => {
  it('is the folder that is found there, and its contents are listed', () => {
    const after = listed(brokenOff(known, newFolder()), 1, [{ ...FOLDER, ident: 'x' }]);
    expect(linkAt(after, 1, '/f').id).toBe(linkAt(after, 0, '/f').id);
    expect(unlistedIn(after)).toContain('1/f');
  });

  it('is no file that is found there', () => {
    const after = listed(brokenOff(known, newFolder()), 1, [{ ...FILE, name: 'f', size: 0 }]);
    expect(linkAt(after, 1, '/f').id).not.toBe(linkAt(after, 0, '/f').id);
  });

  it('is recognised if it was seen before; of what is in it, nothing else is listed for that', () => {
    const seen = listed(known, 1, [{ ...FOLDER, ident: 'x' }]);
    const { id: node } = nodeAt(seen, 1, '/f');
    const row = { ...FOLDER, name: 'sub', ident: 'y' };
    const filled = flown(seen, { _tag: 'List', side: 1, node }, (action) => ({
      _tag: 'Listed',
      action,
      complete: true,
      rows: [row],
      absent: [],
    }));
    const { id: sub } = nodeAt(filled, 1, '/f/sub');
    const all = flown(filled, { _tag: 'List', side: 1, node: sub }, (action) => ({
      _tag: 'Listed',
      action,
      complete: true,
      rows: [],
      absent: [],
    }));
    const after = brokenOff(all, newFolder());
    expect(linkAt(after, 1, '/f').id).toBe(linkAt(after, 0, '/f').id);
    expect(unlistedIn(after)).toContain('1/f');
    expect(unlistedIn(after)).not.toContain('1/f/sub');
  });

  it('is not remembered where it is for nobody alone', () => {
    expect(brokenOff(known, { ...newFolder(), link: NO_LINK }).control.interrupted).toBeUndefined();
  });
});

describe('what was known at the place before', () => {
  it('is not ours where it is gone', () => {
    const gone = flown(known, { _tag: 'LookUp', side: 1, node: nodeAt(known, 1, '/a').id }, (action) => ({
      ...{ _tag: 'LookedUp', action, found: null, depth: null },
    }));
    const dead = gone.table.node(nodeAt(known, 1, '/a').id);
    const like = seenAs(dead as never, { name: 'n' });
    const edited = listed(gone, 0, [{ ...FILE, ...like, ident: 'n' }]);
    const after = brokenOff(edited, creation('n', 'a'), TIMED);
    expect(linkAt(after, 0, '/n')).toMatchObject({ halves: [nodeAt(after, 0, '/n').id, NO_NODE], base: null });
    expect(Object.keys(links(after))).toEqual([`${linkAt(after, 0, '/n').id}`]);
  });

  it('is nothing yet where it was only told of', () => {
    const hint = { _tag: 'Touched', oid: null, path: ['n'] } as const;
    const told = evolve(known, { _tag: 'HintsSeen', side: 1, hints: [hint], cursor: null });
    const after = brokenOff(told, creation('n'), TIMED);
    expect(Object.keys(links(after))).toEqual([`${linkAt(after, 0, '/n').id}`]);
    expect(dirtyIn(after)).toContain('1/n');
  });
});

describe('a file that was being replaced as its session broke off', () => {
  const replacedBy = (fields: Partial<Observation>): State => {
    const before = brokenOff(known, replacement(), TIMED);
    return listed(before, 1, [seenAs(nodeAt(before, 1, '/a'), { revision: 'new', ...fields })]);
  };

  it('is what it was being replaced by if that is what is found', () => {
    const [source, old] = [nodeAt(known, 0, '/a'), nodeAt(known, 1, '/a')];
    expect(linkAt(replacedBy({ mtimeMs: source.mtimeMs }), 0, '/a').base?.revisions).toEqual([source.revision, 'new']);
    expect(linkAt(replacedBy({ mtimeMs: source.mtimeMs + 1 }), 0, '/a').base?.revisions).toEqual([source.revision, old.revision]);
  });

  it('is remembered until it is another one: a listing tells nothing of what is as it was', () => {
    const before = brokenOff(known, replacement(), TIMED);
    expect(Object.keys(links(listed(before, 1, [])))).toEqual([`${linkAt(known, 0, '/a').id}`]);
    expect(links(listed(brokenOff(known, creation('n'), TIMED), 1, []))).toEqual({});
  });
});
