/** The line that is rewritten while a sync works. */
import { progressOf } from '../../domain/plan/wake-at.js';
import { SIDES } from '../../domain/side.js';
import type { State } from '../../domain/state/state.js';
import type { Deed } from './deeds.js';
import type { Tally } from './summary.js';
import { bytes, count, plural, shown } from './words.js';

export const progressLine = (
  state: State,
  tally: Tally,
  open: ReadonlyMap<number, readonly Deed[]>,
  transfers: ReadonlyMap<number, number>,
): string => {
  const folders = SIDES.reduce<number>((sum, side) => sum + state.agenda.unlisted[side].size, 0);
  const files = state.agenda.files[0] + state.agenda.files[1];
  if (folders > 0) return `Looking at both sides: ${plural(files, 'file')} so far, ${plural(folders, 'folder')} to go`;
  const done = SIDES.reduce<number>((sum, side) => sum + [...tally.counts[side].values()].reduce((a, b) => a + b, 0), 0);
  const { unsettled, blocked, gated } = progressOf(state);
  const running = [...transfers.values()].reduce((a, b) => a + b, 0);
  const last = [...open.values()].at(-1)?.at(-1);
  const current = last === undefined ? '' : `  ${shown(last.path)}${shareOf(last, transfers)}`;
  return `${count(done)} done, ${count(Math.max(0, unsettled - blocked - gated))} to do, ${bytes(tally.bytes + running)}${current}`;
};

const shareOf = (deed: Deed, transfers: ReadonlyMap<number, number>): string => {
  const sent = transfers.get(deed.event);
  return sent === undefined || deed.bytes === 0 ? '' : ` ${Math.min(100, Math.floor((sent / deed.bytes) * 100))}%`;
};
