import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Sides } from '../../src/domain/side.js';
import { by, killedCopiesAreOurs, scheduleDoesNotMatter } from '../../src/testing/laws/stories.js';
import { obeysAllLaws } from '../../src/testing/laws/world-laws.js';
import { makes, path, schedules, userAct } from '../../src/testing/world/arbitraries.js';
import { type KindName, TELLING, tellsCopies } from '../../src/testing/world/kinds.js';
import { local, mkdir, move, remote, remove, type UserAct, write } from '../../src/testing/world/scenario.js';
import { runs, TIMEOUT_MS } from './runs.js';

it.each(TELLING)(
  'I20 killed anywhere and started again, it ends as if it had not been (%s | %s)',
  { timeout: TIMEOUT_MS },
  async (...kinds) => {
    const acts = fc.array(userAct, { maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(fc.array(makes, { maxLength: 5 }), acts, acts, schedules(), schedules(), (base, here, there, before, after) =>
        scheduleDoesNotMatter({ kinds, base }, [...by(0, here), ...by(1, there)], [...before, { do: 'crash' }, ...after]),
      ),
      runs(30),
    );
    expect.assertions(0);
  },
);

type Tree = Readonly<Record<string, string | null>>;

/** Something is being carried over from one side as its process is killed: after it was done, and before its log said so. */
interface Killed {
  readonly name: string;
  readonly base: readonly UserAct[];
  readonly carried: UserAct;
  /** Between that and the next start. */
  readonly meanwhile: readonly UserAct[];
  readonly there?: readonly UserAct[];
  readonly ends: Tree;
}

const KILLED: readonly Killed[] = [
  {
    name: 'a file replaced, then edited',
    base: [write('/a', 'v*')],
    carried: write('/a', 'v*'),
    meanwhile: [write('/a', 'v*')],
    ends: { '/a': 'v3' },
  },
  { name: 'a file replaced, then deleted', base: [write('/a', 'v*')], carried: write('/a', 'v*'), meanwhile: [remove('/a')], ends: {} },
  { name: 'a new file, then edited', base: [], carried: write('/a', 'v*'), meanwhile: [write('/a', 'v*')], ends: { '/a': 'v2' } },
  { name: 'a new file, then deleted', base: [], carried: write('/a', 'v*'), meanwhile: [remove('/a')], ends: {} },
  { name: 'a new file, then renamed', base: [], carried: write('/a', 'v*'), meanwhile: [move('/a', '/b')], ends: { '/b': 'v1' } },
  {
    name: 'a new file in a folder, then deleted with that',
    base: [mkdir('/d')],
    carried: write('/d/a', 'v*'),
    meanwhile: [remove('/d')],
    ends: {},
  },
  {
    name: 'a new file of a name that records have',
    base: [],
    carried: write('/constructor', 'v*'),
    meanwhile: [remove('/constructor')],
    ends: {},
  },
  {
    name: 'and of another',
    base: [],
    carried: write('/__proto__', 'v*'),
    meanwhile: [write('/__proto__', 'v*')],
    ends: { '/__proto__': 'v2' },
  },
  {
    name: 'a new file, edited on both sides then',
    base: [],
    carried: write('/a', 'v*'),
    meanwhile: [write('/a', 'here')],
    there: [write('/a', 'there')],
    ends: { '/a': 'there', '/a.conflicted': 'here' },
  },
];
/** Both ways round, each once. */
const WAYS: readonly Sides<KindName>[] = [
  ...new Map(
    TELLING.flatMap(([a, b]): readonly Sides<KindName>[] => [
      [a, b],
      [b, a],
    ]).map((kinds) => [kinds.join(), kinds]),
  ).values(),
];
const TOLD = KILLED.flatMap((killed) => WAYS.map((kinds) => [killed.name, kinds, killed] as const));

const tellKilled = async (kinds: Sides<KindName>, { base, carried, meanwhile, there = [] }: Killed): Promise<readonly Tree[]> => {
  const round = [{ do: 'plan' }, { do: 'effects' }] as const;
  const placed = [...local(carried), { do: 'deliver', side: 0 }, ...round, { do: 'answers' }, ...round, { do: 'crash' }] as const;
  const world = await obeysAllLaws({ kinds, base, steps: [...placed, ...local(...meanwhile), ...remote(...there)] });
  return world.stores.map((store) => store.tree());
};

const holds = async (_name: string, kinds: Sides<KindName>, killed: Killed): Promise<void> =>
  expect(await tellKilled(kinds, killed)).toEqual([killed.ends, killed.ends]);

describe('I20 killed after it was placed, and before its log said so', () => {
  it.each(TOLD.filter(([, kinds, { there }]) => tellsCopies(kinds) || there !== undefined))('%s (%s)', holds);

  // Known: nothing tells it there (docs/CORRECTNESS.md).
  it.fails.each(TOLD.filter(([, kinds, { there }]) => !tellsCopies(kinds) && there === undefined))(
    '%s (%s), where it can not be told',
    holds,
  );
});

/** What was moved as a process was killed is known as moved at its next start by its place alone: that is another story. */
const makesAndRemoves = fc.array(fc.oneof(makes, fc.record({ act: fc.constant('remove' as const), path })), { minLength: 1, maxLength: 3 });
const ROUND = [{ do: 'wait', ms: 300 }, { do: 'plan' }, { do: 'effects' }, { do: 'answers' }] as const;
/** Far enough for something to be under way. */
const underWay = fc
  .tuple(fc.nat(4), schedules())
  .map(([rounds, more]) => [{ do: 'deliver', side: 0 } as const, ...Array.from({ length: rounds }, () => ROUND).flat(), ...more]);

it.each(WAYS.filter(tellsCopies))(
  'I20 whatever was being copied as it was killed is as its user leaves it after that (%s | %s)',
  { timeout: TIMEOUT_MS },
  async (...kinds) => {
    const then = fc.array(userAct, { minLength: 1, maxLength: 2 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(makes, { maxLength: 4 }),
        makesAndRemoves,
        then,
        underWay,
        schedules(),
        (base, before, after, first, rest) =>
          killedCopiesAreOurs({ kinds, base }, { before, after }, { before: [...first, { do: 'plan' }, { do: 'effects' }], after: rest }),
      ),
      runs(30),
    );
    expect.assertions(0);
  },
);
