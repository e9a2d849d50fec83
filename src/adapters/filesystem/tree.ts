/**
 * The way from a path below the root to a held folder. Every name is checked before anything is opened, no link is ever followed, no
 * other device entered, and the root is known to be the one that was connected: else nothing is said about what lies below it.
 *
 * Folders stay open for one slice of synchronous work, at most `SLICE_MS`, since opening a path for each of many small files
 * would cost more than copying them; each operation first compares what is at their path (one call), and those that run within one (`run`)
 * compare once. What outlives a slice holds its folder itself (`hold`).
 */
import { isSafeName, showPath, type RelPath } from '../../domain/name.js';
import { isReserved, STATE_FOLDER } from '../../domain/reserved-name.js';
import { failure } from '../../effects/ports/provider.js';
import { closeFolder, openChild, openRoot, type OpenFolder } from './anchor.js';
import { codeOf, failureOf, isAbsence, type Doing } from './errors.js';
import { sameInstant, type Facts } from './facts.js';
import type { System } from './system.js';

/** Longest time that folders stay open, in ms: that of a slice. An open folder keeps its drive from being unmounted. */
const SLICE_MS = 20;
/** Folders held before a slice starts over: far below any limit of open files (1,024 by default). */
const MAX_HELD = 128;

/** How far a path leads: to its folder, or to the last name that is one. */
export type Descent = { readonly _tag: 'Reached'; readonly folder: OpenFolder } | { readonly _tag: 'Stopped'; readonly depth: number };

export interface Tree {
  /** Fixes the root. Fails with `RootMissing`. */
  readonly connect: () => Facts;
  readonly disconnect: () => void;
  /**
   * Runs one synchronous operation, or several as one, to whose end all folders found in it stay open. Checks the root, at most once a slice.
   * Fails with `RootMissing`, `Disconnected`. Everything below but `confirmRoot` is for use within.
   */
  readonly run: <A>(work: () => A) => A;
  readonly root: () => OpenFolder;
  /** Fails with `RootMissing` if the root is not, now, the one that was connected: to be called before anything is said to be absent. */
  readonly confirmRoot: () => void;
  readonly descend: (path: RelPath) => Descent;
  /** The folder at `path`, held to the end of the slice. Fails with `doing.missing`, `NameRefused`, `Denied`. */
  readonly folder: (path: RelPath, doing: Doing) => OpenFolder;
  /** The same, held until the caller closes it with `closeFolder`. */
  readonly hold: (path: RelPath, doing: Doing) => OpenFolder;
  /** A folder of ours inside the root, made as needed by `make`. */
  readonly stateFolder: (names: RelPath, make: (path: string) => void) => OpenFolder;
}

export const treeOf = (system: System, rootPath: string): Tree => {
  let connected: Facts | null = null;
  let held = new Map<string, OpenFolder>();
  let outdated: OpenFolder[] = [];
  let startedAtMs = 0;
  let depth = 0;
  /** Held folders that were found at their path since the outermost operation began. */
  const confirmed = new Set<OpenFolder>();
  /** The last way, for those who go it again for each of many files. */
  let reached: { readonly path: RelPath; readonly folder: OpenFolder } | null = null;

  const release = (): void => {
    const all = [...held.values(), ...outdated];
    held = new Map();
    outdated = [];
    for (const folder of all) closeFolder(folder);
  };

  const freshRoot = (): OpenFolder => {
    if (connected === null) throw failure('Disconnected', 'the folder is not connected: call connect() first');
    const folder = openNamedRoot(system, rootPath);
    if (isSame(folder.facts, connected)) return folder;
    closeFolder(folder);
    throw failure('RootMissing', `${rootPath} is another folder than it was: is its drive mounted?`);
  };

  const run = <A>(work: () => A): A => {
    if (depth === 0) begin();
    depth += 1;
    try {
      return work();
    } finally {
      depth -= 1;
      if (depth === 0) confirmed.clear();
    }
  };

  const begin = (): void => {
    const now = performance.now();
    const isFresh = held.size > 0 && now - startedAtMs < SLICE_MS && held.size + outdated.length < MAX_HELD;
    if (isFresh && isSame(statRoot(system, rootPath), connected)) return;
    release();
    held.set('', freshRoot());
    startedAtMs = now;
    setImmediate(release);
  };

  const root = (): OpenFolder => {
    const folder = held.get('');
    if (folder === undefined || depth === 0) throw new Error('a folder was asked for outside of an operation');
    return folder;
  };

  const confirmRoot = (): void => closeFolder(freshRoot());

  /** What is held under `key`, if it still is `name` in `parent`. It is not closed yet if not: this operation may be using it. */
  const heldAt = (key: string, parent: OpenFolder, name: string): OpenFolder | null => {
    const folder = held.get(key);
    if (folder === undefined) return null;
    if (confirmed.has(folder) || isSame(system.statAt(parent, name), folder.facts)) {
      confirmed.add(folder);
      return folder;
    }
    held.delete(key);
    outdated.push(folder);
    return null;
  };

  const descend = (path: RelPath): Descent => {
    if (reached !== null && isSamePath(reached.path, path) && confirmed.has(reached.folder))
      return { _tag: 'Reached', folder: reached.folder };
    const descent = descendAnew(path);
    reached = descent._tag === 'Reached' ? { path, folder: descent.folder } : null;
    return descent;
  };

  const descendAnew = (path: RelPath): Descent => {
    checkNames(path);
    const top = root();
    if (path.length === 0) return { _tag: 'Reached', folder: top };
    const whole = path.join('/');
    const known = held.has(whole) && !isReserved(path[0] ?? '') ? heldAt(whole, top, whole) : null;
    if (known !== null) return { _tag: 'Reached', folder: known };
    let folder = top;
    let key = '';
    for (const [depth, name] of path.entries()) {
      if (isReserved(name)) return { _tag: 'Stopped', depth };
      key = depth === 0 ? name : `${key}/${name}`;
      const next = heldAt(key, folder, name) ?? openBelow(system, folder, name);
      if (next === null) return { _tag: 'Stopped', depth };
      if (next.facts.device !== top.facts.device) {
        closeFolder(next);
        throw failure('Denied', otherDevice(path.slice(0, depth + 1)));
      }
      held.set(key, next);
      confirmed.add(next);
      folder = next;
    }
    return { _tag: 'Reached', folder };
  };

  const folder = (path: RelPath, doing: Doing): OpenFolder => {
    const descent = attemptDescent(descend, path, doing);
    if (descent._tag === 'Reached') return descent.folder;
    throw failure(
      doing.missing,
      `cannot ${doing.verb} ${showPath(doing.path)}: there is no folder ${showPath(path.slice(0, descent.depth + 1))}`,
    );
  };

  return {
    connect: () => {
      release();
      const folder = openNamedRoot(system, rootPath);
      closeFolder(folder);
      connected = folder.facts;
      return folder.facts;
    },
    disconnect: () => {
      release();
      connected = null;
    },
    run,
    root,
    confirmRoot,
    descend,
    folder,
    // `.` is the folder itself, whatever happened to its path.
    hold: (path, doing) => openChild(system, folder(path, doing), '.'),
    stateFolder: (names, make) => {
      let parent = root();
      for (const [index, name] of names.entries()) {
        const key = names.slice(0, index + 1).join('/');
        const next = heldAt(key, parent, name) ?? openOrMake(system, parent, name, make);
        held.set(key, next);
        parent = next;
      }
      return parent;
    },
  };
};

const isSamePath = (a: RelPath, b: RelPath): boolean => a.length === b.length && a.every((name, i) => name === b[i]);

const isSame = (a: Facts | null, b: Facts | null): boolean =>
  a !== null && b !== null && a.inode === b.inode && a.device === b.device && sameInstant(a.born, b.born);

/** Links in the root's own path are followed; null if it is not there. */
const statRoot = (system: System, rootPath: string): Facts | null => {
  try {
    return system.statAt({ descriptor: null, path: rootPath }, '.');
  } catch {
    return null;
  }
};

// Made once: names are checked for every call.
const SURROGATE = /\p{Surrogate}/u;

/** Every name of a path that came from outside. Lone surrogates have no UTF-8: they would name something else on disk. */
export const checkNames = (path: RelPath): void => {
  for (const name of path)
    if (!isSafeName(name) || SURROGATE.test(name))
      throw failure('NameRefused', `${JSON.stringify(name)} is no safe name for a file or folder; rename it`);
};

const openNamedRoot = (system: System, rootPath: string): OpenFolder => {
  try {
    return openRoot(system, rootPath);
  } catch (thrown) {
    const other = failureOf(thrown, { verb: 'open', path: [], missing: 'NotFound' });
    if (other.error._tag === 'Temporary') throw other;
    const why = isAbsence(thrown) ? 'is not there, or is no folder' : `can't be opened (${codeOf(thrown)})`;
    throw failure('RootMissing', `the folder to sync, ${rootPath}, ${why}: is its drive mounted?`);
  }
};

const openBelow = (system: System, parent: OpenFolder, name: string): OpenFolder | null => {
  try {
    return openChild(system, parent, name);
  } catch (thrown) {
    if (isAbsence(thrown)) return null;
    throw thrown;
  }
};

const openOrMake = (system: System, parent: OpenFolder, name: string, make: (path: string) => void): OpenFolder => {
  const folder = openBelow(system, parent, name) ?? (makeTolerant(make, `${parent.path}/${name}`), openBelow(system, parent, name));
  if (folder === null) throw failure('Denied', `${STATE_FOLDER} in the folder to sync must be a folder, not a link or file: move it away`);
  return folder;
};

/** Someone else may have made it meanwhile; what it is gets checked when it is opened. */
const makeTolerant = (make: (path: string) => void, path: string): void => {
  try {
    make(path);
  } catch (thrown) {
    if (codeOf(thrown) !== 'EEXIST') throw thrown;
  }
};

const attemptDescent = (descend: (path: RelPath) => Descent, path: RelPath, doing: Doing): Descent => {
  try {
    return descend(path);
  } catch (thrown) {
    throw failureOf(thrown, doing);
  }
};

const otherDevice = (path: RelPath): string =>
  `${showPath(path)} is on another device (something is mounted there), which is never entered`;
