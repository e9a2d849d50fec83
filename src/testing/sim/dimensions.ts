import fc from 'fast-check';
import type { Sides } from '../../domain/side.js';
import { path, side } from '../world/arbitraries.js';
import { KINDS, type KindName } from '../world/kinds.js';
import { mkdir, remove, type UserAct, write } from '../world/scenario.js';
import { pause } from './pause.js';
import type { Answer, Deed, Happening, Pause, Settings, Story } from './story.js';
import { TRANSLATIONS } from './translations.js';

/**
 * What most worlds have nothing of: each a dimension of its own, so that a world may have several. One brings what it needs: settings, things that
 * there are in the beginning, and what happens besides all else.
 */
interface Dimension {
  readonly settings?: Settings;
  readonly story?: Pick<Story, 'translation' | 'reusesInodes'>;
  readonly base?: readonly UserAct[];
  readonly rounds?: readonly (readonly Happening[])[];
}

/** What one world in so many has. */
const oneIn = (worlds: number, dimension: fc.Arbitrary<Dimension>): fc.Arbitrary<Dimension> =>
  fc.oneof({ withCrossShrink: true }, { weight: worlds - 1, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: dimension });

const user = (of: 0 | 1, act: UserAct, after: Pause = { ms: 0 }): Happening => ({ after, does: { do: 'user', side: of, act } });
const few = (round: fc.Arbitrary<readonly Happening[]>) => fc.array(round, { minLength: 1, maxLength: 2 });

const answer: fc.Arbitrary<Answer> = fc.record({
  says: fc.constantFrom('local', 'remote', 'merged', 'as policy says', 'it fails'),
  keep: fc.boolean(),
  afterMs: fc.oneof({ weight: 5, arbitrary: fc.constantFrom(0, 0, 300, 45_000) }, { weight: 1, arbitrary: fc.constant(null) }),
});

/** Long enough, mostly, for what came before to be over. */
const rest: fc.Arbitrary<Pause> = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom({ ms: 3_000 }, { ms: 40_000 }) },
  { weight: 1, arbitrary: pause },
);
const soon: fc.Arbitrary<Pause> = fc.oneof({ weight: 2, arbitrary: fc.constant({ ms: 0 }) }, { weight: 1, arbitrary: pause });

const conflict: fc.Arbitrary<readonly Happening[]> = fc
  .record({ at: path, first: side, after: rest, then: soon })
  .map(({ at, first, after, then }) => [user(first, write(at, 'v*'), after), user(first === 0 ? 1 : 0, write(at, 'v*'), then)]);

const resolver: fc.Arbitrary<Dimension> = fc
  .record({ answers: fc.array(answer, { minLength: 1, maxLength: 3 }), rounds: few(conflict) })
  .map(({ answers, rounds }) => ({ settings: { resolver: answers }, rounds }));

/** Names that mappings speak of. */
const mapped = fc.subarray([mkdir('/a'), mkdir('/b'), write('/b/a', 'v*'), write('/c', 'v*')]);

const translation: fc.Arbitrary<Dimension> = fc
  .record({ chosen: fc.constantFrom(...TRANSLATIONS), base: mapped })
  .map(({ chosen, base }) => ({ story: { translation: chosen }, base }));

/** A file comes to REMOTE, is asked for, is perhaps edited, and let go again. */
const STEPS = ['appear', 'request', 'edit', 'release'] as const;
const onDemand: fc.Arbitrary<Dimension> = fc
  .record({
    at: path,
    isThere: fc.boolean(),
    wants: fc.oneof(fc.constant([]), fc.constant(['a'])),
    steps: fc.subarray([...STEPS], { minLength: 1 }),
    pauses: fc.tuple(rest, rest, rest, rest),
    editor: side,
  })
  .map(({ at, isThere, wants, steps, pauses, editor }) => {
    const happeningOf = (step: (typeof STEPS)[number], after: Pause): Happening => {
      if (step === 'request' || step === 'release') return { after, does: { do: step, path: at } };
      return user(step === 'appear' ? 1 : editor, write(at, 'v*'), after);
    };
    return {
      settings: { policy: { onDemand: true }, ...(wants.length === 0 ? {} : { wants }) },
      base: isThere ? [write(at, 'v*')] : [],
      // What is wanted unasked comes again with the next start.
      rounds: steps
        .filter((step) => step !== 'release' || wants.length === 0)
        .map((step, i) => [happeningOf(step, pauses[i] ?? { ms: 0 })]),
    };
  });

/** So many files that a gate stands before their deletes: more than 20 (I10). */
const crowd = fc.record({ folder: path, count: fc.integer({ min: 21, max: 23 }) });

const massDelete: fc.Arbitrary<Dimension> = fc
  .record({
    crowd,
    by: side,
    answers: fc.constantFrom('yes', 'yes', 'back', 'left'),
    after: pause,
    then: rest,
    maxDeletePercent: fc.constantFrom(50, 10),
  })
  .map(({ crowd: { folder, count }, by, answers, after, then, maxDeletePercent }) => {
    const answered: Deed | null =
      answers === 'yes'
        ? { do: 'approve', side: by === 0 ? 1 : 0 }
        : answers === 'back'
          ? { do: 'user', side: by, act: write(`${folder}/1`, 'v*') }
          : null;
    return {
      settings: { policy: { maxDeletePercent } },
      base: Array.from({ length: count }, (_, i) => write(`${folder}/${i}`, 'v*')),
      rounds: [[user(by, remove(folder), after), ...(answered === null ? [] : [{ after: then, does: answered }])]],
    };
  });

/** What is new takes the inode of what has just gone. */
const successor: fc.Arbitrary<readonly Happening[]> = fc
  .tuple(side, path, path, fc.boolean(), pause, pause)
  .map(([of, gone, made, isFile, after, then]) => [
    user(of, remove(gone), after),
    user(of, isFile ? write(made, 'v*') : mkdir(made), then),
  ]);

const reuse: fc.Arbitrary<Dimension> = few(successor).map((rounds) => ({ story: { reusesInodes: true }, rounds }));

/** What a user writes can't be read as it was written. */
const damage: fc.Arbitrary<Dimension> = fc
  .record({
    of: side,
    at: path,
    op: fc.constantFrom('read', 'stream', 'verify' as const),
    times: fc.integer({ min: 1, max: 2 }),
    after: rest,
  })
  .map(({ of, at, op, times, after }) => ({
    base: [write(at, 'v*')],
    rounds: [[{ after, does: { do: 'fail', side: of, error: 'Corrupt', op, times, isDone: false } }, user(of, write(at, 'v*'))]],
  }));

export const dimensionsOf = (kinds: Sides<KindName>): fc.Arbitrary<readonly Dimension[]> => {
  const hasInodes = kinds.some((kind) => KINDS[kind].identity === 'inode');
  // A mapping of exact names says nothing of what a side takes for the same name.
  const tellsCase = kinds.every((kind) => KINDS[kind].caseSensitive && KINDS[kind].unicode === 'exact');
  return fc.tuple(
    oneIn(6, resolver),
    tellsCase ? oneIn(6, translation) : fc.constant({}),
    oneIn(6, onDemand),
    oneIn(12, massDelete),
    oneIn(12, damage),
    hasInodes ? oneIn(3, reuse) : fc.constant({}),
  );
};

/** A story with what its dimensions bring: their rounds after its own, one after the other. */
export const withDimensions = (story: Story, rounds: readonly (readonly Happening[])[], dimensions: readonly Dimension[]): Story => {
  const theirs = dimensions.flatMap((dimension) => dimension.rounds ?? []);
  const length = Math.max(rounds.length, theirs.length);
  const told: Story = Object.assign({}, story, ...dimensions.map((dimension) => dimension.story ?? {}));
  return {
    ...told,
    settings: dimensions.reduce(
      (all, { settings = {} }) => ({ ...all, ...settings, policy: { ...all.policy, ...settings.policy } }),
      told.translation === undefined ? story.settings : unignored(story.settings),
    ),
    base: [...story.base, ...dimensions.flatMap((dimension) => dimension.base ?? [])],
    happenings: Array.from({ length }, (_, i) => [...(rounds[i] ?? []), ...(theirs[i] ?? [])])
      .flat()
      .map((each) => (told.translation === undefined ? each : withoutRules(each))),
  };
};

/** A rule names paths of one side and of the other alike: where these are mapped, what it keeps apart is another question, and no law has an answer yet. */
const unignored = ({ ignore: _, ...settings }: Settings): Settings => settings;

const withoutRules = (happening: Happening): Happening => {
  const { does } = happening;
  if (does.do !== 'restart' || does.settings === undefined) return happening;
  return { ...happening, does: { ...does, settings: unignored(does.settings) } };
};
