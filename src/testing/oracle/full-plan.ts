import type { Event } from '../../domain/event.js';
import { plan, type Room } from '../../domain/plan/plan.js';
import { settle } from '../../domain/plan/settle.js';
import { closeDraft, openDraft, type State, touch } from '../../domain/state/state.js';

/** The planner that looks at the whole tree: every link is judged anew, whatever the agenda says of it. */
export const fullPlan = (state: State): { readonly concluded: readonly Event[]; readonly started: readonly Event[] } => {
  const settled = settle(forgetful(state));
  return { concluded: settled.events, started: plan(settled.state, ALL).events };
};

/** What the incremental planner would start, given room for everything. */
export const incrementalPlan = (state: State): readonly Event[] => plan(state, ALL).events;

const ALL: Room = { looks: [1e6, 1e6], deeds: 1e6, batch: { files: 3, bytes: 1000 } };

const forgetful = (state: State): State => {
  const draft = openDraft(state);
  for (const link of state.table.links()) touch(draft, link.id);
  draft.agenda.unrecognised[0] = true;
  draft.agenda.unrecognised[1] = true;
  return closeDraft(draft);
};
