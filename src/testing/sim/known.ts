import { move, remove, write } from '../world/scenario.js';
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
];
