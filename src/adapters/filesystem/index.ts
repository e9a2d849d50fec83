/** Folders of this machine: `foldsync/providers/filesystem`. */
export { filesystem, type FilesystemOptions } from './filesystem.js';
export { DEFAULT_TRASH_POLICY, purgeTrash, slotsToPurge, type TrashPolicy, type TrashSlot } from './purge.js';
export { readMarker, writeMarker, type MarkerReading, type RootMarker } from './root-marker.js';
