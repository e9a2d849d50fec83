/**
 * What an adapter's author gives to the kit: how to open a fresh, empty place, and a user who acts there behind the
 * provider's back. The kit brings the laws and runs in any test runner.
 *
 * @example
 * ```ts
 * import { describe, it } from 'vitest';
 * import { runProviderKit } from 'foldsync/testing';
 * runProviderKit({ name: 'mine', traits, open: async () => ({ provider, user, close: async () => {} }) }, { describe, it });
 * ```
 */
import type { RelPath } from '../../domain/name.js';
import type { Traits } from '../../domain/traits.js';
import type { Provider } from '../../effects/ports/provider.js';

/** Sorted or not: paths as `/a/b` for files, `/a/` for folders, whose content is null. */
export type TreeValue = Readonly<Record<string, Uint8Array | null>>;

/** Acts as somebody else would, past the provider. Parents exist and targets are free: the kit sees to that. */
export interface UserApi {
  /** Creates a file, or changes its content in place. */
  readonly write: (path: RelPath, content: Uint8Array) => void | Promise<void>;
  readonly mkdir: (path: RelPath) => void | Promise<void>;
  readonly move: (from: RelPath, to: RelPath) => void | Promise<void>;
  /** A folder with all in it. */
  readonly remove: (path: RelPath) => void | Promise<void>;
  readonly read: (path: RelPath) => Uint8Array | Promise<Uint8Array>;
  /** All there is below the root; foldsync's own names may be among it. */
  readonly tree: () => TreeValue | Promise<TreeValue>;
}

export interface OpenedPlace {
  /** Not connected yet. */
  readonly provider: Provider;
  readonly user: UserApi;
  readonly close: () => Promise<void>;
}

export interface ProviderHarness {
  readonly name: string;
  /** What the provider must say of itself; laws that do not apply are skipped by it. */
  readonly traits: Traits;
  /** A place of its own, empty, for each law and for each run of a property. */
  readonly open: () => Promise<OpenedPlace>;
  /** Runs of each property. Default: 100. */
  readonly runs?: number;
  /** How long to wait for a hint, in milliseconds. Default: 5000. Nothing else waits. */
  readonly patienceMs?: number;
}

export interface ProviderLaw {
  /** A sentence after "a provider". */
  readonly name: string;
  readonly run: (harness: ProviderHarness) => Promise<void>;
  /** Why the law says nothing about a provider with these traits, or null. */
  readonly skip?: (traits: Traits) => string | null;
}
