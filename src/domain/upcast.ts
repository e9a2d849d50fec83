import type { Event } from './event.js';

/**
 * An event as it was ever written, in the words of today. Files were created by one action each before they were created together: then an
 * action and its outcome are those of one file. Digests checked, what a log holds is trusted to be events; what comes from elsewhere is decoded
 * after this (`Event`).
 */
export const upcast = (event: unknown): unknown => {
  const old = event as OldEvent;
  switch (old?._tag) {
    case 'ActionStarted': {
      if (old.action?._tag !== 'CreateFile') return event;
      const { _tag, link, source, name, ...where } = old.action;
      return { ...old, action: { _tag: 'CreateFiles', ...where, files: [{ link, source, name }] } };
    }
    case 'FileCreated': {
      const { action, read, seen } = old;
      return { _tag: 'FilesCreated', action, files: [{ _tag: 'Created', read, seen }] };
    }
    default:
      return event;
  }
};

/** The events of a record. */
export const eventsIn = (record: { readonly events: readonly unknown[] }): readonly Event[] =>
  record.events.map(upcast) as readonly Event[];

type OldEvent =
  | {
      readonly _tag: 'ActionStarted';
      readonly action?: { readonly _tag: unknown; readonly link: unknown; readonly source: unknown; readonly name: unknown };
    }
  | { readonly _tag: 'FileCreated'; readonly action: unknown; readonly read: unknown; readonly seen: unknown }
  | null
  | undefined;
