/**
 * What users of the original library call on a provider, made from the small port that adapters write: nothing here is to be written
 * again for another provider. Errors are `ProviderFailure`s: FileNotFound is `NotFound` or `NoParent`, FileExists is `Exists` or `NotEmpty`,
 * Token is `Unauthorized`, Namespace is `NamespaceInvalid`, Cursor is `CursorInvalid`.
 */
import type { Observable } from 'rxjs';
import type { PathHelpers, PathRules } from '../../domain/path-text.js';
import type { Traits } from '../../domain/traits.js';
import type { Changes, Namespace, Quota } from '../ports/provider.js';
import type { Info } from './info.js';
import type { Metadata, Source } from './source.js';

/** Where the provider keeps a sync's root. */
export interface Root {
  readonly path: string | null;
  readonly oid: string | null;
}

/** Calls that reach the provider. All reject with `ProviderFailure`; after `disconnect` with `Disconnected`. */
export interface ProviderCalls {
  /** Remembers the credentials, then connects. Fails with `Unauthorized` also if it turns out to be another user than before. */
  readonly connect: (credentials?: unknown) => Promise<void>;
  /** Connects with what is remembered, if it is not connected. */
  readonly reconnect: () => Promise<void>;
  readonly disconnect: () => Promise<void>;
  /** Asks a person for credentials. Fails with `Unauthorized`, also when `interruptAuth` is called meanwhile. */
  readonly authenticate: () => Promise<unknown>;
  readonly getQuota: () => Promise<Quota>;
  /** Null where there are none. */
  readonly listNamespaces: () => Promise<readonly Namespace[] | null>;
  /** Null or empty = the default one. Fails with `NamespaceInvalid`. */
  readonly setNamespace: (id: string | null) => Promise<void>;
  /** Takes a folder as root, and makes it if it is given by path and missing. Once set it stays: another one is an `ArgumentError`. */
  readonly setRoot: (path: string | null, oid?: string | null) => Promise<Root>;

  readonly infoPath: (path: string) => Promise<Info | null>;
  readonly infoOid: (oid: string) => Promise<Info | null>;
  readonly existsPath: (path: string) => Promise<boolean>;
  readonly existsOid: (oid: string) => Promise<boolean>;
  /** Every child once. Fails with `NotFound`. */
  readonly listdir: (oid: string) => Promise<readonly Info[]>;
  readonly listdirPath: (path: string) => Promise<readonly Info[]>;
  readonly create: (path: string, source: Source, metadata?: Metadata) => Promise<Info>;
  readonly upload: (oid: string, source: Source, metadata?: Metadata) => Promise<Info>;
  /** Writes the bytes to `sink`, one piece after the other. Fails with `NotFound`, `Exists` (a folder), `Corrupt`. */
  readonly download: (oid: string, sink: Sink) => Promise<void>;
  readonly downloadPath: (path: string, sink: Sink) => Promise<void>;
  /** Moves, renames, or both; answers the id it has then. A folder takes the place of an empty folder, nothing else of anything. */
  readonly rename: (oid: string, path: string) => Promise<string>;
  readonly mkdir: (path: string) => Promise<string>;
  readonly mkdirs: (path: string) => Promise<string>;
  /** A file, or an empty folder. What is not there is no error. */
  readonly delete: (oid: string) => Promise<void>;
  readonly rmtree: (oid: string) => Promise<void>;
  /** Read from the content where the provider has no hashes; null for folders and what is not there. */
  readonly hashOid: (oid: string) => Promise<string | null>;
  /** The hash that a file of these bytes has here. */
  readonly hashData: (source: Source) => Promise<string>;
  /** An id that means the same for other users of the object; null if it is not there. */
  readonly globalizeOid: (oid: string) => Promise<string | null>;
  readonly localizeOid: (globalOid: string) => Promise<string | null>;
  readonly latestCursor: () => Promise<string | null>;
  /** Where `changes$` begins; null = from now on. Fails with `CursorInvalid`. */
  readonly setCurrentCursor: (cursor: string | null) => Promise<void>;
}

export type Sink = (bytes: Uint8Array) => void | Promise<void>;

export interface ProviderClient extends ProviderCalls, PathHelpers, PathRules {
  readonly name: string;
  readonly traits: Traits;
  readonly oidIsPath: boolean;
  readonly connected: boolean;
  /** Who is connected, or was last; null = not known yet. */
  readonly connectionId: string | null;
  /** Makes a connection as another user possible, or, set, as this one only. */
  readonly setConnectionId: (id: string | null) => void;
  /** Credentials for the next `connect`. */
  readonly setCreds: (credentials: unknown) => void;
  readonly interruptAuth: () => void;
  readonly namespace: string | null;
  readonly rootPath: string | null;
  readonly rootOid: string | null;
  readonly isSubpathOfRoot: (target: string, strict?: boolean) => string | false;
  /** Everything below the start, parents before children. What vanishes meanwhile is left out. Fails with `NotFound`. */
  readonly walk: (path: string, recursive?: boolean) => AsyncIterable<Info>;
  readonly walkOid: (oid: string, recursive?: boolean) => AsyncIterable<Info>;
  readonly currentCursor: string | null;
  /** Hints from the current cursor on; it moves with what is taken. */
  readonly changes$: () => Observable<Changes>;
}
