import { describe, expect, it } from 'vitest';
import { deedsOf } from '../../src/testing/laws/stories.js';
import { runScenario } from '../../src/testing/world/run.js';
import { STORIES, type Story } from './stories.js';

const PAIRS: NonNullable<Story['pairs']> = [
  ['oid', 'oid'],
  ['path', 'oid'],
];

describe.each(STORIES)('$rows $tells', ({ base = [], steps, ends, lacks, deeds, pairs = PAIRS, rows }) => {
  it.each(pairs)(`${rows} (%s | %s)`, async (...kinds) => {
    const world = await runScenario({ kinds, base, steps, policy: { conflictCopies: 'loser-side', agingMs: 200 } });
    const [local, remote] = [world.stores[0].tree(), world.stores[1].tree()];
    if (ends === undefined) expect(local).toEqual(remote);
    else expect([local, remote]).toEqual(Array.isArray(ends) ? ends : [ends, ends]);
    for (const path of lacks ?? []) expect([...Object.keys(local), ...Object.keys(remote)]).not.toContain(path);
    if (deeds !== undefined) expect(deedsOf(world)).toEqual(deeds);
  });
});
