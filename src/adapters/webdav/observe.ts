import type { Name } from '../../domain/name.js';
import type { Observation } from '../../domain/observation.js';
import type { DavEntry } from './multistatus.js';

export const observationOf = (name: Name, entry: DavEntry): Observation => ({
  oid: null,
  parentOid: null,
  name,
  kind: entry.isFolder ? 'folder' : 'file',
  ident: null,
  revision: entry.isFolder ? null : revisionOf(entry),
  stamp: null,
  hash: null,
  size: entry.isFolder ? 0 : entry.size,
  // A folder's time changes with whatever is put into it, and is nobody's: it would be news after each of our own calls.
  mtimeMs: entry.isFolder ? 0 : entry.mtimeMs,
  executable: null,
  kept: null,
});

/** What holds its place, but can't sync. */
export const unsafeObservation = (shown: Name, entry: DavEntry, kept: 'unsafe-name' | 'not-utf8'): Observation => ({
  ...observationOf(shown, entry),
  kind: 'other',
  revision: null,
  kept,
});

/**
 * Content is known by the etag, else by size and time (which some servers tell in seconds: an edit of the same size within one is not seen). An
 * etag that is weak (a second after a write, on Apache) is the same one that is strong later.
 */
const revisionOf = ({ etag, size, mtimeMs }: DavEntry): string => (etag === null ? `${size}:${mtimeMs}` : etag.replace(/^W\//u, ''));

/** The etag that a revision is; null if it is made of size and time. */
export const etagIn = (revision: string | null): string | null => (revision?.startsWith('"') === true ? revision : null);
