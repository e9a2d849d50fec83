import type { LinkId } from '../../domain/ids.js';
import { SIDES } from '../../domain/side.js';
import { unsettledLinks } from '../../domain/state/agenda.js';
import type { State } from '../../domain/state/state.js';
import { halvesOf, linkPlace } from '../../history/known.js';
import { pendingOf } from '../../history/pending.js';
import type { Recording } from '../recording/recording.js';
import type { Attention, Unsettled } from '../wire.js';
import { downText, gatesOf } from './moment.js';

/** Most entries that are handed out at once. */
const MOST = 200;

/** What was not in step at a moment, what waits for a person first. */
export const attention = (log: Recording, seq: number, from: number, count: number): Attention => {
  const state = log.stateAt(seq);
  const links = worstFirst(state);
  const first = Math.max(0, Math.min(from, links.length));
  return {
    gates: gatesOf(state),
    down: SIDES.flatMap((side) => {
      const text = downText(state.control.sides[side].health);
      return text === null ? [] : [{ side, text }];
    }),
    paused: state.control.paused,
    total: links.length,
    from: first,
    entries: links.slice(first, first + Math.min(count, MOST)).map((link) => unsettled(state, link)),
  };
};

/** The agenda has them by standing, the blocked last. */
const worstFirst = (state: State): readonly LinkId[] => unsettledLinks(state.agenda).reverse();

const unsettled = (state: State, link: LinkId): Unsettled => ({
  key: `l${link}`,
  path: linkPlace(state, link),
  kind: halvesOf(state, link)[0]?.kind ?? 'file',
  waiting: pendingOf(state, link) ?? { text: 'is judged anew', since: null, needs: 'nothing' },
});
