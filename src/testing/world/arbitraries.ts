import fc from 'fast-check';
import { ERROR_TAGS, type ProviderError, type Remedy, remedyFor } from '../../domain/provider-error.js';
import type { Policy } from '../../domain/policy.js';
import type { Side, Sides } from '../../domain/side.js';
import type { KindName } from './kinds.js';
import { local, move, remote, remove, type Scenario, type Step, type UserAct, write } from './scenario.js';

/**
 * Stories. Few names and contents, so that everything meets everything; base tree and what happens to it are streams of their own, so that
 * each shrinks alone.
 */
const name = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('a', 'b') },
  { weight: 2, arbitrary: fc.constantFrom('A', 'c') },
  { weight: 1, arbitrary: fc.constantFrom('\u00e9', 'e\u0301') },
);

export const path = fc
  .oneof(
    { weight: 5, arbitrary: fc.tuple(name) },
    { weight: 4, arbitrary: fc.tuple(name, name) },
    { weight: 1, arbitrary: fc.tuple(name, name, name) },
  )
  .map((names) => `/${names.join('/')}`);

/** Mostly told from all others; now and then empty, or equal to another. */
const content = fc.oneof({ weight: 5, arbitrary: fc.constant('v*') }, { weight: 2, arbitrary: fc.constantFrom('', 'x', 'y') });

export const makes: fc.Arbitrary<UserAct> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ act: fc.constant('write' as const), path, content }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('mkdir' as const), path }) },
);

export const userAct: fc.Arbitrary<UserAct> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ act: fc.constant('move' as const), from: path, to: path }) },
  { weight: 4, arbitrary: makes },
  { weight: 3, arbitrary: fc.record({ act: fc.constant('remove' as const), path }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('swap' as const), path, with: path }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('move' as const), from: path, to: path, replace: fc.constant(true) }) },
);

/** For acts that both sides' users do: a content is the same on both. */
export const sharedAct: fc.Arbitrary<UserAct> = userAct.map((act) =>
  act.act === 'write' ? { ...act, content: act.content.replace('*', act.path) } : act,
);

export const side = fc.constantFrom<Side[]>(0, 1);
const user: fc.Arbitrary<Step> = fc.record({ do: fc.constant('user' as const), side, act: userAct });
export const users = (max: number): fc.Arbitrary<readonly Step[]> => fc.array(user, { maxLength: max });
const some = fc.array(fc.nat(5), { minLength: 1, maxLength: 4 });
const step = (value: Step): fc.Arbitrary<readonly Step[]> => fc.constant([value]);

const effects: fc.Arbitrary<readonly Step[]> = fc
  .record({ which: some, stages: fc.constantFrom(1, 9) })
  .map((chosen) => [{ do: 'effects', ...chosen } as const]);
const hints: fc.Arbitrary<readonly Step[]> = fc.oneof(
  { weight: 3, arbitrary: side.map((s) => [{ do: 'deliver', side: s } as const]) },
  { weight: 3, arbitrary: fc.tuple(side, some).map(([s, which]) => [{ do: 'deliver', side: s, which } as const]) },
  { weight: 1, arbitrary: fc.tuple(side, fc.integer({ min: 1, max: 4 })).map(([s, last]) => [{ do: 'repeat', side: s, last } as const]) },
);
const answers: fc.Arbitrary<readonly Step[]> = fc.oneof(
  step({ do: 'answers', reversed: true }),
  step({ do: 'answers' }),
  some.map((which) => [{ do: 'answers', which } as const]),
);
const planned: fc.Arbitrary<readonly Step[]> = fc.oneof(
  { weight: 3, arbitrary: step({ do: 'plan' }) },
  { weight: 1, arbitrary: fc.record({ looks: fc.nat(2), deeds: fc.nat(2) }).map((room) => [{ do: 'plan', ...room } as const]) },
);

/** How effects, hints and answers interleave, with nobody acting meanwhile. */
export const schedules = (): fc.Arbitrary<readonly Step[]> =>
  fc
    .array(
      fc.oneof(
        hints,
        effects,
        answers,
        planned,
        fc.tuple(planned, effects, hints, answers).map((parts) => parts.flat()),
      ),
      { maxLength: 8 },
    )
    .map((parts) => parts.flat());

/** A round in which everything races: plan, users, some effects, users, hints, answers the other way round. */
const macro: fc.Arbitrary<readonly Step[]> = fc
  .tuple(planned, users(2), effects, users(1), hints, answers, planned)
  .map((parts) => parts.flat());

/** What may be done to a file. The last: it was touched, and is as it was. */
const DOINGS: readonly ((at: string, to: string) => readonly UserAct[])[] = [
  (at) => [write(at, 'v*')],
  (at) => [remove(at)],
  (at, to) => [move(at, to)],
  (at) => [move(at, '/away'), move('/away', at)],
];
const doing = fc.constantFrom(...DOINGS);

/** Both users turn to one file, or want one place. */
const clash: fc.Arbitrary<readonly Step[]> = fc
  .tuple(path, fc.option(path, { freq: 1 }), path, doing, doing)
  .map(([at, other, to, mine, theirs]) => [...local(...mine(at, to)), ...remote(...theirs(other ?? at, to))]);

const LOSSES = fc.oneof(
  side.map((s): readonly Step[] => [{ do: 'lose', side: s }]),
  fc.tuple(side, some).map(([s, which]): readonly Step[] => [{ do: 'lose', side: s, which }]),
);

const remedyOf = (_tag: ProviderError['_tag']): Remedy => remedyFor({ _tag, message: '' });

/** By what is done about it, so that each remedy comes as often as any. */
const error = fc.oneof(
  ...[...new Set(ERROR_TAGS.map(remedyOf))].map((remedy) => fc.constantFrom(...ERROR_TAGS.filter((tag) => remedyOf(tag) === remedy))),
);

const failures: fc.Arbitrary<readonly Step[]> = fc
  .record(
    {
      side,
      error,
      times: fc.integer({ min: 1, max: 3 }),
      after: fc.boolean(),
      halfway: fc.boolean(),
      of: fc.constantFrom('looks' as const, 'deeds' as const),
    },
    { requiredKeys: ['side', 'error', 'times', 'after'] },
  )
  .map((fault) => [{ do: 'fail', ...fault } as const]);

const crashes: fc.Arbitrary<readonly Step[]> = fc.oneof(
  { weight: 2, arbitrary: step({ do: 'crash' }) },
  { weight: 2, arbitrary: fc.nat(30).map((lostEvents): readonly Step[] => [{ do: 'crash', lostEvents }]) },
);
const forgets: fc.Arbitrary<readonly Step[]> = fc.oneof(
  step({ do: 'forget' }),
  fc.nat(40).map((keptEvents): readonly Step[] => [{ do: 'forget', keptEvents }]),
);

const common: fc.Arbitrary<readonly Step[]> = fc.oneof(
  { weight: 6, arbitrary: macro },
  { weight: 3, arbitrary: users(3) },
  { weight: 2, arbitrary: clash },
  { weight: 2, arbitrary: hints },
  { weight: 1, arbitrary: planned },
  { weight: 1, arbitrary: effects },
  { weight: 1, arbitrary: answers },
  { weight: 1, arbitrary: step({ do: 'settle' }) },
  { weight: 1, arbitrary: fc.constantFrom(50, 500, 40_000).map((ms): readonly Step[] => [{ do: 'wait', ms }]) },
  { weight: 1, arbitrary: side.map((s): readonly Step[] => [{ do: 'walk', side: s }]) },
);

/** What may go wrong besides users who race with the engine. */
export const TROUBLES = {
  none: common,
  'lost hints': fc.oneof({ weight: 5, arbitrary: common }, { weight: 1, arbitrary: LOSSES }),
  crashes: fc.oneof({ weight: 6, arbitrary: common }, { weight: 1, arbitrary: crashes }),
  'lost logs': fc.oneof({ weight: 8, arbitrary: common }, { weight: 1, arbitrary: forgets }),
  failures: fc.oneof({ weight: 5, arbitrary: common }, { weight: 1, arbitrary: failures }),
  all: fc.oneof(
    { weight: 12, arbitrary: common },
    { weight: 1, arbitrary: LOSSES },
    { weight: 1, arbitrary: crashes },
    { weight: 1, arbitrary: forgets },
    { weight: 1, arbitrary: failures },
  ),
} as const;

export type Trouble = keyof typeof TROUBLES;

export const policies: fc.Arbitrary<Partial<Policy>> = fc.oneof(
  { weight: 4, arbitrary: fc.constant({}) },
  { weight: 1, arbitrary: fc.constant({ agingMs: 200 }) },
  { weight: 1, arbitrary: fc.constantFrom('local', 'newer', 'larger').map((conflictWinner) => ({ conflictWinner }) as Partial<Policy>) },
  { weight: 1, arbitrary: fc.constant({ conflictCopies: 'loser-side' } as const) },
);

/** What both sides begin with. */
export const bases: fc.Arbitrary<readonly UserAct[]> = fc.array(makes, { maxLength: 6 });

export const scenarios = (kinds: Sides<KindName>, trouble: Trouble = 'none', base = bases): fc.Arbitrary<Scenario> =>
  fc.record({
    kinds: fc.constant(kinds),
    policy: policies,
    base,
    steps: fc.array(TROUBLES[trouble], { maxLength: 6 }).map((parts) => parts.flat()),
  });
