import { map } from 'rxjs';
import { type RelPath, showPath } from '../domain/name.js';
import type { Observation } from '../domain/observation.js';
import {
  type Changes,
  type Expected,
  failure,
  type Hint,
  type Immediate,
  type LookUp,
  type Provider,
  ProviderFailure,
  type Ref,
  type RootIdentity,
} from '../effects/ports/provider.js';

/** A folder of a provider, as the root of what is synced. */
export interface Root {
  /** Null: wherever the folder with that oid is. */
  readonly path: RelPath | null;
  /** Null: whichever folder is at that path. */
  readonly oid: string | null;
  /** The folder may be made if it is not there: only before anything is known of it, since an empty root is no deletion of all that it held. */
  readonly mayCreate: () => boolean;
}

export interface RootedProvider extends Provider {
  /** Where its root is below that of the other provider; empty before it was connected, if only an oid tells. */
  readonly rootPath: () => RelPath;
}

/**
 * A provider that begins at a folder of another: paths are below it, what is outside is not there, and if the folder goes away, or is
 * moved, that is a missing root, and not a deletion.
 */
export const rooted = (provider: Provider, root: Root): RootedProvider => {
  let at: Located | null = null;
  const inside = new Set<string>();
  const located = (): Located => {
    if (at === null) throw failure('Disconnected', 'not connected');
    return at;
  };
  const usesOids = (): boolean => provider.traits.identity === 'oid';
  const ref = <R extends Ref>(inner: R): R => ({ ...inner, path: [...located().path, ...inner.path] });
  const missing = (): ProviderFailure => failure('RootMissing', `the root ${showPath(located().path)} is not there any more`);

  const checkRoot = async (): Promise<void> => {
    const now = await provider.lookUp(located());
    if (now._tag === 'Missing' || !isSameFolder(located().seen, now.observation)) throw missing();
  };
  /** What a root that went away does to its entries is no news of theirs. */
  const guarded = async <A>(call: () => Promise<A>): Promise<A> => {
    try {
      return await call();
    } catch (thrown) {
      if (thrown instanceof ProviderFailure && (thrown.error._tag === 'NotFound' || thrown.error._tag === 'NoParent')) await checkRoot();
      throw thrown;
    }
  };
  /** An oid can be asked for wherever its object is: it counts only below the root. */
  const isInside = async (seen: Observation): Promise<boolean> => {
    const met: string[] = [];
    for (let parent = seen.parentOid; parent !== null; ) {
      if (parent === located().oid || inside.has(parent)) {
        for (const oid of met) inside.add(oid);
        return true;
      }
      if (met.includes(parent)) return false;
      met.push(parent);
      const above = await provider.lookUp({ oid: parent, path: [] });
      parent = above._tag === 'Found' ? above.observation.parentOid : null;
    }
    return false;
  };
  const lookUp = async (inner: Ref): Promise<LookUp> => {
    const answer = await provider.lookUp(ref(inner));
    if (answer._tag === 'Found') {
      if (!usesOids() || inner.oid === located().oid || (await isInside(answer.observation))) return answer;
      if (inner.oid !== null) inside.delete(inner.oid);
      return { _tag: 'Missing', depth: null };
    }
    if (inner.oid !== null) inside.delete(inner.oid);
    await checkRoot();
    return answer.depth === null ? answer : { ...answer, depth: answer.depth - located().path.length };
  };

  return {
    ...provider,
    name: provider.name,
    disconnect: () => provider.disconnect(),
    flush: () => provider.flush(),
    rootPath: () => at?.path ?? root.path ?? [],
    get traits() {
      return provider.traits;
    },
    connect: async () => {
      const outer = await provider.connect();
      inside.clear();
      at = await locate(provider, root);
      return identityOf(provider, outer, at);
    },
    changes$: (cursor) => provider.changes$(cursor).pipe(map((changes) => below(located().path, changes))),
    lookUp,
    list: async (folder) => {
      // One that was moved can be listed all the same, where it has an id.
      if (folder.path.length === 0) await checkRoot();
      const listing = await guarded(() => provider.list(ref(folder)));
      if (folder.oid !== null && folder.oid !== located().oid) inside.add(folder.oid);
      return listing;
    },
    read: (expected) => provider.read(ref(expected)),
    createFile: (parent, name, content, onProgress) => guarded(() => provider.createFile(ref(parent), name, content, onProgress)),
    replaceFile: (expected, content, onProgress) => guarded(() => provider.replaceFile(ref(expected), content, onProgress)),
    makeFolder: (parent, name) => guarded(() => provider.makeFolder(ref(parent), name)),
    move: (expected, parent, name) => guarded(() => provider.move(ref(expected), ref(parent), name)),
    discard: (expected) => guarded(() => provider.discard(ref(expected))),
    ...(provider.immediate === undefined ? {} : { immediate: immediatelyBelow(provider.immediate, ref) }),
  };
};

interface Located extends Ref {
  readonly seen: Observation;
}

const locate = async (provider: Provider, { path, oid, mayCreate }: Root): Promise<Located> => {
  const usesOids = provider.traits.identity === 'oid';
  // Where the path is the id, an oid is a path.
  const byOid = oid !== null && usesOids;
  const wanted: RelPath = path ?? (oid === null || usesOids ? [] : oid.split('/').filter((name) => name !== ''));
  const found = await provider.lookUp(byOid ? { oid, path: wanted } : { oid: null, path: wanted });
  if (found._tag === 'Missing' && (byOid || !mayCreate()))
    throw failure('RootMissing', `there is no folder ${byOid ? oid : showPath(wanted)}`);
  const seen = found._tag === 'Found' ? found.observation : await make(provider, wanted);
  if (seen.kind !== 'folder') throw failure('RootMissing', `the root ${showPath(wanted)} is no folder`);
  const actual = byOid ? await pathOf(provider, seen) : wanted;
  if (path !== null && showPath(path) !== showPath(actual))
    throw failure('RootMissing', `the folder ${oid} is ${showPath(actual)}, not ${showPath(path)}`);
  return { oid: seen.oid, path: actual, seen };
};

/** Makes a folder, and those above it that are not there. */
const make = async (provider: Provider, path: RelPath): Promise<Observation> => {
  try {
    let parent: Ref = { oid: null, path: [] };
    let made: Observation | null = null;
    for (const [i, name] of path.entries()) {
      const there = await provider.lookUp({ oid: null, path: path.slice(0, i + 1) });
      made = there._tag === 'Found' ? there.observation : await provider.makeFolder(parent, name);
      if (made.kind !== 'folder') throw failure('RootMissing', `${showPath(path.slice(0, i + 1))} is no folder`);
      parent = { oid: made.oid, path: path.slice(0, i + 1) };
    }
    if (made === null) throw failure('RootMissing', 'the root of the provider is not there');
    return made;
  } catch (thrown) {
    const passing: readonly string[] = ['Temporary', 'Throttled', 'Disconnected', 'Unauthorized', 'RootMissing'];
    if (thrown instanceof ProviderFailure && passing.includes(thrown.error._tag)) throw thrown;
    throw failure(
      'RootMissing',
      `the root ${showPath(path)} could not be made: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
    );
  }
};

const pathOf = async (provider: Provider, seen: Observation): Promise<RelPath> => {
  const names: string[] = [];
  for (let at: Observation = seen; at.parentOid !== null; ) {
    names.push(at.name);
    const above = await provider.lookUp({ oid: at.parentOid, path: [] });
    if (above._tag === 'Missing') break;
    at = above.observation;
  }
  return names.reverse();
};

const isSameFolder = (before: Observation, now: Observation): boolean =>
  now.kind === 'folder' && now.name === before.name && now.parentOid === before.parentOid && now.ident === before.ident;

const identityOf = (provider: Provider, outer: RootIdentity, { oid, path, seen }: Located): RootIdentity => ({
  identity: `${outer.identity}/${oid ?? seen.ident ?? showPath(path)}`,
  oid: provider.traits.identity === 'oid' ? oid : null,
});

/** Hints as they are seen from the root. Of what is above it, only that it may have moved matters. */
const below = (root: RelPath, changes: Changes): Changes => ({
  ...changes,
  hints: changes.hints.flatMap((hint): readonly Hint[] => {
    if (!('path' in hint) || hint.path === null) return [hint];
    const { path } = hint;
    if (root.every((name, i) => path[i] === name))
      return [path.length === root.length ? ROOT_TOUCHED : { ...hint, path: path.slice(root.length) }];
    return path.every((name, i) => root[i] === name) ? [ROOT_TOUCHED] : [];
  }),
});

const ROOT_TOUCHED: Hint = { _tag: 'FolderTouched', path: [] };

const immediatelyBelow = (now: Immediate, ref: <R extends Ref>(inner: R) => R): Immediate => ({
  lookUp: (inner) => {
    const answer = now.lookUp(ref(inner));
    if (answer._tag === 'Found' || answer.depth === null) return answer;
    const depth = answer.depth - ref({ oid: null, path: [] }).path.length;
    if (depth < 0) throw failure('RootMissing', 'the root is not there any more');
    return { ...answer, depth };
  },
  list: (folder) => {
    try {
      return now.list(ref(folder));
    } catch (thrown) {
      if (folder.path.length > 0 || !(thrown instanceof ProviderFailure) || thrown.error._tag !== 'NotFound') throw thrown;
      throw failure('RootMissing', 'the root is not there any more');
    }
  },
  makeFolder: (parent, name) => now.makeFolder(ref(parent), name),
  move: (expected: Expected, parent, name) => now.move(ref(expected), ref(parent), name),
  discard: (expected) => now.discard(ref(expected)),
  together: (work) => now.together(work),
  source: (expected) => now.source(ref(expected)),
  bytes: (source) => now.bytes(source),
  createFile: (parent, name, source) => now.createFile(ref(parent), name, source),
  replaceFile: (expected, source) => now.replaceFile(ref(expected), source),
});
