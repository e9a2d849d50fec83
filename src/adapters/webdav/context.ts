/** What the operations of one WebDAV provider share. */
import { randomBytes } from 'node:crypto';
import { type Name, nameKey, type RelPath, refusalOf, showPath } from '../../domain/name.js';
import type { Observation } from '../../domain/observation.js';
import { isReserved, STATE_FOLDER } from '../../domain/reserved-name.js';
import type { ProviderError } from '../../domain/provider-error.js';
import type { Traits } from '../../domain/traits.js';
import { type Expected, failure, ProviderFailure } from '../../effects/ports/provider.js';
import type { At, Dav } from './dav.js';
import { etagIn, observationOf } from './observe.js';
import type { Manners } from './probe.js';

export interface Context {
  readonly dav: Dav;
  readonly manners: () => Manners;
  readonly traits: () => Traits;
  /** Absence is believed only while the root is there. Fails with `RootMissing`. */
  readonly confirmRoot: () => Promise<void>;
  readonly nowMs: () => number;
  /** Places that something is being put into by this provider: few servers look and act in one step. */
  readonly taken: Set<string>;
}

export const PARTS: RelPath = [STATE_FOLDER, 'parts'];
export const TRASH: RelPath = [STATE_FOLDER, 'trash'];

/** Names on the server that nobody else gives. */
export const freshName = (): Name => randomBytes(9).toString('base64url');

/** What is at a path, or null. Its kind is not known before: the slash is left out. */
export const lookAt = async (context: Context, path: RelPath): Promise<Observation | null> => {
  try {
    const listed = await context.dav.propfind({ path, kind: path.length === 0 ? 'folder' : 'file' }, '0');
    const itself = listed?.find(({ place }) => place._tag === 'Itself');
    return itself === undefined ? null : observationOf(path.at(-1) ?? '', itself.entry);
  } catch (thrown) {
    // Apache calls a path below a file a bad request.
    if (!isFailure(thrown, 'Failed') || path.length === 0) throw thrown;
    const above = await lookAt(context, path.slice(0, -1));
    if (above?.kind === 'folder') throw thrown;
    return null;
  }
};

/** Fails with `NotFound`, `Moved`, `Modified`. */
export const asExpected = (seen: Observation | null, expected: Expected): Observation => {
  const shown = showPath(expected.path);
  if (seen === null) throw failure('NotFound', `${shown} is not there`);
  if (seen.kind !== expected.kind) throw failure('Moved', `a ${seen.kind} is in the place of ${shown}`);
  if (seen.revision !== expected.revision) throw failure('Modified', `${shown} was changed meanwhile`);
  return seen;
};

/** A call that touches an existing object begins so: the root and our own folder are nobody's to touch. */
export const subjectOf = ({ path, kind }: Expected, verb: string): At => {
  const name = path.at(-1);
  if (name === undefined) throw failure('Denied', `cannot ${verb} the root itself`);
  if (path.some(isReserved)) throw failure('NotFound', `${showPath(path)} is a name of foldsync's own: it does not sync`);
  return { path, kind };
};

export const checkNewName = ({ traits }: Context, name: Name): void => {
  const refusal = refusalOf(traits(), name);
  if (refusal !== null) throw failure('NameRefused', `${JSON.stringify(name)} can't be a name there: ${refusal}`);
  if (isReserved(name)) throw failure('NameRefused', `${JSON.stringify(name)} is a name that foldsync keeps for itself; rename it`);
};

/**
 * Moves an object away if it is what was expected: by a condition that the server heeds, else by a look right before. Answers whether the
 * server vouched for it. Fails as `asExpected`, and with `Exists`.
 */
export const moveExpected = async (context: Context, expected: Expected, to: RelPath): Promise<boolean> => {
  const { dav, manners } = context;
  const etag = etagIn(expected.revision);
  if (manners().heedsIfMatch && etag !== null) {
    try {
      await dav.move(expected, to, { 'if-match': etag });
      return true;
    } catch (thrown) {
      // Or the place is taken, or a folder took the file's, or the etag is still a weak one, which matches nothing: the look tells.
      if (!isFailure(thrown, 'Modified', 'Failed')) throw thrown;
    }
  }
  asExpected(await lookAt(context, expected.path), expected);
  await dav.move(expected, to);
  return false;
};

export const isFailure = (thrown: unknown, ...tags: readonly ProviderError['_tag'][]): boolean =>
  thrown instanceof ProviderFailure && tags.includes(thrown.error._tag);

/** Runs while nobody else of us puts something there. */
export const inPlace = async <A>(context: Context, path: RelPath, work: () => Promise<A>): Promise<A> => {
  const key = path.map((name) => nameKey(context.traits(), name)).join('/');
  if (context.taken.has(key)) throw failure('Exists', `${showPath(path)} is being made`);
  context.taken.add(key);
  try {
    return await work();
  } finally {
    context.taken.delete(key);
  }
};

/** Fails with `NoParent`. */
export const checkParent = async (context: Context, parent: RelPath): Promise<void> => {
  const seen = await lookAt(context, parent);
  if (seen?.kind !== 'folder') throw failure('NoParent', `there is no folder ${showPath(parent)}`);
};
