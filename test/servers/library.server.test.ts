/** The class, with a WebDAV server as its remote side. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudSync, type CloudSyncOptions, type Notification } from 'foldsync';
import { filesystem } from 'foldsync/providers/filesystem';
import { webdav } from 'foldsync/providers/webdav';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startApache } from './apache.js';
import { giveTo, type Server } from './server.js';

const LOGIN = { kind: 'basic', user: 'me', password: 's3cret' } as const;

describe('CloudSync with a WebDAV server', () => {
  let server: Server;
  let local: string;
  let told: Notification[];
  const sync = (options: Partial<CloudSyncOptions> = {}, credentials: typeof LOGIN | null = LOGIN): CloudSync =>
    new CloudSync([filesystem({ root: local }), webdav({ url: server.url, ...(credentials === null ? {} : { credentials }) })], {
      roots: ['/', '/shared/folder'],
      handleNotification: (notification) => void told.push(notification),
      ...options,
    });
  const there = (name: string): string => join(server.root, 'shared/folder', name);
  const put = (name: string, content: string): void => {
    writeFileSync(there(name), content);
    giveTo('www-data', there(name));
  };
  const here = (name: string): string => join(local, name);
  const settled = async (running: CloudSync): Promise<void> => {
    await running.run({ until: () => !running.busy, timeout: 30 });
  };
  beforeEach(async () => {
    server = await startApache({ login: LOGIN });
    local = mkdtempSync(join(tmpdir(), 'foldsync-library-'));
    told = [];
  });
  afterEach(async () => {
    await server.stop();
    rmSync(local, { recursive: true });
  });

  it('makes its root, carries over both ways, and asks the resolver', async () => {
    writeFileSync(here('ours'), 'ours');
    const one = sync({ resolveConflict: (_, remote) => ({ winner: remote, keep: false }) });
    await settled(one);
    expect(readFileSync(there('ours'), 'utf8')).toBe('ours');
    put('theirs', 'theirs');
    put('ours', 'edited there');
    writeFileSync(here('ours'), 'edited here, too');
    await settled(one);
    expect([readFileSync(here('theirs'), 'utf8'), readFileSync(here('ours'), 'utf8')]).toEqual(['theirs', 'edited there']);
    expect(readdirSync(local).sort()).toEqual(['.foldsync', 'ours', 'theirs']);
    await one.stop();
  });

  it('goes on when the server comes back, and tells that it was gone', async () => {
    const running = sync({ sleep: 0.2 });
    await running.start();
    writeFileSync(here('before'), 'x');
    await expect.poll(() => exists(there('before')), { timeout: 20_000 }).toBe(true);
    await server.kill();
    writeFileSync(here('meanwhile'), 'x');
    await expect.poll(() => told.map(({ type }) => type), { timeout: 20_000 }).toContain('DISCONNECTED_ERROR');
    await server.restart();
    await expect.poll(() => exists(there('meanwhile')), { timeout: 30_000 }).toBe(true);
    await running.stop();
  });

  it('asks for a login when it has none, and goes on with it', async () => {
    writeFileSync(here('file'), 'x');
    const remote = webdav({ url: server.url });
    const running = new CloudSync([filesystem({ root: local }), remote], {
      roots: ['/', '/'],
      authenticate: () => remote.login?.use(LOGIN),
    });
    await settled(running);
    expect(exists(join(server.root, 'file'))).toBe(true);
    await running.stop();
  });
});

const exists = (path: string): boolean => {
  try {
    readFileSync(path);
    return true;
  } catch {
    return false;
  }
};
