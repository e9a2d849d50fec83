// A provider of one's own: a Map of paths is the store. `null` is a folder.
import { createHash } from 'node:crypto';
import { type Name, type RelPath, refusalOf, showPath, type Observation, type Traits } from 'foldsync/domain';
import { type Content, type Expected, failure, type Provider } from 'foldsync/effects';
import { Observable } from 'rxjs';

export type Shelf = Map<string, Uint8Array | null>;

/** What it is like, as data: nobody asks who it is. */
export const traits: Traits = {
  identity: 'path', // no ids of its own: an object is known by where it is
  events: 'none', // it tells of no changes: it is listed every now and then
  caseSensitive: true,
  unicode: 'exact',
  forbiddenCharacters: '',
  maxNameBytes: 255,
  hash: 'sha256',
  conditionalWrites: true, // it checks what was expected in the very moment of the write
  executableBit: false,
};

export const shelf = (things: Shelf): Provider => {
  let connected = false;
  const reach = (): void => {
    if (!connected) throw failure('Disconnected', 'the shelf is not connected');
  };
  const at = (path: RelPath): Uint8Array | null | undefined => (path.length === 0 ? null : things.get(showPath(path)));
  const below = (path: RelPath): readonly string[] => {
    const prefix = path.length === 0 ? '/' : `${showPath(path)}/`;
    return [...things.keys()].filter((key) => key.startsWith(prefix));
  };
  const see = (path: RelPath): Observation => {
    const bytes = at(path);
    const hash = bytes == null ? null : createHash('sha256').update(bytes).digest('hex');
    const facts = { oid: null, parentOid: null, ident: null, stamp: null, mtimeMs: 0, executable: null, kept: null };
    return { ...facts, name: path.at(-1) ?? '', kind: bytes === null ? 'folder' : 'file', revision: hash, hash, size: bytes?.length ?? 0 };
  };
  /** Right before anything is done to it: it has to be what it was when that was decided. */
  const check = ({ path, kind, revision }: Expected): void => {
    if (path.length === 0) throw failure('Denied', 'the root stays what and where it is');
    if (at(path) === undefined) throw failure('NotFound', `${showPath(path)} is not there`);
    const now = see(path);
    if (now.kind !== kind) throw failure('Moved', `${showPath(path)} is a ${now.kind} now`);
    if (now.revision !== revision) throw failure('Modified', `${showPath(path)} was changed`);
  };
  const free = (parent: RelPath, name: Name): RelPath => {
    const refusal = refusalOf(traits, name);
    if (refusal !== null) throw failure('NameRefused', `${JSON.stringify(name)}: ${refusal}`);
    if (at(parent) !== null) throw failure('NoParent', `there is no folder ${showPath(parent)}`);
    if (at([...parent, name]) !== undefined) throw failure('Exists', `${showPath([...parent, name])} is taken`);
    return [...parent, name];
  };
  const readAll = async (content: Content, onProgress: (bytes: number) => void): Promise<Uint8Array> => {
    const pieces: Uint8Array[] = [];
    let size = 0;
    for await (const bytes of content.stream()) {
      pieces.push(bytes.slice());
      onProgress((size += bytes.length));
    }
    await content.verify(); // it may have changed while it was read
    if (size !== content.size) throw failure('Corrupt', `${size} bytes instead of ${content.size}`);
    return Uint8Array.from(Buffer.concat(pieces));
  };

  return {
    name: 'shelf',
    traits,
    connect: async () => {
      connected = true;
      return { identity: 'the shelf', oid: null };
    },
    disconnect: async () => void (connected = false),
    changes$: () => new Observable((subscriber) => subscriber.next({ hints: [], cursor: null })),

    lookUp: async ({ path }) => {
      reach();
      if (at(path) !== undefined) return { _tag: 'Found', observation: see(path) };
      let depth = 0; // how many of its folders are still there
      while (at(path.slice(0, depth + 1)) === null) depth++;
      return { _tag: 'Missing', depth };
    },
    list: async ({ path }) => {
      reach();
      if (at(path) !== null) throw failure('NotFound', `there is no folder ${showPath(path)}`);
      const children = below(path)
        .map((key) => key.slice(1).split('/'))
        .filter(({ length }) => length === path.length + 1);
      return { complete: true, ident: null, entries: children.map(see) };
    },
    read: async (expected) => {
      reach();
      check(expected);
      const bytes = at(expected.path) ?? new Uint8Array();
      return {
        ...{ revision: expected.revision ?? '', size: bytes.length, mtimeMs: 0, executable: null, localPath: null },
        stream: async function* () {
          yield bytes.slice();
        },
        verify: async () => check(expected),
      };
    },
    createFile: async (parent, name, content, onProgress = () => undefined) => {
      reach();
      const bytes = await readAll(content, onProgress);
      const path = free(parent.path, name); // not before: others act meanwhile
      things.set(showPath(path), bytes);
      return see(path);
    },
    replaceFile: async (expected, content, onProgress = () => undefined) => {
      reach();
      const bytes = await readAll(content, onProgress);
      check(expected);
      things.set(showPath(expected.path), bytes);
      return { seen: see(expected.path), trash: null };
    },
    makeFolder: async (parent, name) => {
      reach();
      const path = free(parent.path, name);
      things.set(showPath(path), null);
      return see(path);
    },
    move: async (expected, parent, name) => {
      reach();
      check(expected);
      const from = showPath(expected.path);
      if (showPath([...parent.path, name]) === from) return see(expected.path);
      if (`${showPath(parent.path)}/`.startsWith(`${from}/`)) throw failure('NoParent', `${from} can't go into itself`);
      const path = free(parent.path, name);
      for (const key of [from, ...below(expected.path)]) {
        const thing = things.get(key);
        things.delete(key);
        if (thing !== undefined) things.set(showPath(path) + key.slice(from.length), thing);
      }
      return see(path);
    },
    discard: async (expected) => {
      reach();
      check(expected);
      if (below(expected.path).length > 0) throw failure('NotEmpty', `${showPath(expected.path)} is not empty`);
      things.delete(showPath(expected.path));
      return null;
    },
    flush: async () => undefined,
  };
};
