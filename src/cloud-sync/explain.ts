import { answerWords } from '../history/words.js';
import { type Action, linksOf, singly } from '../domain/action.js';
import type { Event } from '../domain/event.js';
import { evolveAll } from '../domain/evolve/evolve.js';
import type { NodeId } from '../domain/ids.js';
import { nameKey, type RelPath, showPath } from '../domain/name.js';
import type { Observation } from '../domain/observation.js';
import type { ProviderError } from '../domain/provider-error.js';
import { type Side, SIDES, sideName } from '../domain/side.js';
import { initialState, type State } from '../domain/state/state.js';
import { eventsIn } from '../domain/upcast.js';
import { type EventLog, LogFailure } from '../effects/ports/event-log.js';
import { EngineFailure } from '../effects/index.js';

/** An event that concerns an entry, in plain words. */
export interface Explanation {
  /** Number of the event in the log. */
  readonly seq: number;
  /** When it was logged, milliseconds since 1970. */
  readonly atMs: number;
  readonly event: Event;
  readonly text: string;
}

/**
 * What happened to whatever was ever at this path, on either side, and why, from the log: what was decided then, not what would be
 * decided today. Reads the log twice. Rejects with `EngineFailure`.
 */
export const explainPath = async (log: Pick<EventLog, 'read'>, path: RelPath): Promise<readonly Explanation[]> => {
  try {
    const subject = await findSubject(log, path);
    return await tellStory(log, path, subject);
  } catch (thrown) {
    throw thrown instanceof LogFailure ? new EngineFailure({ _tag: 'Log', error: thrown.error }) : thrown;
  }
};

/** All that was ever at a path. */
interface Subject {
  readonly links: Set<number>;
  readonly nodes: Set<number>;
  /** Folder and name, as in a listing: `<node>/<name>`. */
  readonly places: Set<string>;
}

const findSubject = async (log: Pick<EventLog, 'read'>, path: RelPath): Promise<Subject> => {
  const subject: Subject = { links: new Set(), nodes: new Set(), places: new Set() };
  let state = initialState();
  for await (const batch of log.read()) {
    state = evolveAll(state, eventsIn(batch));
    for (const side of SIDES) for (const id of nodesAt(state, side, path)) subject.links.add(state.table.node(id)?.link ?? 0);
    subject.links.delete(0);
    for (const id of subject.links) for (const half of state.table.link(id as never)?.halves ?? []) note(state, subject, half);
  }
  return subject;
};

const note = (state: State, { nodes, places }: Subject, id: NodeId): void => {
  const node = state.table.node(id);
  if (node === undefined) return;
  nodes.add(id);
  places.add(`${node.parent}/${node.name}`);
};

/** Living and dead. */
const nodesAt = (state: State, side: Side, path: RelPath): readonly NodeId[] => {
  let at: readonly NodeId[] = [state.control.roots[side].node];
  for (const name of path) {
    const key = nameKey(state.control.traits[side], name);
    at = at.flatMap((id) => state.table.at(id, key).map((node) => node.id));
  }
  return at;
};

const tellStory = async (log: Pick<EventLog, 'read'>, path: RelPath, subject: Subject): Promise<readonly Explanation[]> => {
  const story: Explanation[] = [];
  const actions = new Map<number, Action>();
  for await (const batch of log.read()) {
    eventsIn(batch).forEach((event, index) => {
      const seq = batch.first + index;
      if (event._tag === 'ActionStarted' && (isAbout(event.action, subject) || event.action._tag === 'List'))
        actions.set(seq, event.action);
      const text = wordsFor(event, path, subject, actions);
      if (text !== null) story.push({ seq, atMs: batch.atMs, event, text });
    });
  }
  return story;
};

const isAbout = (action: Action, { links, nodes }: Subject): boolean =>
  action._tag === 'LookUp' || action._tag === 'List' ? nodes.has(action.node) : linksOf(action).some((link) => links.has(link));

/** The part of an action that is about the subject; undefined if none is. */
const partOf = (action: Action, subject: Subject): Action | undefined => singly(action).find((single) => isAbout(single, subject));

/** Null if the event does not concern the subject. */
const wordsFor = (event: Event, path: RelPath, subject: Subject, actions: ReadonlyMap<number, Action>): string | null => {
  const { links } = subject;
  switch (event._tag) {
    case 'HintsSeen': {
      const isHinted = event.hints.some((hint) => 'path' in hint && hint.path !== null && showPath(hint.path) === showPath(path));
      return isHinted ? `something was touched on the ${sideName(event.side)} side` : null;
    }
    case 'ActionStarted': {
      const part = partOf(event.action, subject);
      return part === undefined ? null : `${beginning(part)} (${event.reason})`;
    }
    case 'FilesCreated': {
      const action = actions.get(event.action);
      const file = action && event.files[singly(action).findIndex((single) => isAbout(single, subject))];
      if (file === undefined) return null;
      return file._tag === 'Failed' ? failed(file) : 'done';
    }
    case 'Listed':
      return listed(event, subject, actions.get(event.action));
    case 'LookedUp':
    case 'FileReplaced':
    case 'FolderMade':
    case 'Moved':
    case 'Discarded':
    case 'Compared':
    case 'Resolved':
    case 'ActionFailed': {
      const action = actions.get(event.action);
      return action !== undefined && isAbout(action, subject) ? outcome(event, action) : null;
    }
    case 'ContentAgreed':
      return links.has(event.link) ? `both sides have the same content (${event.reason})` : null;
    case 'PlaceAgreed':
      return links.has(event.link) ? `both sides have it at the same place (${event.reason})` : null;
    case 'LinksMerged':
    case 'LinksJoined':
      return links.has(event.from) || links.has(event.into) ? `what both sides had turned out to be one entry (${event.reason})` : null;
    case 'FileWanted':
      return links.has(event.link) ? `it is asked for (${event.reason})` : null;
    case 'LinkRevived':
      return links.has(event.link) ? `it is kept, and made again where it is gone (${event.reason})` : null;
    case 'LinkSplit':
      return links.has(event.link)
        ? `what is on the ${sideName(event.side)} side is an entry of its own from here on (${event.reason})`
        : null;
    case 'LinkEnded':
      return links.has(event.link) ? `it is gone on both sides (${event.reason})` : null;
    case 'DoubtCleared':
      return links.has(event.link) ? `a delete of ours that was cut short did not happen (${event.reason})` : null;
    case 'HalfRecognised':
      return links.has(event.link) ? `it was found again on the ${sideName(event.side)} side (${event.reason})` : null;
    default:
      return null;
  }
};

const beginning = (action: Action): string => {
  const side = sideName(action.side);
  switch (action._tag) {
    case 'LookUp':
      return `looking it up on the ${side} side`;
    case 'List':
      return `listing it on the ${side} side`;
    case 'CreateFiles':
      return `copying it to the ${side} side, as ${action.files.map(({ name }) => name).join(', ')}`;
    case 'ReplaceFile':
      return `copying its content over that of the ${side} side`;
    case 'MakeFolder':
      return `making the folder on the ${side} side, as ${action.name}`;
    case 'Move':
      return `moving it on the ${side} side, to the name ${action.name}`;
    case 'Discard':
      return `deleting it on the ${side} side`;
    case 'Resolve':
      return 'having the conflict resolved';
    case 'Compare':
      return 'comparing the contents of both sides';
    case 'Restore':
      return `restoring it on the ${side} side, as ${action.name}: an undo`;
    case 'PutBack':
      return `putting its former content back on the ${side} side: an undo`;
    case 'TakeBack':
      return `taking it away from the ${side} side: an undo`;
    case 'MoveBack':
      return `moving it back on the ${side} side, to the name ${action.name}: an undo`;
  }
};

type Answer = Extract<
  Event,
  { readonly _tag: 'LookedUp' | 'FileReplaced' | 'FolderMade' | 'Moved' | 'Discarded' | 'Compared' | 'Resolved' | 'ActionFailed' }
>;

const outcome = (event: Answer, action: Action): string => {
  switch (event._tag) {
    case 'LookedUp':
      return event.found === null
        ? `not there on the ${sideName(action.side)} side`
        : `seen on the ${sideName(action.side)} side as ${event.found.name}${size(event.found)}`;
    case 'Compared':
      return event.same ? 'their contents are equal' : 'their contents differ';
    case 'ActionFailed':
      return failed(event);
    case 'Resolved':
      return answerWords(event);
    case 'FileReplaced':
    case 'FolderMade':
    case 'Moved':
    case 'Discarded':
      return 'done';
  }
};

const failed = ({ side, error }: { readonly side: Side; readonly error: ProviderError }): string =>
  `that failed on the ${sideName(side)} side: ${error._tag}, ${error.message}`;

const listed = (
  event: Extract<Event, { readonly _tag: 'Listed' }>,
  { nodes, places }: Subject,
  action: Action | undefined,
): string | null => {
  if (action?._tag !== 'List') return null;
  const side = sideName(action.side);
  if (event.absent.some((id) => nodes.has(id))) return `its folder's listing on the ${side} side lacks it`;
  const row = event.rows.find((seen) => places.has(`${action.node}/${seen.name}`));
  return row === undefined ? null : `seen on the ${side} side as ${row.name}${size(row)}`;
};

const size = (seen: Observation): string => (seen.kind === 'file' ? `, ${seen.size} ${seen.size === 1 ? 'byte' : 'bytes'}` : '');
