/**
 * A folder on a WebDAV server as a provider: path is id, listings are all that tells of changes. Everything of ours on the server lies in
 * `.foldsync`: uploads on their way, the trash, a mark by which the root is known again.
 */
import { createHash } from 'node:crypto';
import { Observable } from 'rxjs';
import { isReserved, STATE_FOLDER } from '../../domain/reserved-name.js';
import { showPath } from '../../domain/name.js';
import type { Traits } from '../../domain/traits.js';
import { type Changes, failure, type LookUp, type Provider } from '../../effects/ports/provider.js';
import { createAuthorizer } from './auth.js';
import { checkNewName, type Context, freshName, inPlace, isFailure, lookAt, PARTS, subjectOf } from './context.js';
import { type At, davOf } from './dav.js';
import { createHttp, type Http } from './http.js';
import { cleanUp } from './clean-up.js';
import { depthOf, list } from './look.js';
import { observationOf } from './observe.js';
import type { Credentials, WebdavOptions } from './options.js';
import { discardFolder, explained, move, trashFile } from './place.js';
import { type Manners, probe, UNKNOWN_MANNERS } from './probe.js';
import { quotaOf } from './quota.js';
import { readFile, readTrash } from './read.js';
import { knownMark, MARK, openRoot } from './root.js';
import { baseOf, credentialsIn } from './url.js';
import { createFile, replaceFile } from './write.js';

const DEFAULT_TRASH_DAYS = 30;
/** What a name takes on the file systems behind most servers, UTF-8 bytes. */
const MAX_NAME_BYTES = 255;

export const webdav = (options: WebdavOptions): Provider => {
  const base = baseOf(options.url);
  const authorizer = createAuthorizer(options.credentials ?? credentialsIn(options.url));
  const nowMs = options.nowMs ?? Date.now;
  const http: { now: Http | null } = { now: null };
  let manners: Manners | null = null;
  let mark: string | null = null;
  let owner = freshName();
  let isClaimed = false;
  let isClean = false;
  const dav = davOf(
    {
      send: (request) => {
        if (http.now === null) throw failure('Disconnected', 'not connected');
        return http.now.send(request);
      },
      close: () => http.now?.close(),
    },
    () => base,
    authorizer,
  );
  const traits = (): Traits => traitsWith(manners ?? UNKNOWN_MANNERS);
  const confirmRoot = async (): Promise<void> => {
    const isThere = mark === null ? (await lookAt(context, [])) !== null : (await dav.getText(MARK)) === mark;
    if (!isThere)
      throw failure(
        'RootMissing',
        `the folder is not the one that it was, or its ${showPath(MARK.path)} is gone: is the disk of the server mounted?`,
      );
  };
  const context: Context = { dav, manners: () => manners ?? UNKNOWN_MANNERS, traits, confirmRoot, nowMs, taken: new Set() };

  /** Nothing is absent unless the root is there. */
  const surely = async <A>(work: () => Promise<A>): Promise<A> => {
    try {
      return await work();
    } catch (thrown) {
      if (isFailure(thrown, 'NotFound', 'NoParent', 'Moved')) await confirmRoot();
      throw thrown;
    }
  };
  const writing = <A>(work: () => Promise<A>): Promise<A> => {
    if (options.readOnly === true) throw failure('Denied', 'opened for reading only');
    return surely(work);
  };

  const settle = async (): Promise<string> => {
    if (options.readOnly === true) return (await knownMark(context, base)) ?? base.url.href;
    mark = await openRoot(context, base);
    manners ??= await tryOut();
    return mark;
  };
  const tryOut = async (): Promise<Manners> => {
    const found = await probe(dav, (path) => lookAt(context, path), PARTS, freshName());
    if (found.hidesDots)
      options.onWarning?.(`${base.url.host} hides names that begin with a dot: such files that others put there are not seen.`);
    return found;
  };

  return {
    name: 'webdav',
    get traits() {
      return traits();
    },
    get connectionId() {
      const user = authorizer.user();
      return `${user === null ? '' : `${user}@`}${base.url.host}${base.url.pathname}`;
    },
    login: { use: (credentials) => authorizer.use(credentialsFrom(credentials)) },
    connect: async () => {
      http.now ??= createHttp(authorizer, options);
      try {
        return { identity: await settle(), oid: null };
      } catch (thrown) {
        http.now?.close();
        http.now = null;
        throw thrown;
      }
    },
    disconnect: async () => {
      http.now?.close();
      http.now = null;
    },
    claim: (logId) => {
      owner = createHash('sha256').update(logId).digest('hex').slice(0, 16);
      isClaimed = true;
    },
    changes$: () => noChanges,

    lookUp: async ({ path }) => {
      const seen = path.some(isReserved) ? null : await lookAt(context, path);
      if (seen !== null) return { _tag: 'Found', observation: seen };
      const missing: LookUp = { _tag: 'Missing', depth: await depthOf(context, path) };
      await confirmRoot();
      return missing;
    },
    list: async ({ path }) => {
      const listing = await surely(() => list(context, path));
      if (listing.entries.length === 0) await confirmRoot();
      return listing;
    },
    read: (expected) => surely(() => readFile(context, expected)),
    createFile: async (parent, name, content, onProgress = ignore) =>
      writing(() => createFile(context, () => owner, { parent: parent.path, name }, content, onProgress)),
    replaceFile: async (expected, content, onProgress = ignore) =>
      writing(() => replaceFile(context, () => owner, expected, content, onProgress)),
    makeFolder: async (parent, name) =>
      writing(async () => {
        checkNewName(context, name);
        const path = [...parent.path, name];
        await inPlace(context, path, () =>
          dav.mkcol({ path, kind: 'folder' }).catch(async (thrown: unknown) => {
            throw await explained(context, thrown, path);
          }),
        );
        return observationOf(name, { href: '', isFolder: true, size: 0, mtimeMs: 0, etag: null });
      }),
    move: async (expected, parent, name) => writing(() => move(context, expected, parent.path, name)),
    discard: async (expected) =>
      writing(() => {
        subjectOf(expected, 'delete');
        return expected.kind === 'folder' ? discardFolder(context, expected) : trashFile(context, expected);
      }),

    quota: () => quotaOf(dav, authorizer.user()),
    readTrash: ({ ref }) => readTrash(context, ref),

    flush: async () => {
      // What a server has accepted is its to keep.
      if (isClean || !isClaimed || options.readOnly === true) return;
      isClean = true;
      await cleanUp(context, owner, (options.trashDays ?? DEFAULT_TRASH_DAYS) * DAY_MS).catch(() => undefined);
    },
    marker: {
      read: async (logId) => numberIn(await dav.getText(noteOf(logId))),
      write: async (logId, seq) => {
        if (options.readOnly !== true) await dav.put(noteOf(logId), String(seq));
      },
    },
  };
};

const DAY_MS = 24 * 60 * 60 * 1000;
const ignore = (): void => undefined;

/** Nothing tells of changes: whoever wants to know has to list. */
const noChanges = new Observable<Changes>((subscriber) => subscriber.next({ hints: [], cursor: null }));

const traitsWith = ({ heedsIfMatch, caseSensitive }: Manners): Traits => ({
  identity: 'path',
  events: 'none',
  caseSensitive,
  unicode: 'exact',
  forbiddenCharacters: '',
  maxNameBytes: MAX_NAME_BYTES,
  hash: null,
  conditionalWrites: heedsIfMatch,
  executableBit: false,
});

/** A note for each log: how far it went when this root was seen last. */
const noteOf = (logId: string): At => ({ path: [STATE_FOLDER, `root-${logId.replace(/[^\w-]/gu, '')}`], kind: 'file' });

const numberIn = (text: string | null): number | null => (text !== null && /^\d{1,15}$/u.test(text) ? Number(text) : null);

const credentialsFrom = (given: unknown): Credentials | null => {
  if (typeof given !== 'object' || given === null || !('user' in given) || !('password' in given)) return null;
  return { user: String(given.user), password: String(given.password) };
};
