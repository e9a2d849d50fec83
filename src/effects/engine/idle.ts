import { type Progress, progressOf } from '../../domain/plan/wake-at.js';
import { SIDES } from '../../domain/side.js';
import { pendingCounts } from '../../domain/state/agenda.js';
import type { State } from '../../domain/state/state.js';

/** True if nothing is left to do, or what is left has failed this often, and only time would try it again. */
export const isIdle = (state: State, maxAttempts: number): boolean => {
  const progress = progressOf(state);
  return !progress.active || hasGivenUp(state, progress, maxAttempts);
};

/** True if everything that can be seen was looked at. */
export const isByHandIdle = (state: State): boolean => {
  const { dirty, unlisted } = pendingCounts(state.agenda);
  const isAway = SIDES.some((side) => state.control.sides[side].health._tag === 'Down');
  return state.flights.actions.size === 0 && (isAway || dirty + unlisted === 0);
};

const hasGivenUp = (state: State, { inFlight }: Progress, maxAttempts: number): boolean => {
  if (inFlight > 0) return false;
  const isOut = SIDES.some((side) => {
    const { health } = state.control.sides[side];
    return health._tag === 'Down' && health.attempts >= maxAttempts;
  });
  return isOut || onlyFailuresLeft(state, maxAttempts);
};

/** Looks that fail end by themselves (the domain takes the object for unreadable), so entries alone are given up. */
const onlyFailuresLeft = (state: State, maxAttempts: number): boolean => {
  const { stale, ready, quiet, dirty, unlisted, later } = pendingCounts(state.agenda);
  if (later === 0 || stale + ready + quiet + dirty + unlisted > 0) return false;
  return Object.values(state.control.retries).every(({ attempts, atMs }) => attempts >= maxAttempts || atMs <= state.control.nowMs);
};
