/** Which folder a root is. */
import { type RelPath, showPath } from '../../domain/name.js';
import type { PathHelpers } from '../../domain/path-text.js';
import { failure, ProviderFailure } from '../ports/provider.js';
import type { Root } from './contract.js';
import type { Finder } from './find.js';

export interface RootOptions {
  readonly finder: Pick<Finder, 'byPath' | 'byOid' | 'oidOf'>;
  readonly pathFrom: (text: string) => RelPath;
  readonly paths: Pick<PathHelpers, 'join' | 'pathsMatch'>;
  /** Answers the id of the innermost. */
  readonly mkdirs: (path: string) => Promise<string>;
}

/** Finds the folder with that id, or at that path, which is made if it is not there. Fails with `RootMissing` (behaviour.md c.3). */
export const rootsOf =
  ({ finder: { byPath, byOid, oidOf }, pathFrom, paths, mkdirs }: RootOptions) =>
  async (path: string | null, oid: string | null): Promise<Root> => {
    if (path === null && oid === null) return { path: null, oid: null };
    const found = oid === null ? await byPath(pathFrom(path ?? '')) : await byOid(oid);
    if (found === null && oid === null && path !== null) return { path: paths.join(path), oid: await made(path, mkdirs) };
    if (found === null) throw failure('RootMissing', `there is no root ${path ?? oid}`);
    if (found.seen.kind !== 'folder') throw failure('RootMissing', `the root ${showPath(found.path)} is a file`);
    const at = showPath(found.path);
    if (path !== null && !paths.pathsMatch(path, at)) throw failure('RootMissing', `the root is at ${at}, not at ${path}`);
    return { path: at, oid: oidOf(found) };
  };

/** Tried again later: no proof that a root can't be. */
const PASSING: ReadonlySet<string> = new Set(['Temporary', 'OutOfSpace', 'Throttled', 'Disconnected', 'Unauthorized']);

const made = (path: string, mkdirs: RootOptions['mkdirs']): Promise<string> =>
  mkdirs(path).catch((thrown: unknown) => {
    if (thrown instanceof ProviderFailure && PASSING.has(thrown.error._tag)) throw thrown;
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    throw failure('RootMissing', `the root ${path} can't be made: ${why}`);
  });
