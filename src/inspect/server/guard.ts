/**
 * Who may ask. The page shows names of files, and any web page that a browser on this machine has open can send requests to 127.0.0.1: so
 * whoever asks has to know the token, to address this very host (or a rebound DNS name would do), and to come from this page.
 */
import { timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

export interface Door {
  readonly port: number;
  /** First part of every path. */
  readonly token: string;
}

export interface Knock {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly headers: IncomingHttpHeaders;
}

export type Admission =
  /** `path` is what comes after the token: `''` is the page itself. */
  | { readonly _tag: 'Admitted'; readonly path: string; readonly query: URLSearchParams }
  | { readonly _tag: 'Refused'; readonly status: 403 | 404 | 405 | 421; readonly message: string };

/** Longest address that is read, characters: a path of a file may be in it. */
const MAX_URL = 16_384;

export const admit = ({ port, token }: Door, { method, url = '', headers }: Knock): Admission => {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  if (!hosts.includes(headers.host ?? '')) return refused(421, `This is ${hosts[0]}, and nothing else.`);
  if (headers.origin !== undefined && headers.origin !== `http://${headers.host}`) return refused(403, 'Other pages may not ask.');
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return refused(403, 'Other pages may not ask.');
  if (method !== 'GET' && method !== 'HEAD') return refused(405, 'Nothing can be changed here.');
  const asked = url.length > MAX_URL ? null : /^\/([^/?#]+)\/([^?#]*)(?:\?([^#]*))?$/u.exec(url);
  if (asked === null || !isSame(asked[1] ?? '', token)) {
    return refused(404, 'Nothing is here. Open the address that foldsync inspect printed, to its last character.');
  }
  return { _tag: 'Admitted', path: asked[2] ?? '', query: new URLSearchParams(asked[3] ?? '') };
};

const refused = (status: Extract<Admission, { _tag: 'Refused' }>['status'], message: string): Admission => ({
  _tag: 'Refused',
  status,
  message,
});

/** Takes the same time wherever the two begin to differ. */
const isSame = (given: string, token: string): boolean => {
  const [a, b] = [Buffer.from(given), Buffer.from(token)];
  return a.length === b.length && timingSafeEqual(a, b);
};

/**
 * For every answer. Names are hostile: nothing but our own script runs, nothing is asked of anyone else, and no text becomes markup
 * (trusted types make the browser refuse it).
 */
export const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    "img-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  'cache-control': 'no-store',
};
