/**
 * The memory provider: the port, over a store in memory, as strict as the port allows. Each call is one atomic step, between
 * two gates; two providers over one store are two sessions of the same place.
 *
 * Choices where the port leaves them: an object of another kind than expected is `NotFound`; another `ident` is `Moved`; a move
 * into itself is `NoParent`; to touch the root is `Denied`; a revision is never taken on trust, so null matches no file.
 */
import { showPath } from '../../domain/name.js';
import type { Observation } from '../../domain/observation.js';
import type { ProviderError } from '../../domain/provider-error.js';
import { type Content, type Expected, failure, type LookUp, type Provider, ProviderFailure } from '../../effects/ports/provider.js';
import { asExpected, empty, find, freePlace, notIntoItself, parentFolder, present, room } from './checks.js';
import { contentOf, readAll } from './content.js';
import { oidOf } from './edits.js';
import { observe } from './observe.js';
import type { Call, Fault, MemoryOptions, Op } from './options.js';
import { type Backing, backingOf, type MemoryStore, memoryStore } from './store.js';
import { type FileObject, type StoredObject } from './tree.js';

/** @example `const provider = memory({ identity: 'oid' });` */
export const memory = (from: MemoryStore | Partial<MemoryOptions> = {}): Provider => {
  const store = 'hints' in from ? from : memoryStore(from);
  const world = (): Backing => backingOf(store);
  const seen = (object: StoredObject): Observation => observe(world().options, object);
  const toEmit = world().hints.add;
  let connected = false;
  let credentials: unknown = null;

  const reachable = (): void => {
    if (!connected || world().offline) throw failure('Disconnected', connected ? 'offline' : 'not connected');
    if (world().missing) throw failure('RootMissing', world().identity);
  };
  /** `prepare` runs ahead of the gate, `step` is atomic. */
  const perform = async <P, A>(call: Call, prepare: () => P | Promise<P>, step: (prepared: P, fault: Fault | null) => A): Promise<A> => {
    reachable();
    const fault = world().faults(call);
    if (isError(fault)) throw new ProviderFailure(fault);
    if (fault !== null && 'halfway' in fault && call.op !== 'move') throw new ProviderFailure(fault.halfway);
    const prepared = await prepare();
    await world().gate?.(call, 'before');
    reachable();
    const answer = step(prepared, fault);
    await world().gate?.(call, 'after');
    if (fault !== null && 'after' in fault) throw new ProviderFailure(fault.after);
    if (fault !== null && 'halfway' in fault) throw new ProviderFailure(fault.halfway);
    return answer;
  };
  const simply = <A>(op: Op, { path, oid }: Pick<Call, 'path' | 'oid'>, step: (prepared: unknown, fault: Fault | null) => A): Promise<A> =>
    perform({ op, path, oid }, () => undefined, step);
  const inTime = (expected: Expected): StoredObject =>
    world().options.conditional ? asExpected(world(), expected) : present(world(), expected);
  /** Stores on disks keep a file's own time, others say when it came. */
  const facts = (content: Content, bytes: Uint8Array) => ({
    content: bytes,
    mtimeMs: world().traits.keepsTimes === true ? content.mtimeMs : world().options.nowMs(),
    executable: world().options.executableBit && content.executable === true,
  });

  const provider: Provider & { connectionId: string | null } = {
    name: 'memory',
    traits: world().traits,

    connect: async () => {
      const fault = world().faults({ op: 'connect', path: [], oid: null });
      if (isError(fault)) throw new ProviderFailure(fault);
      // Who is out of reach can't look at credentials.
      if (world().offline) throw failure('Disconnected', 'offline');
      const { users } = world().options;
      if (users !== null) provider.connectionId = users(credentials);
      if (users !== null && provider.connectionId === null) throw failure('Unauthorized', 'the credentials are missing or wrong');
      connected = true;
      reachable();
      const { identity, options, tree } = world();
      return { identity, oid: options.identity === 'oid' ? oidOf(tree.root) : null };
    },
    disconnect: async () => {
      connected = false;
    },

    changes$: (cursor) => world().hints.changes$(cursor),

    lookUp: (ref) =>
      simply('lookUp', ref, (): LookUp => {
        const object = find(world(), ref);
        if (object !== null) return { _tag: 'Found', observation: seen(object) };
        const byPath = world().options.identity !== 'oid' || ref.oid === null ? world().tree.resolve(ref.path) : null;
        return { _tag: 'Missing', depth: byPath?._tag === 'Missing' ? byPath.depth : null };
      }),

    list: (folder) =>
      simply('list', folder, (_, fault) => {
        const found = find(world(), folder);
        if (found?.kind !== 'folder') throw failure('NotFound', `no such folder: ${showPath(folder.path)}`);
        const { ident } = seen(found);
        const entries = [...found.children.values()].map(seen);
        return fault !== null && 'firstEntries' in fault
          ? { ident, complete: false, entries: entries.slice(0, fault.firstEntries) }
          : { ident, complete: true, entries };
      }),

    read: (expected) =>
      simply('read', expected, () => {
        const file = fileOf(asExpected(world(), expected), expected);
        const revision = file.revision;
        return contentOf(file, world().options.executableBit, {
          beforeStream: () => simply('stream', expected, () => undefined),
          verify: () =>
            simply('verify', expected, () => {
              const now = find(world(), expected);
              if (now !== file || file.revision !== revision) throw failure('Modified', `changed while read: ${showPath(expected.path)}`);
            }),
        });
      }),

    createFile: (parent, name, content, onProgress) =>
      perform(
        { op: 'createFile', path: [...parent.path, name], oid: parent.oid },
        () => {
          freePlace(world(), parentFolder(world(), parent), name);
          return readAll(content, onProgress);
        },
        (bytes) => {
          const folder = parentFolder(world(), parent);
          freePlace(world(), folder, name);
          room(world(), bytes.length, 0);
          return seen(world().edits.createFile(folder, name, facts(content, bytes), toEmit));
        },
      ),

    replaceFile: (expected, content, onProgress) =>
      perform(
        { op: 'replaceFile', path: expected.path, oid: expected.oid },
        () => {
          fileOf(asExpected(world(), expected), expected);
          return readAll(content, onProgress);
        },
        (bytes) => {
          const file = fileOf(inTime(expected), expected);
          room(world(), bytes.length, file.content.length);
          const ref = world().keep(file);
          world().edits.change(file, facts(content, bytes), toEmit);
          return { seen: seen(file), trash: { ref } };
        },
      ),

    makeFolder: (parent, name) =>
      simply('makeFolder', { path: [...parent.path, name], oid: parent.oid }, () => {
        const folder = parentFolder(world(), parent);
        freePlace(world(), folder, name);
        return seen(world().edits.makeFolder(folder, name, toEmit));
      }),

    move: (expected, parent, name) =>
      perform(
        { op: 'move', path: expected.path, oid: expected.oid },
        () => asExpected(world(), expected),
        (_, fault) => {
          const object = inTime(expected);
          const folder = parentFolder(world(), parent);
          const called = fault !== null && 'halfway' in fault ? object.name : name;
          notIntoItself(world(), object, folder);
          freePlace(world(), folder, called, object);
          if (object.parent !== folder || object.name !== called) world().edits.relocate(object, folder, called, toEmit);
          return seen(object);
        },
      ),

    discard: (expected) =>
      perform(
        { op: 'discard', path: expected.path, oid: expected.oid },
        () => asExpected(world(), expected),
        () => {
          const object = inTime(expected);
          empty(object);
          const ref = world().keep(object);
          world().edits.takeOut(object, toEmit);
          return { ref };
        },
      ),

    readTrash: ({ ref }) =>
      simply('readTrash', { path: [ref], oid: null }, () => {
        const kept = world().kept(ref);
        if (kept === null) throw failure('NotFound', `${ref} is not in the trash`);
        return contentOf(kept, world().options.executableBit, { beforeStream: async () => undefined, verify: async () => undefined });
      }),

    connectionId: null,
    ...(world().options.users === null ? {} : { login: { use: (given: unknown) => void (credentials = given) } }),
    quota: () =>
      simply('quota', { path: [], oid: null }, () => ({
        used: world().tree.usedBytes(),
        limit: world().options.quota,
        login: provider.connectionId,
      })),
    findTrash: async (name, size) => {
      const found = world()
        .trashed()
        .filter(({ path, content }) => path.at(-1) === name && content?.length === size);
      return found.length === 1 && found[0] !== undefined ? { ref: found[0].ref } : null;
    },

    flush: () => simply('flush', { path: [], oid: null }, () => undefined),
  };
  return provider;
};

const isError = (fault: Fault | null): fault is ProviderError => fault !== null && '_tag' in fault;

const fileOf = (object: StoredObject, expected: Expected): FileObject => {
  if (object.kind !== 'file') throw failure('NotFound', `a folder: ${showPath(expected.path)}`);
  return object;
};
