/** A place, as a user names it: a folder, a `file:` URI, or `provider[@namespace]:path`. */
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as E from 'fp-ts/lib/Either.js';

export interface Place {
  readonly provider: 'filesystem';
  /** As it was typed. */
  readonly text: string;
  /** Absolute. */
  readonly path: string;
}

/** Providers that a place may name. */
const KNOWN = ['file'];

/** `name:` or `name@namespace:` in front. One letter is a drive of Windows, and no provider has such a short name. */
const WITH_PROVIDER = /^([a-z][a-z0-9+.-]+)(@[^/:]*)?:/iu;

export const parsePlace = (text: string, cwd: string): E.Either<string, Place> => {
  if (text === '') return E.left('A place is empty: name a folder.');
  if (text.includes('\0')) return E.left('A place holds a NUL character, which no path can.');
  const provider = WITH_PROVIDER.exec(text)?.[1]?.toLowerCase();
  if (provider === undefined) return E.right({ provider: 'filesystem', text, path: resolve(cwd, text) });
  if (provider === 'file') return parseFileUri(text, cwd);
  return E.left(
    `There is no provider '${provider}' (in '${text}'). Known: ${KNOWN.join(', ')}, and plain folders. ` +
      `For a folder that is really called so, write ./${text}`,
  );
};

/** `file:///absolute` and `file:relative`. */
const parseFileUri = (text: string, cwd: string): E.Either<string, Place> => {
  if (!text.toLowerCase().startsWith('file://'))
    return E.right({ provider: 'filesystem', text, path: resolve(cwd, text.slice('file:'.length)) });
  return E.tryCatch(
    () => ({ provider: 'filesystem', text, path: fileURLToPath(text) }),
    () => `'${text}' is no file URI of this machine: it looks like file:///home/me/folder`,
  );
};
