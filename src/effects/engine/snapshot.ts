import type { Action } from '../../domain/action.js';
import { seq } from '../../domain/ids.js';
import type { Link } from '../../domain/link.js';
import { nameKey } from '../../domain/name.js';
import type { Node } from '../../domain/node.js';
import { closeDraft, initialState, indexAll, openDraft, type State } from '../../domain/state/state.js';
import type { Control } from '../../domain/state/control.js';
import { pagedTableFrom } from '../../domain/table/paged-table.js';
import { rowsOf } from '../../domain/table/rows.js';
import type { TableRows } from '../../domain/table/table.js';
import type { Snapshot } from '../ports/event-log.js';

/** Rows of one slab: so that a change writes little, and a tree of a million has a few hundred. */
const SLAB_ROWS = 4096;

/** A state in a form that the log stores; slabs whose rows did not change are equal, and are not written again. */
export const encodeSnapshot = (state: State): Snapshot => {
  const { nodes, links, ...counters } = rowsOf(state.table);
  const slabs = new Map<string, string>();
  slabs.set(
    'head',
    JSON.stringify({
      format: 1,
      counters,
      control: state.control,
      flights: [...state.flights.actions].map(([n, { action }]) => [n, action]),
    }),
  );
  for (const [name, rows] of [
    ['node', nodes],
    ['link', links],
  ] as const) {
    const groups = new Map<number, (Node | Link)[]>();
    for (const row of rows as readonly (Node | Link)[]) {
      const group = Math.floor(row.id / SLAB_ROWS);
      const members = groups.get(group);
      if (members === undefined) groups.set(group, [row]);
      else members.push(row);
    }
    for (const [group, members] of groups) slabs.set(`${name}/${group}`, JSON.stringify(members));
  }
  return { seq: state.seq, slabs };
};

/** Null if it is of another format: the log alone is enough. */
export const decodeSnapshot = (snapshot: Snapshot): State | null => {
  const head = JSON.parse(snapshot.slabs.get('head') ?? 'null') as Head | null;
  if (head?.format !== 1) return null;
  const rows = (name: string): never[] =>
    [...snapshot.slabs]
      .filter(([key]) => key.startsWith(`${name}/`))
      .flatMap(([, json]) => JSON.parse(json) as never[])
      .sort((a: { id: number }, b: { id: number }) => a.id - b.id);
  const { traits } = head.control;
  const table = pagedTableFrom({ ...head.counters, nodes: rows('node'), links: rows('link') }, [
    (name) => nameKey(traits[0], name),
    (name) => nameKey(traits[1], name),
  ]);
  const draft = openDraft({ ...initialState(), seq: seq(snapshot.seq), table, control: head.control });
  for (const [number, action] of head.flights) draft.flights.take(seq(number), action, draft);
  indexAll(draft);
  return closeDraft(draft);
};

interface Head {
  readonly format: number;
  readonly counters: Omit<TableRows, 'nodes' | 'links'>;
  readonly control: Control;
  readonly flights: readonly (readonly [number, Action])[];
}
