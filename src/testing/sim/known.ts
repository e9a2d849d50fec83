import { move, remove, swap, write } from '../world/scenario.js';
import { PLAIN, type SimExample } from './example.js';

/** What is wrong, and not mended yet. */
export const SIM_KNOWN: readonly SimExample[] = [
  {
    // `translate` is not asked anew about what a folder holds that was found to have moved.
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
    // A folder that stays for what it holds waits for that alone: what is moved into it does not have it judged again.
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
];
