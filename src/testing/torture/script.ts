/** What users do to real folders, and when the sync is run, killed and started, as values: what fails is printed and replayed. */
import fc from 'fast-check';

/** One thing that a user does. `at`, `into`: which entry, as a number taken modulo what is there at that moment. */
export type Deed =
  | { readonly _tag: 'Create'; readonly into: number; readonly name: string; readonly size: number }
  | { readonly _tag: 'Edit'; readonly at: number; readonly size: number }
  | { readonly _tag: 'EditSameSize'; readonly at: number }
  | { readonly _tag: 'Append'; readonly at: number }
  | { readonly _tag: 'SaveByRename'; readonly at: number; readonly size: number }
  | { readonly _tag: 'Empty'; readonly at: number }
  /** As `touch -d`: to a time of long ago, or to come; seconds since 1970. */
  | { readonly _tag: 'Touch'; readonly at: number; readonly timeS: number }
  /** Other content of the same size, and the time is set back to what it was: only ctime tells. */
  | { readonly _tag: 'EditUnseen'; readonly at: number }
  | { readonly _tag: 'FlipExecutable'; readonly at: number }
  | { readonly _tag: 'Copy'; readonly at: number; readonly into: number; readonly name: string }
  | { readonly _tag: 'MakeFolder'; readonly into: number; readonly name: string }
  | { readonly _tag: 'Move'; readonly at: number; readonly into: number; readonly name: string }
  | { readonly _tag: 'Rename'; readonly at: number; readonly name: string }
  | { readonly _tag: 'Swap'; readonly at: number; readonly with: number }
  | { readonly _tag: 'Remove'; readonly at: number }
  | { readonly _tag: 'TurnKind'; readonly at: number; readonly size: number }
  /** Takes permissions away, until everything is to settle. */
  | { readonly _tag: 'Lock'; readonly at: number };

export type Step =
  | { readonly _tag: 'User'; readonly root: number; readonly deed: Deed }
  /** `--once`: a run of sync number `sync`, killed after `killAfterMs` (null: to its end). Watch mode: that process is killed and begun again. */
  | { readonly _tag: 'Sync'; readonly sync: number; readonly killAfterMs: number | null }
  | { readonly _tag: 'Pause'; readonly ms: number }
  /** The machine's clock is so far off, milliseconds, for whatever runs. */
  | { readonly _tag: 'SetClock'; readonly offsetMs: number }
  /** The small disk is full, but for so many bytes; or it has room again. */
  | { readonly _tag: 'Fill'; readonly leave: number }
  | { readonly _tag: 'Drain' };

/** `full`: as `once`, with one root, or what is known, on a small disk. */
export type Mode = 'once' | 'watch' | 'chain' | 'full';

export interface Script {
  readonly mode: Mode;
  /** Each root's user stays in a folder of their own: then no conflict may appear. */
  readonly disjoint: boolean;
  /** What lies on a small disk. */
  readonly onSmallDisk: 'second root' | 'state' | null;
  readonly steps: readonly Step[];
}

/** Few, so that they meet; awkward, so that they hurt. */
const NAMES = [
  'a',
  'b',
  'c',
  'd.txt',
  'e f.tar.gz',
  'A',
  'caf\u00e9',
  'cafe\u0301',
  '\u{1F600}.md',
  'n\nl',
  '-rf',
  `${'x'.repeat(250)}.txt`,
] as const;
/** Bytes: most files are small; some are beyond what is copied in one go. */
const sizesUpTo = (large: number): fc.Arbitrary<number> =>
  fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: 1, max: 3000 }) },
    { weight: 1, arbitrary: fc.integer({ min: large / 15, max: large }) },
  );
const LARGE = 3_000_000;
/** On a disk of some megabytes, with all that was replaced in its trash. */
const LARGE_ON_SMALL_DISK = 60_000;
const picks = fc.nat({ max: 999 });
const names = fc.constantFrom(...NAMES);

const TIMES_S = [0, 1_600_000_000, 4_000_000_000];

const deeds = (locks: boolean, sizes: fc.Arbitrary<number>): fc.Arbitrary<Deed> =>
  fc.oneof(
    { weight: 5, arbitrary: fc.record({ _tag: fc.constant('Create' as const), into: picks, name: names, size: sizes }) },
    { weight: 4, arbitrary: fc.record({ _tag: fc.constant('Edit' as const), at: picks, size: sizes }) },
    { weight: 2, arbitrary: fc.record({ _tag: fc.constant('EditSameSize' as const), at: picks }) },
    { weight: 1, arbitrary: fc.record({ _tag: fc.constant('Append' as const), at: picks }) },
    { weight: 3, arbitrary: fc.record({ _tag: fc.constant('SaveByRename' as const), at: picks, size: sizes }) },
    { weight: 1, arbitrary: fc.record({ _tag: fc.constant('Empty' as const), at: picks }) },
    { weight: 1, arbitrary: fc.record({ _tag: fc.constant('Touch' as const), at: picks, timeS: fc.constantFrom(...TIMES_S) }) },
    { weight: 2, arbitrary: fc.record({ _tag: fc.constant('EditUnseen' as const), at: picks }) },
    { weight: 1, arbitrary: fc.record({ _tag: fc.constant('FlipExecutable' as const), at: picks }) },
    { weight: 1, arbitrary: fc.record({ _tag: fc.constant('Copy' as const), at: picks, into: picks, name: names }) },
    { weight: 3, arbitrary: fc.record({ _tag: fc.constant('MakeFolder' as const), into: picks, name: names }) },
    { weight: 5, arbitrary: fc.record({ _tag: fc.constant('Move' as const), at: picks, into: picks, name: names }) },
    { weight: 3, arbitrary: fc.record({ _tag: fc.constant('Rename' as const), at: picks, name: names }) },
    { weight: 2, arbitrary: fc.record({ _tag: fc.constant('Swap' as const), at: picks, with: picks }) },
    { weight: 3, arbitrary: fc.record({ _tag: fc.constant('Remove' as const), at: picks }) },
    { weight: 1, arbitrary: fc.record({ _tag: fc.constant('TurnKind' as const), at: picks, size: sizes }) },
    ...(locks ? [{ weight: 1, arbitrary: fc.record({ _tag: fc.constant('Lock' as const), at: picks }) }] : []),
  );

const clocks = fc.record({
  _tag: fc.constant('SetClock' as const),
  offsetMs: fc.constantFrom(0, 60_000, 86_400_000, -3_000, -86_400_000),
});
const rooms = fc.oneof(
  fc.record({ _tag: fc.constant('Fill' as const), leave: fc.constantFrom(0, 5_000, 50_000) }),
  fc.constant({ _tag: 'Drain' as const }),
);

/** Starting takes some hundred milliseconds, what is done after that some tens: so most kills come where something happens. */
const kills = fc.oneof({ weight: 2, arbitrary: fc.constant(null) }, { weight: 3, arbitrary: fc.integer({ min: 100, max: 700 }) });

export const scripts = (mode: Mode, locks: boolean): fc.Arbitrary<Script> => {
  const roots = mode === 'chain' ? 3 : 2;
  const isFull = mode === 'full';
  const user = fc.record({
    _tag: fc.constant('User' as const),
    root: fc.nat({ max: roots - 1 }),
    deed: deeds(locks, sizesUpTo(isFull ? LARGE_ON_SMALL_DISK : LARGE)),
  });
  const sync = fc.record({ _tag: fc.constant('Sync' as const), sync: fc.nat({ max: roots - 2 }), killAfterMs: kills });
  const pause = fc.record({ _tag: fc.constant('Pause' as const), ms: fc.integer({ min: 0, max: 400 }) });
  const step = fc.oneof(
    { weight: 14, arbitrary: user },
    { weight: mode === 'watch' ? 1 : 2, arbitrary: sync },
    { weight: mode === 'watch' ? 3 : 0, arbitrary: pause },
    { weight: 1, arbitrary: clocks },
    { weight: isFull ? 2 : 0, arbitrary: rooms },
  );
  return fc.record({
    mode: fc.constant(mode),
    disjoint: fc.boolean(),
    onSmallDisk: isFull ? fc.constantFrom('second root' as const, 'state' as const) : fc.constant(null),
    steps: fc.array(step, { minLength: 4, maxLength: 60, size: 'max' }),
  });
};
