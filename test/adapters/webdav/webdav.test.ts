/** What no honest server does, and what a provider makes of it. Honest ones are in test/servers. */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAuthorizer } from '../../../src/adapters/webdav/auth.js';
import { webdav } from '../../../src/adapters/webdav/index.js';
import { type DavEntry, readMultistatus } from '../../../src/adapters/webdav/multistatus.js';
import { retryAfter } from '../../../src/adapters/webdav/status.js';
import { baseOf, placeOf, urlOf } from '../../../src/adapters/webdav/url.js';
import { isSafeName } from '../../../src/domain/name.js';
import { type Provider, toProviderError } from '../../../src/effects/ports/provider.js';
import { contentOf } from '../../../src/testing/provider-kit/content.js';
import { type Answer, type Asked, type CannedServer, cannedServer, multistatus } from './canned-server.js';

const ROOT = { oid: null, path: [] };
const fileAt = (...path: readonly string[]) => ({ oid: null, parentOid: null, ident: null, path, kind: 'file' as const, revision: '"e"' });

const errorOf = async (call: Promise<unknown>) => {
  try {
    await call;
    return null;
  } catch (thrown) {
    return toProviderError(thrown);
  }
};

describe('a WebDAV server that can not be trusted', () => {
  let server: CannedServer;
  let provider: Provider;
  beforeEach(async () => {
    server = await cannedServer();
    provider = webdav({ url: server.url, readOnly: true, idleMs: 500 });
    server.answer = ({ method }) => (method === 'PROPFIND' ? multistatus('/dav/') : { status: 404 });
    await provider.connect();
  });
  afterEach(async () => {
    await provider.disconnect();
    await server.close();
  });
  const listing = (...hrefs: readonly string[]) => {
    server.answer = () => multistatus('/dav/', ...hrefs);
    return provider.list(ROOT);
  };

  it.each([
    '/elsewhere',
    '/dav/../secret',
    '/dav/%2e%2e/secret',
    '/dav/a/b',
    '/dav/..',
    '/dav/%2e%2e',
    'http://evil.example/x',
    '/davx/a',
    '',
  ])('refuses a listing that holds %j', async (href) => {
    const error = await errorOf(listing(href === '' ? '/' : href));
    expect(error).toMatchObject({ _tag: 'Failed' });
    expect(error?.message).toContain('outside');
  });

  it('shows what can not be a name, and keeps it away', async () => {
    const { entries } = await listing('/dav/a%2Fb', '/dav/%00', '/dav/%ff', '/dav/good%20one', '/dav/.foldsync/');
    expect(entries.map(({ name, kept }) => [name, kept])).toEqual([
      ['a%2Fb', 'unsafe-name'],
      ['%00', 'unsafe-name'],
      ['%ff', 'not-utf8'],
      ['good one', null],
    ]);
  });

  it.each<[string, string, unknown]>([
    [
      'what is used and what is left',
      '<quota-used-bytes>30</quota-used-bytes><quota-available-bytes>70</quota-available-bytes>',
      { used: 30, limit: 100 },
    ],
    ['what is left alone', '<quota-available-bytes>70</quota-available-bytes>', { used: 0, limit: 70 }],
    [
      'that there is no limit',
      '<quota-used-bytes>30</quota-used-bytes><quota-available-bytes>-3</quota-available-bytes>',
      { used: 30, limit: null },
    ],
    ['nothing', '', null],
  ])('tells how full it is, if the server says %s', async (_, props, told) => {
    server.answer = () => ({
      status: 207,
      body: `<multistatus xmlns="DAV:"><response><href>/dav/</href><propstat><prop><resourcetype><collection/></resourcetype>${props}</prop><status>HTTP/1.1 200 OK</status></propstat></response></multistatus>`,
    });
    const asking = provider.quota?.();
    if (told === null)
      await expect(asking).rejects.toMatchObject({ error: { _tag: 'Failed', message: 'the server does not tell how full it is' } });
    else expect(await asking).toEqual({ ...(told as object), login: null });
    expect(server.asked.at(-1)?.body).toContain('quota-available-bytes');
  });

  it('understands hrefs with a host in front, of whatever name, and other encodings of one path', async () => {
    const { entries } = await listing('http://behind.a.proxy/dav/x', '/%64av/%C3%A9', '/dav/%c3%a8/');
    expect(entries.map(({ name }) => name)).toEqual(['x', 'é', 'è']);
  });

  it.each([
    ['an HTML page', '<html><body>Welcome</body></html>'],
    ['half a listing', '<multistatus xmlns="DAV:"><response><href>/dav/</href>'],
    ['another namespace', '<multistatus xmlns="urn:x"/>'],
    ['entities of its own', '<!DOCTYPE m [<!ENTITY a "b">]><multistatus xmlns="DAV:"/>'],
    ['nothing', ''],
  ])('takes %s for no listing, and least of all for an empty folder', async (_, body) => {
    server.answer = () => ({ status: 207, body });
    expect(await errorOf(provider.list(ROOT))).toMatchObject({ _tag: 'Failed' });
  });

  it('takes a listing that breaks off for no listing', async () => {
    server.answer = () => ({ ...multistatus('/dav/', '/dav/a'), breakOff: true, headers: { 'content-length': '100000' } });
    expect(await errorOf(provider.list(ROOT))).toMatchObject({ _tag: 'Disconnected' });
  });

  it.each([
    [401, 'Unauthorized'],
    [403, 'Denied'],
    [423, 'Temporary'],
    [429, 'Throttled'],
    [500, 'Temporary'],
    [503, 'Throttled'],
    [507, 'OutOfSpace'],
  ])('says of %i that it is %s', async (status, _tag) => {
    server.answer = () => ({ status, headers: { 'retry-after': '7' } });
    expect(await errorOf(provider.list(ROOT))).toMatchObject({ _tag, retryAfterMs: 7000 });
  });

  it('believes no absence while the root is missing', async () => {
    server.answer = () => ({ status: 404 });
    expect(await errorOf(provider.lookUp({ oid: null, path: ['a'] }))).toMatchObject({ _tag: 'RootMissing' });
    expect(await errorOf(provider.list({ oid: null, path: ['a'] }))).toMatchObject({ _tag: 'RootMissing' });
  });

  it('follows a redirect to the slash at the end, and nowhere else', async () => {
    const redirect =
      (to: (asked: Asked) => string) =>
      (asked: Asked): Answer =>
        asked.url.endsWith('/') ? multistatus(asked.url) : { status: 301, headers: { location: to(asked) } };
    server.answer = redirect(({ url }) => `${url}/`);
    expect(await provider.lookUp({ oid: null, path: ['a'] })).toMatchObject({ _tag: 'Found', observation: { kind: 'folder' } });
    server.answer = redirect(() => 'http://127.0.0.1:1/a/');
    expect(await errorOf(provider.lookUp({ oid: null, path: ['a'] }))).toMatchObject({ _tag: 'Failed' });
  });

  it('gives up on a server that does not answer', async () => {
    server.answer = () => ({ ...multistatus('/dav/'), headers: { 'content-length': '100000' } });
    expect(await errorOf(provider.list(ROOT))).toMatchObject({ _tag: 'Disconnected' });
  });

  it('takes a content that ends early for a changed file', async () => {
    server.answer = ({ method }) => (method === 'GET' ? { status: 200, body: 'x' } : multistatus('/dav/a'));
    const content = await provider.read(fileAt('a'));
    await expect(async () => {
      for await (const bytes of content.stream()) void bytes;
    }).rejects.toMatchObject({ error: { _tag: 'Modified' } });
  });

  it('writes nothing if it is opened for reading only', async () => {
    for (const call of [
      () => provider.createFile(ROOT, 'a', contentOf('x')),
      () => provider.makeFolder(ROOT, 'a'),
      () => provider.discard(fileAt('a')),
      () => provider.move(fileAt('a'), ROOT, 'b'),
    ])
      expect(await errorOf(Promise.resolve().then<unknown>(call))).toMatchObject({ _tag: 'Denied' });
    expect(server.asked.every(({ method }) => method === 'PROPFIND' || method === 'GET')).toBe(true);
  });

  it('does not sync with a server that replaces files although it is told not to', async () => {
    const careless = webdav({ url: server.url });
    server.answer = ({ method, url }) => (method === 'PROPFIND' ? multistatus(url) : { status: method === 'GET' ? 200 : 201, body: 'id' });
    expect(await errorOf(careless.connect())).toMatchObject({ _tag: 'Failed', message: expect.stringContaining('not safe') });
  });

  it('shows its password nowhere, whatever goes wrong', async () => {
    const url = server.url.replace('//', '//me:s3cr3t%21@');
    const secretly = webdav({ url, readOnly: true, idleMs: 200 });
    const messages: unknown[] = [];
    for (const answer of [
      { status: 401 },
      { status: 301, headers: { location: 'http://other.example/' } },
      { status: 207, body: 'x' },
      { status: 404 },
    ]) {
      server.answer = () => answer;
      messages.push(await errorOf(secretly.connect()));
    }
    expect(server.asked.at(-1)?.headers.authorization).toBe(`Basic ${Buffer.from('me:s3cr3t!').toString('base64')}`);
    await server.close();
    messages.push(await errorOf(secretly.connect()), secretly.connectionId);
    expect(messages).toHaveLength(6);
    expect(JSON.stringify(messages)).not.toMatch(/s3cr3t/u);
    server = await cannedServer();
  });
});

describe('paths and URLs of WebDAV', () => {
  const base = baseOf('https://me:pw@host:8443/a%20b/?x#y');

  it('leave credentials, query and fragment out', () => {
    expect(base.url.href).toBe('https://host:8443/a%20b/');
    expect(() => baseOf('ftp://host/')).toThrow('http or https');
    expect(() => baseOf('no url, me:pw')).toThrow(/^(?!.*pw).*no URL/u);
  });

  it('lead back to the same name, whatever it is', () => {
    const name = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => isSafeName(text) && !/\p{Cs}/u.test(text));
    fc.assert(
      fc.property(fc.array(name, { maxLength: 3 }), name, fc.constantFrom('file' as const, 'folder' as const), (folder, child, kind) => {
        const { pathname, href } = urlOf(base, [...folder, child], kind);
        expect(placeOf(base, folder, pathname)).toEqual({ _tag: 'Child', name: child });
        expect(placeOf(base, folder, href)).toEqual({ _tag: 'Child', name: child });
        expect(placeOf(base, [...folder, child], pathname)).toEqual({ _tag: 'Itself' });
      }),
    );
  });
});

describe('a multistatus', () => {
  const read = async (text: string, size = 7): Promise<readonly DavEntry[]> => {
    const entries: DavEntry[] = [];
    const pieces = async function* () {
      const bytes = Buffer.from(text);
      for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
    };
    await readMultistatus(pieces(), (entry) => entries.push(entry));
    return entries;
  };

  it('is read in pieces of any size, with prefixes, entities, and statuses of its parts', async () => {
    const text = `<?xml version="1.0" encoding="utf-8"?><D:multistatus xmlns:D="DAV:" xmlns:x="urn:x">
      <D:response><D:href>/é&amp;<![CDATA[<1>]]></D:href>
        <D:propstat><D:prop><x:getetag>no</x:getetag><D:getetag>W/"e"</D:getetag><D:getcontentlength>12</D:getcontentlength>
          <D:getlastmodified>Thu, 01 Jan 1970 00:00:01 GMT</D:getlastmodified><D:resourcetype/></D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat>
        <D:propstat><D:prop><D:getcontentlength>99</D:getcontentlength></D:prop><D:status>HTTP/1.1 404 Not Found</D:status></D:propstat>
      </D:response>
      <D:response><D:href>/gone</D:href><D:status>HTTP/1.1 404 Not Found</D:status></D:response>
    </D:multistatus>`;
    for (const size of [1, 7, 10_000])
      expect(await read(text, size)).toEqual([{ href: '/é&<1>', isFolder: false, size: 12, mtimeMs: 1000, etag: 'W/"e"' }]);
  });
});

describe('words of HTTP', () => {
  it('say when to come back, in seconds or as a date, within reason', () => {
    expect([retryAfter('7'), retryAfter('Thu, 01 Jan 1970 00:00:10 GMT', 4000), retryAfter(undefined), retryAfter('soon')]).toEqual([
      7000,
      6000,
      null,
      null,
    ]);
    expect(retryAfter('999999999')).toBe(3_600_000);
    expect(retryAfter('Thu, 01 Jan 1970 00:00:10 GMT', 20_000)).toBe(0);
  });

  it('answer a digest challenge as RFC 2617 has it, and not the same one twice', () => {
    const authorizer = createAuthorizer({ user: 'Mufasa', password: 'Circle Of Life' });
    const url = new URL('http://host/dir/index.html');
    expect(authorizer.header('GET', url)).toMatch(/^Basic /u);
    const challenge =
      'Digest realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5ccc069c403ebaf9f0171e9517f40e41"';
    expect(authorizer.challenged(challenge)).toBe(true);
    // Without qop: the older RFC 2069, of which the answer is known.
    expect(authorizer.header('GET', url)).toContain('response="670fd8c2df070c60b045671b8b24ff02"');
    expect(authorizer.challenged(challenge)).toBe(false);
    expect(createAuthorizer(null).challenged(challenge)).toBe(false);
    expect(authorizer.challenged('Basic realm="x"')).toBe(false);
  });
});
