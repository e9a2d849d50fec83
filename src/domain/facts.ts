import type { Event } from './event.js';

/** What an event says, counted: each row of a listing, each file that is begun or copied, and every other event as one. Folding takes that long. */
export const factsOf = (event: Event): number => {
  switch (event._tag) {
    case 'Listed':
      return Math.max(1, event.rows.length);
    case 'FilesCreated':
      return Math.max(1, event.files.length);
    case 'ActionStarted':
      return event.action._tag === 'CreateFiles' ? Math.max(1, event.action.files.length) : 1;
    default:
      return 1;
  }
};
