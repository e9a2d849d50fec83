import { describe, expect, it } from 'vitest';
import { seq } from '../../src/domain/ids.js';
import { writeControl } from '../../src/domain/state/state.js';
import { type Entry, GONE, type SmallTree, smallTree } from './small-tree.js';

const FOLDER = { kind: 'folder' } as const;

it('what lies aside goes home while deletes wait at a gate, and one of them for what has its place', () => {
  const tree = smallTree();
  const aside = tree.add('a', { local: { name: '.fs~7~a' }, remote: { name: 'b' } });
  const sitter = tree.add('b', { remote: { ...GONE, name: 'b' } });
  writeControl(tree.draft, (control) => void (control.sides[0].gate = { _tag: 'Raised', deletes: 1, files: 1, since: seq(1) }));
  expect(tree.judge(sitter)).toMatchObject({ _tag: 'Gated', side: 0 });
  expect(tree.judge(aside)).toMatchObject({ _tag: 'Act', action: { _tag: 'Move', side: 0, node: aside.nodes[0], name: 'a' } });
});

describe('a folder that `translate` names and that is not there', () => {
  const translated = (in_: (tree: SmallTree) => Entry = ({ root }) => root) => {
    const tree = smallTree();
    const folder = in_(tree);
    return { tree, folder, entry: tree.add('a', { in: folder, local: { across: '/way/a' }, remote: null }) };
  };

  it('is made', () => {
    const { tree, entry } = translated();
    const action = { _tag: 'MakeFolder', side: 1, parent: tree.root.nodes[1], name: 'way', source: entry.nodes[0] };
    expect(tree.judge(entry)).toMatchObject({ _tag: 'Act', action });
  });

  it('is not made where a file has its name', () => {
    const { tree, entry } = translated();
    const { link } = tree.add('way', { local: null });
    expect(tree.judge(entry)).toEqual({ _tag: 'Blocked', on: link, reason: 'place-held-by-a-file' });
  });

  it('is not made while what needs it is on its way to another place', () => {
    const { tree, folder, entry } = translated((of) => of.add('folder', FOLDER));
    tree.begin({
      ...{ _tag: 'Move', side: 0, link: folder.link, node: folder.nodes[0], parent: tree.root.nodes[0], name: 'elsewhere' },
      ...{ base: null, purpose: 'follow' },
    });
    expect(tree.judge(entry)).toEqual({ _tag: 'Wait', on: folder.link, why: 'in-flight' });
  });
});
