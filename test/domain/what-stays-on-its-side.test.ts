import { describe, expect, it } from 'vitest';
import type { Judgement } from '../../src/domain/judge/judgement.js';
import type { Link } from '../../src/domain/link.js';
import { GONE, type Made, type SmallTree, smallTree } from './small-tree.js';

const FOLDER = { kind: 'folder' } as const;

const revived = ({ id }: Link) => ({ _tag: 'Conclude', event: { _tag: 'LinkRevived', link: id, reason: 'kept-away-there' } });
const discarded = ({ halves }: Link, side: 0 | 1) => ({ _tag: 'Act', action: { _tag: 'Discard', side, node: halves[side] } });

const told = (made: Made): { readonly tree: SmallTree; readonly entry: Link; readonly judgement: Judgement } => {
  const tree = smallTree();
  const entry = tree.add('a', made);
  return { tree, entry, judgement: tree.judge(entry) };
};

describe('what is gone on one side', () => {
  it('is deleted on the other', () => {
    const { entry, judgement } = told({ local: GONE });
    expect(judgement).toMatchObject(discarded(entry, 1));
  });

  it.each<[string, Made]>([
    ['was ignored there', { local: { ...GONE, kept: 'ignored' } }],
    ['had no place on the other side', { local: { ...GONE, kept: 'untranslatable' } }],
    ['is ignored where it is', { local: GONE, remote: { kept: 'ignored' } }],
    ['was released there, to be on demand', { local: GONE, link: { demand: 'released' } }],
  ])('is not deleted on the other if it %s', (_what, made) => {
    const { entry, judgement } = told(made);
    expect(judgement).toMatchObject(revived(entry));
  });

  it('is deleted on LOCAL, also if it was to be released there', () => {
    const { entry, judgement } = told({ remote: GONE, link: { demand: 'released' } });
    expect(judgement).toMatchObject(discarded(entry, 0));
  });
});

describe('what is to be on demand', () => {
  it('leaves LOCAL if it is a file', () => {
    const { entry, judgement } = told({ link: { demand: 'released' } });
    expect(judgement).toMatchObject(discarded(entry, 0));
  });

  it('stays if it is a folder, whatever was asked', () => {
    expect(told({ ...FOLDER, link: { demand: 'released' } }).judgement).toEqual({ _tag: 'Settled' });
  });
});

describe('a new entry', () => {
  it('replaces what its user moved to where it has no place on the other side', () => {
    const tree = smallTree();
    const old = tree.add('a', { local: { name: 'b', kept: 'untranslatable' } });
    const now = tree.add('a', { remote: null });
    expect(tree.judge(now)).toMatchObject({
      _tag: 'Conclude',
      event: { _tag: 'HalfRecognised', link: old.id, node: now.halves[0], reason: 'replaced-at-its-place' },
    });
  });

  it('waits for its folder, which is gone on the other side: it is not kept away with the one that this lies in', () => {
    const tree = smallTree();
    const above = tree.add('above', { ...FOLDER, local: { kept: 'unreadable' } });
    const folder = tree.add('folder', { ...FOLDER, in: above, remote: GONE });
    expect(tree.judge(tree.add('a', { in: folder, remote: null }))).toEqual({ _tag: 'Wait', on: folder.id, why: 'parent' });
  });

  it('is no half of anything that could be split from it, where its own folder is gone and rules keep the other one', () => {
    const tree = smallTree();
    const folder = tree.add('folder', { ...FOLDER, local: GONE, remote: { kept: 'ignored' } });
    const entry = tree.add('.fs~7~a', { in: folder, remote: null });
    expect(tree.judge(entry)).toEqual({ _tag: 'Wait', on: folder.id, why: 'parent' });
  });
});

describe('a folder that cannot be read on LOCAL', () => {
  const closed = () => {
    const tree = smallTree();
    return { tree, folder: tree.add('folder', { ...FOLDER, local: { kept: 'unreadable' } }) };
  };
  const blocks = (folder: Link): Judgement => ({ _tag: 'Blocked', on: folder.id, reason: 'folder-is-unreadable' });

  it('keeps what is renamed in it on REMOTE from being renamed here', () => {
    const { tree, folder } = closed();
    expect(tree.judge(tree.add('a', { in: folder, remote: { name: 'b' } }))).toEqual(blocks(folder));
  });

  it('keeps what is moved into it on REMOTE from coming here', () => {
    const { tree, folder } = closed();
    expect(tree.judge(tree.add('a', { remote: { in: folder } }))).toEqual(blocks(folder));
  });

  it('splits what lies aside elsewhere: that goes home there', () => {
    const { tree, folder } = closed();
    const entry = tree.add('a', { local: { name: '.fs~7~a' }, remote: { in: folder } });
    expect(tree.judge(entry)).toMatchObject({ _tag: 'Conclude', event: { _tag: 'LinkSplit', link: entry.id, side: 1 } });
  });
});
