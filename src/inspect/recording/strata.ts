import type { Event } from '../../domain/event.js';
import type { Side } from '../../domain/side.js';

/** What an event is to someone who looks at a timeline: who saw, who was changed, what was thought, what went wrong. */
export const STRATA = ['seen-local', 'seen-remote', 'done-local', 'done-remote', 'judged', 'course', 'trouble'] as const;
export type Stratum = (typeof STRATA)[number];

/** @param side of the line of the event: an outcome does not say it itself */
export const stratumOf = (event: Event, side: Side | null): Stratum => {
  switch (event._tag) {
    case 'GateRaised':
    case 'SideLost':
    case 'ActionFailed':
      return 'trouble';
    case 'FilesCreated':
      if (event.files.some(({ _tag }) => _tag === 'Failed')) return 'trouble';
      return side === 1 ? 'done-remote' : 'done-local';
    case 'HintsSeen':
    case 'LookedUp':
    case 'Listed':
      return side === 1 ? 'seen-remote' : 'seen-local';
    case 'FileReplaced':
    case 'FolderMade':
    case 'Moved':
    case 'Discarded':
      return side === 1 ? 'done-remote' : 'done-local';
    case 'ActionStarted':
    case 'Compared':
    case 'ContentAgreed':
    case 'PlaceAgreed':
    case 'LinksMerged':
    case 'LinkRevived':
    case 'LinkSplit':
    case 'LinkEnded':
    case 'DoubtCleared':
    case 'HalfRecognised':
      return 'judged';
    default:
      return 'course';
  }
};
