import type { Provider } from '../../effects/ports/provider.js';

/** Notes that a root keeps of its logs: made once for each root, it outlives processes. */
export type Notes = Map<string, number>;

/** A provider whose root remembers how far each log went. */
export const marked = (provider: Provider, notes: Notes): Provider => ({
  ...provider,
  marker: {
    read: (logId) => Promise.resolve(notes.get(logId) ?? null),
    write: (logId, seq) => Promise.resolve(void notes.set(logId, seq)),
  },
});
