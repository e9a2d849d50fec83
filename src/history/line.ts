import { type Action, linksOf, singly } from '../domain/action.js';
import type { Event, EventTag } from '../domain/event.js';
import type { LinkId, NodeId } from '../domain/ids.js';
import { parsePath, showPath } from '../domain/name.js';
import type { Observation } from '../domain/observation.js';
import { REMOTE, sideName, type Side } from '../domain/side.js';
import { answered, isWithin, type Known, linkPlace, placeOf } from './known.js';
import { printable } from './printable.js';
import { actionWords, answerWords, below, concludedWords, factWords, reasonWords, timeWords } from './words.js';
import { plural } from './numbers.js';

/** One event, for people: what `foldsync log` shows. */
export interface Line {
  readonly seq: number;
  /** Milliseconds since 1970: the last time that an event told, since only some tell it. */
  readonly atMs: number;
  readonly kind: EventTag;
  /** Null: of both, or of none. */
  readonly side: Side | null;
  /** All that it is about, for filters; the first one is the most telling. */
  readonly paths: readonly string[];
  readonly text: string;
}

/** The line of an event, given what was known just before it; of many files, only what it says of the one that is `about`. */
export const lineOf = (event: Event, before: Known, about?: LinkId): Line => {
  const atMs = event._tag === 'Woke' || event._tag === 'SessionStarted' ? Math.max(before.control.nowMs, event.atMs) : before.control.nowMs;
  return { seq: before.seq + 1, atMs, kind: event._tag, ...partsOf(event, before, about) };
};

export const renderLine = (line: Line): string =>
  `${String(line.seq).padStart(6)}  ${timeWords(line.atMs)}  ${(line.side === null ? '' : sideName(line.side)).padEnd(6)}  ${printable(line.text)}`;

/** Which lines to show; what is left out asks nothing. */
export interface LineFilter {
  /** A path, and all below it. */
  readonly path?: string;
  readonly kinds?: readonly EventTag[];
  /** Lines of that side, and those of both. */
  readonly side?: Side;
  /** Milliseconds since 1970, both ends included. */
  readonly fromMs?: number;
  readonly toMs?: number;
}

export const isShown = (filter: LineFilter, line: Line): boolean => {
  const { path, kinds, side, fromMs, toMs } = filter;
  if (kinds !== undefined && !kinds.includes(line.kind)) return false;
  if (side !== undefined && line.side !== null && line.side !== side) return false;
  if (fromMs !== undefined && line.atMs < fromMs) return false;
  if (toMs !== undefined && line.atMs > toMs) return false;
  if (path === undefined) return true;
  const above = showPath(parsePath(path));
  return line.paths.some((each) => isWithin(each, above));
};

type Parts = Pick<Line, 'side' | 'paths' | 'text'>;

const plain = (text: string, side: Side | null = null): Parts => ({ side, paths: [], text });

const partsOf = (event: Event, before: Known, about?: LinkId): Parts => {
  switch (event._tag) {
    case 'SessionStarted':
      return plain(`started foldsync ${event.version}${event.forgetBases ? ', with no memory of what both sides agreed on' : ''}`);
    case 'Woke':
      return plain('time passed');
    case 'MadeDurable':
      return plain('everything up to here is on disk');
    case 'PolicySet':
      return plain(
        `policy set: ${Object.entries(event.policy)
          .map(([key, value]) => `${key} ${value}`)
          .join(', ')}`,
      );
    case 'WalkRequested':
      return plain('everything is to be listed again', event.side);
    case 'Paused':
      return plain('paused');
    case 'Resumed':
      return plain('resumed');
    case 'GateRaised':
      return plain(`stopped before ${event.deletes} deletes among ${event.files} files: approval is needed`, event.side);
    case 'GateLowered':
      return plain('no longer too many deletes', event.side);
    case 'GateApproved':
      return plain('the deletes were approved', event.side);
    case 'SideLost':
      return plain(`lost: ${event.error._tag}: ${event.error.message}`, event.side);
    case 'SideRegained':
      return plain('back again', event.side);
    case 'HintsSeen':
      return hintParts(event, before);
    case 'Prioritized': {
      const paths = event.answers.map(({ node }) => placeOf(before, node));
      return { side: null, paths, text: `${paths.length === 1 ? 'one entry' : `${paths.length} entries`} given a priority` };
    }
    case 'FilesRequested':
    case 'FilesReleased': {
      const paths = event.nodes.map((node) => placeOf(before, node));
      return { side: REMOTE, paths, text: `${event._tag === 'FilesRequested' ? 'asked for' : 'let go of'} ${paths.join(', ')}` };
    }
    case 'Translated': {
      const paths = event.answers.map(({ node }) => placeOf(before, node));
      return { side: null, paths, text: `${event.answers.length === 1 ? 'one path' : `${event.answers.length} paths`} translated` };
    }
    case 'ActionStarted':
      return actionParts({ ...event, action: partFor(event.action, about) }, before);
    case 'LookedUp':
    case 'Listed':
    case 'FilesCreated':
    case 'FileReplaced':
    case 'FolderMade':
    case 'Moved':
    case 'Discarded':
    case 'Compared':
    case 'Resolved':
    case 'ActionFailed':
      return outcomeParts(event, before, about);
    case 'LinksMerged':
    case 'LinksJoined': {
      const paths = [linkPlace(before, event.into), linkPlace(before, event.from)];
      return { side: null, paths, text: `${concludedWords(event._tag)}: ${paths[0]}, because ${reasonWords(event.reason)}` };
    }
    case 'HalfRecognised': {
      const paths = [placeOf(before, event.node), linkPlace(before, event.link)];
      return { side: event.side, paths, text: `${paths[1]} is now ${paths[0]}, because ${reasonWords(event.reason)}` };
    }
    case 'FileWanted':
    case 'ContentAgreed':
    case 'PlaceAgreed':
    case 'LinkRevived':
    case 'LinkSplit':
    case 'LinkEnded':
    case 'DoubtCleared': {
      const path = linkPlace(before, event.link);
      const side = event._tag === 'LinkSplit' ? event.side : null;
      return { side, paths: [path], text: `${concludedWords(event._tag)}: ${path}, because ${reasonWords(event.reason)}` };
    }
  }
};

/** So many hints are named one by one in a line. */
const SHOWN_HINTS = 3;

const hintParts = (event: Extract<Event, { readonly _tag: 'HintsSeen' }>, before: Known): Parts => {
  const paths = event.hints.map((hint) => {
    if (hint._tag === 'Lost') return '/';
    if (hint.path !== null) return showPath(hint.path);
    const known = hint._tag === 'FolderTouched' || hint.oid === null ? undefined : before.table.byOid(event.side, hint.oid)[0];
    return known === undefined ? '?' : placeOf(before, known.id);
  });
  const shown = event.hints.slice(0, SHOWN_HINTS).map((hint, i) => (hint._tag === 'Lost' ? 'events were lost' : `${paths[i]}`));
  const more = paths.length > SHOWN_HINTS ? ` and ${paths.length - SHOWN_HINTS} more` : '';
  return { side: event.side, paths, text: event.hints.length === 0 ? 'nothing new' : `touched: ${shown.join(', ')}${more}` };
};

const actionParts = ({ action, reason }: Extract<Event, { readonly _tag: 'ActionStarted' }>, before: Known): Parts => ({
  side: 'nodes' in action ? null : action.side,
  paths: [...nodesIn(action).map((node) => placeOf(before, node)), ...namesIn(action).map(([folder, name]) => below(before, folder, name))],
  text: `going to ${actionWords(before, action)}, because ${reasonWords(reason)}`,
});

const nodesIn = (action: Action): readonly NodeId[] => {
  if ('nodes' in action) return action.nodes;
  if (action._tag === 'CreateFiles') return action.files.map(({ source }) => source);
  const nodes = 'node' in action ? [action.node] : [];
  return 'source' in action ? [action.source, ...nodes] : nodes;
};

/** Places that an action gives a name to. */
const namesIn = (action: Action): readonly (readonly [NodeId, string])[] => {
  if (action._tag === 'CreateFiles') return action.files.map(({ name }) => [action.parent, name]);
  return 'parent' in action ? [[action.parent, action.name]] : [];
};

/** Of many files, the one of this link. */
const partFor = (action: Action, about: LinkId | undefined): Action =>
  (about === undefined ? undefined : singly(action).find((single) => linksOf(single).includes(about))) ?? action;

type Outcome = Extract<
  Event,
  {
    readonly _tag:
      | 'LookedUp'
      | 'Listed'
      | 'FilesCreated'
      | 'FileReplaced'
      | 'FolderMade'
      | 'Moved'
      | 'Discarded'
      | 'Compared'
      | 'Resolved'
      | 'ActionFailed';
  }
>;

const outcomeParts = (event: Outcome, before: Known, about: LinkId | undefined): Parts => {
  const whole = answered(before, event);
  const action = whole && partFor(whole, about);
  if (action === undefined)
    return plain(`an answer to #${event.action} came too late, and is not believed`, event._tag === 'ActionFailed' ? event.side : null);
  const { paths } = actionParts({ _tag: 'ActionStarted', action, reason: '' }, before);
  const at = paths[0] ?? '?';
  const parts = (text: string, more: readonly string[] = []): Parts => ({ side: action.side, paths: [...paths, ...more], text });
  switch (event._tag) {
    case 'LookedUp':
      return event.found === null
        ? parts(`looked up ${at}: not there`)
        : parts(`looked up ${at}: ${factWords(event.found)}${renamed(at, event.found)}`);
    case 'Listed': {
      const rows = event.rows.map(({ name }) => (at === '/' ? `/${name}` : `${at}/${name}`));
      const absent = event.absent.map((node) => placeOf(before, node));
      const found =
        event.rows.length + event.absent.length === 0
          ? 'as known'
          : `${event.rows.length} new or changed, ${event.absent.length} not there`;
      return parts(`listed ${at}: ${found}${event.complete ? '' : ' (incomplete)'}`, [...rows, ...absent]);
    }
    case 'FilesCreated': {
      const files =
        action === whole || whole === undefined ? event.files : event.files.slice(linksOf(whole).indexOf(about as LinkId)).slice(0, 1);
      const created = files.flatMap((file) => (file._tag === 'Created' ? [file.seen] : []));
      const failed = files.flatMap((file) => (file._tag === 'Failed' ? [file] : []));
      const bytes = `(${plural(
        created.reduce((sum, { size }) => sum + size, 0),
        'byte',
      )})`;
      const done =
        files.length === 1
          ? `${action._tag === 'Restore' ? 'restored' : 'copied'} ${at} ${bytes}`
          : `copied ${created.length} of ${files.length} files ${bytes}`;
      const [first] = failed;
      if (first === undefined) return parts(done);
      const why = `${first.error._tag}: ${first.error.message}`;
      return files.length === 1
        ? { ...parts(`could not ${actionWords(before, action)}: ${why}`), side: first.side }
        : parts(`${done}; the first that failed: ${why}`);
    }
    case 'FileReplaced':
      return parts(`replaced the content of ${paths[1] ?? at} (${plural(event.seen.size, 'byte')})`);
    case 'FolderMade':
      return parts(`made the folder ${paths.at(-1) ?? at}`);
    case 'Moved':
      return parts(`moved ${at} to ${paths.at(-1) ?? '?'}`);
    case 'Discarded':
      return parts(`deleted ${at}${event.trash === null ? '' : ' (it is in the trash)'}`);
    case 'Resolved':
      return { ...parts(`resolved ${at}: ${answerWords(event)}`), side: null };
    case 'Compared':
      return { ...parts(`compared ${at}: ${event.same ? 'equal' : 'different'}`), side: null };
    case 'ActionFailed':
      return { ...parts(`could not ${actionWords(before, action)}: ${event.error._tag}: ${event.error.message}`), side: event.side };
  }
};

const renamed = (at: string, seen: Observation): string => (at.endsWith(`/${seen.name}`) || seen.name === '' ? '' : `, named ${seen.name}`);
