import { mkdir, move, remove, saveOver, swap, write } from '../world/scenario.js';
import { PLAIN, type SimExample } from './example.js';

/** Two things change places, and while we bring that over, a rule is given that keeps away where one of them goes. */
const cutOff = (folder: string, ignore: readonly string[], moments: number): SimExample => ({
  name: `a swap that is cut off by ${ignore.join(' ')} leaves no temporary name (${folder}/, after ${moments})`,
  story: {
    ...PLAIN,
    kinds: ['oid', 'oid'],
    delays: [5],
    base: [write(`${folder}/a`, '1'), write(`${folder}/b`, '2')],
    happenings: [
      { after: { ms: 0 }, does: { do: 'user', side: 0, act: swap(`${folder}/a`, `${folder}/b`) } },
      { after: { moments }, does: { do: 'restart', settings: { ignore } } },
    ],
    ends: 'restart',
  },
});

/** What simulated worlds found in the engine and its core. */
export const SIM_FOUND: readonly SimExample[] = [
  {
    name: 'a folder that changes places with an ignored one leaves its place on the other side to be had',
    story: {
      ...PLAIN,
      kinds: ['oid', 'oid'],
      settings: { ignore: ['c', 'A/'] },
      base: [mkdir('/c'), write('/b/A', '')],
      happenings: [{ after: { ms: 0 }, does: { do: 'user', side: 0, act: swap('/c', '/b') } }],
    },
  },
  {
    name: 'an editor that keeps the old file under an ignored name, and writes the new one, made an edit',
    story: {
      ...PLAIN,
      kinds: ['inode', 'oid'],
      settings: { ignore: ['*~'] },
      base: [write('/doc', 'old')],
      happenings: [
        { after: { ms: 0 }, does: { do: 'user', side: 0, act: move('/doc', '/doc~') } },
        { after: { ms: 3000 }, does: { do: 'user', side: 0, act: write('/doc', 'new') } },
      ],
    },
    ends: [{ '/doc': 'new', '/doc~': 'old' }, { '/doc': 'new' }],
  },
  {
    name: 'a folder that was moved out of an ignored place before it was looked at is looked into',
    story: {
      ...PLAIN,
      kinds: ['oid', 'path'],
      settings: { ignore: ['/a/'] },
      base: [],
      happenings: [
        { after: { moments: 0 }, does: { do: 'user', side: 0, act: write('/a/c/A', '') } },
        { after: { moments: 0 }, does: { do: 'user', side: 0, act: write('/\u00e9', 'v*') } },
        { after: { ms: 10 }, does: { do: 'user', side: 0, act: move('/a', '/c/a') } },
      ],
    },
  },
  {
    name: 'a clock that is set back while hints are under way holds nothing up',
    story: {
      ...PLAIN,
      kinds: ['path', 'oid'],
      base: [],
      delays: [2000],
      happenings: [
        { after: { ms: 0 }, does: { do: 'user', side: 0, act: write('/a', '') } },
        { after: { ms: 0 }, does: { do: 'set clock', ms: -86_400_000 } },
      ],
    },
  },
  {
    name: 'a folder that is deleted there keeps what was moved from it to an ignored place, and says so',
    story: {
      ...PLAIN,
      kinds: ['path', 'oid'],
      settings: { ignore: ['c'] },
      base: [write('/b/a', 'v*')],
      happenings: [
        { after: { ms: 0 }, does: { do: 'user', side: 1, act: move('/b/a', '/c') } },
        { after: { ms: 0 }, does: { do: 'user', side: 1, act: { act: 'remove', path: '/b' } } },
      ],
    },
    ends: [{ '/b/': null, '/b/a': 'v1' }, { '/c': 'v1' }],
  },
  {
    name: 'a conflict copy that stayed on its side is copied once another start wants copies on both',
    story: {
      ...PLAIN,
      kinds: ['oid', 'oid'],
      settings: { policy: { conflictCopies: 'loser-side' } },
      base: [],
      happenings: [
        { after: { ms: 0 }, does: { do: 'user', side: 0, act: write('/a', 'v*') } },
        { after: { ms: 0 }, does: { do: 'user', side: 1, act: write('/a', 'v*') } },
        { after: { ms: 40_000 }, does: { do: 'restart', settings: {} } },
      ],
    },
  },
  {
    name: 'an echo that is faster than the outcome of our own move makes no second entry',
    story: {
      ...PLAIN,
      kinds: ['path-ci', 'oid'],
      base: [write('/b/a', 'v*'), mkdir('/a'), write('/A/a', 'v*'), mkdir('/\u00e9')],
      delays: [30, 0, 250, 150, 2000, 2000],
      happenings: [
        { after: { ms: 0 }, does: { do: 'user', side: 1, act: move('/a', '/b/\u00e9') } },
        { after: { moments: 10 }, does: { do: 'user', side: 0, act: move('/a/a', '/a') } },
        { after: { ms: 500 }, does: { do: 'user', side: 1, act: mkdir('/a/a/a') } },
      ],
    },
  },
  {
    name: 'what is moved out of a place that is newly ignored is an entry of its own',
    story: {
      ...PLAIN,
      kinds: ['inode', 'oid'],
      base: [write('/b/a', 'v*')],
      happenings: [
        { after: { ms: 0 }, does: { do: 'restart', settings: { ignore: ['b'] } } },
        { after: { ms: 0 }, does: { do: 'user', side: 0, act: move('/b', '/c') } },
      ],
    },
    ends: [
      { '/c/': null, '/c/a': 'v1' },
      { '/b/': null, '/b/a': 'v1', '/c/': null, '/c/a': 'v1' },
    ],
  },
  {
    name: 'what was moved before it was seen to be ignored is an entry of its own',
    story: {
      ...PLAIN,
      kinds: ['inode', 'inode'],
      base: [mkdir('/\u00e9/b')],
      delays: [2000],
      happenings: [
        { after: { ms: 10 }, does: { do: 'user', side: 0, act: move('/\u00e9/b', '/a') } },
        { after: { moments: 0 }, does: { do: 'restart', settings: { ignore: ['b'] } } },
      ],
    },
  },
  {
    name: 'a folder that holds something ignored, deleted and made anew while nothing was quiet, is the same folder',
    story: {
      ...PLAIN,
      kinds: ['oid', 'oid'],
      settings: { ignore: ['b'] },
      base: [write('/a/a', 'v*')],
      delays: [45_000],
      happenings: [
        { after: { moments: 0 }, does: { do: 'user', side: 0, act: remove('/a') } },
        { after: { moments: 0 }, does: { do: 'user', side: 1, act: mkdir('/a/b/a') } },
        { after: { moments: 0 }, does: { do: 'user', side: 0, act: write('/a/a', 'v*') } },
      ],
    },
    ends: [
      { '/a/': null, '/a/a': 'v2' },
      { '/a/': null, '/a/a': 'v2', '/a/b/': null, '/a/b/a/': null },
    ],
  },
  {
    name: 'a file that a user writes into a folder that we are about to make is seen',
    story: {
      ...PLAIN,
      kinds: ['inode', 'inode'],
      settings: { policy: { agingMs: 200 }, ignore: ['b'] },
      base: [write('/a', 'v*')],
      delays: [0, 250, 0, 2000],
      happenings: [
        { after: { ms: 10 }, does: { do: 'user', side: 0, act: saveOver('/a', '/a') } },
        { after: { moments: 3 }, does: { do: 'user', side: 0, act: move('/a', '/\u00e9/b/a') } },
        { after: { moments: 19 }, does: { do: 'user', side: 0, act: remove('/a/a') } },
        { after: { ms: 100 }, does: { do: 'user', side: 1, act: write('/\u00e9/A', '') } },
      ],
    },
  },
  {
    name: 'the echo of a folder that we make is not taken for the one of another spelling',
    story: {
      ...PLAIN,
      kinds: ['oid', 'oid-ci'],
      base: [write('/a/a', 'v*'), write('/\u00e9/a', ''), mkdir('/A'), write('/b', 'v*')],
      delays: [0, 1, 5, 0, 2000, 1],
      happenings: [],
    },
  },
  {
    name: 'what a swap left aside when the log was lost, and whose place was given away, is another entry',
    story: {
      ...PLAIN,
      kinds: ['inode', 'oid'],
      base: [mkdir('/b'), write('/a', 'v*'), write('/c/b', 'v*')],
      delays: [2000, 250],
      happenings: [
        { after: { ms: 3000 }, does: { do: 'user', side: 1, act: swap('/b', '/a') } },
        { after: { moments: 18 }, does: { do: 'user', side: 1, act: write('/A/A', 'v*') } },
        { after: { ms: 3000 }, does: { do: 'user', side: 0, act: mkdir('/b/c') } },
        { after: { ms: 10 }, does: { do: 'restore log', records: 21 } },
      ],
    },
  },
  {
    name: 'a folder of ours that is elsewhere by the time we are told of it is not known twice',
    story: {
      ...PLAIN,
      kinds: ['inode-ci-nfc', 'oid'],
      base: [mkdir('/a/A'), write('/b/a/a', 'v*')],
      delays: [0, 2000, 30, 0],
      happenings: [
        { after: { moments: 0 }, does: { do: 'user', side: 0, act: mkdir('/b/b') } },
        { after: { moments: 14 }, does: { do: 'user', side: 1, act: write('/a', 'v*') } },
        { after: { ms: 0 }, does: { do: 'user', side: 1, act: move('/b/b', '/\u00e9/a') } },
        { after: { moments: 0 }, does: { do: 'user', side: 1, act: remove('/b') } },
        { after: { moments: 6 }, does: { do: 'user', side: 0, act: mkdir('/a/a') } },
        { after: { moments: 2 }, does: { do: 'user', side: 0, act: move('/\u00e9/A', '/a/a') } },
        { after: { ms: 10 }, does: { do: 'restart' } },
      ],
    },
  },
  {
    name: 'a copy of what we made, taken since its user renamed it before we were told, is an entry of its own',
    story: {
      ...PLAIN,
      kinds: ['oid', 'oid'],
      base: [write('/A/a', 'v*')],
      delays: [30, 0, 0, 2000, 0, 0],
      happenings: [
        { after: { ms: 0 }, does: { do: 'user', side: 0, act: write('/a/a', 'v*') } },
        { after: { moments: 18 }, does: { do: 'user', side: 1, act: write('/a/a', 'v*') } },
        { after: { moments: 0 }, does: { do: 'user', side: 1, act: move('/a', '/\u00e9') } },
        { after: { ms: 500 }, does: { do: 'user', side: 0, act: move('/a', '/\u00e9/\u00e9') } },
      ],
    },
  },
  {
    name: 'a delete of ours that came through although it was said to have failed is not taken for a user\u2019s',
    story: {
      ...PLAIN,
      kinds: ['path', 'oid'],
      settings: { ignore: ['A/'] },
      base: [],
      delays: [400, 0],
      happenings: [
        { after: { ms: 10 }, does: { do: 'user', side: 1, act: write('/b/a', 'v*') } },
        { after: { ms: 3000 }, does: { do: 'user', side: 0, act: move('/a/\u00e9', '/a/a/A') } },
        { after: { ms: 500 }, does: { do: 'user', side: 0, act: move('/b', '/a') } },
        { after: { moments: 8 }, does: { do: 'user', side: 1, act: remove('/\u00e9/b') } },
        { after: { moments: 4 }, does: { do: 'fail', side: 1, error: 'Moved', op: null, times: 2, isDone: true } },
        { after: { moments: 7 }, does: { do: 'restart', settings: { ignore: [] } } },
      ],
    },
    ends: [
      { '/a/': null, '/a/a': 'v1' },
      { '/a/': null, '/a/a': 'v1' },
    ],
  },
  ...[10, 14].flatMap((moments) => [cutOff('', ['*', '!/a'], moments), cutOff('', ['/.fs*'], moments), cutOff('/d', ['/d/'], moments)]),
  {
    name: 'a folder made on the way to where translate wants something, seen before we were told that it was made, stays on its side',
    story: {
      ...PLAIN,
      kinds: ['oid', 'oid'],
      translation: 'in a folder',
      base: [write('/a', 'v*')],
      delays: [2000, 0, 0, 400, 30],
      happenings: [],
    },
  },
  {
    name: 'what is moved gets the name that translate gives it at its new place, and not the one it had by the old place',
    story: {
      ...PLAIN,
      kinds: ['inode', 'oid'],
      translation: 'two for one',
      base: [write('/b/a', '')],
      happenings: [{ after: { ms: 10 }, does: { do: 'user', side: 1, act: move('/a', '/A/a/a') } }],
    },
  },
  {
    name: 'what a resolver merged, seen before we were told of it, is not known twice',
    story: {
      ...PLAIN,
      kinds: ['oid', 'oid'],
      settings: {
        resolver: [
          { says: 'merged', keep: true, afterMs: 300 },
          { says: 'as policy says', keep: false, afterMs: 300 },
          { says: 'merged', keep: true, afterMs: 300 },
        ],
      },
      base: [write('/a/A', ''), mkdir('/a/a')],
      delays: [1, 150],
      happenings: [
        { after: { moments: 19 }, does: { do: 'user', side: 0, act: write('/\u00e9/b', '') } },
        { after: { ms: 40_000 }, does: { do: 'user', side: 1, act: write('/c/c', 'v*') } },
        { after: { ms: 210 }, does: { do: 'user', side: 0, act: write('/c/c', 'v*') } },
        { after: { ms: 0 }, does: { do: 'kill' } },
        { after: { ms: 40_000 }, does: { do: 'user', side: 1, act: move('/a/a', '/b') } },
      ],
    },
  },
  {
    name: 'what translate has no place for stays on its side, also once it is ignored no more',
    story: {
      ...PLAIN,
      kinds: ['oid', 'oid'],
      translation: 'in a folder',
      base: [],
      happenings: [
        { after: { ms: 0 }, does: { do: 'user', side: 0, act: write('/A', 'v*') } },
        { after: { moments: 0 }, does: { do: 'restart', settings: { policy: { agingMs: 200 }, ignore: ['*', '!/a'] } } },
        { after: { ms: 0 }, does: { do: 'restart', settings: {} } },
      ],
    },
  },
  {
    name: 'a folder whose translated place was taken goes there once it is free',
    story: {
      ...PLAIN,
      kinds: ['path-ci', 'oid'],
      translation: 'two for one',
      base: [write('/b/a', 'v*'), write('/a', 'v*')],
      delays: [45_000],
      ends: 'restart',
      happenings: [
        { after: { ms: 10 }, does: { do: 'user', side: 1, act: write('/A/a', 'v*') } },
        { after: { ms: 0 }, does: { do: 'user', side: 0, act: write('/a', 'v*') } },
        { after: { ms: 10 }, does: { do: 'user', side: 1, act: write('/a', 'v*') } },
        { after: { ms: 10 }, does: { do: 'user', side: 0, act: remove('/b/a') } },
        { after: { moments: 0 }, does: { do: 'user', side: 1, act: write('/b', 'v*') } },
      ],
    },
  },
];
