import { local, mkdir, move, remote, remove, write } from '../world/scenario.js';
import { ANSWERS, BACKWARDS, EFFECTS, type Example, hint, PLAN, rounds, SETTLE } from './example.js';

/** Holes H20 and on: what lies between deciding, doing and hearing of it. */
export const HOLES_BETWEEN: readonly Example[] = [
  {
    name: 'H20 a conflict name that we gave saves no deleted file',
    on: [
      ['oid', 'oid-ci'],
      ['path-ci', 'oid'],
    ],
    base: [write('/A', 'v1')],
    steps: [...local(write('/a', 'v2')), hint(0), ...rounds(2), PLAN, EFFECTS, ...local(remove('/A')), hint(0), ANSWERS, ...rounds(3)],
  },
  {
    name: 'H21 a folder renamed here and deleted there is not saved by its new name',
    base: [write('/a/x', 'v1')],
    steps: [...local(move('/a', '/b')), ...remote(remove('/a'))],
    on: [
      ['oid', 'oid'],
      ['inode', 'oid'],
      ['inode', 'inode'],
    ],
    ends: {},
  },
  {
    name: 'H22 a move does not override a rename that came in between',
    on: [
      ['oid', 'oid'],
      ['path', 'oid'],
      ['inode', 'oid'],
      ['inode', 'inode'],
    ],
    base: [write('/a', 'v1')],
    steps: [...local(move('/a', '/c')), hint(0), ...rounds(2), PLAN, ...remote(move('/a', '/b')), EFFECTS, ANSWERS, ...rounds(2)],
  },
  {
    name: 'H22 a delete does not take what was renamed in between',
    on: [
      ['oid', 'oid'],
      ['path', 'oid'],
      ['inode', 'oid'],
    ],
    base: [write('/a', 'v1')],
    steps: [...local(remove('/a')), hint(0), ...rounds(1), PLAN, ...remote(move('/a', '/b')), EFFECTS, ANSWERS, ...rounds(2)],
    ends: { '/b': 'v1' },
  },
  {
    name: 'H23 new revisions that come of our own move are no edits',
    on: [
      ['oid', 'path'],
      ['inode', 'path'],
      ['oid', 'path-nohash'],
    ],
    base: [write('/a/x', 'v1'), write('/a/y', 'v2')],
    steps: [...local(move('/a', '/b')), SETTLE],
    ends: { '/b/': null, '/b/x': 'v1', '/b/y': 'v2' },
  },
  ...(
    [
      'NotFound',
      'NoParent',
      'Exists',
      'NotEmpty',
      'Modified',
      'Moved',
      'Temporary',
      'Disconnected',
      'CursorInvalid',
      'Interrupted',
    ] as const
  ).flatMap((error): readonly Example[] =>
    [false, true].map((after) => ({
      name: `H24 ${error} ${after ? 'after' : 'instead of'} an effect is answered by looking again`,
      base: [write('/a/x', 'v1'), write('/b', 'v2'), write('/c', 'v3')],
      steps: [
        ...local(move('/a', '/d'), write('/b', 'v4'), remove('/c'), write('/d/y', 'v5')),
        hint(0),
        ...rounds(3),
        { do: 'fail', side: 1, error, times: 3, after },
        ...rounds(3),
      ],
      ends: { '/b': 'v4', '/d/': null, '/d/x': 'v1', '/d/y': 'v5' },
    })),
  ),
  {
    name: 'H25 what we created is adopted when it is seen before its outcome',
    base: [],
    steps: [...local(write('/a', 'v1')), hint(0), ...rounds(1), PLAN, EFFECTS, hint(1), PLAN, EFFECTS, BACKWARDS, ...rounds(2)],
    ends: { '/a': 'v1' },
  },
  {
    name: 'H25 a creation whose source died meanwhile is completed, and then deleted',
    base: [],
    steps: [
      ...local(write('/a', 'v1')),
      hint(0),
      ...rounds(1),
      PLAN,
      EFFECTS,
      hint(1),
      ...local(remove('/a')),
      hint(0),
      PLAN,
      EFFECTS,
      BACKWARDS,
      ...rounds(3),
    ],
    ends: {},
  },
  {
    name: 'H26 a look-up does not overlap with our move of a folder above',
    on: [
      ['oid', 'path'],
      ['path', 'path'],
      ['oid', 'inode'],
    ],
    base: [write('/A/x', 'v1')],
    steps: [
      ...local(move('/A', '/B')),
      hint(0),
      ...rounds(1),
      ...remote(write('/A/x', 'v2')),
      hint(1),
      PLAN,
      EFFECTS,
      BACKWARDS,
      PLAN,
      EFFECTS,
      ANSWERS,
      ...rounds(3),
    ],
    ends: { '/B/': null, '/B/x': 'v2' },
  },
  {
    name: 'H27 a folder deleted there that holds a conflict copy here stays here',
    policy: { conflictCopies: 'loser-side' },
    base: [write('/d/f', 'v1')],
    steps: [...local(write('/d/f', 'v2')), ...remote(write('/d/f', 'v3')), SETTLE, ...remote(remove('/d'))],
  },
  {
    name: 'H27 a folder moved onto a new one there gets a conflict name',
    on: [
      ['oid', 'oid'],
      ['inode', 'oid'],
    ],
    base: [write('/x/f', 'v1')],
    steps: [...local(move('/x', '/b')), ...remote(mkdir('/b'))],
    ends: { '/b/': null, '/b.conflicted/': null, '/b.conflicted/f': 'v1' },
    endsMirrored: { '/b/': null, '/b/f': 'v1', '/b.conflicted/': null },
  },
  {
    name: 'H28 one look-up of an object at a time',
    base: [write('/a', 'v1')],
    steps: [...local(write('/a', 'v2')), hint(0), PLAN, EFFECTS, ...local(remove('/a')), hint(0), PLAN, EFFECTS, BACKWARDS, ...rounds(3)],
    ends: {},
  },
];
