/** Somebody writes in the very moment in which something of ours is on its way: what they wrote is never lost, nor is what they replaced. */
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { webdav } from '../../src/adapters/webdav/index.js';
import type { Expected, Provider } from '../../src/effects/ports/provider.js';
import { contentOf, pattern, MEBIBYTE } from '../../src/testing/provider-kit/content.js';
import { startApache } from './apache.js';
import { startNginx } from './nginx.js';
import { giveTo, type Server } from './server.js';
import { type SlowProxy, slowProxy } from './slow-proxy.js';

const ROOT = { oid: null, path: [] };

for (const [name, start] of [
  ['Apache', () => startApache()],
  ['nginx', startNginx],
] as const) {
  describe(`somebody who writes to ${name} at the same moment`, () => {
    let server: Server;
    let link: SlowProxy;
    let provider: Provider;
    const file = (): string => join(server.root, 'file');
    const theirs = (text: string): void => {
      writeFileSync(file(), text);
      giveTo('www-data', file());
    };
    const trash = (): readonly string[] => {
      const folder = join(server.root, '.foldsync/trash');
      return readdirSync(folder).map((each) => readFileSync(join(folder, each), 'utf8'));
    };
    const seen = async (): Promise<Expected> => {
      const found = await provider.lookUp({ oid: null, path: ['file'] });
      if (found._tag === 'Missing') throw new Error('no file');
      const { kind, ...facts } = found.observation;
      return { ...facts, path: ['file'], kind: kind === 'folder' ? 'folder' : 'file' };
    };
    /** Right before the first request of this kind arrives. */
    const slipIn = (method: string, act: () => void): void => {
      let done = false;
      link.before = (asked) => {
        if (done || asked !== method) return;
        done = true;
        act();
      };
    };
    beforeEach(async () => {
      server = await start();
      link = await slowProxy(server.url, 0);
      provider = webdav({ url: link.url });
      await provider.connect();
      theirs('old');
    });
    afterEach(async () => {
      await provider.disconnect();
      await link.close();
      await server.stop();
    });

    it('has their version at its place, when the file was to be replaced', async () => {
      const expected = await seen();
      slipIn('MOVE', () => theirs('written in that moment'));
      await expect(provider.replaceFile(expected, contentOf('ours'))).rejects.toMatchObject({ error: { _tag: 'Modified' } });
      expect(readFileSync(file(), 'utf8')).toBe('written in that moment');
    });

    it('has their version at its place, when the file was to be deleted', async () => {
      const expected = await seen();
      slipIn('MOVE', () => theirs('written in that moment'));
      await expect(provider.discard(expected)).rejects.toMatchObject({ error: { _tag: 'Modified' } });
      expect(readFileSync(file(), 'utf8')).toBe('written in that moment');
    });

    it('has their version at its place, when the file was to be moved', async () => {
      const expected = await seen();
      slipIn('MOVE', () => theirs('written in that moment'));
      await expect(provider.move(expected, ROOT, 'moved')).rejects.toMatchObject({ error: { _tag: 'Modified' } });
      expect(readFileSync(file(), 'utf8')).toBe('written in that moment');
      expect(existsSync(join(server.root, 'moved'))).toBe(false);
    });

    it('keeps what they make while the place is empty, and the old one is in the trash', async () => {
      const expected = await seen();
      let moves = 0;
      link.before = (method) => {
        // The old one is away, and ours is about to come.
        if (method === 'MOVE' && !existsSync(file()) && moves++ === 0) theirs('made in that moment');
      };
      await expect(provider.replaceFile(expected, contentOf('ours'))).rejects.toMatchObject({ error: { _tag: 'Modified' } });
      expect(readFileSync(file(), 'utf8')).toBe('made in that moment');
      expect(trash()).toEqual(['old']);
    });

    it('keeps what they make at the place of a new file', async () => {
      slipIn('MOVE', () => writeFileSync(join(server.root, 'new'), 'theirs'));
      await expect(provider.createFile(ROOT, 'new', contentOf('ours'))).rejects.toMatchObject({ error: { _tag: 'Exists' } });
      expect(readFileSync(join(server.root, 'new'), 'utf8')).toBe('theirs');
      expect(readdirSync(join(server.root, '.foldsync/parts'))).toEqual([]);
    });

    it('keeps what they put into a folder that was to be deleted', async () => {
      await provider.makeFolder(ROOT, 'folder');
      slipIn('MOVE', () => writeFileSync(join(server.root, 'folder/late'), 'theirs'));
      const folder: Expected = { ...(await seen()), path: ['folder'], kind: 'folder', revision: null };
      await expect(provider.discard(folder)).rejects.toMatchObject({ error: { _tag: 'NotEmpty' } });
      expect(readFileSync(join(server.root, 'folder/late'), 'utf8')).toBe('theirs');
    });

    it('loses nothing of a folder that was to be deleted, not even what the server does not list', async () => {
      await provider.makeFolder(ROOT, 'folder');
      writeFileSync(join(server.root, 'folder/.hidden'), 'theirs');
      const folder: Expected = { ...(await seen()), path: ['folder'], kind: 'folder', revision: null };
      await provider.discard(folder).catch(() => undefined);
      const all = readdirSync(server.root, { recursive: true, encoding: 'utf8' });
      const [hidden] = all.filter((path) => path.endsWith('.hidden'));
      expect(readFileSync(join(server.root, hidden ?? ''), 'utf8')).toBe('theirs');
    });

    it('gets back from the trash what was replaced', async () => {
      const { trash: ref } = await provider.replaceFile(await seen(), contentOf('ours'));
      if (ref === null || provider.readTrash === undefined) throw new Error('no trash');
      const pieces: Uint8Array[] = [];
      for await (const bytes of (await provider.readTrash(ref)).stream()) pieces.push(bytes);
      expect(Buffer.concat(pieces).toString()).toBe('old');
      await expect(provider.readTrash({ ref: '.foldsync/trash/../../file' })).rejects.toMatchObject({ error: { _tag: 'NotFound' } });
    });

    it('sees no half of an upload that breaks off, and goes on when the server is back', async () => {
      const size = 64 * MEBIBYTE;
      const half = {
        ...contentOf(''),
        size,
        stream: async function* () {
          for (let sent = 0; sent < size; sent += MEBIBYTE) {
            if (sent === size / 2) await server.kill();
            yield pattern(MEBIBYTE);
          }
        },
      };
      await expect(provider.createFile(ROOT, 'half', half)).rejects.toMatchObject({
        error: { _tag: expect.stringMatching(/Disconnected|Temporary/u) },
      });
      expect(existsSync(join(server.root, 'half'))).toBe(false);
      await server.restart();
      await provider.connect();
      await provider.createFile(ROOT, 'half', contentOf('whole'));
      expect(readFileSync(join(server.root, 'half'), 'utf8')).toBe('whole');
    });
  });
}

describe('a WebDAV provider', () => {
  it('logs in with Digest, also when the server asks for it again', async () => {
    const login = { kind: 'digest', user: 'me', password: 's3cret' } as const;
    const server = await startApache({ login });
    const provider = webdav({ url: server.url, credentials: login });
    await provider.connect();
    await provider.createFile(ROOT, 'file', contentOf('x'));
    expect(statSync(join(server.root, 'file')).size).toBe(1);
    const wrong = webdav({ url: server.url, credentials: { ...login, password: 'wrong' } });
    await expect(wrong.connect()).rejects.toMatchObject({ error: { _tag: 'Unauthorized' } });
    await provider.disconnect();
    await server.stop();
  });

  it('holds no more of a file than what is on its way', async () => {
    const [size, room] = [400 * MEBIBYTE, 150 * MEBIBYTE];
    const server = await startApache();
    const provider = webdav({ url: server.url });
    await provider.connect();
    const piece = pattern(MEBIBYTE);
    const large = {
      ...contentOf(''),
      size,
      stream: async function* () {
        for (let sent = 0; sent < size; sent += MEBIBYTE) yield piece;
      },
    };
    const before = process.memoryUsage().rss;
    let most = before;
    const look = (): void => void (most = Math.max(most, process.memoryUsage().rss));
    const { revision } = await provider.createFile(ROOT, 'large', large, look);
    const expected = { oid: null, parentOid: null, ident: null, path: ['large'], kind: 'file', revision } as const;
    for await (const bytes of (await provider.read(expected)).stream()) if (bytes.length > 0) look();
    expect(most - before).toBeLessThan(room);
    await provider.disconnect();
    await server.stop();
  });
});
