import { describe, expect, it } from 'vitest';
import type { Link } from '../../src/domain/link.js';
import { GONE, RAISED, type SmallTree, smallTree } from './small-tree.js';

const FOLDER = { kind: 'folder' } as const;

it('what lies aside goes home while deletes wait at a gate, and one of them for what has its place', () => {
  const tree = smallTree({}, { sides: [RAISED, {}] });
  const aside = tree.add('a', { local: { name: '.fs~7~a' }, remote: { name: 'b' } });
  const sitter = tree.add('b', { remote: { ...GONE, name: 'b' } });
  expect(tree.judge(sitter)).toMatchObject({ _tag: 'Gated', side: 0 });
  expect(tree.judge(aside)).toMatchObject({ _tag: 'Act', action: { _tag: 'Move', side: 0, node: aside.halves[0], name: 'a' } });
});

describe('a folder that `translate` names and that is not there', () => {
  const translated = (in_: (tree: SmallTree) => Link = ({ root }) => root) => {
    const tree = smallTree();
    const folder = in_(tree);
    return { tree, folder, entry: tree.add('a', { in: folder, local: { across: '/way/a' }, remote: null }) };
  };

  it('is made', () => {
    const { tree, entry } = translated();
    const action = { _tag: 'MakeFolder', side: 1, parent: tree.root.halves[1], name: 'way', source: entry.halves[0] };
    expect(tree.judge(entry)).toMatchObject({ _tag: 'Act', action });
  });

  it('is not made where a file has its name', () => {
    const { tree, entry } = translated();
    const { id } = tree.add('way', { local: null });
    expect(tree.judge(entry)).toEqual({ _tag: 'Blocked', on: id, reason: 'place-held-by-a-file' });
  });

  it('is not made while what needs it is on its way to another place', () => {
    const { tree, folder, entry } = translated((of) => of.add('folder', FOLDER));
    tree.move(folder, 0);
    expect(tree.judge(entry)).toEqual({ _tag: 'Wait', on: folder.id, why: 'in-flight' });
  });
});
