/** The root on the server: our folders in it, and the mark by which it is known again. */
import { randomUUID } from 'node:crypto';
import { STATE_FOLDER } from '../../domain/reserved-name.js';
import { failure } from '../../effects/ports/provider.js';
import { type Context, freshName, isFailure, lookAt, PARTS, TRASH } from './context.js';
import type { At } from './dav.js';
import type { Base } from './url.js';

export const MARK: At = { path: [STATE_FOLDER, 'root-id'], kind: 'file' };

/** Makes what is missing of it, and answers the mark. Fails with `RootMissing`. */
export const openRoot = async (context: Context, base: Base): Promise<string> => {
  const known = await knownMark(context, base);
  for (const path of [[STATE_FOLDER], PARTS, TRASH])
    await context.dav.mkcol({ path, kind: 'folder' }).catch((thrown: unknown) => {
      if (!isFailure(thrown, 'Exists')) throw thrown;
    });
  return known ?? newMark(context);
};

/** Null if there is none yet; nothing is written. Fails with `RootMissing`. */
export const knownMark = async (context: Context, base: Base): Promise<string | null> => {
  const root = await lookAt(context, []);
  if (root?.kind !== 'folder') throw failure('RootMissing', `there is no folder at ${base.url.href}`);
  return (await context.dav.getText(MARK)) || null;
};

/** Of two that come at once, both take the one that was there first. */
const newMark = async ({ dav }: Context): Promise<string> => {
  const part: At = { path: [...PARTS, freshName()], kind: 'file' };
  await dav.put(part, randomUUID());
  await dav.move(part, MARK.path).catch(async (thrown: unknown) => {
    await dav.delete(part);
    if (!isFailure(thrown, 'Exists')) throw thrown;
  });
  return (await dav.getText(MARK)) ?? '';
};
