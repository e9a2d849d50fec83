/** From paths to URLs of the server, and back: what a server says is where something lies is checked name by name. */
import { isSafeName, type Name, type RelPath } from '../../domain/name.js';
import { failure } from '../../effects/ports/provider.js';

/** The folder on the server that is the root, without credentials. */
export interface Base {
  readonly url: URL;
  /** Decoded names of its path. */
  readonly names: readonly string[];
}

/** Fails with `Failed` for what is no http(s) URL. Its user and password are left out: see `credentialsIn`. */
export const baseOf = (text: string): Base => {
  const url = parsed(text);
  url.username = '';
  url.password = '';
  url.search = '';
  url.hash = '';
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return { url, names: namesOf(url.pathname) ?? [] };
};

export const credentialsIn = (text: string): { readonly user: string; readonly password: string } | null => {
  const { username, password } = parsed(text);
  return username === '' ? null : { user: decodeURIComponent(username), password: decodeURIComponent(password) };
};

/** The text is in no message: it may hold a password. */
const parsed = (text: string): URL => {
  if (!URL.canParse(text)) throw failure('Failed', 'this is no URL: it looks like http://host/path');
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw failure('Failed', `WebDAV goes over http or https, not ${url.protocol}`);
  return url;
};

/** Path and URL of what lies at `path`. Folders end in a slash: some servers insist on it. */
export const urlOf = ({ url }: Base, path: RelPath, kind: 'file' | 'folder'): URL => {
  const target = new URL(url);
  const names = path.map(encodeURIComponent).join('/');
  target.pathname = `${url.pathname}${names}${kind === 'folder' && names !== '' ? '/' : ''}`;
  return target;
};

export type Place =
  | { readonly _tag: 'Itself' }
  | { readonly _tag: 'Child'; readonly name: Name }
  /** A child whose name can't be a name here; `shown` stands for it. */
  | { readonly _tag: 'Unsafe'; readonly shown: Name; readonly why: 'unsafe-name' | 'not-utf8' };

/** Where an href lies, seen from the folder that was asked for. Fails with `Failed` for what was not asked for: a server may say anything. */
export const placeOf = ({ names }: Base, asked: RelPath, href: string): Place => {
  const raw = pathOfHref(href)
    .split('/')
    .filter((name) => name !== '');
  const above = [...names, ...asked];
  const isBelow = raw.length <= above.length + 1 && above.every((name, i) => decoded(raw[i] ?? '') === name);
  const rest = raw.slice(above.length);
  const last = rest[0];
  if (!isBelow || raw.some((name) => ['.', '..'].includes(decoded(name) ?? '')))
    throw failure('Failed', 'the server answered with something outside of the folder that it was asked for');
  if (last === undefined) return { _tag: 'Itself' };
  const name = decoded(last);
  if (name === null) return { _tag: 'Unsafe', shown: last, why: 'not-utf8' };
  return isSafeName(name) ? { _tag: 'Child', name } : { _tag: 'Unsafe', shown: last, why: 'unsafe-name' };
};

/** Servers behind a proxy may call themselves by another name: only the path counts. */
const pathOfHref = (href: string): string =>
  href
    .trim()
    .replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/iu, '')
    .replace(/[?#].*$/su, '');

const namesOf = (pathname: string): readonly string[] | null => {
  const names = pathname
    .split('/')
    .filter((name) => name !== '')
    .map(decoded);
  return names.every((name) => name !== null) ? (names as string[]) : null;
};

/** Null for what is not UTF-8. */
const decoded = (name: string): string | null => {
  try {
    return decodeURIComponent(name);
  } catch {
    return null;
  }
};
