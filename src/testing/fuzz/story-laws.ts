import fc from 'fast-check';
import type { Sides } from '../../domain/side.js';
import { by, conflictsOnlyAdd, editFindsItsFile, equalIsFree, oneSidedChangeIsCopied, scheduleDoesNotMatter } from '../laws/stories.js';
import { makes, path, policies, schedules, sharedAct, side, userAct } from '../world/arbitraries.js';
import { KINDS, type KindName, TELLING } from '../world/kinds.js';
import { mkdir, move, type UserAct, within, write } from '../world/scenario.js';
import { type Tier, trial, type Trial } from './trial.js';

/** A story of these takes as long as so many of the others: each is told in two ways. */
const AS_LONG_AS = 5;

/** Tier P, too: stories whose end is known beforehand, or is that of the same story told otherwise. */
export const storyLawTier =
  (pairs: readonly Sides<KindName>[] = TELLING): Tier =>
  () =>
    pairs.flatMap(lawsOn).map((law) => ({ ...law, tell: (how) => law.tell({ ...how, runs: Math.ceil(how.runs / AS_LONG_AS) }) }));

const lawsOn = (kinds: Sides<KindName>): readonly Trial[] => {
  const law = <A extends readonly unknown[]>(name: string, stories: fc.Arbitrary<A>, holds: (...story: A) => Promise<void>): Trial =>
    trial<A>({ name: `${kinds.join(' | ')}, ${name}`, stories, holds: (story) => holds(...story), cuts: () => [] });
  const base = fc.array(makes, { maxLength: 5 });
  const acts = fc.array(userAct, { maxLength: 4 });
  const [here] = kinds;
  // A side of paths tells no move of an empty folder, so that the same move on two sides is two things: sides are alike there.
  const areAlike = here === kinds[1] && KINDS[here].hash !== null;
  const all = [
    law('I2', fc.tuple(path, policies, fc.boolean(), schedules()), (...story) => conflictsOnlyAdd(kinds, ...story)),
    law('I3', fc.tuple(base, side, acts, schedules()), (...story) => oneSidedChangeIsCopied(kinds, ...story)),
    law('I18', fc.tuple(base, acts.map(withoutTouches), acts.map(withoutTouches), schedules()), (before, mine, theirs, schedule) =>
      scheduleDoesNotMatter({ kinds, base: before }, [...by(0, mine), ...by(1, theirs)], schedule),
    ),
    law('I27', fc.tuple(base, acts, acts, schedules()), (before, mine, theirs, schedule) => {
      const both = ['/left', '/right'].flatMap((folder) => before.map((act) => within(folder, act)));
      const told = [
        ...by(
          0,
          mine.map((act) => within('/left', act)),
        ),
        ...by(
          1,
          theirs.map((act) => within('/right', act)),
        ),
      ];
      return scheduleDoesNotMatter({ kinds, base: both }, told, schedule);
    }),
    law('I28', fc.tuple(movesOn(here), fc.constantFrom(...FILES), schedules()), (moves, edited, schedule) =>
      editFindsItsFile(kinds, BASE, moves, edited, schedule),
    ),
  ];
  return areAlike
    ? [...all, law('I4', fc.tuple(base, fc.array(sharedAct, { maxLength: 4 })), (...story) => equalIsFree(kinds, ...story))]
    : all;
};

/** Whether a touch is told from an edit before the other side's edit meets it is up to the schedule: both ends are right. */
const withoutTouches = (acts: readonly UserAct[]): readonly UserAct[] => acts.filter((act) => act.act !== 'move' || act.from !== act.to);

const FILES = ['/a/a', '/a/b', '/b/a', '/c'] as const;
const BASE = [...FILES.map((file, i) => write(file, `v${i}`)), mkdir('/e')];

/** Where the path is all there is, what goes to a place that another just left is that other, edited: so each goes to a place of its own. */
const movesOn = (kind: KindName) => {
  const target = KINDS[kind].identity === 'path' ? path.map((at) => `/e${at.replaceAll('/', '-')}`) : path;
  const from = fc.oneof(fc.constantFrom<string>(...FILES, '/a', '/b'), path);
  return fc.array(
    fc.tuple(from, target).map(([source, place]) => move(source, place)),
    { maxLength: 4 },
  );
};
