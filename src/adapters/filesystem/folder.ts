/**
 * A folder of this machine as a provider, but for its hints (`filesystem.ts`): whoever only looks need not load what watches. Metadata operations are synchronous inside, in both forms of the port: they take microseconds,
 * and promises of Node would triple that. Contents are copied in steps, or streamed.
 */
import { statfs } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { ProviderError } from '../../domain/provider-error.js';
import type { Traits } from '../../domain/traits.js';
import { ProviderFailure, type Immediate, type LookUp, type Provider } from '../../effects/ports/provider.js';
import { isAsKnown } from './as-known.js';
import { probeCaseSensitive, usualCaseSensitivity } from './case-probe.js';
import type { Context } from './context.js';
import { createFile, createSmallFile, makeFolder } from './create.js';
import { discard } from './discard.js';
import { attemptAsync } from './errors.js';
import { identityOf } from './facts.js';
import { bytesOf } from './fill.js';
import { list, listNow, MAX_ENTRIES_NOW } from './list.js';
import { lookUp } from './look-up.js';
import { move } from './move.js';
import { DEFAULT_TRASH_POLICY, purgeTrash, type TrashPolicy } from './purge.js';
import { findTrash, readTrash } from './read-trash.js';
import { replaceFile, replaceSmallFile } from './replace.js';
import { dropUnfinishedMarker, readMarker, writeMarker } from './root-marker.js';
import { contentOf, sourceOf } from './source.js';
import type { System } from './system.js';
import { slotsInTurn } from './trash.js';
import { type Tree, treeOf } from './tree.js';

export interface FilesystemOptions {
  /** The folder to sync; links in its path are followed. */
  readonly root: string;
  /** How long and how much of what was replaced and deleted is kept; 30 days, 10 GiB, and nothing of the last 3 days purged, unless told. */
  readonly trash?: Partial<TrashPolicy>;
  /** False: no hints, the folder must be walked to see changes. True unless told. */
  readonly watch?: boolean;
  /** Gets what users should know and no call can answer, e.g. that the system has no watches left. */
  readonly onWarning?: (message: string) => void;
}

export type Folder = Omit<Provider, 'changes$'> & { readonly immediate: Immediate };

export interface FolderParts {
  readonly folder: Folder;
  readonly tree: Tree;
}

export const folderOn = (system: System, options: FilesystemOptions): FolderParts => {
  const rootPath = resolve(options.root);
  const tree = treeOf(system, rootPath);
  const watches = options.watch ?? true;
  let caseSensitive: boolean | null = null;
  let owner: string | null = null;
  const context: Context = {
    system,
    tree,
    slots: slotsInTurn(),
    rootPath,
    owner: () => owner,
    caseSensitive: () => (caseSensitive ??= probeCaseSensitive(rootPath)) ?? usualCaseSensitivity,
  };
  let purged = false;

  /** An object is only absent if the root is there: an unmounted drive never reads as deletions. */
  const surely = <A>(work: () => A): A => {
    try {
      return work();
    } catch (thrown) {
      if (thrown instanceof ProviderFailure && ABSENCES.has(thrown.error._tag)) tree.confirmRoot();
      throw thrown;
    }
  };
  const surelyAsync = async <A>(work: () => Promise<A>): Promise<A> => {
    try {
      return await work();
    } catch (thrown) {
      return surely(() => {
        throw thrown;
      });
    }
  };
  const now = <A>(work: () => A): A => surely(() => tree.run(work));
  const lookUpSurely = (path: LookUpPath): LookUp => {
    const found = now(() => lookUp(context, path));
    if (found._tag === 'Missing') tree.confirmRoot();
    return found;
  };

  const immediate: Immediate = {
    lookUp: (ref) => lookUpSurely(ref.path),
    list: (folder) => {
      const listing = now(() => listNow(context, folder.path, MAX_ENTRIES_NOW));
      if (listing?.entries.length === 0) tree.confirmRoot();
      return listing;
    },
    isAsKnown: (folder, ident, known) => now(() => isAsKnown(context, folder.path, ident, known)),
    makeFolder: (parent, name) => now(() => makeFolder(context, parent.path, name)),
    move: (expected, parent, name) => now(() => move(context, expected, parent.path, name)),
    discard: (expected) => now(() => discard(context, expected)),
    together: (work) => now(work),
    source: (expected) => now(() => sourceOf(context, expected)),
    bytes: (source) => now(() => bytesOf(system, source)),
    createFile: (parent, name, source) => now(() => createSmallFile(context, parent.path, name, source)),
    replaceFile: (expected, source) => now(() => replaceSmallFile(context, expected, source)),
  };

  const folder: Folder = {
    name: 'filesystem',
    connectionId: rootPath,
    get traits() {
      return traitsWith(context.caseSensitive(), watches);
    },
    connect: async () => {
      const root = tree.connect();
      // Without the device: its number may be another after a reboot.
      return { identity: identityOf(root), oid: null };
    },
    disconnect: async () => tree.disconnect(),
    claim: (logId) => {
      owner = logId;
      dropUnfinishedMarker(rootPath, logId);
    },
    lookUp: async (ref) => immediate.lookUp(ref),
    list: async (folder) => {
      const listing = await surelyAsync(() => list(context, folder.path));
      if (listing.entries.length === 0) tree.confirmRoot();
      return listing;
    },
    read: (expected) => surelyAsync(() => contentOf(context, expected)),
    createFile: (parent, name, content, onProgress) =>
      surelyAsync(() => createFile(context, parent.path, name, content, onProgress ?? ignoreProgress)),
    replaceFile: (expected, content, onProgress) =>
      surelyAsync(() => replaceFile(context, expected, content, onProgress ?? ignoreProgress)),
    makeFolder: async (parent, name) => immediate.makeFolder(parent, name),
    move: async (expected, parent, name) => immediate.move(expected, parent, name),
    discard: async (expected) => immediate.discard(expected),
    readTrash: async (trash) => readTrash(context, trash),
    findTrash: async (name, size, sinceMs) => findTrash(context, name, size, sinceMs),
    flush: () =>
      attemptAsync({ verb: 'make durable', path: [], missing: 'NotFound' }, async () => {
        tree.confirmRoot();
        await system.sync({ descriptor: null, path: rootPath });
        if (purged) return;
        purged = true;
        await purgeTrash(rootPath, { ...DEFAULT_TRASH_POLICY, ...options.trash });
      }),
    quota: () =>
      attemptAsync({ verb: 'measure', path: [], missing: 'NotFound' }, async () => {
        tree.confirmRoot();
        const { bsize, blocks, bfree } = await statfs(rootPath);
        return { used: (blocks - bfree) * bsize, limit: blocks * bsize, login: null };
      }),
    marker: {
      read: async (logId) => readMarker(rootPath, logId).marker?.seq ?? null,
      write: async (logId, seq) => writeMarker(rootPath, { logId, seq }),
    },
    immediate,
  };
  return { folder, tree };
};

type LookUpPath = Parameters<typeof lookUp>[1];

const ABSENCES: ReadonlySet<ProviderError['_tag']> = new Set(['NotFound', 'NoParent', 'Moved'] as const);

const ignoreProgress = (): void => undefined;

const traitsWith = (caseSensitive: boolean, watches: boolean): Traits => ({
  identity: 'inode',
  events: watches ? 'hints' : 'none',
  caseSensitive,
  unicode: 'exact',
  forbiddenCharacters: '',
  maxNameBytes: 255,
  hash: null,
  conditionalWrites: false,
  executableBit: true,
  keepsTimes: true,
});
