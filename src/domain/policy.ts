import * as t from 'io-ts';

/** What a user may decide. Recorded as an event, so that replay needs no configuration. */
export const Policy = t.readonly(
  t.intersection([
    t.type({
      /** Which file keeps the name when both sides edited it. */
      conflictWinner: t.keyof({ remote: null, local: null, newer: null, larger: null }),
      /** `loser-side`: the conflict copy stays where it was (the original library); `both-sides`: it syncs. */
      conflictCopies: t.keyof({ 'both-sides': null, 'loser-side': null }),
      /** A side must rest this long before an absence on it is believed (H16), milliseconds. */
      agingMs: t.number,
      /** Share of a side's files, in percent, above which deletes wait for approval; 100 = never. */
      maxDeletePercent: t.number,
    }),
    t.partial({
      /** A resolver is asked before `conflictWinner` decides, and what it answers is recorded. */
      asksResolver: t.boolean,
      /** Files of REMOTE come to LOCAL only when they are asked for (`SmartCloudSync`). */
      onDemand: t.boolean,
    }),
  ]),
);
export type Policy = t.TypeOf<typeof Policy>;

export { DEFAULT_POLICY } from './default-policy.js';
