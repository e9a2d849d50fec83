/** The states of a log at the ends of its stretches: the table by what became other in it, what is small beside it as it was. */
import type { Action } from '../../domain/action.js';
import type { Seq } from '../../domain/ids.js';
import { nameKey } from '../../domain/name.js';
import type { Control } from '../../domain/state/control.js';
import { loadAgenda, type SavedAgenda, saveAgenda } from '../../domain/state/saved-agenda.js';
import { closeDraft, initialState, openDraft, type State } from '../../domain/state/state.js';
import { type Changes, pastTables } from './past-tables.js';

export interface Past {
  /** Keeps a state at the end of a stretch; every link stands on its agenda where it belongs. */
  readonly push: (state: State, changes: Changes) => void;
  /** The last kept state that is not after this event. */
  readonly before: (seq: number) => State;
}

interface Kept {
  readonly seq: Seq;
  readonly control: Control;
  readonly flights: readonly (readonly [Seq, Action])[];
  /** JSON of `SavedAgenda`: as objects it would be the most of all. */
  readonly agenda: string;
}

/** @param length events in a stretch */
export const past = (length: number): Past => {
  const tables = pastTables();
  const kept: Kept[] = [];
  return {
    push: (state, changes) => {
      tables.push(state.table, changes);
      kept.push({
        seq: state.seq,
        control: state.control,
        flights: Array.from(state.flights.actions, ([seq, { action }]) => [seq, action]),
        agenda: JSON.stringify(saveAgenda(state.agenda)),
      });
    },
    before: (seq) => {
      const stretches = Math.min(Math.floor(seq / length), kept.length);
      const at = kept[stretches - 1];
      if (at === undefined) return initialState();
      const { traits } = at.control;
      const table = tables.after(stretches, [(name) => nameKey(traits[0], name), (name) => nameKey(traits[1], name)]);
      const agenda = loadAgenda(JSON.parse(at.agenda) as SavedAgenda);
      const draft = openDraft({ ...initialState(), seq: at.seq, table, control: at.control, ...(agenda === null ? {} : { agenda }) });
      for (const [number, action] of at.flights) draft.flights.take(number, action, draft);
      return closeDraft(draft);
    },
  };
};
