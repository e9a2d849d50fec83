import { mkdir, move, remove, swap, type UserAct, write } from '../world/scenario.js';
import { PLAIN, type SimExample } from './example.js';

/** A file that could not be read is blocked; then its user does that, and both sides are so. */
const deniedThen = (name: string, act: UserAct, end: Readonly<Record<string, string | null>>): SimExample => ({
  name,
  story: {
    ...PLAIN,
    kinds: ['inode', 'oid'],
    base: [write('/a', 'old'), mkdir('/d')],
    happenings: [
      { after: { ms: 0 }, does: { do: 'fail', side: 0, error: 'Denied', op: 'read', times: 1, isDone: false } },
      { after: { ms: 0 }, does: { do: 'user', side: 0, act: write('/a', 'new') } },
      { after: { ms: 40_000 }, does: { do: 'user', side: 0, act } },
    ],
    ends: 'still',
  },
  ends: [end, end],
});

/** What simulated worlds found once some of them ended without a walk, or a restart, that looks at everything anew. */
export const SIM_FOUND_WHEN_STILL: readonly SimExample[] = [
  deniedThen('a file that could not be read and is deleted since is deleted there', remove('/a'), { '/d/': null }),
  deniedThen('a file that could not be read gets another chance where it was moved to', move('/a', '/d/a'), { '/d/': null, '/d/a': 'new' }),
  deniedThen('a file that could not be read is replaced by what takes its place', write('/a', 'newer'), { '/a': 'newer', '/d/': null }),
  {
    name: 'a folder that stays for what is ignored in it is made again for what its user moves into it',
    story: {
      ...PLAIN,
      kinds: ['oid', 'oid-ci'],
      settings: { ignore: ['b'] },
      base: [write('/a/b', 'v*')],
      happenings: [
        { after: { moments: 0 }, does: { do: 'user', side: 1, act: remove('/a') } },
        { after: { ms: 40_000 }, does: { do: 'user', side: 0, act: write('/A/A', 'v*') } },
        { after: { moments: 0 }, does: { do: 'user', side: 0, act: move('/a/a', '/a/a') } },
        { after: { moments: 0 }, does: { do: 'unheard', side: 0, act: move('/A', '/a/a') } },
        { after: { ms: 500 }, does: { do: 'user', side: 0, act: swap('/a/a/A', '/a/\u00e9') } },
      ],
    },
  },
  {
    name: 'a folder that stays for what is ignored in it is made there again for what its user writes into it',
    story: {
      ...PLAIN,
      kinds: ['oid', 'path'],
      settings: { ignore: ['c', 'A/'] },
      base: [mkdir('/b/A')],
      happenings: [
        { after: { ms: 0 }, does: { do: 'user', side: 1, act: remove('/b') } },
        { after: { moments: 8 }, does: { do: 'user', side: 0, act: write('/b/a', '') } },
      ],
      ends: 'still',
    },
  },
  {
    name: 'a folder of which only a part could be listed is listed again',
    story: {
      ...PLAIN,
      kinds: ['inode', 'oid'],
      base: [],
      happenings: [
        { after: { ms: 10 }, does: { do: 'partial', side: 0, entries: 0, times: 2 } },
        { after: { ms: 0 }, does: { do: 'user', side: 0, act: write('/a/a', 'v*') } },
      ],
      ends: 'still',
    },
  },
];
