/**
 * New contents: uploaded beside, to a folder of ours, and moved into place when they are whole. So an upload that is killed leaves no half of a
 * file where a user would meet it, whatever the server makes of it.
 */
import type { Name, RelPath } from '../../domain/name.js';
import { showPath } from '../../domain/name.js';
import type { Observation } from '../../domain/observation.js';
import { type Content, type Expected, failure, type OnProgress, type Replaced } from '../../effects/ports/provider.js';
import { checkNewName, checkParent, type Context, freshName, inPlace, isFailure, lookAt, PARTS, subjectOf } from './context.js';
import type { At } from './dav.js';
import { explained, trashFile } from './place.js';

/** Whose parts these are: in front of their names. */
export type Owner = () => string;

export const createFile = async (
  context: Context,
  owner: Owner,
  place: { readonly parent: RelPath; readonly name: Name },
  content: Content,
  onProgress: OnProgress,
): Promise<Observation> => {
  const { parent, name } = place;
  checkNewName(context, name);
  const to = [...parent, name];
  return inPlace(context, to, () =>
    withPart(context, owner, content, onProgress, async (part) => {
      if (context.manners().makesParents) await checkParent(context, parent);
      await placePart(context, part, to);
      return placed(context, to, content);
    }),
  );
};

/** The old file goes to the trash first: whatever it is by then, it can be had back. */
export const replaceFile = async (
  context: Context,
  owner: Owner,
  expected: Expected,
  content: Content,
  onProgress: OnProgress,
): Promise<Replaced> => {
  subjectOf(expected, 'replace');
  return inPlace(context, expected.path, () =>
    withPart(context, owner, content, onProgress, async (part) => {
      const trash = await trashFile(context, expected);
      try {
        await placePart(context, part, expected.path);
      } catch (thrown) {
        // Who wrote there in that moment meant to replace the old one, too: theirs stays.
        throw isFailure(thrown, 'Exists') ? failure('Modified', `${showPath(expected.path)} was changed meanwhile`) : thrown;
      }
      return { seen: await placed(context, expected.path, content), trash };
    }),
  );
};

const placePart = async (context: Context, part: At, to: RelPath): Promise<void> => {
  try {
    await context.dav.move(part, to);
  } catch (thrown) {
    throw await explained(context, thrown, to);
  }
};

/** What is there now is ours if it has our size: the next look tells more. */
const placed = async (context: Context, path: RelPath, content: Content): Promise<Observation> => {
  const seen = await lookAt(context, path);
  if (seen?.kind !== 'file' || seen.size !== content.size)
    throw failure('Modified', `${showPath(path)} was changed right after it was written`);
  return seen;
};

const withPart = async <A>(
  context: Context,
  owner: Owner,
  content: Content,
  onProgress: OnProgress,
  use: (part: At) => Promise<A>,
): Promise<A> => {
  const part: At = { path: [...PARTS, `${owner()}-${freshName()}`], kind: 'file' };
  try {
    await context.dav.put(part, { size: content.size, stream: () => counted(content, onProgress) }, mtimeOf(content));
    await content.verify();
    return await use(part);
  } catch (thrown) {
    await context.dav.delete(part).catch(() => undefined);
    throw thrown;
  }
};

/** Understood by ownCloud, Nextcloud and their kin; others give a file the time of its upload. */
const mtimeOf = ({ mtimeMs }: Content): Readonly<Record<string, string>> =>
  mtimeMs > 0 ? { 'x-oc-mtime': String(Math.floor(mtimeMs / 1000)) } : {};

/** Exactly as many bytes as were announced: with fewer the server would wait, with more it would take them for the next request. */
async function* counted(content: Content, onProgress: OnProgress): AsyncIterable<Uint8Array> {
  let sent = 0;
  for await (const bytes of content.stream()) {
    sent += bytes.length;
    if (sent > content.size) break;
    if (bytes.length > 0) yield bytes;
    onProgress(sent);
  }
  if (sent === content.size) return;
  await content.verify();
  throw failure('Corrupt', `the content is not of the ${content.size} bytes that it was to have`);
}
