/** A server that says what it is told to say: for what no honest server would. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Breaks the connection off after the body. */
  readonly breakOff?: boolean;
}

export interface CannedServer {
  readonly url: string;
  readonly port: number;
  readonly asked: readonly Asked[];
  answer: (asked: Asked) => Answer;
  readonly close: () => Promise<void>;
}

export const cannedServer = async (): Promise<CannedServer> => {
  const asked: Asked[] = [];
  const listener = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const pieces: Buffer[] = [];
    for await (const bytes of request) pieces.push(bytes as Buffer);
    const { method = '', url = '', headers } = request;
    const question = { method, url, headers, body: Buffer.concat(pieces).toString() };
    asked.push(question);
    const answer = canned.answer(question);
    response.writeHead(answer.status, answer.headers);
    if (answer.breakOff === true) response.write(answer.body ?? '', () => request.socket.destroy());
    else response.end(answer.body);
  };
  const server = createServer((request, response) => void listener(request, response).catch(() => request.socket.destroy()));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const canned: CannedServer = {
    url: `http://127.0.0.1:${port}/dav/`,
    port,
    asked,
    answer: () => ({ status: 404 }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return canned;
};

export const multistatus = (...hrefs: readonly string[]): Answer => ({
  status: 207,
  headers: { 'content-type': 'application/xml' },
  body: `<?xml version="1.0"?><d:multistatus xmlns:d="DAV:">${hrefs
    .map(
      (href) =>
        `<d:response><d:href>${href}</d:href><d:propstat><d:prop><d:resourcetype>${href.endsWith('/') ? '<d:collection/>' : ''}</d:resourcetype><d:getcontentlength>3</d:getcontentlength><d:getetag>"e"</d:getetag></d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>`,
    )
    .join('')}</d:multistatus>`,
});
