/** A link that takes its time, counts what goes over it, and lets a test slip in before a request arrives. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SlowProxy {
  readonly url: string;
  /** Methods of the requests so far. */
  readonly requests: readonly string[];
  /** Milliseconds that these took, one after the other: on a busy machine more than the latency. */
  readonly tookMs: () => number;
  /** Runs before each request goes on. */
  before: (method: string, path: string) => void;
  readonly forget: () => void;
  readonly close: () => Promise<void>;
}

/** Each request waits `latencyMs` before it goes on: a round trip, once its connection is open. */
export const slowProxy = async (target: string, latencyMs: number): Promise<SlowProxy> => {
  const requests: string[] = [];
  let tookMs = 0;
  const to = new URL(target);
  const agent = new http.Agent({ keepAlive: true });
  const forward = (request: http.IncomingMessage, response: http.ServerResponse): void => {
    const { destination, ...headers } = request.headers;
    const onward = http.request({
      agent,
      ...{ host: to.hostname, port: to.port, method: request.method, path: request.url },
      headers: {
        ...headers,
        host: to.host,
        // The server takes only places that are its own.
        ...(typeof destination === 'string' ? { destination: destination.replace(/^http:\/\/[^/]+/u, to.origin) } : {}),
      },
    });
    onward.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  };
  const server = http.createServer((request, response) => {
    requests.push(request.method ?? '');
    const startMs = performance.now();
    response.once('close', () => (tookMs += performance.now() - startMs));
    const goOn = (): void => {
      proxy.before(request.method ?? '', request.url ?? '');
      forward(request, response);
    };
    if (latencyMs === 0) goOn();
    else setTimeout(goOn, latencyMs);
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const proxy: SlowProxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    tookMs: () => tookMs,
    before: () => undefined,
    forget: () => {
      requests.splice(0);
      tookMs = 0;
    },
    close: () =>
      new Promise((resolve) => {
        agent.destroy();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return proxy;
};
