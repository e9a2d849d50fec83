/** The page and its answers over HTTP, on 127.0.0.1 alone. Nothing can be changed through it. */
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pacer } from '../api/pace.js';
import type { Reader } from '../reader.js';
import { type Answer, type Answers, answersOf } from './answers.js';
import { type Asset, readAssets } from './assets.js';
import { admit, type Door, HEADERS } from './guard.js';
import { BadQuestion } from './question.js';

export interface Inspector {
  /** Whoever has it can read everything that the log tells: names, sizes, times. */
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** 192 bits: it can't be guessed. */
const TOKEN_BYTES = 24;

/** @param page folder of the built page @param port 0: any that is free */
export const serveInspector = async (reader: Reader, page: string, port = 0): Promise<Inspector> => {
  const assets = readAssets(page);
  const answers = answersOf(reader.log);
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  let door: Door = { port, token };
  const server = createServer((request, response) => {
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
    const admission = admit(door, request);
    if (admission._tag === 'Refused') return say(request, response, admission.status, admission.message);
    const { path, query } = admission;
    if (path === 'api/follow') return follow(reader, response);
    if (path.startsWith('api/')) return void ask(answers, request, response, path.slice('api/'.length), query);
    const asset = assets.get(path === '' ? 'index.html' : path);
    return asset === undefined ? say(request, response, 404, 'Nothing is here.') : hand(request, response, asset);
  });
  door = { port: await listen(server, port), token };
  return {
    url: `http://127.0.0.1:${door.port}/${token}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

const listen = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => resolve((server.address() as AddressInfo).port));
  });

const say = (request: IncomingMessage, response: ServerResponse, status: number, message: string): void => {
  if (status === 405) response.setHeader('allow', 'GET, HEAD');
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' });
  response.end(request.method === 'HEAD' ? undefined : `${message}\n`);
};

const hand = (request: IncomingMessage, response: ServerResponse, { type, body }: Asset): void => {
  response.writeHead(200, { 'content-type': type, 'content-length': body.length });
  response.end(request.method === 'HEAD' ? undefined : body);
};

const ask = async (
  answers: Answers,
  request: IncomingMessage,
  response: ServerResponse,
  name: string,
  query: URLSearchParams,
): Promise<void> => {
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  try {
    const answer = await answers(name, query, pacer(gone.signal));
    if (answer === undefined) return say(request, response, 404, 'There is no such question.');
    await give(request, response, answer);
  } catch (thrown) {
    if (gone.signal.aborted) return;
    const isTheirs = thrown instanceof BadQuestion;
    const error = isTheirs
      ? thrown.message
      : `foldsync met a defect of its own: ${thrown instanceof Error ? thrown.message : String(thrown)}`;
    if (response.headersSent) return void response.destroy();
    response.writeHead(isTheirs ? 400 : 500, JSON_TYPE).end(JSON.stringify({ error }));
  }
};

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' } as const;

const give = async (request: IncomingMessage, response: ServerResponse, answer: Answer): Promise<void> => {
  response.writeHead(200, answer._tag === 'Value' ? JSON_TYPE : { 'content-type': 'application/x-ndjson; charset=utf-8' });
  if (request.method === 'HEAD') return void response.end();
  if (answer._tag === 'Value') return void response.end(JSON.stringify(answer.value));
  for await (const line of answer.lines) response.write(`${JSON.stringify(line)}\n`);
  response.end();
};

/** Server-sent events: the overview, now and whenever it is another. */
const follow = (reader: Reader, response: ServerResponse): void => {
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
  // Who does not keep up is told the newest, once.
  const tell = (): void => {
    if (!response.writableNeedDrain) response.write(`data: ${JSON.stringify(reader.overview())}\n\n`);
    else if (response.listenerCount('drain') === 0) response.once('drain', tell);
  };
  const end = reader.onChange(tell);
  response.on('close', end);
  tell();
};
