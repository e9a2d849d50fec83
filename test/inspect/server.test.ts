import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Event } from '../../src/domain/event.js';
import { type Inspector, type Piece, readerOf, serveInspector, type Source } from '../../src/inspect/index.js';
import { admit, HEADERS } from '../../src/inspect/server/guard.js';
import type { Explaining, LinePage, Overview } from '../../src/inspect/wire.js';
import { week } from '../history/support.js';

let page: string;
let events: readonly Event[];
let inspector: Inspector;
const stop = new AbortController();
const SOURCE: Omit<Source, 'pieces'> = { labels: ['A', '<b>B</b>'], from: '/state', kind: 'log' };

async function* pieces(): AsyncGenerator<Piece> {
  yield { _tag: 'Events', events };
  yield { _tag: 'Read', follows: 'nothing' };
}

beforeAll(async () => {
  page = mkdtempSync(join(tmpdir(), 'foldsync-page-'));
  for (const name of ['index.html', 'page.js', 'page.css', 'icon.svg']) writeFileSync(join(page, name), `this is ${name}`);
  events = (await week()).events;
  inspector = await serveInspector(readerOf({ ...SOURCE, pieces }, '1.2.3', stop.signal), page);
});
afterAll(async () => {
  stop.abort();
  await inspector.close();
  rmSync(page, { recursive: true });
});

/** Sends bytes as they are: a client library would tidy up what a hostile one sends. */
const send = (port: number, text: string): Promise<string> =>
  new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    socket.setEncoding('utf8').on('data', (chunk: string) => (answer += chunk));
    socket.on('close', () => resolve(answer)).on('error', reject);
  });

const raw = (request: string, headers: Readonly<Record<string, string>> = {}): Promise<string> => {
  const { port, host } = new URL(inspector.url);
  const all = Object.entries({ host, connection: 'close', ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
  return send(Number(port), `${request} HTTP/1.1\r\n${all.join('')}\r\n`);
};

const status = (answer: string): number => Number(answer.split(' ')[1]);
const path = (): string => new URL(inspector.url).pathname;
const get = async <A>(question: string): Promise<A> => (await (await fetch(`${inspector.url}api/${question}`)).json()) as A;

describe('the door', () => {
  it('lets in who has the whole address, and tells browsers to keep everyone else out', async () => {
    const answer = await fetch(inspector.url);
    expect(await answer.text()).toBe('this is index.html');
    for (const [name, value] of Object.entries(HEADERS)) expect(answer.headers.get(name)).toBe(value);
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('stays shut without the token, whatever is asked', async () => {
    for (const url of [
      '/',
      '/api/follow',
      '/index.html',
      '/x/',
      `${path().slice(0, -2)}/`,
      `${path().slice(0, -1)}A/`,
      `/${'a'.repeat(40)}/`,
      '//',
      '*',
    ]) {
      const answer = await raw(`GET ${url}`);
      expect(status(answer)).toBe(404);
      expect(answer).not.toContain('this is');
    }
  });

  it('answers to its own address alone: no name that was made to point here', async () => {
    const { port } = new URL(inspector.url);
    for (const host of [
      'evil.example',
      `evil.example:${port}`,
      `127.0.0.1:${Number(port) + 1}`,
      '127.0.0.1',
      `127.0.0.1.evil.example:${port}`,
      '',
    ])
      expect(status(await raw(`GET ${path()}`, { host }))).toBe(421);
    expect(status(await raw(`GET ${path()}`, { host: `localhost:${port}` }))).toBe(200);
  });

  it('does not answer to other pages', async () => {
    const { port, origin } = new URL(inspector.url);
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: `http://127.0.0.1:${Number(port) + 1}` },
      { origin: `https://127.0.0.1:${port}` },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ])
      expect(status(await raw(`GET ${path()}api/moment?at=1`, headers))).toBe(403);
    expect(status(await raw(`GET ${path()}api/moment?at=1`, { origin, 'sec-fetch-site': 'same-origin' }))).toBe(200);
  });

  it('takes nothing: it can only be read', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
      const answer = await raw(`${method} ${path()}api/moment?at=1`);
      expect(status(answer)).toBe(405);
      expect(answer).toMatch(/allow: GET, HEAD/iu);
    }
    expect(await raw(`HEAD ${path()}`)).not.toContain('this is');
  });

  it('hands out its own files and no others', async () => {
    writeFileSync(join(page, 'secret.txt'), 'this is secret');
    for (const name of [
      'secret.txt',
      '../secret.txt',
      '..%2fsecret.txt',
      './index.html',
      'index.html/',
      '/etc/passwd',
      '%00',
      'api/../index.html',
      'api/',
      'api/__proto__',
      'api/constructor',
      'api/toString',
    ]) {
      const answer = await raw(`GET ${path()}${name}`);
      expect([name, status(answer)]).toEqual([name, 404]);
      expect(answer).not.toContain('this is');
    }
    expect(await raw(`GET ${path()}page.js`)).toContain('this is page.js');
  });

  it('is not opened by an address that never ends', () => {
    const door = { port: 1, token: 'token' };
    const url = `/token/api/lines?text=${'x'.repeat(20_000)}`;
    expect(admit(door, { method: 'GET', url, headers: { host: '127.0.0.1:1' } })).toMatchObject({ _tag: 'Refused', status: 404 });
  });
});

describe('questions', () => {
  it('are answered as JSON', async () => {
    expect(await get<LinePage>('lines?from=0&count=2')).toMatchObject({ total: events.length, lines: [{ seq: 1 }, { seq: 2 }] });
    expect(await get<number>('line-index?at=7')).toBe(6);
    expect(await get<object>('event?at=1')).toMatchObject({ seq: 1, event: { _tag: 'SessionStarted' } });
    expect(await get<null>('event?at=999999')).toBeNull();
    for (const question of [
      'timeline?to=99',
      'moment?at=5',
      'children?at=9&of=root',
      'attention?at=9',
      'survey?at=9',
      'differences?from=1&to=9',
    ])
      expect(await get<object>(question)).toBeTypeOf('object');
    expect(await get<string>(`key?at=${events.length}&path=papers/c.txt`)).toMatch(/^l\d+$/u);
  });

  it('that are nonsense get an error that says so', async () => {
    for (const question of [
      'moment',
      'moment?at=-1',
      'moment?at=1e9',
      'moment?at=',
      'lines?from=0&strata=none',
      `lines?from=0&text=${'x'.repeat(9000)}`,
      'explanation?at=9',
    ]) {
      const answer = await fetch(`${inspector.url}api/${question}`);
      expect([question, answer.status]).toEqual([question, 400]);
      expect(((await answer.json()) as { error: string }).error).not.toContain('defect');
    }
  });

  it('that take long tell how far they are, then the answer', async () => {
    const answer = await fetch(`${inspector.url}api/explanation?path=docs/c.txt&at=${events.length}`);
    const lines = (await answer.text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Explaining);
    expect(lines.at(-1)).toMatchObject({ _tag: 'Explained', explanation: { path: '/docs/c.txt', status: { _tag: 'Elsewhere' } } });
  });
});

describe('following', () => {
  const overviews = async function* (url: string, signal: AbortSignal): AsyncGenerator<Overview> {
    const { body } = await fetch(`${url}api/follow`, { signal });
    if (body === null) return;
    let text = '';
    for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        yield JSON.parse(text.slice('data: '.length, end)) as Overview;
        text = text.slice(end + 2);
      }
    }
  };

  it('tells what is new as it comes, and what went wrong', async () => {
    let more: () => void = () => undefined;
    let fail: () => void = () => undefined;
    async function* live(): AsyncGenerator<Piece> {
      yield { _tag: 'Reading', head: 10 };
      yield { _tag: 'Events', events: events.slice(0, 10) };
      yield { _tag: 'Read', follows: 'a-sync' };
      await new Promise<void>((resolve) => (more = resolve));
      yield { _tag: 'Events', events: events.slice(10, 30) };
      await new Promise<void>((resolve) => (fail = resolve));
      throw new Error('the log is damaged after event 30');
    }
    const ended = new AbortController();
    const reader = readerOf({ ...SOURCE, pieces: live }, '1.2.3', ended.signal);
    const server = await serveInspector(reader, page);
    const seen: Overview[] = [];
    for await (const overview of overviews(server.url, ended.signal)) {
      seen.push(overview);
      if (overview.reading._tag === 'Read' && overview.known === 10) more();
      if (overview.known === 30) fail();
      if (overview.reading._tag === 'Failed') break;
    }
    expect(seen.at(-1)).toMatchObject({ known: 30, labels: ['A', '<b>B</b>'], reading: { message: 'the log is damaged after event 30' } });
    expect(seen.map(({ known }) => known)).toEqual([...seen.map(({ known }) => known)].sort((a, b) => a - b));
    ended.abort();
    await server.close();
  });
});
