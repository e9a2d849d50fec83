/** Puts things in place, and takes them out of it, such that what was there can always be had back. */
import { nameKey, type Name, type RelPath, showPath, utf8Length } from '../../domain/name.js';
import type { Observation } from '../../domain/observation.js';
import { type Expected, failure, type TrashRef } from '../../effects/ports/provider.js';
import {
  asExpected,
  checkNewName,
  checkParent,
  type Context,
  freshName,
  inPlace,
  isFailure,
  lookAt,
  moveExpected,
  PARTS,
  subjectOf,
  TRASH,
} from './context.js';
import type { At } from './dav.js';

/** Longest name in the trash, in bytes: with what is put in front it fits where 255 do. */
const MAX_TRASHED_BYTES = 200;

/** When it was trashed is in its name: the time of a file stays its own. */
const trashPath = ({ nowMs }: Context, name: Name): RelPath => [...TRASH, `${nowMs().toString(36)}-${freshName()}-${shortened(name)}`];

/** When something in the trash got there, milliseconds since 1970; null for what is no name of the trash's. */
export const trashedAtMs = (name: Name): number | null => {
  const at = Number.parseInt(/^([0-9a-z]{8,9})-/u.exec(name)?.[1] ?? '', 36);
  return Number.isNaN(at) ? null : at;
};

const shortened = (name: Name): Name => {
  let kept = '';
  for (const character of name) {
    if (utf8Length(kept + character) > MAX_TRASHED_BYTES) break;
    kept += character;
  }
  return kept;
};

/**
 * Takes a file into the trash. What came out is looked at unless the server vouches for it: if it is another one than expected, somebody wrote
 * in that moment, and it goes back.
 */
export const trashFile = async (context: Context, expected: Expected): Promise<TrashRef> => {
  const to = trashPath(context, expected.path.at(-1) ?? '');
  const isSure = await moveExpected(context, expected, to);
  if (!isSure) await confirmMoved(context, expected, to);
  return { ref: showPath(to).slice(1) };
};

/** What was moved is what was expected, else it goes back to where it was, or stays if that is taken by now. */
const confirmMoved = async (context: Context, expected: Expected, to: RelPath): Promise<Observation | null> => {
  const seen = await lookAt(context, to);
  if (seen === null || (expected.revision !== null && !context.manners().keepsRevision)) return seen;
  try {
    return asExpected(seen, expected);
  } catch (thrown) {
    await context.dav.move({ path: to, kind: seen.kind === 'folder' ? 'folder' : 'file' }, expected.path).catch(() => undefined);
    throw thrown;
  }
};

/**
 * To the trash as well, and not deleted: that would take all with it which the server does not list (nginx: names with a dot in front). One that
 * got something in that moment goes back.
 */
export const discardFolder = async (context: Context, expected: Expected): Promise<null> => {
  const { dav } = context;
  asExpected(await lookAt(context, expected.path), expected);
  await checkEmpty(context, expected);
  const trashed: At = { path: trashPath(context, expected.path.at(-1) ?? ''), kind: 'folder' };
  await dav.move(expected, trashed.path);
  try {
    await checkEmpty(context, trashed);
  } catch (thrown) {
    await dav.move(trashed, expected.path).catch(() => undefined);
    throw thrown;
  }
  return null;
};

const checkEmpty = async ({ dav }: Context, folder: At): Promise<void> => {
  const listed = await dav.propfind({ path: folder.path, kind: 'folder' }, '1');
  if (listed?.some(({ place }) => place._tag !== 'Itself') === true) throw failure('NotEmpty', `${showPath(folder.path)} is not empty`);
};

/** Moves, and never onto anything. Fails as the port says. */
export const move = async (context: Context, expected: Expected, parent: RelPath, name: Name): Promise<Observation> => {
  subjectOf(expected, 'move');
  checkNewName(context, name);
  const to = [...parent, name];
  if (showPath(to) === showPath(expected.path)) return asExpected(await lookAt(context, to), expected);
  if (isWithin(context, expected, parent)) throw failure('NoParent', `${showPath(expected.path)} can't be moved into itself`);
  if (context.manners().makesParents) await checkParent(context, parent);
  return inPlace(context, to, async () => {
    const isSameKey = keyOf(context, to) === keyOf(context, expected.path);
    const from = isSameKey ? await aside(context, expected) : null;
    try {
      if (from === null) await moveExpected(context, expected, to);
      else await context.dav.move(from, to);
    } catch (thrown) {
      if (from !== null) await context.dav.move(from, expected.path).catch(() => undefined);
      throw isFailure(thrown, 'NotFound', 'Moved') ? thrown : await explained(context, thrown, to);
    }
    const seen = await confirmMoved(context, expected, to);
    if (seen === null) throw failure('NotFound', `${showPath(to)} is gone again`);
    return { ...seen, name };
  });
};

/** A rename by case alone stands in its own way where case does not count. */
const aside = async (context: Context, expected: Expected): Promise<At> => {
  const path = [...PARTS, freshName()];
  await moveExpected(context, expected, path);
  return { path, kind: expected.kind };
};

const keyOf = ({ traits }: Context, path: RelPath): string => path.map((name) => `/${nameKey(traits(), name)}`).join('');

/** Some servers don't notice, and ruin the folder. */
const isWithin = (context: Context, { path, kind }: Expected, folder: RelPath): boolean =>
  kind === 'folder' && `${keyOf(context, folder)}/`.startsWith(`${keyOf(context, path)}/`);

/**
 * Why something could not be put there, found out by looking: servers have many words for a place that is taken or a folder that is missing
 * (301, 400, 404, 405, 409, 412, 500), and some use one for both.
 */
export const explained = async (context: Context, thrown: unknown, to: RelPath): Promise<unknown> => {
  if (!isFailure(thrown, 'NotFound', 'NoParent', 'Exists', 'Modified', 'Temporary', 'Failed', 'Denied')) return thrown;
  const parent = await lookAt(context, to.slice(0, -1));
  if (parent?.kind !== 'folder') return failure('NoParent', `there is no folder ${showPath(to.slice(0, -1))}`);
  if ((await lookAt(context, to)) !== null) return failure('Exists', `${showPath(to)} is taken`);
  // It says that something is so, and then it is not: somebody came in between.
  return isFailure(thrown, 'NoParent', 'Exists') ? failure('Temporary', `${showPath(to)} could not be made, and could be now`) : thrown;
};
