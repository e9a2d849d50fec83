import { isSafeName, parsePath, showPath } from '../../domain/name.js';
import type { Observation } from '../../domain/observation.js';
import { type Content, type Expected, failure } from '../../effects/ports/provider.js';
import { asExpected, type Context, lookAt, subjectOf, TRASH } from './context.js';
import type { At } from './dav.js';
import { bytesOf } from './http.js';

/** Looks, streams, and looks again: what was read in between is of one revision. */
export const readFile = async (context: Context, expected: Expected): Promise<Content> => {
  const at = subjectOf(expected, 'read');
  const seen = asExpected(await lookAt(context, expected.path), expected);
  if (seen.kind !== 'file') throw failure('NotFound', `${showPath(expected.path)} is no file`);
  return contentOf(context, at, seen, async () => void asExpected(await lookAt(context, expected.path), expected));
};

/** Fails with `NotFound`. What is in the trash stays what it is. */
export const readTrash = async (context: Context, ref: string): Promise<Content> => {
  const path = parsePath(ref);
  const isOurs = path.length === TRASH.length + 1 && TRASH.every((name, i) => path[i] === name) && path.every(isSafeName);
  const seen = isOurs ? await lookAt(context, path) : null;
  if (seen?.kind !== 'file') throw failure('NotFound', `${ref} is not in the trash`);
  return contentOf(context, { path, kind: 'file' }, seen, async () => undefined);
};

const contentOf = (context: Context, at: At, seen: Observation, verify: () => Promise<void>): Content => {
  const shown = showPath(at.path);
  return {
    revision: seen.revision ?? '',
    size: seen.size,
    mtimeMs: seen.mtimeMs,
    executable: null,
    localPath: null,
    stream: async function* () {
      const response = await context.dav.get(at);
      let read = 0;
      try {
        for await (const bytes of bytesOf(response)) {
          read += bytes.length;
          if (read > seen.size) break;
          yield bytes;
        }
      } finally {
        if (!response.body.readableEnded) response.body.destroy();
      }
      if (read !== seen.size) throw failure('Modified', `${shown} has another size than it had`);
    },
    verify,
  };
};
