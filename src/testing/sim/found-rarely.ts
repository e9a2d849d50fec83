import { mkdir, move, remove, saveOver, swap, write } from '../world/scenario.js';
import { crowd, PLAIN, type SimExample } from './example.js';

/** What half a million simulated worlds found on the way. */
export const SIM_FOUND_RARELY: readonly SimExample[] = [
  {
    name: 'what a folder holds that was moved to where it has no place there stays with it',
    story: {
      ...PLAIN,
      kinds: ['inode', 'inode'],
      translation: 'one hidden',
      reusesInodes: true,
      base: [write('/b/a', 'v*')],
      happenings: [
        { after: { ms: 0 }, does: { do: 'user', side: 0, act: move('/b', '/a/\u00e9') } },
        { after: { moments: 0 }, does: { do: 'user', side: 0, act: remove('/b') } },
        { after: { ms: 0 }, does: { do: 'user', side: 1, act: move('/a', '/b') } },
      ],
    },
  },
  {
    name: 'what is new at the place of a file that waits at a gate is recognised as it, once its side is quiet',
    story: {
      ...PLAIN,
      base: crowd('/b'),
      kinds: ['oid', 'path'],
      settings: { policy: { conflictCopies: 'loser-side', maxDeletePercent: 50 } },
      delays: [30, 45000, 30, 30, 400],
      happenings: [
        { after: { ms: 10 }, does: { do: 'user', side: 1, act: mkdir('/a/a') } },
        { after: { ms: 0 }, does: { do: 'user', side: 0, act: write('/b/a', '') } },
        { after: { ms: 0 }, does: { do: 'user', side: 1, act: remove('/b') } },
        { after: { ms: 3000 }, does: { do: 'user', side: 1, act: write('/b/1', 'v*') } },
      ],
    },
  },
  {
    name: 'what we moved into a folder that its user deleted meanwhile goes with it, and comes back as what its user had',
    story: {
      ...PLAIN,
      base: [write('/a/a', 'v*')],
      kinds: ['path-ci', 'path'],
      delays: [400, 2000, 0, 250, 0, 0, 2000],
      happenings: [
        { after: { moments: 10 }, does: { do: 'cut power', records: 0, damage: ['whole'] } },
        { after: { ms: 0 }, does: { do: 'user', side: 0, act: write('/\u00e9', 'v*') } },
        { after: { ms: 10 }, does: { do: 'lose', side: 0 } },
        { after: { moments: 17 }, does: { do: 'user', side: 0, act: saveOver('/A/b', '/a/a') } },
        { after: { ms: 0 }, does: { do: 'user', side: 1, act: move('/a/a', '/a/b') } },
        { after: { moments: 17 }, does: { do: 'user', side: 0, act: remove('/a') } },
      ],
    },
  },
  {
    name: 'a folder that is seen where we move it, before we say so, is one folder',
    story: {
      ...PLAIN,
      base: [mkdir('/c/\u00e9')],
      kinds: ['oid-nohash', 'path-nohash'],
      delays: [0, 1, 30, 150],
      happenings: [
        { after: { ms: 0 }, does: { do: 'user', side: 0, act: write('/b/a/a', 'v*') } },
        { after: { moments: 10 }, does: { do: 'user', side: 0, act: swap('/c', '/b') } },
        { after: { ms: 40000 }, does: { do: 'user', side: 0, act: remove('/a') } },
      ],
      translation: 'in a folder',
    },
  },
  {
    name: 'what a folder holds that moved is asked about anew',
    story: {
      ...PLAIN,
      base: [],
      kinds: ['inode', 'oid'],
      happenings: [
        { after: { moments: 0 }, does: { do: 'user', side: 0, act: write('/a/a', '') } },
        { after: { moments: 0 }, does: { do: 'user', side: 0, act: mkdir('/A') } },
        { after: { ms: 0 }, does: { do: 'user', side: 0, act: saveOver('/a', '/b') } },
      ],
      translation: 'one hidden',
    },
  },
  {
    name: 'a file whose place is held by a conflict copy that stays there waits for a person',
    story: {
      ...PLAIN,
      base: [write('/a', 'v*'), write('/b', 'v*')],
      kinds: ['path-ci', 'path'],
      settings: { policy: { conflictCopies: 'loser-side' } },
      happenings: [
        { after: { moments: 0 }, does: { do: 'user', side: 0, act: write('/a', 'v*') } },
        { after: { ms: 0 }, does: { do: 'user', side: 1, act: write('/a', 'v*') } },
        { after: { moments: 0 }, does: { do: 'user', side: 1, act: write('/b', 'v*') } },
        { after: { moments: 0 }, does: { do: 'user', side: 0, act: saveOver('/a', '/b') } },
      ],
    },
  },
  {
    name: 'a folder that stays for what is ignored in it, and lies aside for a swap, gets a name of its own',
    story: {
      ...PLAIN,
      kinds: ['inode', 'inode'],
      settings: { ignore: ['c', 'A/'] },
      reusesInodes: true,
      base: [write('/b/c', 'v*'), mkdir('/b/b/a')],
      happenings: [
        { after: { moments: 0 }, does: { do: 'user', side: 1, act: remove('/b') } },
        { after: { ms: 10 }, does: { do: 'user', side: 1, act: mkdir('/b') } },
      ],
    },
  },
  {
    name: 'what lies aside on its way into a folder that is ignored by then goes home',
    story: {
      ...PLAIN,
      kinds: ['path-ci', 'path'],
      base: [write('/b/c', 'v*'), write('/a/a/0', 'v*')],
      happenings: [
        { after: { moments: 0 }, does: { do: 'user', side: 0, act: swap('/b/c', '/a') } },
        { after: { moments: 0 }, does: { do: 'user', side: 0, act: move('/c', '/a') } },
        { after: { moments: 0 }, does: { do: 'pause', ms: 100 } },
        { after: { ms: 10 }, does: { do: 'restart', settings: { policy: { agingMs: 200 }, ignore: ['b'] } } },
      ],
    },
  },
  {
    name: 'what was edited where we had just placed it, and looked at before we were told that we did, is carried over',
    story: {
      ...PLAIN,
      kinds: ['oid', 'oid'],
      ends: 'still',
      delays: [0, 0, 0, 2000, 1],
      base: [write('/A/a', '')],
      happenings: [
        { after: { ms: 3000 }, does: { do: 'user', side: 0, act: write('/a/a', 'v*') } },
        { after: { ms: 0 }, does: { do: 'user', side: 1, act: write('/a/a', 'v*') } },
        { after: { ms: 40000 }, does: { do: 'user', side: 0, act: write('/a/b', 'v*') } },
        { after: { moments: 15 }, does: { do: 'user', side: 1, act: write('/a/b', 'v*') } },
      ],
    },
  },
  {
    name: 'a file that is requested again since it is not at its place, and was moved, is found where it is',
    story: {
      ...PLAIN,
      kinds: ['oid', 'path'],
      ends: 'still',
      settings: { policy: { agingMs: 200, onDemand: true } },
      delays: [2000],
      base: [write('/a/a/a', 'v*'), write('/\u00e9/b', 'v*')],
      happenings: [
        { after: { ms: 10 }, does: { do: 'user', side: 0, act: saveOver('/\u00e9/b', '/a/A') } },
        { after: { ms: 3000 }, does: { do: 'request', path: '/\u00e9/b' } },
      ],
    },
  },
  {
    name: 'power that is cut takes nothing that a user wrote before the call answered that placed a file there',
    story: {
      ...PLAIN,
      base: [],
      kinds: ['path-ci', 'oid'],
      delays: [250, 0, 30, 400, 250, 2000],
      happenings: [
        { after: { ms: 10 }, does: { do: 'user', side: 0, act: mkdir('/b/a') } },
        { after: { ms: 0 }, does: { do: 'restore log', records: 0 } },
        { after: { ms: 0 }, does: { do: 'user', side: 1, act: write('/a', 'v*') } },
        { after: { moments: 24 }, does: { do: 'user', side: 0, act: write('/a', 'v*') } },
        { after: { moments: 0 }, does: { do: 'cut power', records: 0, damage: ['empty'] } },
      ],
    },
  },
  {
    name: 'what permissions kept from being done is told alike by a log that is folded at once',
    story: {
      ...PLAIN,
      kinds: ['inode', 'oid'],
      base: [write('/\u00e9', ''), mkdir('/b'), write('/c', 'v*')],
      ends: 'still',
      happenings: [
        {
          after: { moments: 13 },
          does: { do: 'fail', side: 0, error: 'Denied', op: 'stream', times: 5, isDone: false, retryAfterMs: 30_000 },
        },
        { after: { ms: 0 }, does: { do: 'user', side: 0, act: write('/c', 'v*') } },
        { after: { moments: 21 }, does: { do: 'user', side: 0, act: swap('/\u00e9', '/b') } },
      ],
    },
  },
];
