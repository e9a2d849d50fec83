/** What a status means. Where it hangs on what was asked, the caller says. */
import type { ProviderError } from '../../domain/provider-error.js';
import { ProviderFailure } from '../../effects/ports/provider.js';
import { dismiss, type Response } from './http.js';

type Tag = ProviderError['_tag'];

/** For one call: what some statuses mean there. */
export type Meanings = Readonly<Partial<Record<number, Tag>>>;

const USUAL: Readonly<Record<number, readonly [Tag, string]>> = {
  401: ['Unauthorized', 'user or password are missing or wrong'],
  403: ['Denied', 'the server does not allow it'],
  404: ['NotFound', 'it is not there'],
  405: ['Denied', 'the server does not offer this: is it a WebDAV folder?'],
  409: ['NoParent', 'the folder that it should go into is not there'],
  410: ['NotFound', 'it is not there any more'],
  412: ['Modified', 'it is not what was expected'],
  413: ['Denied', 'the server takes no file of this size'],
  414: ['NameRefused', 'the path is too long for the server'],
  423: ['Temporary', 'somebody has locked it'],
  429: ['Throttled', 'the server is asked too often'],
  501: ['Denied', 'the server does not offer this: is it a WebDAV folder?'],
  503: ['Throttled', 'the server is busy, or closed for now'],
  507: ['OutOfSpace', 'the server has no space left'],
};

/** The failure that an answer is. */
export const failureOf = (response: Response, what: string, meanings: Meanings = {}): ProviderFailure => {
  dismiss(response);
  const { status } = response;
  const [tag, why] = USUAL[status] ?? (status >= 500 ? ['Temporary', 'the server failed'] : ['Failed', 'the server refuses']);
  const retryAfterMs = retryAfter(response.headers['retry-after']);
  return new ProviderFailure({
    _tag: meanings[status] ?? tag,
    message: `cannot ${what}: ${why} (HTTP ${status})`,
    ...(retryAfterMs === null ? {} : { retryAfterMs }),
  });
};

/** Longest pause that a server may ask for, milliseconds: an hour. */
const MAX_RETRY_AFTER_MS = 3_600_000;

/** Seconds, or a date. Null: it does not say. */
export const retryAfter = (header: string | undefined, nowMs = Date.now()): number | null => {
  if (header === undefined) return null;
  const ms = /^\d+$/u.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - nowMs;
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), MAX_RETRY_AFTER_MS) : null;
};
