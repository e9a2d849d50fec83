/** One event as one line. */
import { answerWords } from '../../history/words.js';
import type { Event } from '../../domain/event.js';
import { pathOf } from '../../domain/evolve/nodes.js';
import type { LinkId, NodeId } from '../../domain/ids.js';
import { seq } from '../../domain/ids.js';
import type { Sides } from '../../domain/side.js';
import type { State } from '../../domain/state/state.js';
import { deedsOf } from './deeds.js';
import { explain } from './reasons.js';
import { deedLine } from './summary.js';
import { plural, shown } from './words.js';

/** Null for the ticking of time, which tells nothing. `before` and `after` are the states around it. */
export const eventText = (before: State, after: State, event: Event, labels: Sides<string>): string | null => {
  const node = (id: NodeId): string => `/${(pathOf(after.table, id) ?? pathOf(before.table, id) ?? ['?']).join('/')}`;
  const link = (id: LinkId): string => {
    const found = before.table.link(id) ?? after.table.link(id);
    return found === undefined ? '?' : node(found.halves[0] || found.halves[1]);
  };
  const started = (number: number): string => {
    const action = before.flights.actions.get(seq(number))?.action;
    return action === undefined ? `event ${number}` : `${action._tag} of event ${number}`;
  };
  switch (event._tag) {
    case 'Woke':
      return null;
    case 'ActionStarted': {
      const [deed, ...more] = deedsOf(after, after.seq, event);
      const { action } = event;
      const why = `  (${explain(event.reason).why})`;
      const others = more.length === 0 ? '' : ` and ${plural(more.length, 'other file')} beside it`;
      if (deed !== undefined) return `begin    ${deedLine(deed, labels)}${others}${why}`;
      if ('nodes' in action)
        return `begin    ${action._tag === 'Compare' ? 'compare' : 'have resolved'} ${shown(node(action.nodes[0]))} with ${shown(node(action.nodes[1]))}${why}`;
      const verb = action._tag === 'List' ? 'list' : action._tag === 'LookUp' ? 'look up' : 'step aside:';
      const at = 'node' in action ? node(action.node) : '';
      return `begin    ${verb} ${shown(at)} on ${labels[action.side]}${why}`;
    }
    case 'Listed':
      return `seen     ${started(event.action)}: ${plural(event.rows.length, 'entry is', 'entries are')} new or other than known, ${event.absent.length} absent${event.complete ? '' : ' (not complete)'}`;
    case 'LookedUp':
      return `seen     ${started(event.action)}: ${event.found === null ? 'gone' : shown(event.found.name)}`;
    case 'ActionFailed':
      return `failed   ${started(event.action)}: ${shown(event.error.message)}`;
    case 'FilesCreated': {
      const names = event.files.flatMap((file) => (file._tag === 'Created' ? [file.seen.name] : []));
      const failed = event.files.flatMap((file) => (file._tag === 'Failed' ? [file.error.message] : []));
      const done = names.length === 1 ? `: ${shown(names[0] ?? '')}` : `: ${plural(names.length, 'file')}`;
      return failed.length === 0
        ? `done     ${started(event.action)}${done}`
        : `failed   ${started(event.action)}: ${plural(failed.length, 'file')}, ${shown(failed[0] ?? '')}${names.length > 0 ? `; done${done}` : ''}`;
    }
    case 'FileReplaced':
    case 'FolderMade':
    case 'Moved':
      return `done     ${started(event.action)}: ${shown(event.seen.name)}`;
    case 'Discarded':
      return `done     ${started(event.action)}${event.trash === null ? '' : `: kept as ${shown(event.trash)}`}`;
    case 'Resolved':
      return `done     ${started(event.action)}: ${answerWords(event)}`;
    case 'Compared':
      return `done     ${started(event.action)}: ${event.same ? 'equal' : 'different'}`;
    case 'SessionStarted':
      return `session  foldsync ${event.version}${event.forgetBases ? ', which merges both sides anew' : ''}`;
    case 'GateRaised':
      return `gate     ${plural(event.deletes, 'file')} of ${event.files} would be deleted on ${labels[event.side]}`;
    case 'HintsSeen':
      return `hint     ${plural(event.hints.length, 'change')} on ${labels[event.side]}`;
    case 'SideLost':
      return `lost     ${labels[event.side]}: ${shown(event.error.message)}`;
    case 'GateLowered':
    case 'GateApproved':
    case 'SideRegained':
    case 'WalkRequested':
      return `${event._tag}  ${labels[event.side]}`;
    case 'LinksMerged':
    case 'LinksJoined':
      return `conclude ${event._tag} ${shown(link(event.into))}  (${explain(event.reason).why})`;
    case 'FileWanted':
    case 'ContentAgreed':
    case 'PlaceAgreed':
    case 'LinkRevived':
    case 'LinkSplit':
    case 'LinkEnded':
    case 'DoubtCleared':
    case 'HalfRecognised':
      return `conclude ${event._tag} ${shown(link(event.link))}  (${explain(event.reason).why})`;
    case 'Translated':
    case 'Prioritized':
      return `${event._tag}  ${plural(event.answers.length, 'answer')}`;
    case 'FilesRequested':
    case 'FilesReleased':
      return `${event._tag}  ${plural(event.nodes.length, 'file')}`;
    case 'MadeDurable':
    case 'PolicySet':
    case 'Paused':
    case 'Resumed':
      return event._tag;
    default:
      // An event of a later part of foldsync.
      return (event as Event)._tag;
  }
};
