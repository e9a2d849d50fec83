import type { EventOf } from '../event.js';
import { linkId } from '../ids.js';
import { contentChange } from '../judge/content.js';
import { isQuiet, liveHalf, starvesAtMs } from '../judge/view.js';
import { other, type Side } from '../side.js';
import { DELETES_WINDOW_MS } from '../evolve/fold-discarded.js';
import type { Draft } from '../state/state.js';

/** So few deletes are never stopped, whatever their share (DESIGN 3). */
export const FEW_DELETES = 20;

/**
 * The gate against mass deletion on `side`: more than 20 files and more than the policy's share of them are about to be deleted. Counted
 * on what recognition left (I10), with the deletes of the last minute, so that they do not trickle through.
 */
export const gateChange = (draft: Draft, side: Side): EventOf<'GateRaised' | 'GateLowered'> | null => {
  const { gate } = draft.control.sides[side];
  const pending = draft.agenda.orphans[other(side)].size;
  if (gate._tag === 'Approved') return pending === 0 ? { _tag: 'GateLowered', side } : null;
  // Where a side is not quiet for so long that deletes go on without, the gate does, too.
  if (!isQuiet(draft, other(side)) && draft.control.nowMs < starvesAtMs(draft, other(side), 0)) return null;
  const found = pending === 0 ? null : measure(draft, side);
  if (gate._tag === 'Open' && found !== null) return { _tag: 'GateRaised', side, ...found };
  if (gate._tag === 'Raised' && found === null) return { _tag: 'GateLowered', side };
  return null;
};

/** Deletes to come and files there are, if the gate has to stop them. */
const measure = (draft: Draft, side: Side): { readonly deletes: number; readonly files: number } | null => {
  const { deleted } = draft.control.sides[side];
  const done = draft.control.nowMs - deleted.atMs <= DELETES_WINDOW_MS ? deleted.count : 0;
  const files = draft.agenda.files[side] + done;
  const isTooMany = (deletes: number): boolean => deletes > FEW_DELETES && deletes * 100 > files * draft.control.policy.maxDeletePercent;
  if (!isTooMany(draft.agenda.orphans[other(side)].size + done)) return null;
  const toCome = countDeletes(draft, side);
  return toCome > 0 && isTooMany(toCome + done) ? { deletes: toCome + done, files } : null;
};

const countDeletes = (draft: Draft, side: Side): number => {
  let count = 0;
  for (const id of draft.agenda.orphans[other(side)]) {
    const link = draft.table.link(linkId(id));
    const node = link === undefined ? undefined : liveHalf(draft, link, side);
    if (link === undefined || node === undefined || node.kind !== 'file' || node.kept !== null) continue;
    if (contentChange(draft, link, node) === 'unchanged') count++;
  }
  return count;
};
