import { digestOf } from '../../domain/digest.js';
import { evolve, evolveAll } from '../../domain/evolve/evolve.js';
import { initialState, type State } from '../../domain/state/state.js';
import type { Event } from '../../domain/event.js';
import { fullPlan, incrementalPlan } from '../oracle/full-plan.js';

/** The incremental planner concludes and starts what the one does that looks at everything. */
export const planIsFull = (state: State): string | null => {
  const full = fullPlan(state);
  if (full.concluded.length > 0) return `plan: not concluded: ${JSON.stringify(full.concluded)}`;
  const started = incrementalPlan(state);
  const [a, b] = [JSON.stringify(started), JSON.stringify(full.started)];
  return a === b ? null : `plan: incremental ${a} full ${b}`;
};

/** I22: folding the log anew, at once, ends where the live state is. */
export const replaysAtOnce = (events: readonly Event[], live: State): string | null => {
  const digest = digestOf(live);
  const atOnce = digestOf(evolveAll(initialState(live.tables), events));
  return atOnce === digest ? null : `I22: folded at once ${atOnce}, live ${digest}`;
};

/** I22: the same, and one by one. */
export const replays = (events: readonly Event[], live: State): string | null => {
  const atOnce = replaysAtOnce(events, live);
  if (atOnce !== null) return atOnce;
  const digest = digestOf(live);
  const oneByOne = digestOf(events.reduce(evolve, initialState(live.tables)));
  return oneByOne === digest ? null : `I22: one by one ${oneByOne}, live ${digest}`;
};
