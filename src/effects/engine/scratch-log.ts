import * as TE from 'fp-ts/lib/TaskEither.js';
import type { EventLog } from '../ports/event-log.js';

/** A log that reads what another holds and keeps nothing of what is appended: for previews. */
export const scratchLog = (log: EventLog & { readonly id: string }): EventLog & { readonly id: string } => {
  let head = log.head();
  return {
    id: log.id,
    head: () => head,
    append: ({ first, events }) =>
      TE.fromIO(() => {
        head = first + events.length - 1;
      }),
    read: (from) => log.read(from),
    flush: () => TE.right(undefined),
    saveSnapshot: () => TE.right(undefined),
    loadSnapshot: () => log.loadSnapshot(),
    clear: () => TE.right(undefined),
    close: () => log.close(),
  };
};
