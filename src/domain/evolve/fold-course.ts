import { type Action, linksOf } from '../action.js';
import type { EventOf } from '../event.js';
import { type LinkId, linkId, NO_LINK, NO_NODE, type NodeId, seq } from '../ids.js';
import { nameKey } from '../name.js';
import type { Link } from '../link.js';
import { blankNode } from '../node.js';
import { SIDES, type Side } from '../side.js';
import type { Policy } from '../policy.js';
import { EMPTY_AGENDA, editAgenda } from '../state/agenda.js';
import type { Control } from '../state/control.js';
import { type Draft, putLink, putNode, touch, writeControl } from '../state/state.js';
import { rowsOf } from '../table/rows.js';
import type { KeyOf, TableRows } from '../table/table.js';
import { lookAgain, loseSide } from './fold-failure.js';
import { giveBlockedAChance, walk } from './fold-hints.js';
import { rememberPlacements } from './fold-interrupted.js';
import { controlOfSession, isUnclean } from './session-control.js';
import { makeUnlisted } from './to-look-at.js';

/** The course of a sync: sessions, time, what users ask. */

/**
 * A process takes over. What was in flight is interrupted: a delete among it is in doubt (H2), also one that an undo wanted. Nothing is known of
 * the time between, so both sides are listed anew, but for the folders that were seen to be as they were.
 */
export const foldSessionStarted = (draft: Draft, event: EventOf<'SessionStarted'>): void => {
  const previous = draft.control;
  const crashed = isUnclean(previous, event, draft.seq);
  const actions: Action[] = [];
  for (const seq of [...draft.flights.actions.keys()]) {
    const flight = draft.flights.release(seq);
    if (flight === undefined) continue;
    actions.push(flight.action);
    interrupt(draft, flight.action);
    if (crashed) suspectPlaced(draft, flight.action);
    lookAgain(draft, flight.action);
    for (const id of linksOf(flight.action)) touch(draft, id);
  }
  if (crashed)
    for (const [link, { side, copied }] of Object.entries(previous.interrupted?.links ?? {}))
      if (copied.kind === 'file') suspect(draft, linkId(Number(link)), side);
  draft.control = controlOfSession(previous, event, draft.seq);
  const isAsBefore = openTable(draft, event, previous.traits);
  if (crashed || !isAsBefore || event.remembers !== true) writeControl(draft, (control) => void delete control.interrupted);
  else rememberPlacements(draft, actions);
  if (crashed)
    for (const link of draft.table.links())
      if (isInDoubt(previous, link)) putLink(draft, { ...link, placed: { ...link.placed, seq: draft.seq } });
  for (const id of [...draft.agenda.blocked(), ...draft.agenda.later(), ...draft.agenda.gated(0), ...draft.agenda.gated(1)])
    draft.agenda.touch(id as never);
  touchOtherwiseKept(draft, previous.policy);
  for (const side of SIDES) lookAround(draft, side, isAsBefore ? (event.differing?.[side] ?? null) : null);
};

/** What was swept before another table was made is not what that table knows. */
const lookAround = (draft: Draft, side: Side, differing: readonly NodeId[] | null): void => {
  if (differing === null) return walk(draft, side);
  giveBlockedAChance(draft);
  for (const id of differing) {
    const folder = draft.table.node(id);
    if (folder !== undefined) makeUnlisted(draft, folder, false);
  }
};

/** Placed after the last durable point, or before an earlier power loss and not compared since: it counts as placed now, and is compared. */
const isInDoubt = ({ durable, unproven }: Control, link: Link): link is Link & { readonly placed: NonNullable<Link['placed']> } =>
  link.placed !== null && (link.placed.seq > durable || (link.placed.seq > unproven.after && link.placed.seq <= unproven.until));

/** Makes the table fit the sides' rules and roots: new on the first session, emptied where bases are to be forgotten. True if it could stay. */
const openTable = (draft: Draft, event: EventOf<'SessionStarted'>, before: Control['traits']): boolean => {
  const keyOf: KeyOf = [(name) => nameKey(event.traits[0], name), (name) => nameKey(event.traits[1], name)];
  const old = rowsToKeep(draft, event, before);
  if (old !== null) {
    draft.table = draft.tables(old, keyOf).edit();
    if (old.nodes.length === 0) Object.assign(draft, { agenda: editAgenda(EMPTY_AGENDA) });
  }
  if (draft.table.node(draft.control.roots[0].node) !== undefined) {
    writeControl(draft, (control) => {
      for (const side of SIDES) control.roots[side].identity = event.roots[side].identity;
    });
    return old === null;
  }
  const link = draft.table.addLink({
    halves: [NO_NODE, NO_NODE],
    base: null,
    doubt: null,
    given: null,
    compared: null,
    blocked: null,
    placed: null,
    resolved: null,
    demand: null,
  });
  const addRoot = (side: Side) => {
    const root = draft.table.addNode({ ...blankNode(side), kind: 'folder', oid: event.roots[side].oid, link: link.id });
    putNode(draft, root);
    writeControl(draft, (control) => void (control.roots[side] = { identity: event.roots[side].identity, node: root.id }));
    return root.id;
  };
  const halves = [addRoot(0), addRoot(1)] as const;
  draft.table.setLink({
    ...link,
    halves,
    base: { parents: [NO_LINK, NO_LINK], names: ['', ''], revisions: [null, null], stamps: [null, null], hashes: [null, null] },
  });
  touch(draft, link.id);
  return false;
};

/** Null where the table can stay as it is. */
const rowsToKeep = (draft: Draft, event: EventOf<'SessionStarted'>, before: Control['traits']): TableRows | null => {
  const first = draft.table.node(draft.control.roots[0].node) === undefined;
  if (first || event.forgetBases) {
    const { node, link } = draft.table.nextIds();
    return { nextNode: node, nextLink: link, nodes: [], links: [] };
  }
  const sameRules = SIDES.every((side) => {
    const [was, is] = [before[side], event.traits[side]];
    return was.caseSensitive === is.caseSensitive && was.unicode === is.unicode;
  });
  return sameRules ? null : rowsOf(draft.table);
};

/** Contents that were being placed when the machine went down may be there, and not be whole. */
const suspectPlaced = (draft: Draft, action: Action): void => {
  if (action._tag !== 'CreateFiles' && action._tag !== 'ReplaceFile') return;
  for (const id of linksOf(action)) suspect(draft, id, action.side);
};

const suspect = (draft: Draft, id: LinkId, side: Side): void => {
  const link = draft.table.link(id);
  if (link !== undefined) putLink(draft, { ...link, compared: null, placed: { side, seq: draft.seq } });
};

/** Whether it happened is not known, and what it may have left must not be taken for a user's doing. */
const interrupt = (draft: Draft, action: Action): void => {
  if (action._tag !== 'Discard' && action._tag !== 'TakeBack' && action._tag !== 'PutBack') return;
  const link = draft.table.link(action.link);
  if (link === undefined) return;
  if (action._tag !== 'PutBack') return putLink(draft, { ...link, doubt: { side: action.side, after: 'interruption' } });
  // An undo may have put the old content there, which nobody wants to have on the other side: both count as changed since.
  if (action.then === 'hold' && link.base !== null)
    putLink(draft, { ...link, base: { ...link.base, revisions: [null, null], stamps: [null, null], hashes: [null, null] } });
};

export const foldWoke = (draft: Draft, event: EventOf<'Woke'>): void =>
  writeControl(draft, (control) => void (control.nowMs = Math.max(control.nowMs, event.atMs)));

export const foldMadeDurable = (draft: Draft): void => writeControl(draft, (control) => void (control.durable = draft.seq));

export const foldPolicySet = (draft: Draft, event: EventOf<'PolicySet'>): void => {
  const before = draft.control.policy;
  writeControl(draft, (control) => void (control.policy = event.policy));
  touchOtherwiseKept(draft, before);
};

/** What the policy before kept on its side, or the present one does, and the other not. */
const touchOtherwiseKept = (draft: Draft, before: Policy): void => {
  const { conflictCopies, onDemand } = draft.control.policy;
  const isAllTouched = onDemand !== before.onDemand;
  if (!isAllTouched && conflictCopies === before.conflictCopies) return;
  for (const link of draft.table.links()) if (isAllTouched || link.given !== null) touch(draft, link.id);
};

export const foldGate = (draft: Draft, event: EventOf<'GateRaised' | 'GateLowered' | 'GateApproved'>): void => {
  const { side } = event;
  writeControl(draft, (control) => {
    control.sides[side].gate =
      event._tag === 'GateRaised'
        ? { _tag: 'Raised', deletes: event.deletes, files: event.files, since: seq(draft.seq) }
        : event._tag === 'GateApproved'
          ? { _tag: 'Approved' }
          : { _tag: 'Open' };
  });
  if (event._tag !== 'GateRaised') for (const id of [...draft.agenda.gated(side)]) draft.agenda.touch(id as never);
};

export const foldPaused = (draft: Draft, paused: boolean): void => writeControl(draft, (control) => void (control.paused = paused));

export const foldSideLost = (draft: Draft, event: EventOf<'SideLost'>): void => loseSide(draft, event.side, event.error);

/** Back again; what happened meanwhile is found by listing. One that only asked for patience told its changes all the time. */
export const foldSideRegained = (draft: Draft, event: EventOf<'SideRegained'>): void => {
  const { health } = draft.control.sides[event.side];
  writeControl(draft, (control) => void (control.sides[event.side].health = { _tag: 'Up' }));
  if (health._tag === 'Down' && health.error._tag === 'Throttled') return;
  walk(draft, event.side);
};
