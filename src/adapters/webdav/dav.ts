/** The questions and orders of WebDAV, each one request. */
import type { RelPath } from '../../domain/name.js';
import { showPath } from '../../domain/name.js';
import { failure } from '../../effects/ports/provider.js';
import type { Authorizer } from './auth.js';
import { bytesOf, dismiss, type Http, type Request, type Response, textOf } from './http.js';
import { type DavEntry, PROPFIND_BODY, readMultistatus } from './multistatus.js';
import { failureOf, type Meanings } from './status.js';
import { type Base, placeOf, type Place, urlOf } from './url.js';

/** Something on the server, by its kind: it decides how its URL ends. */
export interface At {
  readonly path: RelPath;
  readonly kind: 'file' | 'folder';
}

export interface Listed {
  readonly place: Place;
  readonly entry: DavEntry;
}

/** Conditions, as headers. */
export type Condition = Readonly<Record<string, string>>;

export interface Dav {
  /** The thing itself (`0`) or with its children (`1`); null if it is not there. */
  readonly propfind: (at: At, depth: '0' | '1', asked?: string) => Promise<readonly Listed[] | null>;
  readonly get: (at: At) => Promise<Response>;
  /** A small file, or null if there is none. */
  readonly getText: (at: At) => Promise<string | null>;
  readonly put: (at: At, body: NonNullable<Request['body']>, headers?: Condition) => Promise<void>;
  readonly mkcol: (at: At) => Promise<void>;
  /** Never replaces. Fails with `Exists`, `NoParent`, `NotFound`, and with `Modified` if `condition` does not hold. */
  readonly move: (from: At, to: RelPath, condition?: Condition) => Promise<void>;
  readonly delete: (at: At, condition?: Condition) => Promise<void>;
  /** The status alone, for probing. */
  readonly status: (method: string, at: At, headers: Condition, body?: string) => Promise<number>;
}

const MAX_REDIRECTS = 3;

/** Servers encode paths in ways of their own. */
const isWithSlash = (to: string, from: string): boolean => {
  try {
    return decodeURIComponent(to) === `${decodeURIComponent(from)}/`;
  } catch {
    return false;
  }
};

export const davOf = (http: Http, base: () => Base, authorizer: Authorizer): Dav => {
  const send = async (request: Request): Promise<Response> => {
    const response = await http.send(request);
    if (response.status !== 401 || !authorizer.challenged(response.headers['www-authenticate'])) return response;
    dismiss(response);
    if (typeof request.body === 'object') throw failure('Temporary', 'the server asked for a login in the middle of an upload');
    return http.send(request);
  };
  const show = ({ path }: At): string => showPath(path);
  const request = async (method: string, at: At, headers: Condition = {}, body?: Request['body']): Promise<Response> => {
    let url = urlOf(base(), at.path, at.kind);
    for (let redirects = 0; ; redirects++) {
      const response = await send({ method, url, headers, ...(body === undefined ? {} : { body }) });
      if (response.status < 300 || response.status >= 400 || response.status === 304) return response;
      const to = new URL(response.headers.location ?? '', url);
      // A folder whose slash was forgotten, and nothing else: who knows where it leads, and with our password. We ask again where we asked.
      const isFolder = method !== 'MOVE' && isWithSlash(to.pathname, url.pathname);
      dismiss(response);
      if (!isFolder || redirects === MAX_REDIRECTS || typeof body === 'object')
        throw failure(
          'Failed',
          `the server sends us to another place (${to.origin}${to.pathname}): if it is right, give that one as the URL`,
        );
      url = new URL(url);
      url.pathname += '/';
    }
  };
  /** An order is carried out whole, or it failed: a multistatus here tells of parts that were not. */
  const order = async (what: string, response: Response, meanings: Meanings): Promise<void> => {
    if (response.status === 207) {
      dismiss(response);
      throw failure('Temporary', `cannot ${what}: the server did a part of it`);
    }
    if (response.status < 200 || response.status >= 300) throw failureOf(response, what, meanings);
    dismiss(response);
  };
  return {
    propfind: async (at, depth, asked = PROPFIND_BODY) => {
      const response = await request('PROPFIND', at, { depth, 'content-type': 'application/xml; charset=utf-8' }, asked);
      if (response.status === 404 || response.status === 410) {
        dismiss(response);
        return null;
      }
      if (response.status !== 207) throw failureOf(response, `look at ${show(at)}`);
      const listed: Listed[] = [];
      await readMultistatus(bytesOf(response), (entry) => listed.push({ place: placeOf(base(), at.path, entry.href), entry }));
      return listed;
    },
    get: async (at) => {
      const response = await request('GET', at);
      if (response.status !== 200) throw failureOf(response, `read ${show(at)}`);
      return response;
    },
    getText: async (at) => {
      const response = await request('GET', at);
      if (response.status === 200) return textOf(response);
      if (response.status === 404) {
        dismiss(response);
        return null;
      }
      throw failureOf(response, `read ${show(at)}`);
    },
    put: async (at, body, headers) => {
      const what = `write ${show(at)}`;
      await order(what, await request('PUT', at, headers, body), { 404: 'NoParent', 405: 'Exists' });
    },
    mkcol: async (at) => {
      await order(`make the folder ${show(at)}`, await request('MKCOL', at), { 404: 'NoParent', 405: 'Exists', 403: 'Denied' });
    },
    move: async (from, to, condition = {}) => {
      const destination = urlOf(base(), to, from.kind).href;
      const response = await request('MOVE', from, { ...condition, destination, overwrite: 'F' });
      // One status for two reasons: the place is taken, or the condition does not hold.
      const meaning = Object.keys(condition).length === 0 ? 'Exists' : 'Modified';
      await order(`move ${show(from)} to ${showPath(to)}`, response, { 412: meaning, 405: 'Exists' });
    },
    delete: async (at, condition) => {
      await order(`delete ${show(at)}`, await request('DELETE', at, condition), {});
    },
    status: async (method, at, headers, body) => {
      const response = await request(method, at, headers, body);
      dismiss(response);
      return response.status;
    },
  };
};
