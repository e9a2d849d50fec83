import fc from 'fast-check';
import type { Coverage } from './coverage.js';

/** One class of stories, under the laws that have to hold for each of them. */
export interface Trial {
  /** What is tried, e.g. `oid | path, crashes`. */
  readonly name: string;
  /** Tells stories until one breaks a law. */
  readonly tell: (how: { readonly seed: number; readonly runs: number; readonly coverage: Coverage }) => Promise<Told>;
}

export interface Told {
  readonly runs: number;
  /** The smallest story found that breaks a law, and what it breaks. */
  readonly broken: { readonly story: unknown; readonly complaint: string } | null;
}

/** A tier: the trials of one round, which differ from seed to seed. */
export type Tier = (seed: number) => Iterable<Trial>;

export interface TrialOf<A> {
  readonly name: string;
  readonly stories: fc.Arbitrary<A>;
  /** Rejects where a law is broken. */
  readonly holds: (story: A, coverage: Coverage) => Promise<void>;
  /** What a story that fails may be cut down to, largest cuts first; besides how its arbitrary shrinks. */
  readonly cuts: (story: A) => Iterable<A>;
}

/** A story takes no longer than this, milliseconds: else it hangs. */
const HANGS_MS = 60_000;

export const trial = <A>(of: TrialOf<A>): Trial => ({
  name: of.name,
  tell: async ({ seed, runs, coverage }) => {
    const property = fc.asyncProperty(of.stories, (story) => of.holds(story, coverage));
    const details = await fc.check(property, { numRuns: runs, seed, endOnFailure: false, interruptAfterTimeLimit: HANGS_MS });
    if (!details.failed || details.counterexample === null) return { runs: details.numRuns, broken: null };
    const story = await cutDown(of, details.counterexample[0], coverage);
    const complaint = (await complaintOf(of, story, coverage)) ?? 'it failed, and then it did not: something is not deterministic';
    return { runs: details.numRuns, broken: { story, complaint } };
  },
});

const complaintOf = <A>({ holds }: TrialOf<A>, story: A, coverage: Coverage): Promise<string | null> =>
  holds(story, coverage).then(
    () => null,
    (thrown: unknown) => (thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)),
  );

/** A failing story, cut down as far as it still fails. */
const cutDown = async <A>(of: TrialOf<A>, story: A, coverage: Coverage): Promise<A> => {
  for (const cut of of.cuts(story)) if ((await complaintOf(of, cut, coverage)) !== null) return cutDown(of, cut, coverage);
  return story;
};

/** A list without some of it: halves, then quarters, down to each of its elements. */
export function* shorter<A>(list: readonly A[]): Generator<readonly A[]> {
  for (let size = Math.ceil(list.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2))
    for (let at = 0; at < list.length; at += size) yield [...list.slice(0, at), ...list.slice(at + size)];
}
