import type { Side } from '../../domain/side.js';

/**
 * What users did to contents: how often each was written on each side, and how often it was taken away on either. By counts, since one
 * content may lie in several files; one that was written on both sides may have become one file.
 */
export interface Ledger {
  readonly written: readonly [Counts, Counts];
  readonly removed: Counts;
}

type Counts = Map<string, number>;

export const newLedger = (): Ledger => ({ written: [new Map(), new Map()], removed: new Map() });

export const forkLedger = ({ written, removed }: Ledger): Ledger => ({
  written: [new Map(written[0]), new Map(written[1])],
  removed: new Map(removed),
});

/** An act on one side: how often each content was there before it, and after. */
export const noteAct = (ledger: Ledger, side: Side, before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>): void => {
  for (const [content, count] of after) add(ledger.written[side], content, count - (before.get(content) ?? 0));
  for (const [content, count] of before) add(ledger.removed, content, count - (after.get(content) ?? 0));
};

/** Contents that somebody wrote and that were not taken away as often: each has to be somewhere. */
export const owed = ({ written: [local, remote], removed }: Ledger): readonly string[] =>
  [...new Set([...local.keys(), ...remote.keys()])].filter(
    (content) => Math.max(local.get(content) ?? 0, remote.get(content) ?? 0) > (removed.get(content) ?? 0),
  );

const add = (counts: Counts, content: string, more: number): void => {
  if (more > 0) counts.set(content, (counts.get(content) ?? 0) + more);
};
