import { mkdir, move, remove, saveOver, swap, write } from '../world/scenario.js';
import { crowd, PLAIN, type SimExample } from './example.js';

/** What simulated worlds found where names and places are translated. */
export const SIM_FOUND_WITH_TRANSLATIONS: readonly SimExample[] = [
  {
    name: 'what went aside for a swap does not wait for what is blocked by a translation: it gets a conflict name',
    story: {
      ...PLAIN,
      base: [mkdir('/a'), write('/b/a', 'v*')],
      kinds: ['oid', 'path'],
      happenings: [
        { after: { ms: 0 }, does: { do: 'user', side: 0, act: swap('/b', '/a') } },
        { after: { moments: 9 }, does: { do: 'user', side: 1, act: write('/b/a/A', 'v*') } },
      ],
      translation: 'swapped names',
    },
  },
  {
    name: 'what went aside comes home where its new folder has no place',
    story: {
      ...PLAIN,
      kinds: ['inode', 'oid'],
      base: [mkdir('/a'), write('/b/a', 'v*'), write('/a/A', 'v*')],
      delays: [30],
      happenings: [{ after: { ms: 0 }, does: { do: 'user', side: 0, act: swap('/b/a', '/a') } }],
      translation: 'two for one',
    },
  },
  {
    name: 'a folder that is renamed while it is made under a translated name follows',
    story: {
      ...PLAIN,
      kinds: ['oid', 'oid'],
      base: [mkdir('/a'), write('/b/a', 'v*')],
      delays: [400, 5],
      happenings: [
        { after: { moments: 0 }, does: { do: 'user', side: 0, act: write('/b/b/A', 'v*') } },
        { after: { moments: 6 }, does: { do: 'user', side: 0, act: remove('/A') } },
        { after: { ms: 0 }, does: { do: 'user', side: 0, act: swap('/b/b', '/b/a') } },
        { after: { ms: 3_000 }, does: { do: 'user', side: 0, act: write('/a', 'v*') } },
      ],
      translation: 'swapped names',
    },
    ends: [
      { '/a/': null, '/b/': null, '/b/a/': null, '/b/a/A': 'v2', '/b/b': 'v1' },
      { '/a/': null, '/a/a': 'v1', '/a/b/': null, '/a/b/A': 'v2', '/b/': null },
    ],
  },
  {
    name: 'a file moves with the folder that held all of one side, which lies somewhere in another such folder now',
    story: {
      ...PLAIN,
      kinds: ['inode', 'oid'],
      base: [write('/c', 'v*')],
      happenings: [
        { after: { moments: 0 }, does: { do: 'user', side: 1, act: move('/c', '/b/a') } },
        { after: { ms: 10 }, does: { do: 'user', side: 1, act: move('/b', '/c/a') } },
      ],
      translation: 'in a folder',
    },
    ends: [
      { '/a/': null, '/a/a/': null, '/a/a/c': 'v1' },
      { '/c/': null, '/c/a/': null, '/c/a/a/': null, '/c/a/a/c': 'v1' },
    ],
  },
  {
    name: 'so does a folder, with all that it holds',
    story: {
      ...PLAIN,
      kinds: ['oid', 'oid'],
      base: [write('/b/a', 'v*')],
      happenings: [
        { after: { moments: 0 }, does: { do: 'user', side: 1, act: move('/c', '/a') } },
        { after: { ms: 0 }, does: { do: 'user', side: 1, act: move('/a', '/c/a') } },
      ],
      translation: 'in a folder',
    },
    ends: [
      { '/a/': null, '/a/b/': null, '/a/b/a': 'v1' },
      { '/c/': null, '/c/a/': null, '/c/a/b/': null, '/c/a/b/a': 'v1' },
    ],
  },
  {
    name: 'translate is asked about what lies aside as about what it is at home, also where the log is lost',
    story: {
      ...PLAIN,
      kinds: ['inode', 'inode'],
      settings: { policy: { maxDeletePercent: 50 } },
      base: crowd('/b').slice(0, 21),
      happenings: [
        { after: { ms: 0 }, does: { do: 'user', side: 0, act: write('/a', 'v*') } },
        { after: { moments: 0 }, does: { do: 'user', side: 0, act: remove('/b') } },
        { after: { moments: 0 }, does: { do: 'user', side: 0, act: write('/b', 'v*') } },
        { after: { moments: 0 }, does: { do: 'user', side: 0, act: remove('/a') } },
        { after: { ms: 500 }, does: { do: 'user', side: 0, act: mkdir('/A/a/A') } },
        { after: { ms: 0 }, does: { do: 'lose log' } },
      ],
      translation: 'in a folder',
      reusesInodes: true,
    },
  },
  {
    name: 'a folder whose files wait at a gate does not step aside for what takes its place',
    story: {
      ...PLAIN,
      kinds: ['inode', 'inode'],
      settings: { policy: { maxDeletePercent: 50 } },
      base: crowd('/b').slice(0, 21),
      happenings: [
        { after: { ms: 0 }, does: { do: 'user', side: 0, act: write('/a', 'v*') } },
        { after: { moments: 0 }, does: { do: 'user', side: 0, act: remove('/b') } },
        { after: { moments: 0 }, does: { do: 'user', side: 0, act: write('/b', 'v*') } },
        { after: { moments: 0 }, does: { do: 'user', side: 0, act: remove('/a') } },
      ],
      reusesInodes: true,
    },
  },
  {
    name: 'what translate has no place for, since another wanted it, goes on once that is gone',
    story: {
      ...PLAIN,
      kinds: ['inode', 'path'],
      base: [write('/b/a', 'v*')],
      ends: 'still',
      happenings: [
        { after: { moments: 16 }, does: { do: 'user', side: 1, act: saveOver('/a', '/b') } },
        { after: { moments: 12 }, does: { do: 'user', side: 0, act: write('/a/a', '') } },
        { after: { moments: 20 }, does: { do: 'user', side: 0, act: move('/b/é', '/a') } },
        { after: { moments: 4 }, does: { do: 'user', side: 0, act: move('/b', '/A/b') } },
        { after: { ms: 0 }, does: { do: 'user', side: 0, act: remove('/A') } },
      ],
      translation: 'swapped names',
    },
  },
  {
    name: 'a folder that we make on the way is no other one that moved there, although it has the inode of one that is gone',
    story: {
      ...PLAIN,
      kinds: ['inode', 'inode'],
      base: [write('/b/a', 'v*'), write('/c/a', 'v*'), mkdir('/a')],
      delays: [30, 2000, 5, 30],
      happenings: [
        { after: { ms: 0 }, does: { do: 'user', side: 1, act: remove('/c') } },
        { after: { ms: 0 }, does: { do: 'user', side: 1, act: write('/a/a', 'v*') } },
        { after: { moments: 0 }, does: { do: 'walk', side: 0 } },
        { after: { ms: 10 }, does: { do: 'unheard', side: 0, act: write('/a/a', 'v*') } },
        { after: { ms: 0 }, does: { do: 'user', side: 0, act: write('/b/a', 'v*') } },
        { after: { ms: 100 }, does: { do: 'user', side: 1, act: remove('/b/a') } },
        { after: { moments: 16 }, does: { do: 'user', side: 0, act: move('/A', '/é') } },
        { after: { ms: 0 }, does: { do: 'user', side: 0, act: move('/é', '/a') } },
      ],
      translation: 'in a folder',
      reusesInodes: true,
    },
  },
];
