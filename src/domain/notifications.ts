import { type Action, ownersOf, singly } from './action.js';
import { absurd } from './absurd.js';
import type { Event, EventOf } from './event.js';
import { pathOf } from './evolve/nodes.js';
import { type LinkId, NO_LINK, type NodeId, seq } from './ids.js';
import { isOnDemand } from './judge/kept-away.js';
import { judge } from './judge/judge.js';
import { liveHalf } from './judge/view.js';
import { type Name, nameKey, showPath } from './name.js';
import type { Node } from './node.js';
import type { Observation } from './observation.js';
import type { Policy } from './policy.js';
import { type ProviderError, remedyFor } from './provider-error.js';
import { other, REMOTE, type Side, SIDES } from './side.js';
import { editAgenda } from './state/agenda.js';
import type { Health } from './state/control.js';
import type { State } from './state/state.js';

/** Where a notification comes from, if from neither side. */
export const SYNC = 2;
export type NotificationSource = Side | typeof SYNC;

/** The original's types (behaviour.md g), and `GATE_RAISED`: deletes on the source's side wait for `approve`. */
export type NotificationType =
  | 'STARTED'
  | 'CONNECTED'
  /** Said by the shell at the end of a session: no event tells it, since a session that is killed says nothing. */
  | 'STOPPED'
  | 'FILE_NAME_ERROR'
  | 'OUT_OF_SPACE_ERROR'
  | 'TEMPORARY_ERROR'
  | 'NAMESPACE_ERROR'
  | 'DISCONNECTED_ERROR'
  | 'ROOT_MISSING_ERROR'
  | 'SYNC_DISCARDED'
  | 'SYNC_SMART_UNSYNCED'
  | 'SYNC_CORRUPT_IGNORED'
  | 'GATE_RAISED';

/** What a person should hear of. `path` is in the source's terms; null where it is about all. `message` is for people. */
export interface Notification {
  readonly source: NotificationSource;
  readonly type: NotificationType;
  readonly path: string | null;
  readonly message: string | null;
}

/**
 * What one event has to say to a person; `before` and `after` are the states around it. Said once: an error that repeats itself, of one
 * entry or of a whole side, is news only when it begins, or becomes another.
 */
export const notificationsOf = (before: State, event: Event, after: State): readonly Notification[] => {
  switch (event._tag) {
    case 'SessionStarted':
      return [plain(SYNC, 'STARTED'), ...SIDES.map((side) => plain(side, 'CONNECTED'))];
    case 'SideRegained':
      return before.control.sides[event.side].health._tag === 'Down' ? [plain(event.side, 'CONNECTED')] : [];
    case 'SideLost':
      return sideLost(before, after, event.side);
    case 'ActionFailed':
      return actionFailed(before, event, actionAnswered(before, event), after);
    case 'FilesCreated': {
      const action = actionAnswered(before, event);
      const singles = action === undefined ? [] : singly(action);
      return event.files.flatMap((file, i) => (file._tag === 'Failed' ? actionFailed(before, file, singles[i], after) : []));
    }
    case 'GateRaised':
      return [{ ...plain(event.side, 'GATE_RAISED'), message: `${event.deletes} of ${event.files} files would be deleted` }];
    case 'Translated':
      return discarded(event, after);
    case 'Listed':
    case 'LookedUp':
      return leftAlone(before, event, after);
    default:
      return [];
  }
};

/** False for events that never say anything: the others alone are worth a fold of their own. */
export const isNotable = (event: Event, policy: Policy): boolean => {
  switch (event._tag) {
    case 'SessionStarted':
    case 'SideRegained':
    case 'SideLost':
    case 'ActionFailed':
    case 'GateRaised':
      return true;
    case 'Listed':
      return policy.onDemand === true && event.rows.length > 0;
    case 'LookedUp':
      return policy.onDemand === true && event.found !== null;
    case 'Translated':
      return event.answers.some(({ to }) => to === null);
    case 'FilesCreated':
      return event.files.some(({ _tag }) => _tag === 'Failed');
    default:
      return false;
  }
};

/** What an error is called, or null for those that the engine deals with and nobody needs to hear of. */
export const notificationOfError = (source: NotificationSource, error: ProviderError, path: string | null): Notification | null => {
  const type = typeOf(error);
  return type === null ? null : { source, type, path, message: error.message };
};

/** Names that the planner would not even try on the other side: no event tells of them, so the states around a batch are compared. */
export const refusedNamesOf = (before: State, after: State): readonly Notification[] => {
  const was = editAgenda(before.agenda).blocked();
  return [...editAgenda(after.agenda).blocked()].filter((id) => !was.has(id)).flatMap((id) => refusedName(after, id as LinkId));
};

/** The place that an action is about, on its side: the one it makes, or the one it touches. Null if it hangs on the unknown. */
export const placeOf = ({ table }: Pick<State, 'table'>, action: Action): string | null => {
  const show = (node: NodeId, ...names: readonly Name[]): string | null => {
    const path = pathOf(table, node);
    return path && showPath([...path, ...names]);
  };
  switch (action._tag) {
    case 'CreateFiles':
      return show(action.parent, ...(action.files.length === 1 ? action.files.map(({ name }) => name) : []));
    case 'MakeFolder':
    case 'Move':
    case 'MoveBack':
    case 'Restore':
      return show(action.parent, action.name);
    case 'LookUp':
    case 'List':
    case 'ReplaceFile':
    case 'Discard':
    case 'PutBack':
    case 'TakeBack':
      return show(action.node);
    case 'Compare':
    case 'Resolve':
      return show(action.nodes[0]);
    default:
      return absurd(action);
  }
};

const plain = (source: NotificationSource, type: NotificationType): Notification => ({ source, type, path: null, message: null });

const typeOf = (error: ProviderError): NotificationType | null => {
  switch (error._tag) {
    case 'OutOfSpace':
      return 'OUT_OF_SPACE_ERROR';
    case 'Temporary':
    case 'Throttled':
    case 'Failed':
      return 'TEMPORARY_ERROR';
    case 'Disconnected':
      return 'DISCONNECTED_ERROR';
    case 'NamespaceInvalid':
      return 'NAMESPACE_ERROR';
    case 'RootMissing':
      return 'ROOT_MISSING_ERROR';
    case 'NameRefused':
      return 'FILE_NAME_ERROR';
    case 'Corrupt':
      return 'SYNC_CORRUPT_IGNORED';
    case 'NotFound':
    case 'NoParent':
    case 'Exists':
    case 'NotEmpty':
    case 'Modified':
    case 'Moved':
    case 'Denied':
    case 'Unauthorized':
    case 'CursorInvalid':
    case 'Interrupted':
      return null;
    default:
      return absurd(error._tag);
  }
};

const one = (notification: Notification | null): readonly Notification[] => (notification === null ? [] : [notification]);

const sideLost = (before: State, after: State, side: Side): readonly Notification[] => {
  const [was, is]: readonly Health[] = [before.control.sides[side].health, after.control.sides[side].health];
  if (is?._tag !== 'Down' || (was?._tag === 'Down' && was.error._tag === is.error._tag)) return [];
  return one(notificationOfError(side, is.error, null));
};

const actionAnswered = (before: State, event: { readonly action: number }): Action | undefined =>
  before.flights.actions.get(seq(event.action))?.action;

/** An action, or one file of it. */
const actionFailed = (
  before: State,
  event: Pick<EventOf<'ActionFailed'>, 'side' | 'error'>,
  action: Action | undefined,
  after: State,
): readonly Notification[] => {
  if (action === undefined) return [];
  switch (remedyFor(event.error)) {
    case 'reconnect':
    case 'authenticate':
    case 'halt':
      return sideLost(before, after, event.side);
    case 'retry': {
      const isLook = action._tag === 'LookUp' || action._tag === 'List';
      const earlier = isLook
        ? before.control.lookRetries[action.node]
        : before.control.retries[ownersOf(before.table, action)[0] ?? NO_LINK];
      if (earlier?.error._tag === event.error._tag) return [];
      return one(notificationOfError(isLook ? event.side : SYNC, event.error, placeOf(before, action)));
    }
    case 'block':
      return one(notificationOfError(event.side, event.error, placeOf(before, action)));
    case 'observe':
    case 'rescan':
      return [];
  }
};

/** Entries that turned out to have no counterpart on the other side. What is known is not answered again. */
const discarded = (event: EventOf<'Translated'>, after: State): readonly Notification[] =>
  event.answers.flatMap(({ node: id }) => {
    const node = after.table.node(id);
    const path = node && pathOf(after.table, id);
    if (node?.kept !== 'untranslatable' || path == null) return [];
    return [{ ...plain(node.side, 'SYNC_DISCARDED'), path: showPath(path) }];
  });

/** Files of REMOTE that are new, or other than they were, and that nobody asked for. */
const leftAlone = (before: State, event: EventOf<'Listed' | 'LookedUp'>, after: State): readonly Notification[] => {
  const action = before.flights.actions.get(event.action as never)?.action;
  if (action?._tag !== 'List' && action?._tag !== 'LookUp') return [];
  const asked = after.table.node(action.node);
  const seen =
    event._tag === 'Listed' ? event.rows.flatMap((row) => [...childrenNamed(after, action.node, row)]) : asked === undefined ? [] : [asked];
  return seen.flatMap((node) => {
    const link = after.table.link(node.link);
    const path = pathOf(after.table, node.id);
    if (link === undefined || path === null || !isOnDemand(after, link, node) || before.table.node(node.id)?.revision === node.revision)
      return [];
    return [{ ...plain(REMOTE, 'SYNC_SMART_UNSYNCED'), path: showPath(path) }];
  });
};

const childrenNamed = ({ table, control }: State, folder: NodeId, { name }: Observation): readonly Node[] => {
  const side = table.node(folder)?.side ?? REMOTE;
  return table.at(folder, nameKey(control.traits[side], name));
};

/** Told of by the side that refuses, with the place of the other, which has that name. */
const refusedName = (state: State, id: LinkId): readonly Notification[] => {
  const judgement = judge(state, id);
  const link = state.table.link(id);
  if (link === undefined || judgement._tag !== 'Blocked' || judgement.refusedBy === undefined) return [];
  const source = judgement.refusedBy;
  const node = liveHalf(state, link, other(source)) ?? liveHalf(state, link, source);
  const path = node && pathOf(state.table, node.id);
  return path == null ? [] : [{ source, type: 'FILE_NAME_ERROR', path: showPath(path), message: judgement.reason }];
};
