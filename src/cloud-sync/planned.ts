import { type Action, singly } from '../domain/action.js';
import { pathOf } from '../domain/evolve/nodes.js';
import type { NodeId } from '../domain/ids.js';
import { showPath } from '../domain/name.js';
import { placeOf } from '../domain/notifications.js';
import { plan, type Room } from '../domain/plan/plan.js';
import { settle } from '../domain/plan/settle.js';
import type { Side } from '../domain/side.js';
import type { State } from '../domain/state/state.js';

/** An action, readable. */
export interface PlannedAction {
  /** `in-flight`: begun, and not answered yet. `next`: begun as soon as there is room. */
  readonly status: 'in-flight' | 'next';
  readonly action: Action['_tag'];
  /** The side that is asked or written. */
  readonly side: Side;
  readonly path: string | null;
  /** Where a content comes from (on the other side), or a moved entry (on the same). */
  readonly from: string | null;
  /** The cell of the verdict table that asks for it; null for what is in flight: see the log. */
  readonly reason: string | null;
}

/** As many actions as a preview shows. */
const PREVIEW_ROOM: Room = { looks: [1000, 1000], deeds: 1000 };

/** What is going on and what comes next, as far as that is known now: what waits for one of these is not among them. */
export const plannedActions = (state: State): readonly PlannedAction[] => {
  const begun = [...state.flights.actions.values()].flatMap(({ action }) =>
    singly(action).map((single) => readable(state, single, 'in-flight', null)),
  );
  const next = plan(settle(state).state, PREVIEW_ROOM);
  return [
    ...begun,
    ...next.events.flatMap((event) => (event._tag === 'ActionStarted' ? [readable(next.state, event.action, 'next', event.reason)] : [])),
  ];
};

const readable = (state: State, action: Action, status: PlannedAction['status'], reason: string | null): PlannedAction => ({
  status,
  action: action._tag,
  side: action.side,
  path: placeOf(state, action),
  from: fromOf(state, action),
  reason,
});

const fromOf = ({ table }: State, action: Action): string | null => {
  const show = (node: NodeId): string | null => {
    const path = pathOf(table, node);
    return path && showPath(path);
  };
  switch (action._tag) {
    case 'CreateFiles':
      return action.files[0] === undefined ? null : show(action.files[0].source);
    case 'ReplaceFile':
    case 'MakeFolder':
      return show(action.source);
    case 'Move':
    case 'MoveBack':
      return show(action.node);
    case 'Compare':
    case 'Resolve':
      return show(action.nodes[1]);
    case 'LookUp':
    case 'List':
    case 'Discard':
    case 'Restore':
    case 'PutBack':
    case 'TakeBack':
      return null;
  }
};
