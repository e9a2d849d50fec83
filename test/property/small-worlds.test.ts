import { expect, it } from 'vitest';
import { tellSmallWorlds } from '../../src/testing/fuzz/index.js';
import { TIMEOUT_MS } from './runs.js';

/** A fixed slice; all of them: npm run fuzz -- --small. */
it.each([
  { entries: 2, edits: 1, every: 17 },
  { entries: 3, edits: 1, every: 73 },
  { entries: 1, edits: 2, every: 211 },
  { entries: 2, edits: 2, every: 2503 },
])(
  'I1 I12 I15 I17 I21 whatever two users make of any tree of $entries entries in $edits edits converges (one world in $every)',
  { timeout: TIMEOUT_MS },
  async (size) => {
    const broken: string[] = [];
    const { told } = await tellSmallWorlds({
      ...size,
      onFound: (scenario, complaint) => broken.push(`${JSON.stringify(scenario)}\n${complaint}`),
    });
    expect(broken).toEqual([]);
    expect(told).toBeGreaterThan(300);
  },
);
