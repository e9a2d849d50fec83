import { local, mkdir, move, remote, remove, saveOver, swap, write } from '../world/scenario.js';
import { CRASH, type Example, hint, PLAN, EFFECTS, rounds, SETTLE } from './example.js';

/** Bugs that other tools have had (docs/INVARIANTS.md), as stories. */
export const PAID_FOR: readonly Example[] = [
  {
    name: 'rename and edit in one cycle keeps the edit',
    base: [write('/a', 'v1')],
    steps: [...local(move('/a', '/b'), write('/b', 'v2'))],
    ends: { '/b': 'v2' },
  },
  {
    name: 'a rename onto an occupied name there keeps both',
    base: [write('/a', 'v1')],
    steps: [...local(move('/a', '/b')), ...remote(write('/b', 'v2'), write('/a', 'v3'))],
  },
  {
    name: 'a rename under a folder that is a file there by now loses nothing',
    base: [write('/a', 'v1'), write('/d/x', 'v2')],
    steps: [...local(move('/a', '/d/a')), ...remote(remove('/d'), write('/d', 'v3'))],
  },
  {
    name: 'file and folder change places, deep down too',
    base: [write('/p/a', 'v1'), write('/p/b/c/x', 'v2')],
    steps: [...local(swap('/p/a', '/p/b'))],
    ends: { '/p/': null, '/p/a/': null, '/p/a/c/': null, '/p/a/c/x': 'v2', '/p/b': 'v1' },
  },
  {
    name: 'a file becomes a folder and a folder a file',
    base: [write('/a', 'v1'), write('/b/x', 'v2')],
    steps: [...local(remove('/a'), write('/a/y', 'v3'), remove('/b'), write('/b', 'v4'))],
    ends: { '/a/': null, '/a/y': 'v3', '/b': 'v4' },
  },
  {
    name: 'a folder deleted here to which a child was added there survives with that child',
    base: [write('/a/x', 'v1'), write('/a/b/y', 'v2')],
    steps: [...local(remove('/a')), ...remote(write('/a/b/new', 'v3'))],
    ends: { '/a/': null, '/a/b/': null, '/a/b/new': 'v3' },
  },
  {
    name: 'a change of a child is not attributed to the path before its folder was renamed',
    base: [write('/a/x', 'v1')],
    steps: [...local(write('/a/x', 'v2')), ...remote(move('/a', '/b'))],
    ends: { '/b/': null, '/b/x': 'v2' },
  },
  {
    name: 'nested renames are applied once',
    base: [write('/a/b/x', 'v1')],
    steps: [...local(move('/a', '/c'), move('/c/b', '/c/d'), move('/c/d/x', '/c/d/y'))],
    ends: { '/c/': null, '/c/d/': null, '/c/d/y': 'v1' },
  },
  {
    name: 'moves that were not applied at stop do not come back as conflicts',
    base: [write('/a/x', 'v1'), write('/b', 'v2')],
    steps: [...local(move('/a', '/c'), move('/b', '/c/b')), hint(0), ...rounds(2), PLAN, EFFECTS, CRASH, CRASH],
    ends: { '/c/': null, '/c/b': 'v2', '/c/x': 'v1' },
  },
  {
    name: 'a child moved under a folder that moves is not dropped',
    base: [write('/a/x', 'v1'), mkdir('/b')],
    steps: [...local(move('/a/x', '/b/x'), move('/b', '/c'))],
    ends: { '/a/': null, '/c/': null, '/c/x': 'v1' },
  },
  {
    name: 'a name in another normal form is no delete',
    on: [
      ['oid', 'inode-ci-nfc'],
      ['path', 'inode-ci-nfc'],
    ],
    base: [write('/e\u0301', 'v1')],
    steps: [...local(write('/e\u0301', 'v2')), SETTLE, ...remote(write('/\u00e9', 'v3')), SETTLE],
    ends: { '/\u00e9': 'v3' },
    endsMirrored: { '/\u00e9': 'v3', '/\u00e9.conflicted': 'v2' },
  },
  {
    name: 'the first sync of two folders that are not empty destroys nothing',
    base: [],
    steps: [
      ...local(write('/a', 'v1'), write('/same', 'x'), write('/d/b', 'v2')),
      ...remote(write('/a', 'v3'), write('/same', 'x'), write('/d/c', 'v4')),
      { do: 'forget' },
    ],
    ends: { '/a': 'v3', '/a.conflicted': 'v1', '/d/': null, '/d/b': 'v2', '/d/c': 'v4', '/same': 'x' },
    endsMirrored: { '/a': 'v1', '/a.conflicted': 'v3', '/d/': null, '/d/b': 'v2', '/d/c': 'v4', '/same': 'x' },
  },
  {
    name: 'a lost log merges, and deletes nothing',
    base: [write('/a', 'v1'), write('/b', 'v2'), write('/c', 'v3')],
    steps: [...local(remove('/a'), write('/b', 'v4')), { do: 'forget' }],
    ends: { '/a': 'v1', '/b': 'v2', '/b.conflicted': 'v4', '/c': 'v3' },
    endsMirrored: { '/a': 'v1', '/b': 'v4', '/b.conflicted': 'v2', '/c': 'v3' },
  },
  {
    name: 'an editor\u2019s save by renaming is an edit, and no conflict',
    base: [write('/doc', 'v1')],
    steps: [...local(write('/doc.tmp', 'v2'), saveOver('/doc.tmp', '/doc'))],
    ends: { '/doc': 'v2' },
  },
  {
    name: 'an editor\u2019s save by renaming and an edit there are a conflict, and both are kept',
    base: [write('/doc', 'v1')],
    steps: [...local(write('/doc.tmp', 'v2'), saveOver('/doc.tmp', '/doc')), ...remote(write('/doc', 'v3'))],
    ends: { '/doc': 'v3', '/doc.conflicted': 'v2' },
    endsMirrored: { '/doc': 'v2', '/doc.conflicted': 'v3' },
  },
  {
    name: 'empty folders are synced, moved and deleted',
    base: [mkdir('/a/b'), mkdir('/c')],
    steps: [...local(move('/a/b', '/d'), remove('/c'))],
    ends: { '/a/': null, '/d/': null },
  },
  {
    name: 'base {a, b}: delete b, rename a to b, delete b, and nothing remains',
    base: [write('/a', 'v1'), write('/b', 'v2')],
    steps: [...local(remove('/b'), move('/a', '/b'), remove('/b'))],
    ends: {},
  },
  {
    name: 'base {a, b}: the same, with each step seen on its own',
    base: [write('/a', 'v1'), write('/b', 'v2')],
    steps: [
      ...local(remove('/b')),
      hint(0),
      ...rounds(1),
      ...local(move('/a', '/b')),
      hint(0),
      ...rounds(1),
      ...local(remove('/b')),
      hint(0),
      ...rounds(2),
    ],
    ends: {},
  },
  {
    name: 'base {a, c}: delete a, rename c to a, create c',
    base: [write('/a', 'v1'), write('/c', 'v2')],
    steps: [...local(remove('/a'), move('/c', '/a'), write('/c', 'v3'))],
    ends: { '/a': 'v2', '/c': 'v3' },
  },
  {
    name: 'edited on both sides to the same content: nothing is transferred',
    on: [
      ['oid', 'oid'],
      ['path', 'oid'],
    ],
    base: [write('/a', 'v1')],
    steps: [...local(write('/a', 'v2')), ...remote(write('/a', 'v2')), SETTLE],
    ends: { '/a': 'v2' },
    deeds: 0,
  },
  {
    name: 'of two equal empty files one is deleted and one edited there: the edit lands in no new file',
    on: [
      ['path', 'oid'],
      ['path', 'path'],
    ],
    base: [write('/a', ''), write('/b', '')],
    steps: [...local(remove('/a'), write('/c', '')), ...remote(write('/a', 'v1'))],
    ends: { '/a': 'v1', '/b': '', '/c': '' },
  },
  {
    name: 'of two equal files both are deleted, a third is new and one edited there: the edit lands in no new file',
    on: [
      ['path', 'oid'],
      ['path', 'path'],
    ],
    base: [write('/a', 'x'), write('/b', 'x')],
    steps: [...local(remove('/a'), remove('/b'), write('/c', 'x')), ...remote(write('/a', 'v1'))],
    ends: { '/a': 'v1', '/c': 'x' },
  },
  {
    name: 'a file touched here, by what no one can tell, and edited there is a conflict, and both are kept',
    on: [
      ['inode', 'oid'],
      ['inode', 'inode'],
    ],
    base: [write('/a', 'v1')],
    steps: [...local(move('/a', '/a')), ...remote(write('/a', 'v2'))],
    ends: { '/a': 'v2', '/a.conflicted': 'v1' },
    endsMirrored: { '/a': 'v1', '/a.conflicted': 'v2' },
  },
];
