import { mkdir, swap, write } from '../world/scenario.js';
import { PLAIN, type SimExample } from './example.js';

/** What is wrong, and not mended yet. */
export const SIM_KNOWN: readonly SimExample[] = [
  {
    name: 'what went aside for a swap does not wait for what is blocked by a translation',
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
];
