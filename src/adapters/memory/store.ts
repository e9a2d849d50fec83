/**
 * The backing store of the memory provider: a tree, its user, its trash, its queue of hints, and the switches with which a
 * simulator makes trouble. Deterministic: ids, revisions and times are counters, and nothing waits for a timer.
 */
import type { RelPath } from '../../domain/name.js';
import { showPath } from '../../domain/name.js';
import type { Traits } from '../../domain/traits.js';
import { failure } from '../../effects/ports/provider.js';
import { type Checked } from './checks.js';
import { Edits, type Numbers } from './edits.js';
import { HintLog, type HintQueue } from './hints.js';
import { type Faults, type Gate, type MemoryOptions, traitsOf, withDefaults } from './options.js';
import { descendants, type FileObject, pathOf, type StoredObject, Tree } from './tree.js';
import { type PathLike, toPath, type UserActs, userActs } from './user.js';

/** What a provider replaced or discarded; `content` is null for a folder. */
export interface Trashed {
  readonly ref: string;
  readonly path: RelPath;
  readonly content: Uint8Array | null;
}

export interface MemoryStore extends UserActs {
  /** The same acts, of which no hint is ever given. */
  readonly silent: UserActs;
  readonly read: (path: PathLike) => Uint8Array;
  readonly exists: (path: PathLike) => boolean;
  /** Sorted paths; files as text (`base64:...` if not UTF-8), folders with a `/` at the end and null: `{ '/a/': null, '/a/f': 'text' }`. */
  readonly tree: () => Readonly<Record<string, string | null>>;
  /** As `tree`, with contents as bytes. */
  readonly contents: () => Readonly<Record<string, Uint8Array | null>>;
  /** All that providers took out of the tree, oldest first: with `contents`, where no content may be missing from. */
  readonly trash: () => readonly Trashed[];
  readonly hints: HintQueue;
  /** While offline, every call of every provider fails with `Disconnected`, and hints wait. */
  readonly setOffline: (offline: boolean) => void;
  /** `missing`: every call fails with `RootMissing`. `replaced`: an empty root with another identity. */
  readonly setRoot: (root: 'present' | 'missing' | 'replaced') => void;
  readonly setFaults: (faults: Faults) => void;
  readonly setGate: (gate: Gate | null) => void;
  /** A copy that goes its own way, with other options if any are given; nobody listens to it, and nothing hinders it, yet. */
  readonly fork: (options?: Partial<Pick<MemoryOptions, 'nowMs' | 'delivery' | 'quota'>>) => MemoryStore;
  readonly options: MemoryOptions;
}

/** What the provider has of its store, and its users have not. */
export interface Backing extends Checked {
  readonly edits: Edits;
  readonly hints: HintLog;
  readonly identity: string;
  readonly offline: boolean;
  readonly missing: boolean;
  readonly faults: Faults;
  readonly gate: Gate | null;
  /** Into the trash; answers where it is found again. */
  readonly keep: (object: StoredObject) => string;
  /** A file in the trash, as it was thrown away. */
  readonly kept: (ref: string) => FileObject | null;
  readonly trashed: () => readonly Trashed[];
}

const backings = new WeakMap<MemoryStore, () => Backing>();

/** The insides of a store. For `provider.ts` alone. */
export const backingOf = (store: MemoryStore): Backing => {
  const backing = backings.get(store);
  if (backing === undefined) throw new Error('foldsync defect: not a memory store');
  return backing();
};

/** @example `const store = memoryStore({ identity: 'path' }); store.write('/a/f', 'text');` */
export const memoryStore = (given: Partial<MemoryOptions> = {}): MemoryStore => {
  const options = withDefaults(given);
  const traits = traitsOf(options);
  const numbers: Numbers = { id: 0, freed: [], revision: 0, stamp: 0 };
  const tree = new Tree(traits, ++numbers.id);
  return storeOver({
    options,
    traits,
    numbers,
    tree,
    hints: new HintLog(options.delivery, options.cursors),
    trash: [],
    keptFiles: new Map(),
  });
};

/** What there is of a store, whoever uses it. */
interface Disk {
  readonly options: MemoryOptions;
  readonly traits: Traits;
  readonly numbers: Numbers;
  readonly tree: Tree;
  readonly hints: HintLog;
  readonly trash: Trashed[];
  /** Files of the trash, by reference. */
  readonly keptFiles: Map<string, FileObject>;
}

const storeOver = ({ options, traits, numbers, tree: firstTree, hints, trash, keptFiles }: Disk): MemoryStore => {
  const rootOf = (tree: Tree) => ({ tree, edits: new Edits(tree, options, numbers), identity: `${options.label}#${tree.root.id}` });
  const newRoot = () => {
    Object.assign(numbers, { revision: 0, stamp: 0 });
    return rootOf(new Tree(traits, ++numbers.id));
  };
  const keep = (object: StoredObject): string => {
    const ref = `t${trash.length}`;
    trash.push({ ref, path: pathOf(object), content: object.kind === 'file' ? object.content : null });
    if (object.kind === 'file') keptFiles.set(ref, { ...object });
    return ref;
  };
  const kept = (ref: string): FileObject | null => keptFiles.get(ref) ?? null;

  let backing: Backing = {
    ...rootOf(firstTree),
    ...{
      options,
      traits,
      hints,
      keep,
      kept,
      trashed: () => trash,
      offline: false,
      missing: false,
      faults: options.faults,
      gate: options.gate,
    },
  };
  const set = (part: Partial<Backing>): void => {
    backing = { ...backing, ...part };
  };
  const contentsNow = () =>
    Object.fromEntries(
      [...descendants(backing.tree.root)]
        .filter((object) => object !== backing.tree.root)
        .map((object) => {
          const path = showPath(pathOf(object));
          return object.kind === 'file' ? ([path, object.content] as const) : ([`${path}/`, null] as const);
        })
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  const contents = asLongAs(() => backing.tree, numbers, contentsNow);

  const store: MemoryStore = {
    ...userActs(() => backing, hints.add),
    silent: userActs(
      () => backing,
      () => {},
    ),
    read: (path) => {
      const found = backing.tree.resolve(toPath(path));
      if (found._tag === 'Missing' || found.object.kind === 'folder') throw failure('NotFound', showPath(toPath(path)));
      return found.object.content;
    },
    exists: (path) => backing.tree.resolve(toPath(path))._tag === 'Found',
    tree: asLongAs(
      () => backing.tree,
      numbers,
      () => Object.fromEntries(Object.entries(contents()).map(([path, content]) => [path, content && asText(content)])),
    ),
    contents,
    trash: () => [...trash],
    hints,
    setOffline: (offline) => {
      set({ offline });
      hints.pause(offline);
    },
    setRoot: (root) => set(root === 'replaced' ? { ...newRoot(), missing: false } : { missing: root === 'missing' }),
    setFaults: (faults) => set({ faults }),
    setGate: (gate) => set({ gate }),
    fork: (more = {}) =>
      storeOver({
        options: { ...options, ...more },
        traits,
        numbers: { ...numbers, freed: [...numbers.freed] },
        tree: backing.tree.fork(),
        hints: hints.fork(more.delivery ?? options.delivery),
        trash: [...trash],
        keptFiles: new Map(keptFiles),
      }),
    options,
  };
  backings.set(store, () => backing);
  return store;
};

/** Looks again only after an edit: each gives a stamp. Laws ask often, and users act seldom. */
const asLongAs = <A>(tree: () => Tree, numbers: Numbers, look: () => A): (() => A) => {
  let seen: { readonly tree: Tree; readonly stamp: number; readonly found: A } | null = null;
  return () => {
    if (seen === null || seen.tree !== tree() || seen.stamp !== numbers.stamp) seen = { tree: tree(), stamp: numbers.stamp, found: look() };
    return seen.found;
  };
};

/** Different for different contents. */
const asText = (content: Uint8Array): string => {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  const text = bytes.toString('utf8');
  return Buffer.from(text, 'utf8').equals(bytes) && !text.startsWith('base64:') ? text : `base64:${bytes.toString('base64')}`;
};
