import fc from 'fast-check';
import type { Coverage } from './coverage.js';

/** One class of stories, under the laws that have to hold for each of them. */
export interface Trial {
  /** What is tried, e.g. `oid | path, crashes`. */
  readonly name: string;
  /** Tells stories until one breaks a law. */
  readonly tell: (how: Telling) => Promise<Told>;
}

export interface Telling {
  readonly seed: number;
  readonly runs: number;
  readonly coverage: Coverage;
  /** One story in so many is asked every law, also those that cost more than the story. Default 1: each. */
  readonly thoroughEvery?: number;
}

export interface Told {
  readonly runs: number;
  /** Of these, so many were asked every law. */
  readonly thorough: number;
  /** The smallest story found that breaks a law, and what it breaks. */
  readonly broken: { readonly story: unknown; readonly complaint: string } | null;
}

/** A tier: the trials of one round, which differ from seed to seed. */
export type Tier = (seed: number) => Iterable<Trial>;

/** Between the seeds of the trials of one round: each tells other stories, and none of those that the next rounds tell. */
export const APART = 1_000_003;

export interface TrialOf<A> {
  readonly name: string;
  readonly stories: fc.Arbitrary<A>;
  /** Rejects where a law is broken. */
  readonly holds: (story: A, how: { readonly coverage: Coverage; readonly isThorough: boolean }) => Promise<void>;
  /** What a story that fails may be cut down to, largest cuts first; besides how its arbitrary shrinks. */
  readonly cuts: (story: A) => Iterable<A>;
}

/** A story takes no longer than this, milliseconds: else it hangs. */
const HANGS_MS = 60_000;

export const trial = <A>(of: TrialOf<A>): Trial => ({
  name: of.name,
  tell: async ({ seed, runs, coverage, thoroughEvery = 1 }) => {
    let thorough = 0;
    // As `fc.check` would tell them, without what that spends on each.
    for (const [told, story] of fc.sample(of.stories, { seed, numRuns: runs }).entries()) {
      const isThorough = told % thoroughEvery === 0;
      if (isThorough) thorough++;
      if ((await complaintOf(of, story, { coverage, isThorough })) === null) continue;
      return { runs: told + 1, thorough, broken: await smallest(of, story, { seed, runs: told + 1, coverage }) };
    }
    return { runs, thorough, broken: null };
  },
});

/** A story that fails, shrunk by its arbitrary and then cut down; each attempt is asked every law. */
const smallest = async <A>(of: TrialOf<A>, story: A, { seed, runs, coverage }: Telling): Promise<NonNullable<Told['broken']>> => {
  const how = { coverage, isThorough: true };
  const property = fc.asyncProperty(of.stories, (each) => of.holds(each, how));
  const details = await fc.check(property, { numRuns: runs, seed, interruptAfterTimeLimit: HANGS_MS });
  const cut = await cutDown(of, details.counterexample?.[0] ?? story, how);
  return { story: cut, complaint: (await complaintOf(of, cut, how)) ?? 'it failed, and then it did not: something is not deterministic' };
};

type How<A> = Parameters<TrialOf<A>['holds']>[1];

const complaintOf = <A>({ holds }: TrialOf<A>, story: A, how: How<A>): Promise<string | null> =>
  holds(story, how).then(
    () => null,
    (thrown: unknown) => (thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)),
  );

/** A failing story, cut down as far as it still fails. */
const cutDown = async <A>(of: TrialOf<A>, story: A, how: How<A>): Promise<A> => {
  for (const cut of of.cuts(story)) if ((await complaintOf(of, cut, how)) !== null) return cutDown(of, cut, how);
  return story;
};

/** A list without some of it: halves, then quarters, down to each of its elements. */
export function* shorter<A>(list: readonly A[]): Generator<readonly A[]> {
  for (let size = Math.ceil(list.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2))
    for (let at = 0; at < list.length; at += size) yield [...list.slice(0, at), ...list.slice(at + size)];
}
