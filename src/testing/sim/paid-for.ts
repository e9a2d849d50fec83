import { move, remove, write } from '../world/scenario.js';
import type { SimExample } from './example.js';

const PLAIN = { settings: {}, delays: [], ends: 'restart' } as const;
const BASE = [write('/d/a', 'v*'), write('/d/b', 'v*'), write('/e', 'v*')];

/** Bugs that other tools have had, where an engine, its rules, its disks or its power have a part in them. */
export const SIM_PAID_FOR: readonly SimExample[] = [
  {
    name: 'an ignored folder hides what it holds, and nothing behind it is deleted',
    story: {
      ...PLAIN,
      kinds: ['path', 'oid'],
      base: BASE,
      happenings: [
        { after: { ms: 0 }, does: { do: 'restart', settings: { ignore: ['d/'] } } },
        { after: { ms: 500 }, does: { do: 'user', side: 0, act: remove('/d/a') } },
        { after: { ms: 500 }, does: { do: 'user', side: 1, act: write('/d/b', 'v*') } },
      ],
    },
    ends: [
      { '/d/': null, '/d/b': 'v2', '/e': 'v3' },
      { '/d/': null, '/d/a': 'v1', '/d/b': 'v4', '/e': 'v3' },
    ],
  },
  {
    name: 'what is newly ignored is not deleted, and goes on when it is ignored no more',
    story: {
      ...PLAIN,
      kinds: ['inode', 'path'],
      base: BASE,
      happenings: [
        { after: { ms: 0 }, does: { do: 'restart', settings: { ignore: ['e'] } } },
        { after: { ms: 500 }, does: { do: 'user', side: 0, act: write('/e', 'v*') } },
        { after: { ms: 500 }, does: { do: 'restart', settings: {} } },
      ],
    },
    ends: [
      { '/d/': null, '/d/a': 'v1', '/d/b': 'v2', '/e': 'v4' },
      { '/d/': null, '/d/a': 'v1', '/d/b': 'v2', '/e': 'v4' },
    ],
  },
  {
    name: 'an unmounted drive is not read as all deleted',
    story: {
      ...PLAIN,
      kinds: ['inode', 'oid'],
      base: BASE,
      happenings: [
        { after: { ms: 0 }, does: { do: 'unmount', side: 0, ms: 20_000 } },
        { after: { ms: 10 }, does: { do: 'user', side: 1, act: move('/e', '/d/e') } },
        { after: { ms: 30_000 }, does: { do: 'walk', side: 1 } },
      ],
    },
    ends: [
      { '/d/': null, '/d/a': 'v1', '/d/b': 'v2', '/d/e': 'v3' },
      { '/d/': null, '/d/a': 'v1', '/d/b': 'v2', '/d/e': 'v3' },
    ],
  },
  {
    name: 'a copy that was noted, and was not durable when the power failed, is made again',
    story: {
      ...PLAIN,
      kinds: ['path', 'oid'],
      base: BASE,
      happenings: [
        { after: { ms: 0 }, does: { do: 'fail', side: 1, error: 'Failed', op: 'flush', times: 99, isDone: false } },
        { after: { ms: 0 }, does: { do: 'user', side: 0, act: write('/e', 'v*') } },
        { after: { ms: 5_000 }, does: { do: 'cut power', records: 999, damage: ['empty'] } },
      ],
    },
    ends: [
      { '/d/': null, '/d/a': 'v1', '/d/b': 'v2', '/e': 'v4' },
      { '/d/': null, '/d/a': 'v1', '/d/b': 'v2', '/e': 'v4' },
    ],
  },
  {
    name: 'a name that the other side refuses holds up nothing else, and is tried no more',
    story: {
      ...PLAIN,
      kinds: ['path', 'oid-short'],
      base: BASE,
      happenings: [
        { after: { ms: 0 }, does: { do: 'user', side: 0, act: write('/d/much-too-long-a-name', 'v*') } },
        { after: { ms: 0 }, does: { do: 'user', side: 0, act: write('/new', 'v*') } },
      ],
    },
    ends: [
      { '/d/': null, '/d/a': 'v1', '/d/b': 'v2', '/d/much-too-long-a-name': 'v4', '/e': 'v3', '/new': 'v5' },
      { '/d/': null, '/d/a': 'v1', '/d/b': 'v2', '/e': 'v3', '/new': 'v5' },
    ],
  },
];
