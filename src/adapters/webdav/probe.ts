/** What a server heeds is tried out, on files of our own: what servers say of themselves is not to be relied on. */
import type { RelPath } from '../../domain/name.js';
import { failure } from '../../effects/ports/provider.js';
import type { At, Dav } from './dav.js';

export interface Manners {
  /** A MOVE whose `If-Match` does not hold is refused. */
  readonly heedsIfMatch: boolean;
  /** A file has the same revision after it was moved: so what was moved can be told afterwards. */
  readonly keepsRevision: boolean;
  /** What is put into a folder that is missing makes that folder. */
  readonly makesParents: boolean;
  readonly caseSensitive: boolean;
  /** Names that begin with a dot are missing in listings. */
  readonly hidesDots: boolean;
}

/** Of a server that was not tried out. */
export const UNKNOWN_MANNERS: Manners = {
  heedsIfMatch: false,
  keepsRevision: false,
  makesParents: true,
  caseSensitive: true,
  hidesDots: false,
};

type LookAt = (path: RelPath) => Promise<{ readonly revision: string | null } | null>;

/** Fails with `Failed` for a server that replaces files although it was told not to: nothing would be safe there. */
export const probe = async (dav: Dav, lookAt: LookAt, folder: RelPath, name: string): Promise<Manners> => {
  const at = (suffix: string): At => ({ path: [...folder, `probe-${name}-${suffix}`], kind: 'file' });
  const [a, b, c] = [at('a'), at('b'), at('c')];
  const dotted: At = { path: [...folder, `.probe-${name}`], kind: 'file' };
  const missing: At = { path: [...folder, `probe-${name}-missing`], kind: 'folder' };
  try {
    await dav.put(a, 'foldsync');
    const before = await lookAt(a.path);
    const heedsIfMatch = await isRefused(dav.move(a, b.path, { 'if-match': '"foldsync-no-such-etag"' }));
    if (heedsIfMatch) await dav.move(a, b.path);
    const after = await lookAt(b.path);
    await dav.put(c, 'another');
    if (!(await isRefused(dav.move(b, c.path))))
      throw failure('Failed', 'this server replaces files although it is told not to (Overwrite: F): syncing with it is not safe');
    const makesParents = !(await isRefused(dav.move(b, [...missing.path, 'x'])));
    const caseSensitive = (await lookAt([...folder, c.path.at(-1)?.toUpperCase() ?? ''])) === null;
    await dav.put(dotted, '');
    const listed = (await dav.propfind({ path: folder, kind: 'folder' }, '1')) ?? [];
    const hidesDots = !listed.some(({ place }) => place._tag === 'Child' && place.name === dotted.path.at(-1));
    return { hidesDots, heedsIfMatch, keepsRevision: after !== null && after.revision === before?.revision, makesParents, caseSensitive };
  } finally {
    for (const each of [a, b, c, dotted, missing]) await dav.delete(each).catch(() => undefined);
  }
};

const isRefused = async (call: Promise<void>): Promise<boolean> => {
  try {
    await call;
    return false;
  } catch (thrown) {
    const tag = (thrown as { readonly error?: { readonly _tag?: string } }).error?._tag;
    if (tag === 'Disconnected' || tag === 'Unauthorized' || tag === 'Throttled') throw thrown;
    return true;
  }
};
