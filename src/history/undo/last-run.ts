import type { Event } from '../../domain/event.js';

/** Finds the last session in which anything was done: the number of its first event. All events of the log are to be pushed. */
export const searchLastRun = () => {
  let seq = 0;
  let session = 0;
  let found: number | null = null;
  return {
    push: (events: Iterable<Event>): void => {
      for (const event of events) {
        seq++;
        if (event._tag === 'SessionStarted') session = seq;
        if (DEEDS.has(event._tag)) found = session;
      }
    },
    /** Null if nothing was ever done. */
    finish: (): number | null => found,
  };
};

const DEEDS: ReadonlySet<Event['_tag']> = new Set<Event['_tag']>(['FilesCreated', 'FileReplaced', 'FolderMade', 'Moved', 'Discarded']);
