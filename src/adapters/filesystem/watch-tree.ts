/**
 * One watch for each folder below the root, each begun before its folder is read: what appears in it is either read or reported.
 * Events only say which folder was touched. Never recursive watches: they miss what comes right after they start.
 *
 * A watch follows its folder, not its path: so whenever a name in a folder is touched, it is compared with what is watched under that
 * name, and if another folder is there, or none, that whole part of the tree is watched anew.
 */
import { readdirSync, watch as watchFolder, type Dirent } from 'node:fs';
import { opendir } from 'node:fs/promises';
import type { Name, RelPath } from '../../domain/name.js';
import { isReserved } from '../../domain/reserved-name.js';
import { ProviderFailure } from '../../effects/ports/provider.js';
import { closeFolder, type OpenFolder } from './anchor.js';
import { codeOf, type Doing } from './errors.js';
import { identityOf, type Facts } from './facts.js';
import type { System } from './system.js';
import type { Tree } from './tree.js';

/** What a watch reports to. Nothing is called after `stop`. */
export interface Watching {
  readonly onTouched: (folder: RelPath) => void;
  /** All folders are watched. Once. */
  readonly onReady: () => void;
  /** The root is gone, or its watch failed. */
  readonly onLost: () => void;
  /** The system allows no more watches; `stop` is the caller's. */
  readonly onExhausted: () => void;
}

/** Like `fs.watch`; another one in tests. `SELF` as name: the folder itself was touched. */
export type Watch = (path: string, onEvent: (name: string | null) => void, onError: () => void) => { readonly close: () => void };

/** Events of the folder itself come under the last part of the path that it is watched by: this is no child's name. */
const SELF = '.';

export const watchWithNode: Watch = (path, onEvent, onError) => {
  const watcher = watchFolder(path, { persistent: true, recursive: false }, (_event, name) => onEvent(name));
  watcher.on('error', onError);
  return watcher;
};

interface Watched {
  readonly path: RelPath;
  readonly identity: string;
  readonly watcher: { readonly close: () => void };
  readonly children: Map<Name, Watched>;
  /** The folder itself was touched: it may be another one, even if its identity is the same again (inodes are reused at once). */
  suspect: boolean;
}

type Task =
  /** Watch the folder, then read it. */
  | { readonly _tag: 'Visit'; readonly parent: Watched | null; readonly name: Name; readonly isNew: boolean }
  /** See what is under that name now. */
  | { readonly _tag: 'Check'; readonly parent: Watched; readonly name: Name };

/** Longest that setting up keeps the event loop, in ms: meanwhile the kernel's queue fills (16,384 events, then they are lost in silence). */
const SLICE_MS = 8;
/** A folder whose own size is above this, in bytes, holds thousands of names, and is read in steps. */
const LARGE_FOLDER_BYTES = 128 * 1024;
const NAMES_PER_STEP = 512;

export const watchTree = (system: System, tree: Tree, watch: Watch, watching: Watching): { readonly stop: () => void } => {
  const tasks = new Map<string, Task>();
  let root: Watched | null = null;
  let readingLarge = 0;
  let isReady = false;
  let isStopped = false;
  let isScheduled = false;

  const add = (task: Task): void => {
    const key = `${task._tag}/${[...(task.parent?.path ?? []), task.name].join('/')}`;
    if (!tasks.has(key)) tasks.set(key, task);
    if (isScheduled) return;
    isScheduled = true;
    setImmediate(work);
  };

  const work = (): void => {
    isScheduled = false;
    const sinceMs = performance.now();
    for (const [key, task] of tasks) {
      if (isStopped) return;
      if (performance.now() - sinceMs > SLICE_MS) break;
      tasks.delete(key);
      perform(task);
    }
    if (isStopped) return;
    if (tasks.size > 0) {
      isScheduled = true;
      setImmediate(work);
    } else if (!isReady && readingLarge === 0) {
      isReady = true;
      watching.onReady();
    }
  };

  const perform = (task: Task): void => {
    if (task.parent !== null && !isWatched(task.parent)) return;
    try {
      tree.run(() => (task._tag === 'Visit' ? visit(task.parent, task.name, task.isNew) : check(task.parent, task.name)));
    } catch (thrown) {
      if (thrown instanceof ProviderFailure && (thrown.error._tag === 'RootMissing' || thrown.error._tag === 'Disconnected'))
        watching.onLost();
      else if (['ENOSPC', 'EMFILE', 'ENFILE', 'ENOMEM'].includes(codeOf(thrown)) || isTemporary(thrown)) watching.onExhausted();
      // Else it went away meanwhile, or can't be read: whoever lists its folder learns that.
    }
  };

  const visit = (parent: Watched | null, name: Name, isNew: boolean): void => {
    if (parent?.children.has(name) === true) return;
    const path = parent === null ? [] : [...parent.path, name];
    const folder = tree.folder(path, watchingOf(path));
    const watched: Watched = {
      path,
      identity: identityOf(folder.facts),
      watcher: watch(
        `${folder.path}/${SELF}`,
        (touched) => onEvent(watched, touched),
        () => onEvent(watched, SELF),
      ),
      children: new Map(),
      suspect: false,
    };
    if (parent === null) root = watched;
    else parent.children.set(name, watched);
    if (folder.facts.size > LARGE_FOLDER_BYTES) void readLarge(watched, isNew);
    else for (const entry of readdirSync(`${folder.path}/.`, { withFileTypes: true })) found(watched, entry, isNew);
    if (isNew) watching.onTouched(path);
  };

  const found = (parent: Watched, entry: Dirent, isNew: boolean): void => {
    if (entry.isDirectory() && !isReserved(entry.name)) add({ _tag: 'Visit', parent, name: entry.name, isNew });
  };

  const readLarge = async (parent: Watched, isNew: boolean): Promise<void> => {
    readingLarge += 1;
    let folder: OpenFolder | null = null;
    try {
      folder = tree.run(() => tree.hold(parent.path, watchingOf(parent.path)));
      for await (const entry of await opendir(`${folder.path}/.`, { bufferSize: NAMES_PER_STEP })) {
        if (isStopped) break;
        found(parent, entry, isNew);
      }
    } catch {
      // It went away, or another folder came: its parent's watch tells.
    } finally {
      if (folder !== null) closeFolder(folder);
      readingLarge -= 1;
      if (!isStopped && !isScheduled) {
        isScheduled = true;
        setImmediate(work);
      }
    }
  };

  const onEvent = (watched: Watched, name: string | null): void => {
    if (isStopped || (name !== null && isReserved(name)) || !isWatched(watched)) return;
    watching.onTouched(watched.path);
    if (name === SELF) {
      watched.suspect = true;
      if (watched === root) checkRoot();
      else recheck(watched);
    } else if (name !== null) {
      add({ _tag: 'Check', parent: watched, name });
    } else {
      // Something unnamed: everything that is watched here may be another.
      for (const child of watched.children.values()) recheck(child);
      void readLarge(watched, true);
    }
  };

  const recheck = (watched: Watched): void => {
    const parent = watchedAt(watched.path.slice(0, -1));
    const name = watched.path.at(-1);
    if (parent !== null && name !== undefined) add({ _tag: 'Check', parent, name });
  };

  const checkRoot = (): void => {
    try {
      tree.confirmRoot();
    } catch {
      watching.onLost();
    }
  };

  const check = (parent: Watched, name: Name): void => {
    const descent = tree.descend(parent.path);
    if (descent._tag === 'Stopped') return;
    const facts = system.statAt(descent.folder, name);
    const known = parent.children.get(name);
    if (known !== undefined && (known.suspect || !isFolder(facts) || identityOf(facts) !== known.identity)) {
      parent.children.delete(name);
      close(known);
    }
    if (isFolder(facts) && !parent.children.has(name)) visit(parent, name, true);
  };

  const watchedAt = (path: RelPath): Watched | null => {
    let watched = root;
    for (const name of path) watched = watched?.children.get(name) ?? null;
    return watched;
  };
  const isWatched = (watched: Watched): boolean => watchedAt(watched.path) === watched;

  add({ _tag: 'Visit', parent: null, name: '', isNew: false });
  return {
    stop: () => {
      isStopped = true;
      tasks.clear();
      if (root !== null) close(root);
      root = null;
    },
  };
};

const close = (watched: Watched): void => {
  watched.watcher.close();
  for (const child of watched.children.values()) close(child);
};

const isFolder = (facts: Facts | null): facts is Facts => facts?.type === 'folder';

const isTemporary = (thrown: unknown): boolean => thrown instanceof ProviderFailure && thrown.error._tag === 'Temporary';

const watchingOf = (path: RelPath): Doing => ({ verb: 'watch', path, missing: 'NotFound' });
