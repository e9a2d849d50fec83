import fc from 'fast-check';
import type { Side } from '../../../domain/side.js';
import type { UserAct } from '../../world/scenario.js';

/**
 * What two users do on a provider of yours (LOCAL) and a store in memory (REMOTE), and when the process that syncs them is killed. Each
 * round is a run to its end, as `--once` does it: so nothing depends on how fast hints are.
 */
export interface ProviderStory {
  readonly rounds: readonly Round[];
}

export interface Round {
  readonly before: readonly Act[];
  /** In the middle of the run: so many calls of either side begin or end first. */
  readonly during: readonly (Act & { readonly moments: number })[];
  /** The process dies after so many of these moments; null = it lives. */
  readonly dies: number | null;
}

export interface Act {
  readonly side: Side;
  readonly act: UserAct;
}

const name = fc.constantFrom('a', 'b', 'c');
const path = fc
  .oneof(
    { weight: 3, arbitrary: fc.tuple(name) },
    { weight: 3, arbitrary: fc.tuple(name, name) },
    { weight: 1, arbitrary: fc.tuple(name, name, name) },
  )
  .map((names) => `/${names.join('/')}`);

const userAct: fc.Arbitrary<UserAct> = fc.oneof(
  { weight: 4, arbitrary: path.map((at) => ({ act: 'write', path: at, content: 'v*' }) as const) },
  { weight: 3, arbitrary: fc.tuple(path, path).map(([from, to]) => ({ act: 'move', from, to }) as const) },
  { weight: 2, arbitrary: path.map((at) => ({ act: 'remove', path: at }) as const) },
  { weight: 1, arbitrary: path.map((at) => ({ act: 'mkdir', path: at }) as const) },
);
const act: fc.Arbitrary<Act> = fc.record({ side: fc.constantFrom<Side[]>(0, 1), act: userAct });
const moments = fc.nat(20);

const round: fc.Arbitrary<Round> = fc.record({
  before: fc.array(act, { maxLength: 6 }),
  during: fc.array(
    fc.tuple(act, moments).map(([what, after]) => ({ ...what, moments: after })),
    { maxLength: 2 },
  ),
  dies: fc.option(moments, { freq: 3 }),
});

export const providerStories: fc.Arbitrary<ProviderStory> = fc.record({ rounds: fc.array(round, { minLength: 1, maxLength: 3 }) });
