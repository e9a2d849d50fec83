/** Users' calls, each made from those of the port. See `contract.ts`. */
import { firstValueFrom, tap } from 'rxjs';
import { nameKey, type Name, parsePath, type RelPath, showPath } from '../../domain/name.js';
import { pathHelpers, type PathRules } from '../../domain/path-text.js';
import type { Traits } from '../../domain/traits.js';
import { ArgumentError } from '../argument-error.js';
import { type Changes, failure, type Provider, ProviderFailure, type Ref } from '../ports/provider.js';
import { connectionOf } from './connection.js';
import type { ProviderClient, Root, Sink } from './contract.js';
import { expectedOf, finderOf, type Found } from './find.js';
import { hashBytes, type Info, infoOf } from './info.js';
import { rootsOf } from './root.js';
import { contentFrom } from './source.js';

export const clientOf = (provider: Provider, nowMs: () => number = Date.now): ProviderClient => {
  const { traits } = provider;
  const rules: PathRules = { sep: '/', altSep: '\\', caseSensitive: traits.caseSensitive, winPaths: false };
  const paths = pathHelpers(rules);
  const connection = connectionOf(provider);
  const { call, watched } = connection;
  let root: Root = { path: null, oid: null };
  let cursor: string | null = null;
  let asking = new AbortController();
  const finder = finderOf(provider, connection.topOid);
  const { byPath, byOid, children, oidOf } = finder;

  const infoFor = (found: Found): Info => infoOf(finder, found);
  const pathFrom = (text: string): RelPath => parsePath(paths.normalizePathSeparators(text));
  const there = (found: Found | null, what: string): Found => {
    if (found === null) throw failure('NotFound', `${what} is not there`);
    return found;
  };
  /** The folder that something is to be put into, and the name that it gets. */
  const place = async (text: string): Promise<{ readonly parent: Ref; readonly name: Name }> => {
    const path = pathFrom(text);
    const parent = await folderAt(path.slice(0, -1));
    return { parent: refOf(parent), name: path.at(-1) ?? '' };
  };
  const folderAt = async (path: RelPath): Promise<Found> => {
    const found = await byPath(path);
    if (found?.seen.kind === 'folder') return found;
    for (let depth = 1; depth <= path.length; depth++) {
      const above = await byPath(path.slice(0, depth));
      if (above !== null && above.seen.kind !== 'folder') throw failure('Exists', `${showPath(above.path)} is a file, not a folder`);
    }
    throw failure('NoParent', `there is no folder ${showPath(path)}`);
  };
  const list = async (found: Found | null, what: string): Promise<readonly Info[]> => (await children(there(found, what))).map(infoFor);
  const read = async (found: Found | null, what: string, sink: Sink): Promise<void> => {
    const file = there(found, what);
    if (file.seen.kind === 'folder') throw failure('Exists', `${showPath(file.path)} is a folder`);
    const content = await provider.read(expectedOf(file));
    for await (const bytes of content.stream()) await sink(bytes);
    await content.verify();
  };
  const mkdir = async (text: string): Promise<string> => {
    const taken = await byPath(pathFrom(text));
    if (taken?.seen.kind === 'folder') return oidOf(taken);
    if (taken !== null) throw failure('Exists', `${text} is a file`);
    const { parent, name } = await place(text);
    const seen = await provider.makeFolder(parent, name);
    return oidOf({ seen, path: [...parent.path, seen.name] });
  };
  const mkdirs = async (text: string): Promise<string> => {
    const path = pathFrom(text);
    let oid = await mkdir('/');
    for (let depth = 1; depth <= path.length; depth++) oid = await mkdir(showPath(path.slice(0, depth)));
    return oid;
  };
  const remove = async (found: Found): Promise<void> => {
    if (found.seen.kind === 'folder') for (const child of await children(found)) await remove(child);
    await provider.discard(expectedOf(found)).catch(unlessGone);
  };
  const rename = async (oid: string, text: string): Promise<string> => {
    const mover = there(await byOid(oid), oid);
    const path = pathFrom(text);
    const occupant = await byPath(path);
    if (occupant !== null && oidOf(occupant) !== oidOf(mover) && !isSpelledAs(traits, occupant.path, mover.path)) {
      const areFolders = occupant.seen.kind === 'folder' && mover.seen.kind === 'folder';
      if (!areFolders) throw failure('Exists', `${text} is taken`);
      // Only if it is empty.
      await provider.discard(expectedOf(occupant));
    }
    const { parent, name } = await place(text);
    if (showPath(mover.path) === showPath([...parent.path, name])) return oidOf(mover);
    const seen = await provider.move(expectedOf(mover), parent, name);
    return oidOf({ seen, path: [...parent.path, seen.name] });
  };
  const rooted = rootsOf({ finder, pathFrom, paths, mkdirs });
  async function* walkFrom(start: () => Promise<Found | null>, what: string, recursive: boolean): AsyncIterable<Info> {
    const first = await call(async () => children(there(await start(), what)));
    const open = [...first].reverse();
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      yield infoFor(at);
      const folder = at;
      if (!recursive || folder.seen.kind !== 'folder') continue;
      const inside = await call(() => children(folder).catch((thrown: unknown) => (isGone(thrown) ? [] : Promise.reject(thrown))));
      open.push(...[...inside].reverse());
    }
  }
  const subscribed = async (from: string | null): Promise<Changes> => firstValueFrom(provider.changes$(from));
  const present = async (oid: string): Promise<string | null> => ((await byOid(oid)) === null ? null : oid);

  return {
    ...rules,
    ...paths,
    name: provider.name,
    traits,
    oidIsPath: traits.identity !== 'oid',
    get connected() {
      return connection.isOpen();
    },
    get connectionId() {
      return connection.id();
    },
    setConnectionId: connection.setId,
    setCreds: (credentials) => provider.login?.use(credentials),
    connect: async (credentials) => {
      if (credentials !== undefined) provider.login?.use(credentials);
      if (connection.isOpen()) await connection.close();
      await connection.open();
    },
    reconnect: connection.open,
    disconnect: connection.close,
    authenticate: () => {
      const ask = provider.login?.authenticate;
      if (ask === undefined) throw new ArgumentError(`${provider.name} has no way to ask for credentials: give them to connect`);
      asking = new AbortController();
      return watched(() => ask(asking.signal));
    },
    interruptAuth: () => asking.abort(),
    getQuota: () =>
      call(async () => {
        if (provider.quota === undefined) throw failure('Failed', `${provider.name} does not tell how full it is`);
        return provider.quota();
      }),
    get namespace() {
      return provider.namespaces?.current() ?? null;
    },
    listNamespaces: () => call(async () => provider.namespaces?.list() ?? null),
    setNamespace: (id) =>
      watched(async () => {
        if (provider.namespaces === undefined) throw failure('NamespaceInvalid', `${provider.name} has no namespaces`);
        await provider.namespaces.select(id === '' ? null : id);
      }),
    get rootPath() {
      return root.path;
    },
    get rootOid() {
      return root.oid;
    },
    setRoot: (path, oid = null) =>
      call(async () => {
        if (root.path !== null && root.oid !== null) {
          if ((path === null || paths.pathsMatch(path, root.path)) && (oid === null || oid === root.oid)) return root;
          throw new ArgumentError(`the root is ${root.path} already: it can't be changed`);
        }
        root = await rooted(path, oid);
        return root;
      }),
    isSubpathOfRoot: (target, strict) => paths.isSubpath(root.path, target, strict),

    infoPath: (path) => call(async () => option(await byPath(pathFrom(path)), infoFor)),
    infoOid: (oid) => call(async () => option(await byOid(oid), infoFor)),
    existsPath: (path) => call(async () => (await byPath(pathFrom(path))) !== null),
    existsOid: (oid) => call(async () => (await byOid(oid)) !== null),
    listdir: (oid) => call(async () => list(await byOid(oid), oid)),
    listdirPath: (path) => call(async () => list(await byPath(pathFrom(path)), path)),
    create: (path, source, metadata = {}) =>
      call(async () => {
        const { parent, name } = await place(path);
        const seen = await provider.createFile(parent, name, contentFrom(source, metadata, nowMs()));
        return infoFor({ seen, path: [...parent.path, seen.name] });
      }),
    upload: (oid, source, metadata = {}) =>
      call(async () => {
        const file = there(await byOid(oid), oid);
        if (file.seen.kind !== 'file') throw failure('Exists', `${showPath(file.path)} is a folder`);
        const { seen } = await provider.replaceFile(expectedOf(file), contentFrom(source, metadata, nowMs()));
        return infoFor({ seen, path: file.path });
      }),
    download: (oid, sink) => call(async () => read(await byOid(oid), oid, sink)),
    downloadPath: (path, sink) => call(async () => read(await byPath(pathFrom(path)), path, sink)),
    rename: (oid, path) => call(() => rename(oid, path)),
    mkdir: (path) => call(() => mkdir(path)),
    mkdirs: (path) => call(() => mkdirs(path)),
    delete: (oid) =>
      call(async () => {
        const found = await byOid(oid);
        if (found !== null) await provider.discard(expectedOf(found)).catch(unlessGone);
      }),
    rmtree: (oid) =>
      call(async () => {
        const found = await byOid(oid);
        if (found !== null) await remove(found);
      }),
    hashOid: (oid) =>
      call(async () => {
        const found = await byOid(oid);
        if (found?.seen.kind !== 'file') return null;
        return found.seen.hash ?? hashBytes(traits, (await provider.read(expectedOf(found))).stream());
      }),
    hashData: (source) => hashBytes(traits, contentFrom(source, {}, 0).stream()),
    globalizeOid: (oid) => call(() => present(oid)),
    localizeOid: (oid) => call(() => present(oid)),

    walk: (path, recursive = true) => walkFrom(() => byPath(pathFrom(path)), path, recursive),
    walkOid: (oid, recursive = true) => walkFrom(() => byOid(oid), oid, recursive),

    get currentCursor() {
      return cursor;
    },
    latestCursor: () => call(async () => (await subscribed(null)).cursor),
    setCurrentCursor: (to) =>
      call(async () => {
        if (to !== null && typeof to !== 'string') throw failure('CursorInvalid', 'a cursor is a text');
        const first = await subscribed(to);
        if (to !== null && first.hints.some(({ _tag }) => _tag === 'Lost'))
          throw failure('CursorInvalid', 'this cursor is not known (any more)');
        cursor = to ?? first.cursor;
      }),
    changes$: () => provider.changes$(cursor).pipe(tap((changes) => (cursor = changes.cursor ?? cursor))),
  };
};

const refOf = ({ seen, path }: Found): Ref => ({ oid: seen.oid, path });

const option = <A, B>(value: A | null, map: (value: A) => B): B | null => (value === null ? null : map(value));

const isGone = (thrown: unknown): boolean => thrown instanceof ProviderFailure && thrown.error._tag === 'NotFound';

const unlessGone = (thrown: unknown): null => {
  if (isGone(thrown)) return null;
  throw thrown;
};

/** The same place in another spelling: a rename by case alone. */
const isSpelledAs = (traits: Traits, a: RelPath, b: RelPath): boolean =>
  a.length === b.length && a.every((name, i) => nameKey(traits, name) === nameKey(traits, b[i] ?? ''));
