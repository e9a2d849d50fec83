import type { Observable } from 'rxjs';
import type { Name, RelPath } from '../../domain/name.js';
import type { Observation } from '../../domain/observation.js';
import type { ProviderError } from '../../domain/provider-error.js';
import type { Traits } from '../../domain/traits.js';

/** How an object is addressed: by oid where ids are stable, by path elsewhere. The path is always there, for messages. */
export interface Ref {
  readonly oid: string | null;
  readonly path: RelPath;
}

/** What an effect believes about the object it is about to touch. Where it is not so, the provider does nothing and says so. */
export interface Expected extends Ref {
  readonly kind: 'file' | 'folder';
  /** Null for folders. */
  readonly revision: string | null;
  /** Identity, where the provider has one (`Traits.identity` = `inode`); null = not checked. */
  readonly ident: string | null;
  /** Oid of the folder that it should lie in; null where the path is the id. */
  readonly parentOid: string | null;
  /**
   * `Observation.stamp` of a file that is to be moved: since a move changes it, what had changed it before would never be found out. Null, or left
   * out = not checked.
   */
  readonly stamp?: string | null;
}

export type LookUp =
  | { readonly _tag: 'Found'; readonly observation: Observation }
  /** `depth`: how many names of the asked path still exist as folders; null if asked by oid. */
  | { readonly _tag: 'Missing'; readonly depth: number | null };

export interface Listing {
  /** Identity of the folder that was read, where the provider has one: on path sides it may be another than was asked for. */
  readonly ident: string | null;
  /** True only if every child is in `entries`: what a complete listing lacks may be gone, what another lacks is unknown. */
  readonly complete: boolean;
  readonly entries: readonly Observation[];
}

/** A file's content, to be read once. */
export interface Content {
  /** Revision of what will be read; after reading, `verify` tells whether it still was that. */
  readonly revision: string;
  readonly size: number;
  readonly mtimeMs: number;
  readonly executable: boolean | null;
  /** Absolute path, where the content is a local file that the kernel can copy. */
  readonly localPath: string | null;
  /** Yields the bytes; throws `ProviderFailure`. */
  readonly stream: () => AsyncIterable<Uint8Array>;
  /** Rejects with `Modified` if the file is no longer what `revision` says. Call after the last byte. */
  readonly verify: () => Promise<void>;
}

/** Something was touched. What a hint says is never believed, only looked up. */
export type Hint =
  /** One object; by oid where ids are stable, by path elsewhere. */
  | { readonly _tag: 'Touched'; readonly oid: string | null; readonly path: RelPath | null }
  /**
   * The direct children of a folder changed: list it again. Path sides only. Of a folder that moved, it and each folder in it are told of at
   * their new places, too: what was told of at the old ones may come too late to find anything there.
   */
  | { readonly _tag: 'FolderTouched'; readonly path: RelPath }
  /** Events were lost: list everything again. */
  | { readonly _tag: 'Lost' };

export interface Changes {
  readonly hints: readonly Hint[];
  /** Where to go on after a restart; null if the provider has no cursors. */
  readonly cursor: string | null;
}

/** Where a provider keeps what was replaced or deleted. */
export interface TrashRef {
  /** Provider's own way to find it again (filesystem: path below the root). */
  readonly ref: string;
}

/** What a replaced file is now, and where its old content went; null where the provider keeps none. */
export interface Replaced {
  readonly seen: Observation;
  readonly trash: TrashRef | null;
}

export interface RootIdentity {
  /** Changes when the root is another folder than it was (DESIGN 9.9). */
  readonly identity: string;
  /** Oid of the root; null where the path is the id. */
  readonly oid: string | null;
}

/** Progress of one transfer: bytes so far. */
export type OnProgress = (bytes: number) => void;

/**
 * A store of files and folders, as the engine sees it. Written with promises: a rejection is a `ProviderFailure`, anything else
 * is taken as `Failed`. Every mutation checks what it `Expected`, as late as it can, and answers what is there now.
 */
export interface Provider {
  /** Kind of provider, e.g. `filesystem`. */
  readonly name: string;
  readonly traits: Traits;
  /** Connects and says which root this is. Fails with `RootMissing`, `Unauthorized`, `Disconnected`. */
  readonly connect: () => Promise<RootIdentity>;
  readonly disconnect: () => Promise<void>;
  /**
   * Said after connecting by who alone writes under this log, and changes things: what a killed run under the same log left on its way
   * may be cleaned up from then on, wherever it is met.
   */
  readonly claim?: (logId: string) => void;

  /**
   * Hints from now on (or from `cursor`), until unsubscribed. Never errors: what goes wrong is a `Lost` hint.
   * Emits one (possibly empty) `Changes` once it is sure that nothing from then on is missed: a scan may start then.
   */
  readonly changes$: (cursor: string | null) => Observable<Changes>;

  readonly lookUp: (ref: Ref) => Promise<LookUp>;
  /** Children of a folder. Fails with `NotFound` (gone, or a file), `Denied`. */
  readonly list: (folder: Ref) => Promise<Listing>;
  /** Fails with `NotFound`, `Modified`, `Moved`, `Denied`, `Corrupt`. */
  readonly read: (expected: Expected) => Promise<Content>;

  /** Fails with `Exists`, `NoParent`, `NameRefused`, `OutOfSpace`; if the content fails, nothing remains. */
  readonly createFile: (parent: Ref, name: Name, content: Content, onProgress?: OnProgress) => Promise<Observation>;
  /** Fails with `NotFound`, `Modified`, `Moved`, `OutOfSpace`; if the content fails, the old stays whole. The old content goes to the trash. */
  readonly replaceFile: (expected: Expected, content: Content, onProgress?: OnProgress) => Promise<Replaced>;
  /** Fails with `Exists` (also if it is a folder), `NoParent`, `NameRefused`. */
  readonly makeFolder: (parent: Ref, name: Name) => Promise<Observation>;
  /**
   * Moves and renames, a folder with all in it, case-only renames too. Never replaces anything: fails with `Exists`. One step: where it takes
   * two calls and the second fails, the first is taken back, since else its half is taken for what a user did.
   */
  readonly move: (expected: Expected, parent: Ref, name: Name) => Promise<Observation>;
  /** Takes a file, or an empty folder, out of the tree, into the trash where there is one. Fails with `NotFound`, `Modified`, `Moved`, `NotEmpty`. */
  readonly discard: (expected: Expected) => Promise<TrashRef | null>;
  /** What was thrown away, to be copied back; it stays in the trash. Fails with `NotFound`. Left out: what is replaced or deleted can't be had again. */
  readonly readTrash?: (trash: TrashRef) => Promise<Content>;
  /**
   * The one file of this name and size (bytes) that was thrown away since then (milliseconds since 1970); null if there is none, or more than
   * one. For what a killed process did not live to tell of.
   */
  readonly findTrash?: (name: Name, size: number, sinceMs: number) => Promise<TrashRef | null>;

  /**
   * Who is connected, to what: the same text for the same user, told before it is connected where it can be. Null = not known yet. It is in the label
   * that a log is kept under. Left out where there are no users.
   */
  readonly connectionId?: string | null;
  /** Where users log in. */
  readonly login?: Login;
  /** Where one login leads to several drives. */
  readonly namespaces?: Namespaces;
  /** How full it is, where it can tell. Fails with `Disconnected`. */
  readonly quota?: () => Promise<Quota>;

  /** Makes all that was written so far durable (filesystem: `syncfs`). */
  readonly flush: () => Promise<void>;

  /** Where the root can hold a note of which log it belongs to, and how far that went (DESIGN 9.9). One for each log. */
  readonly marker?: Marker;

  /** Synchronous twins, where these are much faster (two local folders). They throw `ProviderFailure`. */
  readonly immediate?: Immediate;
}

export interface Login {
  /** Takes credentials for the next `connect`, which fails with `Unauthorized` if they are missing or wrong. They show in no message. */
  readonly use: (credentials: unknown) => void;
  /** Asks a person, and answers what `use` takes: a value that survives JSON. Fails with `Unauthorized`, also when `signal` says to give up. */
  readonly authenticate?: (signal: AbortSignal) => Promise<unknown>;
}

/** One of several drives (accounts, buckets, ...) that a login leads to. */
export interface Namespace {
  readonly id: string;
  readonly name: string;
}

export interface Namespaces {
  readonly list: () => Promise<readonly Namespace[]>;
  /** Id of the chosen one; null = the default one. It outlives `disconnect`. */
  readonly current: () => string | null;
  /** Chooses; null = the default one. Fails with `NamespaceInvalid`; while disconnected it is `connect` that fails with it. */
  readonly select: (id: string | null) => Promise<void>;
}

/** Bytes. */
export interface Quota {
  readonly used: number;
  /** Null: no limit is known. */
  readonly limit: number | null;
  /** Who is connected, for people; null if there are no users. */
  readonly login: string | null;
}

/** A provider that is asked, and not listened to. */
export type Askable = Omit<Provider, 'changes$'>;

export interface Marker {
  /** Number of the last settled event of this log; null if the root has no note of it. */
  readonly read: (logId: string) => Promise<number | null>;
  readonly write: (logId: string, seq: number) => Promise<void>;
}

/** See `Provider.immediate`. Meant for slices of at most 20 ms, so that the event loop is never held for longer (reference: inotify's queue). */
export interface Immediate {
  readonly lookUp: (ref: Ref) => LookUp;
  /** Null where the folder holds too much for one slice: ask `Provider.list`, which lets others run between. */
  readonly list: (folder: Ref) => Listing | null;
  /**
   * True if and only if `list` would be complete, of the folder with this identity (null: of any), and hold one entry for each of these, that
   * says the same of it: told without making a listing, since at a start most folders are as they were. Where it is left out, `list`
   * is asked. It throws as `list` does.
   */
  readonly isAsKnown?: (folder: Ref, ident: string | null, known: readonly Sight[]) => boolean;
  readonly makeFolder: (parent: Ref, name: Name) => Observation;
  readonly move: (expected: Expected, parent: Ref, name: Name) => Observation;
  readonly discard: (expected: Expected) => TrashRef | null;
  /** Runs calls, none of which waits, as one: what leads to their folders is checked once for all. Objects are checked each time. */
  readonly together: <A>(work: () => A) => A;
  /** Absolute path and facts of a file that is as expected: the source of `bytes`, `createFile` and `replaceFile`. */
  readonly source: (expected: Expected) => LocalSource;
  /** Reads a local file of at most `SMALL_FILE_BYTES`, and verifies that it stayed as it was. What it answers holds until the next call of any kind. */
  readonly bytes: (source: LocalSource) => Uint8Array;
  /** Copies a local file of at most `SMALL_FILE_BYTES`, verifies that the source stayed as it was, and puts it in place. */
  readonly createFile: (parent: Ref, name: Name, source: LocalSource) => Observation;
  /** The same for a file that is there. */
  readonly replaceFile: (expected: Expected, source: LocalSource) => Replaced;
}

/** What of an observation tells whether an entry of a listing is news. A folder's stamp is none: its own listing tells what it is about. */
export type Sight = Pick<Observation, 'name' | 'kind' | 'oid' | 'ident' | 'revision' | 'stamp' | 'kept'>;

export interface LocalSource {
  readonly absolutePath: string;
  readonly revision: string;
  readonly size: number;
}

/** Largest file that `Immediate` copies, in bytes: one buffer, a fraction of a millisecond (measured, docs/PERFORMANCE.md). */
export const SMALL_FILE_BYTES = 256 * 1024;

/** What adapters reject with. */
export class ProviderFailure extends Error {
  constructor(readonly error: ProviderError) {
    super(error.message);
    this.name = 'ProviderFailure';
  }
}

export const failure = (_tag: ProviderError['_tag'], message: string): ProviderFailure => new ProviderFailure({ _tag, message });

/** What any thrown value means to the engine. */
export const toProviderError = (thrown: unknown): ProviderError =>
  thrown instanceof ProviderFailure ? thrown.error : { _tag: 'Failed', message: thrown instanceof Error ? thrown.message : String(thrown) };
