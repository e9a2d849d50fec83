import type { Action } from '../../domain/action.js';
import { seq } from '../../domain/ids.js';
import { nameKey } from '../../domain/name.js';
import { loadAgenda, type SavedAgenda, saveAgenda } from '../../domain/state/saved-agenda.js';
import { closeDraft, initialState, indexAll, openDraft, type State } from '../../domain/state/state.js';
import type { Control } from '../../domain/state/control.js';
import { loadTable, saveTable } from '../../domain/table/paged-table.js';
import type { SavedTable } from '../../domain/table/saved-table.js';
import type { Snapshot } from '../ports/event-log.js';

/** Raise it when a slab's text changes its meaning: an older snapshot is then not read, and the log is folded from its start. */
const FORMAT = 4;

/** Once all is done, a snapshot is written if this many facts (`factsOf`) were logged since the last one: folding them takes a start about 5 ms. */
export const SNAPSHOT_FACTS = 1_000;

/** A state in a form that the log stores; slabs whose rows did not change are equal, and are not written again. */
export const encodeSnapshot = (state: State): Snapshot => {
  const { slabs, ...table } = saveTable(state.table);
  const head: Head = {
    format: FORMAT,
    table,
    control: state.control,
    flights: [...state.flights.actions].map(([n, { action }]) => [n, action]),
    agenda: saveAgenda(state.agenda),
  };
  return { seq: state.seq, slabs: new Map([['head', JSON.stringify(head)], ...slabs]) };
};

/** Null if it is of another format: the log alone is enough. No row is read until it is asked for. */
export const decodeSnapshot = (snapshot: Snapshot): State | null => {
  const head = JSON.parse(snapshot.slabs.get('head') ?? 'null') as Head | null;
  if (head?.format !== FORMAT) return null;
  const { traits } = head.control;
  const table = loadTable({ ...head.table, slabs: snapshot.slabs }, [
    (name) => nameKey(traits[0], name),
    (name) => nameKey(traits[1], name),
  ]);
  const agenda = loadAgenda(head.agenda);
  const loaded: State = { ...initialState(), seq: seq(snapshot.seq), table, control: head.control, ...(agenda === null ? {} : { agenda }) };
  const draft = openDraft(loaded);
  for (const [number, action] of head.flights) draft.flights.take(seq(number), action, draft);
  if (agenda === null) indexAll(draft);
  return closeDraft(draft);
};

interface Head {
  readonly format: number;
  readonly table: Omit<SavedTable, 'slabs'>;
  readonly control: Control;
  readonly flights: readonly (readonly [number, Action])[];
  readonly agenda: SavedAgenda;
}
