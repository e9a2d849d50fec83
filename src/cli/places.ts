/** A place, as a user names it: a folder, a `file:` URI, or `provider[@namespace]:path`. */
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as E from 'fp-ts/lib/Either.js';

export type Place = FolderPlace | RemotePlace;

export interface FolderPlace {
  readonly provider: 'filesystem';
  /** As it was typed. */
  readonly text: string;
  /** Absolute. */
  readonly path: string;
}

/** Whatever is not a folder of this machine. */
export interface RemotePlace {
  readonly provider: string;
  /** As it was typed, but for a password. */
  readonly text: string;
  readonly namespace: string | null;
  /** What its provider is to make of it; without a password. */
  readonly address: string;
  /** User whom the address names, if it is a URL. */
  readonly user: string | null;
  /** A password that was typed in the address: it is kept apart, and shown nowhere. */
  readonly password: string | null;
}

export const isRemote = (place: Place): place is RemotePlace => 'address' in place;

/** Where passwords are taken from: `FOLDSYNC_WEBDAV_PASSWORD`. */
export const passwordVariable = (provider: string): string => `FOLDSYNC_${provider.toUpperCase().replaceAll(/[^A-Z0-9]/gu, '_')}_PASSWORD`;

/** `name:` or `name@namespace:` in front. One letter is a drive of Windows, and no provider has such a short name. */
const WITH_PROVIDER = /^([a-z][a-z0-9+.-]+)(?:@([^/:]*))?:(.*)$/isu;
/** Up to the last `@` before the first slash. */
const WITH_USER = /^([a-z][a-z0-9+.-]*:\/\/)([^/?#]*)@(.*)$/isu;

export const parsePlace = (text: string, cwd: string): E.Either<string, Place> => {
  if (text === '') return E.left('A place is empty: name a folder.');
  if (text.includes('\0')) return E.left('A place holds a NUL character, which no path can.');
  const [, name, namespace, rest] = WITH_PROVIDER.exec(text) ?? [];
  if (name === undefined || rest === undefined) return E.right({ provider: 'filesystem', text, path: resolve(cwd, text) });
  const provider = name.toLowerCase();
  if (provider === 'file' || provider === 'filesystem') return parseFileUri(text, provider, cwd);
  return E.right(remotePlace(provider, namespace ?? null, rest));
};

const remotePlace = (provider: string, namespace: string | null, rest: string): RemotePlace => {
  const [, scheme, authority, tail] = WITH_USER.exec(rest) ?? [];
  const [user, ...password] = authority?.split(':') ?? [];
  const address = user === undefined ? rest : `${scheme}${user}@${tail}`;
  return {
    ...{ provider, namespace, address },
    text: `${provider}${namespace === null ? '' : `@${namespace}`}:${address}`,
    user: user === undefined || user === '' ? null : user,
    password: password.length === 0 ? null : decoded(password.join(':')),
  };
};

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** `file:///absolute` and `file:relative`. */
const parseFileUri = (text: string, scheme: string, cwd: string): E.Either<string, Place> => {
  if (text.length === scheme.length + 1) return E.left(`${text} names no folder: ${text}path/of/a/folder`);
  if (!text.toLowerCase().startsWith('file://'))
    return E.right({ provider: 'filesystem', text, path: resolve(cwd, text.slice(scheme.length + 1)) });
  return E.tryCatch(
    () => ({ provider: 'filesystem', text, path: fileURLToPath(text) }),
    () => `'${text}' is no file URI of this machine: it looks like file:///home/me/folder`,
  );
};
