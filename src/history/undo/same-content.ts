import type { Event } from '../../domain/event.js';
import type { LinkId } from '../../domain/ids.js';
import { NO_NODE } from '../../domain/ids.js';
import { other, type Side, SIDES } from '../../domain/side.js';
import type { Known } from '../known.js';

interface Renewed {
  readonly seq: number;
  readonly side: Side;
  readonly was: string | null;
  readonly is: string | null;
}

/**
 * Contents that got another revision without being changed: both sides were found to agree, and the other one had not changed meanwhile. So it is
 * where a folder is moved on a side on which a place makes a revision.
 */
export const sameContents = () => {
  const renewed = new Map<LinkId, Renewed[]>();
  return {
    before: (event: Event, known: Known, seq: number): void => {
      if (event._tag !== 'ContentAgreed') return;
      const link = known.table.link(event.link);
      const { base } = link ?? { base: null };
      if (link === undefined || base === null) return;
      const revisionOf = (side: Side): string | null => known.table.node(link.halves[side] ?? NO_NODE)?.revision ?? null;
      for (const side of SIDES) {
        const [was, is] = [base.revisions[side], revisionOf(side)];
        if (was === is || revisionOf(other(side)) !== base.revisions[other(side)]) continue;
        renewed.set(link.id, [...(renewed.get(link.id) ?? []), { seq, side, was, is }]);
      }
    },
    /** The revision by now of what had this one after an event. */
    revisionNow: ({
      link,
      side,
      seq,
      revision,
    }: {
      readonly link: LinkId;
      readonly side: Side;
      readonly seq: number;
      readonly revision: string | null;
    }): string | null =>
      (renewed.get(link) ?? []).reduce(
        (now, each) => (each.seq > seq && each.side === side && each.was === now && now !== null ? each.is : now),
        revision,
      ),
  };
};
