import { mkdir, move, remove, swap, write } from '../world/scenario.js';
import { crowd, PLAIN, type SimExample } from './example.js';

/** What happens to something while a look at it, or what makes it, is under way. */
export const SIM_FOUND_IN_FLIGHT: readonly SimExample[] = [
  {
    name: 'what a user removes before we are told that we made it, and is looked for by its id before that, is looked for once more',
    story: {
      ...PLAIN,
      kinds: ['oid', 'oid'],
      base: [mkdir('/\u00e9')],
      delays: [30, 0, 2000, 0, 0],
      ends: 'still',
      happenings: [
        { after: { ms: 0 }, does: { do: 'user', side: 0, act: write('/A', 'v*') } },
        { after: { moments: 15 }, does: { do: 'user', side: 1, act: remove('/A') } },
      ],
    },
  },
  {
    name: 'what is found by its id is looked at once more if its folder was listed meanwhile',
    story: {
      ...PLAIN,
      kinds: ['oid', 'oid'],
      settings: { ignore: ['b'] },
      base: [mkdir('/a')],
      delays: [0, 0, 0, 0, 2000, 5],
      happenings: [
        { after: { ms: 0 }, does: { do: 'user', side: 0, act: remove('/a') } },
        { after: { ms: 500 }, does: { do: 'user', side: 0, act: move('/A/a', '/a/a/A') } },
        { after: { ms: 0 }, does: { do: 'user', side: 1, act: write('/c/b', 'v*') } },
        { after: { ms: 500 }, does: { do: 'unheard', side: 1, act: remove('/c/b') } },
      ],
    },
  },
  {
    name: 'a folder that we make while its side is to be walked is listed once we are told of it',
    story: {
      ...PLAIN,
      kinds: ['inode', 'inode'],
      settings: { ignore: ['*', '!/a'] },
      base: [],
      delays: [0, 400, 0],
      happenings: [
        { after: { ms: 40_000 }, does: { do: 'user', side: 1, act: mkdir('/\u00e9/a') } },
        { after: { moments: 9 }, does: { do: 'user', side: 0, act: move('/a', '/a') } },
        { after: { moments: 1 }, does: { do: 'user', side: 0, act: mkdir('/a/a') } },
        { after: { ms: 500 }, does: { do: 'user', side: 0, act: move('/A', '/a/A') } },
        { after: { moments: 4 }, does: { do: 'user', side: 0, act: remove('/a/a/\u00e9') } },
        { after: { ms: 500 }, does: { do: 'user', side: 0, act: mkdir('/\u00e9/a/A') } },
        { after: { ms: 0 }, does: { do: 'unheard', side: 1, act: write('/a/a/a', 'v*') } },
      ],
    },
  },
  {
    name: 'what a listing misses while a look at it is about to be refused is looked at once more',
    story: {
      ...PLAIN,
      kinds: ['inode', 'path'],
      base: [],
      delays: [400, 0, 0],
      happenings: [
        { after: { ms: 0 }, does: { do: 'user', side: 1, act: write('/a/a', 'v*') } },
        { after: { ms: 3000 }, does: { do: 'user', side: 0, act: move('/a/a', '/a/A/a') } },
        { after: { ms: 500 }, does: { do: 'fail', side: 0, error: 'NameRefused', op: null, times: 1, isDone: true } },
        { after: { moments: 7 }, does: { do: 'user', side: 0, act: swap('/a/A/a', '/a/a') } },
      ],
    },
  },
  {
    name: 'a look and a listing that always overlap come to an end',
    story: {
      ...PLAIN,
      kinds: ['oid', 'oid-ci'],
      base: [mkdir('/b'), write('/\u00e9/a/a', 'v*')],
      delays: [45_000, 0, 2000],
      ends: 'restart',
      happenings: [
        { after: { ms: 10 }, does: { do: 'user', side: 0, act: move('/b', '/a') } },
        { after: { ms: 0 }, does: { do: 'user', side: 1, act: write('/a', 'v*') } },
        { after: { moments: 0 }, does: { do: 'user', side: 0, act: move('/a', '/a/a') } },
      ],
    },
  },
  {
    name: 'what waits for a place that an action of an ended entry holds goes on once that action has ended',
    story: {
      ...PLAIN,
      kinds: ['oid', 'path'],
      settings: {
        resolver: [
          { says: 'local', keep: false, afterMs: null },
          { says: 'local', keep: false, afterMs: 0 },
        ],
      },
      base: [],
      happenings: [
        { after: { ms: 10 }, does: { do: 'user', side: 1, act: write('/a/a', 'v*') } },
        { after: { ms: 3000 }, does: { do: 'user', side: 0, act: write('/a/b', 'v*') } },
        { after: { ms: 0 }, does: { do: 'user', side: 1, act: write('/a/b', 'v*') } },
        { after: { ms: 210 }, does: { do: 'user', side: 0, act: remove('/\u00e9') } },
        { after: { ms: 10 }, does: { do: 'user', side: 1, act: move('/a', '/b') } },
        { after: { ms: 40_000 }, does: { do: 'user', side: 0, act: move('/\u00e9', '/a/\u00e9/\u00e9') } },
        { after: { moments: 0 }, does: { do: 'restart', settings: { policy: {}, ignore: [] } } },
      ],
    },
  },
  {
    name: 'what a resolver merged, with the inode of what waits at a gate, does not wait for that for ever',
    story: {
      ...PLAIN,
      kinds: ['inode', 'oid-sha'],
      settings: { policy: { maxDeletePercent: 50 }, resolver: [{ says: 'merged', keep: true, afterMs: 0 }] },
      base: crowd('/A'),
      happenings: [
        { after: { ms: 0 }, does: { do: 'user', side: 1, act: write('/a', 'v*') } },
        { after: { ms: 0 }, does: { do: 'user', side: 0, act: write('/a', 'v*') } },
        { after: { ms: 0 }, does: { do: 'user', side: 0, act: remove('/A') } },
        { after: { moments: 0 }, does: { do: 'user', side: 0, act: move('/a/a', '/A/a') } },
        { after: { moments: 0 }, does: { do: 'user', side: 0, act: remove('/a/a') } },
        { after: { moments: 0 }, does: { do: 'user', side: 0, act: mkdir('/a/a') } },
      ],
      reusesInodes: true,
    },
  },
];
