import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { tracesOfExamples, tracesOfSamples, tracesOfSimExamples } from '../../src/testing/fuzz/index.js';
import { EXAMPLES } from '../../src/testing/scenarios/index.js';
import {
  SIM_FOUND,
  SIM_FOUND_IN_FLIGHT,
  SIM_FOUND_RARELY,
  SIM_FOUND_WHEN_STILL,
  SIM_FOUND_WITH_DIMENSIONS,
  SIM_FOUND_WITH_TRANSLATIONS,
  SIM_PAID_FOR,
} from '../../src/testing/sim/index.js';

/** A line for each story: its name, and a digest of how it goes. */
const GOLDEN = 'test/golden/stories.tsv';
const IS_PINNING = process.env['FOLDSYNC_PIN'] === '1';
const HOW_TO_PIN = 'it is told otherwise than before: if that is meant, FOLDSYNC_PIN=1 npx vitest run test/property/told-as-before.test.ts';

const pinned = new Map(
  readFileSync(GOLDEN, 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split('\t') as [string, string]),
);
const told: string[] = [];

/** Laws leave much open: which of two goes first, which reason is given. What a change of the core changes of that is to be seen, too. */
describe.each([
  ['the core alone', tracesOfExamples(EXAMPLES)],
  ['found', tracesOfSimExamples(SIM_FOUND)],
  ['found in flight', tracesOfSimExamples(SIM_FOUND_IN_FLIGHT)],
  ['found rarely', tracesOfSimExamples(SIM_FOUND_RARELY)],
  ['found when still', tracesOfSimExamples(SIM_FOUND_WHEN_STILL)],
  ['found with dimensions', tracesOfSimExamples(SIM_FOUND_WITH_DIMENSIONS)],
  ['found with translations', tracesOfSimExamples(SIM_FOUND_WITH_TRANSLATIONS)],
  ['paid for', tracesOfSimExamples(SIM_PAID_FOR)],
  ['sampled', tracesOfSamples(1, 2)],
])('I22 told as before: %s', (group, traces) => {
  it.each(traces.map((trace) => [trace.name, trace] as const))('%s', async (name, { tell }) => {
    const digest = createHash('sha256')
      .update(await tell())
      .digest('hex')
      .slice(0, 16);
    told.push(`${group}: ${name}\t${digest}`);
    if (!IS_PINNING) expect(digest, HOW_TO_PIN).toBe(pinned.get(`${group}: ${name}`));
  });
});

afterAll(() => {
  if (IS_PINNING) writeFileSync(GOLDEN, `${told.join('\n')}\n`);
});
