/** Requests: streamed both ways over a few kept connections, with timeouts, and every failure one of the port's. */
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { failure, ProviderFailure } from '../../effects/ports/provider.js';
import type { Authorizer } from './auth.js';

/** A connection on which nothing moves for this long is given up, milliseconds: large servers take their time to copy a folder. */
export const IDLE_MS = 60_000;
/** Connections at the same time: as many as the engine has calls. */
const MAX_SOCKETS = 8;
/** Answers that are read whole (errors, notes) are cut here, bytes. */
const MAX_TEXT_BYTES = 64 * 1024;
/** Bodies up to this size, bytes, go out with their headers in one piece: a stream costs more than they do. */
const SMALL_BODY_BYTES = 64 * 1024;

export interface Request {
  readonly method: string;
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  /** A text, or a stream of a known length. */
  readonly body?: string | { readonly size: number; readonly stream: () => AsyncIterable<Uint8Array> };
}

export interface Response {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  /** To be read, or dismissed, by whoever gets it. */
  readonly body: IncomingMessage;
}

export interface Http {
  /** Fails with `Disconnected`, `Temporary`, and with what the body's stream fails with. Whatever the status, it is an answer. */
  readonly send: (request: Request) => Promise<Response>;
  readonly close: () => void;
}

export const createHttp = (authorizer: Authorizer, options: { readonly idleMs?: number } = {}): Http => {
  const keep = { keepAlive: true, maxSockets: MAX_SOCKETS, scheduling: 'lifo' } as const;
  const agents = { 'http:': new http.Agent(keep), 'https:': new https.Agent(keep) };
  const once = async ({ method, url, headers, body }: Request): Promise<Response> => {
    const isSecure = url.protocol === 'https:';
    const authorization = authorizer.header(method, url);
    const size = body === undefined ? null : typeof body === 'string' ? Buffer.byteLength(body) : body.size;
    const request = (isSecure ? https : http).request(url, {
      method,
      agent: isSecure ? agents['https:'] : agents['http:'],
      headers: {
        'accept-encoding': 'identity',
        'user-agent': 'foldsync',
        ...headers,
        ...(size === null ? {} : { 'content-length': String(size) }),
        ...(authorization === null ? {} : { authorization }),
      },
    });
    request.setTimeout(options.idleMs ?? IDLE_MS, () => request.destroy(new Error('no answer')));
    const answer = new Promise<IncomingMessage>((resolve, reject) => {
      request.once('response', resolve);
      request.once('error', reject);
    });
    const sent = upload(request, body);
    // A source that breaks off ends the request; an answer may come before all was sent.
    const broken = sent.then(
      () => null,
      (thrown: unknown) => {
        request.destroy();
        return thrown;
      },
    );
    try {
      const response = await answer;
      if (response.statusCode !== undefined && response.statusCode < 300) await sent;
      // A refusal: the rest of the body is not wanted, and the connection is of no use then.
      else if (typeof body === 'object' && !request.writableFinished) request.destroy();
      return { status: response.statusCode ?? 0, headers: response.headers, body: response };
    } catch (thrown) {
      // Whichever came first: of a source's failure the network only knows that the request broke off.
      const cause = await broken;
      if (cause instanceof ProviderFailure) throw cause;
      throw Object.assign(lost(thrown), { isStale: request.reusedSocket });
    }
  };
  return {
    send: async (request) => {
      try {
        return await once(request);
      } catch (thrown) {
        // A kept connection that the server closed at that moment: a question is simply asked again. An order may have been carried out.
        const isStale = thrown instanceof ProviderFailure && 'isStale' in thrown && thrown.isStale === true;
        if (!isStale) throw thrown;
        if (!QUESTIONS.has(request.method)) throw failure('Temporary', 'the server closed the connection');
        return once(request);
      }
    },
    close: () => {
      for (const agent of Object.values(agents)) agent.destroy();
    },
  };
};

const QUESTIONS: ReadonlySet<string> = new Set(['GET', 'PROPFIND']);

const upload = async (request: http.ClientRequest, body: Request['body']): Promise<void> => {
  if (typeof body !== 'object') request.end(body);
  else if (body.size > SMALL_BODY_BYTES) await pipeline(Readable.from(body.stream(), { objectMode: false }), request);
  else {
    const pieces: Uint8Array[] = [];
    for await (const bytes of body.stream()) pieces.push(bytes);
    request.end(Buffer.concat(pieces));
  }
};

/** Whatever the network says, in the port's words. Messages of Node name host and port, and no credentials. */
export const lost = (thrown: unknown): ProviderFailure => {
  if (thrown instanceof ProviderFailure) return thrown;
  const { code, message } = thrown as NodeJS.ErrnoException;
  if (code !== undefined && CERTIFICATES.test(code))
    return failure('Failed', `the server's certificate is not trusted (${code}): NODE_EXTRA_CA_CERTS names further authorities`);
  return failure('Disconnected', `the server can't be reached: ${message || code || 'the connection broke'}`);
};

const CERTIFICATES = /CERT|SELF_SIGNED|ERR_TLS|UNABLE_TO/u;

/** The bytes of an answer; a connection that breaks is `Disconnected`. */
export async function* bytesOf({ body }: Response): AsyncIterable<Uint8Array> {
  try {
    for await (const bytes of body) yield bytes as Uint8Array;
  } catch (thrown) {
    throw lost(thrown);
  }
}

export const textOf = async (response: Response): Promise<string> => {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const bytes of bytesOf(response)) {
    size += bytes.length;
    if (size > MAX_TEXT_BYTES) {
      response.body.destroy();
      break;
    }
    pieces.push(bytes);
  }
  return Buffer.concat(pieces).toString('utf8');
};

/** Lets the connection be used again. */
export const dismiss = ({ body }: Response): void => {
  body.resume();
  body.on('error', () => undefined);
};
