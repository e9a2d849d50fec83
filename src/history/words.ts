import type { Event } from '../domain/event.js';
import type { Action } from '../domain/action.js';
import type { NodeId } from '../domain/ids.js';
import type { Judgement } from '../domain/judge/judgement.js';
import type { Observation } from '../domain/observation.js';
import { other, sideName } from '../domain/side.js';
import { type Known, linkPlace, placeOf } from './known.js';
import { plural } from './numbers.js';

/** Every named reason, in plain words: what follows "because". A reason of a newer foldsync is shown by its name. */
const REASON_WORDS: Readonly<Record<string, string>> = {
  'both-unchanged': 'neither side changed it',
  'remote-touched': 'something about it was touched on remote, and only reading it tells whether its content changed',
  'local-touched': 'something about it was touched on local, and only reading it tells whether its content changed',
  'both-touched': 'something about it was touched on both sides, and only reading tells whether they are still equal',
  'remote-edited': 'it was edited on remote only',
  'local-edited': 'it was edited on local only',
  'local-touched-remote-edited': 'it was edited on remote, and touched on local',
  'local-edited-remote-touched': 'it was edited on local, and touched on remote',
  'both-edited': 'it was edited on both sides',
  'not-moved': 'neither side moved it: it belongs where both last agreed',
  'remote-moved': 'it was moved on remote only',
  'local-moved': 'it was moved on local only',
  'both-moved': 'it was moved on both sides: the name that sorts first counts, and remote where names are equal',
  cycle: 'the two moves would have put folders into each other: the one on local is given up',
  gone: 'it is gone',
  alone: 'it is there on one side only, and belongs where it is',
  'deleted-there': 'it was deleted on the other side and not touched on this one',
  'edit-beats-delete': 'it was deleted on one side but edited on the other: an edit beats a delete',
  'move-beats-delete': 'it was deleted on one side but moved on the other: a move beats a delete',
  'folder-deleted-there': 'the folder was deleted on the other side, and nothing in it is left',
  'both-created': 'both sides created something of this name',
  'same-folder': 'both sides have a folder of this name: it is one folder',
  'folder-beats-file': 'a folder and a file want one name: the folder keeps it',
  'name-taken': 'its name is taken by another entry on the other side',
  'both-want-one-name': 'two entries were moved to one name',
  'contents-equal': 'the contents are equal',
  'same-place': 'both sides have it at the same place',
  'gone-on-both-sides': 'it is gone on both sides',
  'our-delete-happened': 'a delete that was interrupted had happened',
  'our-delete-did-not-happen': 'a delete that was interrupted had not happened',
  'child-survives': 'something in the folder is kept, so the folder is',
  'placed-before-power-loss': 'it was written shortly before the machine went down: it has to be checked',
  created: 'it is new there',
  'on-the-way': 'its translated path leads through a folder that is not there',
  'kept-away-there': 'it was gone where it had been kept away: that says nothing of it here',
  'translated-place-is-taken': 'translate gives it a place that another entry has',
  resolved: 'a resolver decided',
  'damaged-there': 'the edited content is damaged: the good one is put back',
  'on-demand': 'it is on demand, and nobody wants it here any more',
  'wanted-here': 'something of its name is on local, so it is wanted there',
  conflict: 'the contents differ: a conflict, of which both versions are kept',
  'conflict-copy-is-an-entry': 'the conflict copy goes on as a file of its own',
  'moved-into-what-stays-here': 'it was moved into a folder that stays on its own side',
  'in-the-way-of-a-swap': 'names are being swapped, and it has to step aside for a moment',
  'its-place-stays-taken': 'it stepped aside, and what holds its new place waits for a person',
  'same-identity': 'the object there has the same identity: it was moved, not deleted',
  'replaced-at-its-place': 'something new took its place: it was saved anew, not deleted',
  'same-content': 'the same content turned up once elsewhere: it was moved, not deleted',
  'children-moved-together': 'everything that was in the folder is now in one new folder: the folder was moved',
  undo: 'a person undid what was done before',
  undone: 'an undo left it different on both sides: it stays so until someone changes it',
  hinted: 'something there was touched',
  unlisted: 'its entries are not known yet',
  'unsafe-name': 'its name could lead out of the folder',
  'name-too-long': 'its name is too long for the other side',
  'name-has-forbidden-character': 'its name has a character that the other side does not allow',
  NameRefused: 'the provider refuses its name',
  Denied: 'permission was denied',
  Corrupt: 'its content cannot be read, or was refused as damaged',
};

const PREFIXES: readonly (readonly [string, string])[] = [
  ['folder-is-', 'the folder it belongs in stays on its own side: '],
  ['place-held-by-', 'its place is held by something that does not sync: '],
  ['folder-holds-', 'the folder still holds something that does not sync: '],
];

export const reasonWords = (reason: string): string => {
  const known = REASON_WORDS[reason];
  if (known !== undefined) return known;
  const prefix = PREFIXES.find(([start]) => reason.startsWith(start));
  return prefix === undefined ? reason : prefix[1] + reason.slice(prefix[0].length).replaceAll('-', ' ');
};

/** True where a reason has words of its own. */
export const hasWords = (reason: string): boolean => reasonWords(reason) !== reason;

/** What an action is about to do, seen from the state in which it starts. */
export const actionWords = (known: Known, action: Action): string => {
  const side = sideName(action.side);
  switch (action._tag) {
    case 'LookUp':
      return `look up ${placeOf(known, action.node)} on ${side}`;
    case 'List':
      return `list ${placeOf(known, action.node)} on ${side}`;
    case 'CreateFiles': {
      const [file, ...more] = action.files;
      if (file === undefined || more.length > 0)
        return `copy ${action.files.length} files to ${side}, into ${placeOf(known, action.parent)}`;
      return `copy ${placeOf(known, file.source)} to ${side}, as ${below(known, action.parent, file.name)}`;
    }
    case 'ReplaceFile':
      return `replace ${placeOf(known, action.node)} on ${side} with the content of ${sideName(other(action.side))}`;
    case 'MakeFolder':
      return `make the folder ${below(known, action.parent, action.name)} on ${side}`;
    case 'Move':
      return `${action.purpose === 'aside' ? 'move aside' : 'move'} ${placeOf(known, action.node)} to ${below(known, action.parent, action.name)} on ${side}${action.purpose === 'conflict' ? ' (its conflict name)' : ''}`;
    case 'Discard':
      return `delete ${placeOf(known, action.node)} on ${side}`;
    case 'Restore':
      return `restore ${below(known, action.parent, action.name)} on ${side}`;
    case 'PutBack':
      return `put the former content of ${placeOf(known, action.node)} on ${side} back`;
    case 'TakeBack':
      return `take ${placeOf(known, action.node)} away from ${side} again`;
    case 'MoveBack':
      return `move ${placeOf(known, action.node)} on ${side} back to ${below(known, action.parent, action.name)}`;
    case 'Resolve':
      return `have the conflict between ${placeOf(known, action.nodes[0])} on local and ${placeOf(known, action.nodes[1])} on remote resolved`;
    case 'Compare':
      return `compare ${placeOf(known, action.nodes[0])} on local with ${placeOf(known, action.nodes[1])} on remote`;
  }
};

/** A path made of a folder's and a name. */
export const below = (known: Known, parent: NodeId, name: string): string => {
  const folder = placeOf(known, parent);
  return folder === '/' ? `/${name}` : `${folder}/${name}`;
};

export const factWords = (seen: Observation): string => {
  const what = seen.kind === 'file' ? `file, ${plural(seen.size, 'byte')}` : seen.kind;
  return seen.kept === null ? what : `${what}, ${seen.kept.replaceAll('-', ' ')}`;
};

/** What a judgement asks for, for people. */
export const judgementWords = (known: Known, judgement: Judgement): string => {
  switch (judgement._tag) {
    case 'Settled':
      return 'nothing to do';
    case 'Act':
      return `${actionWords(known, judgement.action)}, because ${reasonWords(judgement.reason)}`;
    case 'Conclude':
      return `${conclusionWords(judgement.event._tag)}, because ${reasonWords(judgement.event.reason)}`;
    case 'Wait':
      return `wait for ${linkPlace(known, judgement.on)} (${judgement.why})`;
    case 'Quiet':
      return `wait until ${sideName(judgement.side)} is quiet`;
    case 'Later':
      return 'try again later';
    case 'Gated':
      return `wait for approval to ${actionWords(known, judgement.action)}`;
    case 'Blocked':
      return `stay where it is: ${reasonWords(judgement.reason)}`;
  }
};

const CONCLUSIONS = {
  ContentAgreed: ['agree on the content', 'agreed on the content'],
  PlaceAgreed: ['agree on the place', 'agreed on the place'],
  LinksMerged: ['take the two for one', 'took two entries for one'],
  LinksJoined: ['take the two for one, as resolved', 'took two entries for one, as resolved'],
  FileWanted: ['ask for it', 'asked for it'],
  LinkRevived: ['keep what lives, as new', 'kept what lives, as new'],
  LinkSplit: ['go on as two entries', 'went on as two entries'],
  LinkEnded: ['forget it', 'forgot what is gone'],
  DoubtCleared: ['go on', 'went on after an interrupted delete'],
  HalfRecognised: ['recognise it at its new place', 'recognised it at its new place'],
} as const;

export const conclusionWords = (tag: keyof typeof CONCLUSIONS): string => CONCLUSIONS[tag][0];
/** The same in the past tense. */
export const concludedWords = (tag: keyof typeof CONCLUSIONS): string => CONCLUSIONS[tag][1];

/** A time as people and machines can read it: ISO 8601, UTC. */
export const timeWords = (atMs: number): string =>
  Number.isFinite(atMs) && Math.abs(atMs) <= MAX_TIME_MS ? new Date(atMs).toISOString() : String(atMs);

/** Last moment that ECMAScript can name, milliseconds since 1970. */
const MAX_TIME_MS = 8.64e15;

/** A resolver's answer. */
export const answerWords = ({ winner, keep, merged }: Extract<Event, { readonly _tag: 'Resolved' }>): string => {
  const kept = keep ? ', and the other is kept' : '';
  if (merged !== null) return `merged${keep ? ', and both are kept' : ''}`;
  return winner === null ? 'left to policy' : `${sideName(winner)} wins${kept}`;
};
