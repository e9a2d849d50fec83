import type { Event } from '../domain/event.js';
import { progressOf } from '../domain/plan/wake-at.js';
import { SIDES } from '../domain/side.js';
import type { State } from '../domain/state/state.js';

/** Both sides are there, and nothing waits to be tried again. */
export const isHealthy = (state: State): boolean =>
  progressOf(state).failing === 0 && SIDES.every((side) => state.control.sides[side].health._tag === 'Up');

/** True for what became of an action that went well. */
export const isOutcome = ({ _tag }: Event): boolean => OUTCOMES.has(_tag);

/** True for what tells of something that failed. */
export const isFailure = (event: Event): boolean =>
  event._tag === 'ActionFailed' ||
  event._tag === 'SideLost' ||
  (event._tag === 'FilesCreated' && event.files.some(({ _tag }) => _tag === 'Failed'));

const OUTCOMES: ReadonlySet<Event['_tag']> = new Set<Event['_tag']>([
  'LookedUp',
  'Listed',
  'FilesCreated',
  'FileReplaced',
  'FolderMade',
  'Moved',
  'Discarded',
  'Compared',
  'Resolved',
]);
