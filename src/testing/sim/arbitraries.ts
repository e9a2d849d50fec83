import fc from 'fast-check';
import type { ProviderError } from '../../domain/provider-error.js';
import type { Sides } from '../../domain/side.js';
import { bases, path, policies, side, userAct } from '../world/arbitraries.js';
import type { KindName } from '../world/kinds.js';
import { move, remove, type UserAct, write } from '../world/scenario.js';
import { pause } from './pause.js';
import { dimensionsOf, withDimensions } from './dimensions.js';
import type { Damage, Deed, Happening, Settings, Story } from './story.js';

/** Stories around a whole engine: what users do, how long things take, and what goes wrong are streams of their own, so that each shrinks alone. */
const delay = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(0, 0, 1, 5) },
  { weight: 3, arbitrary: fc.constantFrom(30, 150, 250, 400) },
  { weight: 1, arbitrary: fc.constantFrom(2_000, 45_000) },
);
const delays: fc.Arbitrary<readonly number[]> = fc.oneof(
  { weight: 1, arbitrary: fc.constant([]) },
  { weight: 4, arbitrary: fc.array(delay, { maxLength: 7 }) },
);

const ignore = fc.constantFrom<readonly string[]>([], ['b'], ['/a/'], ['c', 'A/'], ['*', '!/a']);
export const settings: fc.Arbitrary<Settings> = fc.record({
  policy: policies,
  ignore: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: ignore }),
});

const duration = fc.constantFrom(100, 1_000, 20_000, 120_000);

/** What providers may fail with, by what becomes of it. */
const ERRORS: readonly ProviderError['_tag'][] = [
  ...(['NotFound', 'NoParent', 'Exists', 'NotEmpty', 'Modified', 'Moved', 'Interrupted'] as const),
  ...(['Temporary', 'Failed', 'OutOfSpace', 'Throttled', 'Disconnected', 'Unauthorized', 'CursorInvalid'] as const),
  ...(['NameRefused', 'Denied', 'Corrupt', 'RootMissing'] as const),
];
const ops = fc.constantFrom(
  'lookUp',
  'list',
  'read',
  'stream',
  'verify',
  'createFile',
  'replaceFile',
  'makeFolder',
  'move',
  'discard',
  'flush' as const,
);

const fault: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record(
      {
        do: fc.constant('fail' as const),
        side,
        error: fc.constantFrom(...ERRORS),
        op: fc.option(ops),
        times: fc.integer({ min: 1, max: 6 }),
        isDone: fc.boolean(),
        retryAfterMs: fc.constantFrom(50, 30_000),
      },
      { requiredKeys: ['do', 'side', 'error', 'op', 'times', 'isDone'] },
    ) as fc.Arbitrary<Deed>,
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('partial' as const), side, entries: fc.nat(2), times: fc.integer({ min: 1, max: 3 }) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('offline' as const, 'full' as const, 'unmount' as const), side, ms: duration }) },
);

const hints: fc.Arbitrary<Deed> = fc.oneof(
  fc.record({ do: fc.constantFrom('lose' as const, 'double' as const, 'walk' as const), side }),
  fc.record({ do: fc.constant('unheard' as const), side, act: userAct }),
);

const damage = fc.array(fc.constantFrom<Damage[]>('whole', 'empty', 'half', 'gone'), { minLength: 1, maxLength: 4 });
const deaths: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ do: 'kill' as const }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('cut power' as const), records: fc.nat(60), damage }) },
  { weight: 1, arbitrary: fc.constant({ do: 'lose log' as const }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restore log' as const), records: fc.nat(40) }) },
);

const persons: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('restart' as const), settings }) },
  { weight: 1, arbitrary: fc.constant({ do: 'restart' as const }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('pause' as const), ms: duration }) },
  { weight: 1, arbitrary: fc.constantFrom(60_000, 86_400_000, -3_000, -86_400_000).map((ms) => ({ do: 'set clock' as const, ms })) },
);

const users: fc.Arbitrary<Deed> = fc.record({ do: fc.constant('user' as const), side, act: userAct });

/** What a world may have to bear; a dimension of its own is another entry. */
export const HARDSHIPS = {
  users: fc.constant(null),
  hints,
  faults: fault,
  deaths,
  persons,
  all: fc.oneof(hints, fault, deaths, persons),
} as const;

export type Hardship = keyof typeof HARDSHIPS;

/** Both users turn to one place: edits that meet edits, deletes and moves. */
const clash: fc.Arbitrary<readonly Happening[]> = fc
  .tuple(path, path, fc.constantFrom('write' as const, 'remove' as const, 'move' as const), pause, side)
  .map(([at, to, other, after, first]) => {
    const act: UserAct = other === 'write' ? write(at, 'v*') : other === 'remove' ? remove(at) : move(at, to);
    return [
      { after: { ms: 0 }, does: { do: 'user', side: first, act: write(at, 'v*') } },
      { after, does: { do: 'user', side: first === 0 ? 1 : 0, act } },
    ];
  });

/** A round of it all: users, and in the middle of what follows something else, and users again. */
const macro = (hardship: Hardship): fc.Arbitrary<readonly Happening[]> => {
  const happening = (does: fc.Arbitrary<Deed>): fc.Arbitrary<Happening> => fc.record({ after: pause, does });
  const rough = hardship === 'users' ? users : fc.oneof({ weight: 2, arbitrary: HARDSHIPS[hardship] }, { weight: 1, arbitrary: users });
  return fc
    .tuple(
      fc.oneof({ weight: 3, arbitrary: fc.array(happening(users), { minLength: 1, maxLength: 3 }) }, { weight: 1, arbitrary: clash }),
      fc.array(happening(rough), { maxLength: 2 }),
      fc.array(happening(users), { maxLength: 1 }),
    )
    .map((parts) => parts.flat());
};

export const simStories = (kinds: Sides<KindName>, hardship: Hardship): fc.Arbitrary<Story> =>
  fc
    .record({
      plain: fc.record({
        kinds: fc.constant(kinds),
        settings,
        base: bases,
        delays,
        ends: fc.constantFrom('walk' as const, 'restart' as const, 'still' as const),
      }),
      rounds: fc.array(macro(hardship), { minLength: 1, maxLength: 4 }),
      dimensions: dimensionsOf(kinds),
    })
    .map(({ plain, rounds, dimensions }) => endsHeard(withDimensions({ ...plain, happenings: [] }, rounds, dimensions)));

/** What no hint tells of has to be found: what went unheard, and what could not be looked at when it was heard of. */
const endsHeard = (story: Story): Story =>
  story.ends === 'still' && story.happenings.some(({ does }) => isUnseen(does)) ? { ...story, ends: 'walk' } : story;

const isUnseen = (deed: Deed): boolean =>
  deed.do === 'unheard' || (deed.do === 'fail' && (deed.op === null || deed.op === 'lookUp' || deed.op === 'list'));
