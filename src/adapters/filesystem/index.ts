/** Folders of this machine: `foldsync/providers/filesystem`. */
export { filesystem, type FilesystemOptions } from './filesystem.js';
export { DEFAULT_TRASH_POLICY, purgeTrash, slotsToPurge, type TrashPolicy, type TrashSlot } from './purge.js';
export { readMarker, RootMarker, writeMarker, type MarkerReading } from './root-marker.js';
