/** Who we are, in a header: Basic at once, Digest once the server asked for it. */
import { createHash, randomBytes } from 'node:crypto';
import type { Credentials } from './options.js';

export interface Authorizer {
  readonly use: (credentials: Credentials | null) => void;
  readonly user: () => string | null;
  readonly header: (method: string, url: URL) => string | null;
  /** Reads a refusal. True: with what it asks for, it is worth to try again. */
  readonly challenged: (challenge: string | undefined) => boolean;
}

interface Digest {
  readonly realm: string;
  readonly nonce: string;
  readonly opaque: string | null;
  readonly algorithm: 'MD5' | 'SHA-256';
  readonly hasQop: boolean;
}

export const createAuthorizer = (given: Credentials | null): Authorizer => {
  let credentials = given;
  let digest: Digest | null = null;
  let count = 0;
  return {
    use: (next) => {
      credentials = next;
      digest = null;
    },
    user: () => credentials?.user ?? null,
    header: (method, url) => {
      if (credentials === null) return null;
      if (digest !== null) return digestHeader(credentials, digest, { method, uri: url.pathname + url.search, count: ++count });
      return `Basic ${Buffer.from(`${credentials.user}:${credentials.password}`).toString('base64')}`;
    },
    challenged: (challenge) => {
      const asked = challenge === undefined ? null : digestIn(challenge);
      if (asked === null || credentials === null) return false;
      // The same question again: the answer was wrong.
      const isNews = digest === null || digest.nonce !== asked.nonce;
      const isStale = /stale=\s*"?true/iu.test(challenge ?? '');
      const wasRefused = digest !== null && !isStale;
      [digest, count] = [asked, 0];
      return isNews && !wasRefused;
    },
  };
};

const digestIn = (challenge: string): Digest | null => {
  const at = challenge.search(/\bDigest\b/iu);
  if (at < 0) return null;
  const fields = new Map<string, string>();
  for (const [, key, quoted, bare] of challenge.slice(at + 'Digest'.length).matchAll(/(\w+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,]+))/gu))
    fields.set((key ?? '').toLowerCase(), quoted ?? bare ?? '');
  const algorithm = (fields.get('algorithm') ?? 'MD5').toUpperCase();
  const [realm, nonce] = [fields.get('realm'), fields.get('nonce')];
  if (realm === undefined || nonce === undefined || (algorithm !== 'MD5' && algorithm !== 'SHA-256')) return null;
  const qop = fields.get('qop');
  if (qop !== undefined && !qop.split(/\s*,\s*/u).includes('auth')) return null;
  return { realm, nonce, opaque: fields.get('opaque') ?? null, algorithm, hasQop: qop !== undefined };
};

const digestHeader = (
  { user, password }: Credentials,
  { realm, nonce, opaque, algorithm, hasQop }: Digest,
  { method, uri, count }: { readonly method: string; readonly uri: string; readonly count: number },
): string => {
  const hash = (text: string): string =>
    createHash(algorithm === 'MD5' ? 'md5' : 'sha256')
      .update(text)
      .digest('hex');
  const nc = count.toString(16).padStart(8, '0');
  const cnonce = randomBytes(8).toString('hex');
  const [secret, action] = [hash(`${user}:${realm}:${password}`), hash(`${method}:${uri}`)];
  const response = hash(hasQop ? `${secret}:${nonce}:${nc}:${cnonce}:auth:${action}` : `${secret}:${nonce}:${action}`);
  const quoted = (text: string): string => `"${text.replaceAll(/["\\]/gu, '\\$&')}"`;
  return [
    `Digest username=${quoted(user)}`,
    `realm=${quoted(realm)}`,
    `nonce=${quoted(nonce)}`,
    `uri=${quoted(uri)}`,
    `algorithm=${algorithm}`,
    `response="${response}"`,
    ...(hasQop ? ['qop=auth', `nc=${nc}`, `cnonce="${cnonce}"`] : []),
    ...(opaque === null ? [] : [`opaque=${quoted(opaque)}`]),
  ].join(', ');
};
