import { type Action, type ActionOf, isUndoing, ownersOf, type Undoing } from '../action.js';
import { absurd } from '../absurd.js';
import type { EventOf } from '../event.js';
import { type LinkId, NO_NODE, type NodeId } from '../ids.js';
import { isAlive, isPhantom, type Node } from '../node.js';
import { type ProviderError, remedyFor } from '../provider-error.js';
import type { Side } from '../side.js';
import { type Draft, putLink, putNode, touch, writeControl } from '../state/state.js';
import { makeDirty, makeUnlisted } from './to-look-at.js';

/** Pauses of a failing entry: doubled each time, milliseconds (the original's factor, behaviour.md b, on a scale for remote calls). */
export const MIN_BACKOFF_MS = 100;
export const MAX_BACKOFF_MS = 60_000;
/** Look-ups and listings that fail this often in a row make their object `unreadable`: it must not keep its side from being quiet. */
const MAX_LOOKS = 5;

export const backoffMs = (attempts: number): number => Math.min(MAX_BACKOFF_MS, MIN_BACKOFF_MS * 2 ** Math.min(attempts - 1, 20));

/** An action failed: everything it touched is looked at again (H24), and the remedy says what else. */
export const foldFailure = (draft: Draft, event: EventOf<'ActionFailed'>, action: Action): void => {
  const { error } = event;
  const isLook = action._tag === 'LookUp' || action._tag === 'List';
  const remedy = remedyFor(error);
  if (action._tag === 'Discard' || action._tag === 'TakeBack') doubtDelete(draft, action);
  if (isUndoing(action)) return foldUndoFailure(draft, event, action);
  switch (remedy) {
    case 'observe':
      if (action._tag === 'List') lookAtMissingFolder(draft, action.node);
      postpone(draft, action, event);
      break;
    case 'retry':
      postpone(draft, action, event);
      break;
    case 'block':
      if (isLook && isPhantomAt(draft, action.node)) postpone(draft, action, event);
      else if (isLook) hide(draft, action.node, event);
      else if (!takesGoodCopy(draft, action, error)) block(draft, action, error);
      break;
    case 'reconnect':
    case 'authenticate':
    case 'halt':
    // A side is listed anew when it is back: and not at once, since it may say so again.
    case 'rescan':
      loseSide(draft, event.side, error);
      break;
    default:
      absurd(remedy);
  }
  if (!isLook) lookAgain(draft, action);
  for (const link of ownersOf(draft.table, action)) touch(draft, link);
};

/** It may have come through all the same: that it is gone must not be taken for a user's doing. */
const doubtDelete = (draft: Draft, action: ActionOf<'Discard' | 'TakeBack'>): void => {
  const link = draft.table.link(action.link);
  if (link !== undefined) putLink(draft, { ...link, doubt: { side: action.side, after: 'failure' } });
};

/** Nobody tries it again but the person who asked for it. */
const foldUndoFailure = (draft: Draft, { error, side }: Pick<EventOf<'ActionFailed'>, 'error' | 'side'>, action: Undoing): void => {
  const remedy = remedyFor(error);
  if (remedy === 'reconnect' || remedy === 'authenticate' || remedy === 'halt' || remedy === 'rescan') loseSide(draft, side, error);
  lookAgain(draft, action);
  touch(draft, action.link);
};

/** What is touched but was there a moment ago is looked up; folders, old and new, are listed. */
export const lookAgain = (draft: Draft, action: Action): void => {
  const { nodes, folders } = touchedBy(action);
  for (const id of nodes) {
    const node = draft.table.node(id);
    if (node === undefined || !isAlive(node)) continue;
    const parent = draft.table.node(node.parent);
    makeDirty(draft, node);
    if (parent !== undefined && changesPlaces(action)) makeUnlisted(draft, parent, false);
  }
  for (const id of folders) {
    const folder = draft.table.node(id);
    if (folder === undefined) continue;
    makeUnlisted(draft, folder, false);
    const again = draft.table.node(id);
    if (again !== undefined && again.parent !== NO_NODE && isAlive(again)) makeDirty(draft, again);
  }
};

/** All that an action names, for what has to be looked at again after it failed. */
const touchedBy = (action: Action): { readonly nodes: readonly NodeId[]; readonly folders: readonly NodeId[] } => {
  switch (action._tag) {
    case 'LookUp':
      return { nodes: [action.node], folders: [] };
    case 'List':
      return { nodes: [], folders: [action.node] };
    case 'CreateFiles':
      return { nodes: action.files.map(({ source }) => source), folders: [action.parent] };
    case 'MakeFolder':
      return { nodes: [action.source], folders: [action.parent] };
    case 'ReplaceFile':
      return { nodes: [action.source, action.node], folders: [] };
    case 'Restore':
      return { nodes: [], folders: [action.parent] };
    case 'PutBack':
      return { nodes: [action.node], folders: [] };
    case 'Move':
    case 'MoveBack':
      return { nodes: [action.node], folders: [action.parent] };
    case 'Discard':
    case 'TakeBack':
      return { nodes: [action.node], folders: [action.node] };
    case 'Compare':
      return { nodes: action.nodes, folders: [] };
    case 'Resolve':
      return { nodes: action.nodes, folders: [action.folder] };
  }
};

const changesPlaces = (action: Action): boolean =>
  action._tag === 'Move' || action._tag === 'Discard' || action._tag === 'MoveBack' || action._tag === 'TakeBack';

/** A folder that can't be found when it is listed: the look-up will tell whether it is gone. */
const lookAtMissingFolder = (draft: Draft, id: NodeId): void => {
  const folder = draft.table.node(id);
  if (folder !== undefined && isAlive(folder) && folder.parent !== NO_NODE) makeDirty(draft, folder);
};

/** Later and later, this entry alone (I19). A look that found something else than it expected is repeated at once, but only the first time. */
const postpone = (draft: Draft, action: Action, event: EventOf<'ActionFailed'>): void => {
  const { nowMs } = draft.control;
  const { error } = event;
  if (action._tag !== 'LookUp' && action._tag !== 'List') {
    for (const link of retriedBy(draft, action)) tryLater(draft, link, error);
    return;
  }
  const attempts = (draft.control.lookRetries[action.node]?.attempts ?? 0) + 1;
  if (attempts > MAX_LOOKS && !isPhantomAt(draft, action.node)) return hide(draft, action.node, event);
  const atMs = attempts === 1 && remedyFor(error) === 'observe' ? nowMs : nowMs + backoffMs(attempts);
  writeControl(draft, (control) => void (control.lookRetries[action.node] = { attempts, atMs, error }));
};

/** It is tried again, later each time. */
export const tryLater = (draft: Draft, link: LinkId, error: ProviderError): void => {
  const attempts = (draft.control.retries[link]?.attempts ?? 0) + 1;
  const retry = { attempts, atMs: draft.control.nowMs + backoffMs(attempts), error };
  writeControl(draft, (control) => void (control.retries[link] = retry));
};

/** A listing showed a part: it is made again, later and later. False after some: what they showed is what there is, until the next walk. */
export const listAgain = (draft: Draft, folder: NodeId): boolean => {
  const attempts = (draft.control.lookRetries[folder]?.attempts ?? 0) + 1;
  if (attempts > MAX_LOOKS) return false;
  const retry = { attempts, atMs: draft.control.nowMs + backoffMs(attempts), error: ONLY_A_PART };
  writeControl(draft, (control) => void (control.lookRetries[folder] = retry));
  return true;
};

const ONLY_A_PART: ProviderError = { _tag: 'Temporary', message: 'only a part of the folder was listed' };

/** A place or oid of which nothing is known can't be said to be unreadable: it is asked for again, ever more rarely. */
const isPhantomAt = (draft: Draft, id: NodeId): boolean => {
  const node = draft.table.node(id);
  return node !== undefined && isPhantom(node);
};

/** Can't be seen, so nothing is known of it, least of all that it is gone (I8). Where it is the root, the side is away. What was told of since is looked at once more. */
const hide = (draft: Draft, id: NodeId, { error, side, action: started }: EventOf<'ActionFailed'>): void => {
  const node = draft.table.node(id);
  if (node === undefined || node.dirty > started || node.unlisted > started) return;
  if (node.parent === NO_NODE) return loseSide(draft, side, error);
  if (!isAlive(node)) return putNode(draft, { ...node, dirty: 0 as Node['dirty'] });
  putNode(draft, { ...node, kept: 'unreadable', dirty: 0 as Node['dirty'], unlisted: 0 as Node['unlisted'] });
};

/** Damaged content is not carried over: the side that has the good copy is taken to have won (behaviour.md e.16). False where it was tried already. */
const takesGoodCopy = (draft: Draft, action: Action, error: ProviderError): boolean => {
  if (error._tag !== 'Corrupt' || action._tag !== 'ReplaceFile') return false;
  const link = draft.table.link(action.link);
  const revisions = link?.halves.map((half) => draft.table.node(half)?.revision ?? null);
  if (link === undefined || revisions === undefined || link.resolved?.revisions.every((revision, i) => revision === revisions[i]) === true)
    return false;
  const [local = null, remote = null] = revisions;
  putLink(draft, { ...link, resolved: { revisions: [local, remote], with: link.id, winner: action.side, keep: false } });
  return true;
};

const block = (draft: Draft, action: Action, error: ProviderError): void => {
  for (const id of retriedBy(draft, action)) {
    const link = draft.table.link(id);
    if (link !== undefined) putLink(draft, { ...link, blocked: { reason: error._tag, message: error.message, since: draft.seq } });
  }
};

/** Of two that are compared, the one whose action it is. */
const retriedBy = (draft: Draft, action: Action): readonly LinkId[] =>
  action._tag === 'Compare' ? [action.link] : ownersOf(draft.table, action);

/**
 * A whole side is away: it is tried again later and later, and nothing on it is touched until then. What fails meanwhile was under way
 * already, and is no news. If it was back for no longer than it had to wait for, it never was: it may answer to some calls only.
 */
export const loseSide = (draft: Draft, side: Side, error: ProviderError): void =>
  writeControl(draft, (control) => {
    const { health, lost } = control.sides[side];
    const { nowMs } = control;
    const isNews = health._tag === 'Up' || nowMs >= health.retryAtMs;
    const inARow = nowMs - lost.retryAtMs <= backoffMs(lost.attempts) || health._tag === 'Down';
    const attempts = isNews ? (inARow ? lost.attempts : 0) + 1 : lost.attempts;
    const pausedUntilMs = nowMs + (error.retryAfterMs ?? (isNews ? backoffMs(attempts) : 0));
    const retryAtMs = isNews ? pausedUntilMs : Math.max(lost.retryAtMs, pausedUntilMs);
    const halted = health._tag === 'Down' && remedyFor(health.error) === 'halt';
    control.sides[side].health = { _tag: 'Down', error: halted ? health.error : error, attempts, retryAtMs };
    control.sides[side].lost = { attempts, retryAtMs };
  });
