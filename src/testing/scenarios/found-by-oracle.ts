import { type Example, looks, ROUND, rounds } from './example.js';

/** What long runs of tier P found by the whole-tree planner and by what is told of a side (I21), shrunk, as it was found. */
export const FOUND_BY_ORACLE: readonly Example[] = [
  {
    name: 'a file that a user writes into a folder while we move it is seen',
    on: [['inode', 'oid']],
    base: [
      { act: 'mkdir', path: '/a/A' },
      { act: 'mkdir', path: '/b/a' },
    ],
    steps: [
      { do: 'user', side: 1, act: { act: 'move', from: '/b', to: '/a/a' } },
      { do: 'deliver', side: 1 },
      { do: 'user', side: 0, act: { act: 'write', path: '/b/b', content: 'x' } },
      { do: 'plan' },
      { do: 'effects', which: [0], stages: 1 },
      { do: 'answers', which: [0] },
      { do: 'plan' },
      { do: 'effects', which: [0], stages: 1 },
      { do: 'answers', reversed: true },
    ],
    ends: { '/a/': null, '/a/A/': null, '/a/a/': null, '/a/a/a/': null, '/a/a/b': 'x' },
  },
  {
    name: 'a file that a user writes into a folder while we move it is seen, also where its new place is told of before our move is',
    on: [['inode', 'oid']],
    base: [{ act: 'mkdir', path: '/b/b/a' }],
    steps: [
      { do: 'user', side: 1, act: { act: 'move', from: '/b', to: '/a' } },
      { do: 'deliver', side: 1, which: [0] },
      { do: 'plan' },
      { do: 'effects', which: [0], stages: 1 },
      { do: 'answers' },
      { do: 'plan' },
      { do: 'user', side: 0, act: { act: 'write', path: '/b/A', content: 'x' } },
      { do: 'effects', which: [0], stages: 1 },
      { do: 'deliver', side: 0, which: [3] },
      { do: 'answers', which: [0] },
    ],
    ends: { '/a/': null, '/a/A': 'x', '/a/b/': null, '/a/b/a/': null },
  },
  {
    name: 'a folder that waits to learn what is new in it is saved as soon as that turns out to have moved there',
    on: [['inode', 'inode-ci-nfc']],
    base: [
      { act: 'mkdir', path: '/b/a' },
      { act: 'mkdir', path: '/A/A' },
    ],
    steps: [
      { do: 'user', side: 1, act: { act: 'swap', path: '/b/A', with: '/a/a' } },
      { do: 'user', side: 0, act: { act: 'remove', path: '/b' } },
    ],
  },
  {
    name: 'what waits for the side of a contender goes on once the contender is gone',
    on: [['oid-nohash', 'path-nohash']],
    base: [
      { act: 'write', path: '/a/\u00e9/b', content: 'x' },
      { act: 'write', path: '/b', content: 'v*' },
    ],
    steps: [
      { do: 'forget' },
      { do: 'plan' },
      { do: 'effects', which: [3, 0], stages: 1 },
      { do: 'user', side: 1, act: { act: 'move', from: '/b', to: '/A/\u00e9' } },
      { do: 'answers' },
      { do: 'plan' },
    ],
  },
  {
    name: 'what could not be looked at when its folder went is looked at again by the next walk',
    on: [['oid', 'oid']],
    base: [{ act: 'write', path: '/a/b', content: 'v*' }],
    steps: [
      { do: 'user', side: 1, act: { act: 'remove', path: '/a' } },
      { do: 'deliver', side: 1 },
      { do: 'plan' },
      { do: 'effects', which: [0], stages: 1 },
      { do: 'fail', side: 1, error: 'NameRefused', times: 1, after: false },
    ],
  },
  {
    name: 'what goes aside once more, while it lies aside since a move that was said to have failed, gets another name there',
    on: [['oid-nohash', 'path-nohash']],
    base: [{ act: 'write', path: '/b/a', content: 'v*' }],
    steps: [
      { do: 'user', side: 0, act: { act: 'move', from: '/b', to: '/c' } },
      { do: 'user', side: 0, act: { act: 'move', from: '/c', to: '/b/\u00e9' } },
      { do: 'fail', side: 1, error: 'Disconnected', times: 2, after: true, of: 'deeds' },
    ],
  },
  {
    name: 'what lies aside goes home once what it waits for, by way of others, is blocked, also where nothing waits for a place any more',
    base: [
      { act: 'write', path: '/a', content: '1' },
      { act: 'write', path: '/b', content: '2' },
    ],
    steps: [
      { do: 'user', side: 0, act: { act: 'swap', path: '/a', with: '/b' } },
      { do: 'deliver', side: 0 },
      ...looks(3),
      ...ROUND,
      { do: 'user', side: 0, act: { act: 'mkdir', path: '/d' } },
      { do: 'user', side: 0, act: { act: 'mkdir', path: '/d/e' } },
      { do: 'user', side: 0, act: { act: 'move', from: '/b', to: '/d/e/a' } },
      { do: 'deliver', side: 0 },
      ...looks(5),
      { do: 'plan' },
      { do: 'effects', which: [0] },
      { do: 'fail', side: 1, error: 'NameRefused', times: 1, of: 'deeds' },
      { do: 'effects' },
      { do: 'answers' },
      ...rounds(3),
    ],
    ends: { '/a': '2', '/d/': null, '/d/e/': null, '/d/e/a': '1' },
  },
];
