/**
 * foldsync as its users meet it: the class, and the words that its options and answers are made of.
 * Providers are in `foldsync/providers/*`, the functional parts in `foldsync/domain` and `foldsync/effects`.
 */
export { CloudSync } from './cloud-sync.js';
export type { Conflict } from './cloud-sync/conflicts.js';
export { ArgumentError, BackoffSignal, LifecycleError, TimeoutError } from './cloud-sync/errors.js';
export type { Explanation } from './cloud-sync/explain.js';
export type { ConflictFile } from './cloud-sync/conflict-file.js';
export { mergeText } from './cloud-sync/merge-text.js';
export type { CloudSyncOptions, Hooks } from './cloud-sync/options.js';
export type { ConflictBase, Merged, Resolution, ResolveConflict } from './cloud-sync/resolver.js';
export {
  folderStorage,
  keyValueStorage,
  type KeyValueStore,
  memoryStorage,
  type Notes,
  type OpenLog,
  type Storage,
} from './cloud-sync/storage.js';
export type { PlannedAction } from './cloud-sync/planned.js';
export type { Runnable, RunOptions, StartOptions } from './cloud-sync/runnable.js';
export { SmartCloudSync, type SmartInfo } from './smart-cloud-sync.js';
export type { Event, EventOf, EventTag } from './domain/event.js';
export { type Notification, type NotificationSource, type NotificationType, SYNC } from './domain/notifications.js';
export { DEFAULT_POLICY, Policy } from './domain/policy.js';
export type { ProviderError } from './domain/provider-error.js';
export { LOCAL, REMOTE, type Side, type Sides } from './domain/side.js';
export type { State } from './domain/state/state.js';
export { type EngineError, EngineFailure } from './effects/index.js';
export { type Provider, ProviderFailure } from './effects/ports/provider.js';
export * from './registry/index.js';
