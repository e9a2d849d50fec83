import { isQuiet } from '../judge/view.js';
import { SIDES } from '../side.js';
import type { State } from '../state/state.js';
import { pendingCounts } from '../state/agenda.js';

/** When time alone would change the plan (aging, backoff), milliseconds since 1970; null = never. */
export const wakeAt = (state: State): number | null => {
  const times: number[] = [];
  for (const side of SIDES) {
    const { health, lastHintAtMs } = state.control.sides[side];
    if (health._tag === 'Down') times.push(health.retryAtMs);
    if (lastHintAtMs !== 0 && !isQuiet(state, side))
      times.push(lastHintAtMs + state.control.policy.agingMs, state.agenda.starvesAtMs[side]);
  }
  for (const retries of [state.control.retries, state.control.lookRetries]) for (const key in retries) times.push(retries[key]?.atMs ?? 0);
  const future = times.filter((at) => at > state.control.nowMs && at < Infinity);
  return future.length === 0 ? null : Math.min(...future);
};

/** What keeps a state from being settled (I21): nothing is `pending` if and only if a further cycle would do nothing. */
export interface Progress {
  /** Something can go on, or will when time passes or an answer comes. */
  readonly active: boolean;
  readonly inFlight: number;
  /** Links that are not settled, whatever they wait for. */
  readonly unsettled: number;
  readonly blocked: number;
  readonly gated: number;
  /** Entries and look-ups whose last attempt failed, waiting to be tried again. */
  readonly failing: number;
}

export const progressOf = (state: State): Progress => {
  const counts = pendingCounts(state.agenda);
  const looking = counts.dirty + counts.unlisted;
  const unsettled = counts.stale + counts.ready + counts.waiting + counts.quiet + counts.later + counts.gated + counts.blocked;
  const failing = counts.later + Object.keys(state.control.lookRetries).length;
  const down = SIDES.some((side) => state.control.sides[side].health._tag === 'Down');
  const active =
    state.flights.actions.size > 0 ||
    looking > 0 ||
    counts.stale + counts.ready + counts.quiet + counts.later > 0 ||
    (down && unsettled > 0);
  return { active, inFlight: state.flights.actions.size, unsettled, blocked: counts.blocked, gated: counts.gated, failing };
};
