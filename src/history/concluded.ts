import type { Event } from '../domain/event.js';
import type { LinkId } from '../domain/ids.js';

/** The links that a conclusion is about; none where an event is no conclusion. */
export const concludedBy = (event: Event): readonly LinkId[] => {
  switch (event._tag) {
    case 'ContentAgreed':
    case 'PlaceAgreed':
    case 'LinkRevived':
    case 'LinkSplit':
    case 'LinkEnded':
    case 'DoubtCleared':
    case 'HalfRecognised':
    case 'FileWanted':
      return [event.link];
    case 'LinksJoined':
    case 'LinksMerged':
      return [event.into, event.from];
    default:
      return [];
  }
};
