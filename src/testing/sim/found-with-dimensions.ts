import { mkdir, move, remove, write } from '../world/scenario.js';
import { crowd, PLAIN, type SimExample } from './example.js';

/** What simulated worlds found once they had resolvers, translations, the gate and inodes given again. */
export const SIM_FOUND_WITH_DIMENSIONS: readonly SimExample[] = [
  {
    name: 'a folder that moved, and is seen where it was by a late look, too, is recognised once that is looked at again',
    story: {
      ...PLAIN,
      kinds: ['inode', 'oid'],
      translation: 'in a folder',
      base: [mkdir('/A/a'), mkdir('/a/a'), mkdir('/c/a')],
      delays: [45_000, 0, 5, 1],
      happenings: [
        { after: { ms: 0 }, does: { do: 'user', side: 1, act: write('/a/a', 'v*') } },
        { after: { ms: 0 }, does: { do: 'user', side: 0, act: move('/a', '/b') } },
        { after: { moments: 17 }, does: { do: 'user', side: 0, act: move('/A', '/b/\u00e9') } },
        { after: { moments: 19 }, does: { do: 'user', side: 0, act: remove('/A/a') } },
      ],
    },
  },
  {
    name: 'what is read by an action of another link goes on when that ends',
    story: {
      ...PLAIN,
      kinds: ['oid', 'oid'],
      translation: 'two for one',
      base: [write('/b', 'v*')],
      delays: [30, 45_000, 30, 0, 30, 0, 30],
      happenings: [],
    },
  },
  {
    name: 'what waits for a place that a resolver may fill goes on when it has answered',
    story: {
      ...PLAIN,
      kinds: ['path-ci', 'oid'],
      settings: { resolver: [{ says: 'local', keep: false, afterMs: 0 }] },
      base: [write('/a', 'v*')],
      delays: [45_000],
      happenings: [
        { after: { ms: 0 }, does: { do: 'user', side: 1, act: write('/A', 'v*') } },
        { after: { ms: 40_000 }, does: { do: 'user', side: 0, act: write('/a', 'v*') } },
        { after: { ms: 0 }, does: { do: 'user', side: 1, act: write('/a', 'v*') } },
        { after: { ms: 40_000 }, does: { do: 'fail', side: 0, error: 'Corrupt', op: 'read', times: 1, isDone: false } },
      ],
    },
  },
  {
    name: 'what comes to life again is recognised in what waits at a gate',
    story: {
      ...PLAIN,
      kinds: ['inode', 'oid-sha'],
      reusesInodes: true,
      settings: { policy: { maxDeletePercent: 50 } },
      base: crowd('/c/a'),
      happenings: [
        { after: { ms: 0 }, does: { do: 'user', side: 0, act: remove('/c/a') } },
        { after: { ms: 0 }, does: { do: 'user', side: 1, act: write('/a', 'v*') } },
        { after: { ms: 3_000 }, does: { do: 'user', side: 0, act: write('/a', 'v*') } },
        { after: { moments: 0 }, does: { do: 'user', side: 1, act: remove('/a') } },
      ],
    },
  },
  {
    name: 'a folder whose files wait at a gate is recognised in the one that has its place once its side is quiet',
    story: {
      ...PLAIN,
      kinds: ['inode', 'inode'],
      settings: { policy: { maxDeletePercent: 50 } },
      base: crowd('/a'),
      delays: [0, 45_000, 400, 0],
      happenings: [
        { after: { moments: 0 }, does: { do: 'user', side: 0, act: remove('/a') } },
        { after: { ms: 3_000 }, does: { do: 'user', side: 0, act: write('/a/1', 'v*') } },
      ],
    },
  },
  {
    name: 'the gate stands also before deletes that no longer wait for their side to be quiet',
    story: {
      ...PLAIN,
      kinds: ['path', 'path'],
      settings: { policy: { maxDeletePercent: 50 } },
      base: crowd('/A/a'),
      delays: [2_000, 30, 45_000, 5],
      happenings: [
        { after: { ms: 0 }, does: { do: 'user', side: 1, act: write('/a/a', 'v*') } },
        { after: { ms: 0 }, does: { do: 'lose', side: 1 } },
        { after: { moments: 1 }, does: { do: 'user', side: 0, act: remove('/A/a') } },
        { after: { moments: 16 }, does: { do: 'approve', side: 1 } },
        { after: { moments: 0 }, does: { do: 'user', side: 0, act: move('/a', '/a/a') } },
      ],
    },
  },
  {
    name: 'a file that is wanted where it turns out to have moved comes to LOCAL',
    story: {
      ...PLAIN,
      kinds: ['oid', 'path'],
      settings: { policy: { conflictWinner: 'local', onDemand: true }, wants: ['a'] },
      base: [write('/b', 'x'), write('/a', 'v*')],
      happenings: [
        { after: { ms: 0 }, does: { do: 'user', side: 1, act: write('/a', 'v*') } },
        { after: { moments: 0 }, does: { do: 'user', side: 0, act: move('/a', '/A') } },
        { after: { ms: 0 }, does: { do: 'user', side: 0, act: remove('/b') } },
        { after: { moments: 0 }, does: { do: 'user', side: 1, act: write('/b/A/a', 'v*') } },
        { after: { moments: 0 }, does: { do: 'user', side: 1, act: move('/b', '/a') } },
      ],
    },
  },
];
