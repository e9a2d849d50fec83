/** The command, on a folder and a WebDAV server. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Desk, desk } from '../cli/desk.js';
import { startApache } from './apache.js';
import { canMount } from './can-mount.js';
import { giveTo, type Server } from './server.js';

const LOGIN = { user: 'me', password: 's3cret/x', kind: 'basic' } as const;

/** All that lies in a folder, as text; without what is foldsync's own. */
const treeOf = (folder: string, below = ''): Record<string, string | null> =>
  Object.assign(
    {},
    ...readdirSync(join(folder, below), { withFileTypes: true })
      .filter(({ name }) => name !== '.foldsync')
      .map((entry) => {
        const path = `${below}/${entry.name}`;
        return entry.isDirectory() ? { [`${path}/`]: null, ...treeOf(folder, path) } : { [path]: readFileSync(join(folder, path), 'utf8') };
      }),
  );

describe('foldsync with a WebDAV server', () => {
  let at: Desk;
  let server: Server;
  let place: string;
  const remote = (path: string): string => join(server.root, path);
  const put = (path: string, content: string): void => {
    writeFileSync(remote(path), content);
    giveTo('www-data', remote(path));
  };
  const write = (path: string, content: string): void => at.write(`A/${path}`, content);
  const once = (...more: readonly string[]) => at.run('sync', '--once', ...more, 'A', place);
  const bothEqual = (): Record<string, string | null> => {
    const local = treeOf(at.path('A'));
    expect(treeOf(server.root)).toEqual(local);
    return local;
  };

  beforeAll(async () => {
    server = await startApache({ login: LOGIN });
    place = `webdav:${server.url.replace('//', '//me@')}`;
    at = desk({ FOLDSYNC_WEBDAV_PASSWORD: LOGIN.password });
  });
  afterAll(async () => {
    at.clear();
    await server.stop();
  });

  it('carries everything over, both ways', () => {
    write('docs/ours.txt', 'ours');
    put('theirs.txt', 'theirs');
    write('ünï cödé #%.txt', 'name');
    expect(once()).toMatchObject({ code: 0 });
    expect(bothEqual()).toEqual({ '/docs/': null, '/docs/ours.txt': 'ours', '/theirs.txt': 'theirs', '/ünï cödé #%.txt': 'name' });
    expect(once()).toMatchObject({ code: 0, out: expect.stringContaining('Nothing to do') });
  });

  it('carries edits, moves and deletes over, and keeps what it replaced and deleted on the server', () => {
    write('docs/ours.txt', 'ours, edited');
    mkdirSync(at.path('A/new'));
    execFileSync('mv', [at.path('A/theirs.txt'), at.path('A/new/moved.txt')]);
    rmSync(at.path('A/ünï cödé #%.txt'));
    put('docs/late.txt', 'late');
    expect(once()).toMatchObject({ code: 0 });
    expect(bothEqual()).toEqual({
      '/docs/': null,
      '/docs/ours.txt': 'ours, edited',
      '/docs/late.txt': 'late',
      '/new/': null,
      '/new/moved.txt': 'theirs',
    });
    const trash = readdirSync(remote('.foldsync/trash')).map((name) => readFileSync(remote(`.foldsync/trash/${name}`), 'utf8'));
    expect(trash).toEqual(expect.arrayContaining(['ours', 'name']));
    expect(readdirSync(remote('.foldsync/parts'))).toEqual([]);
  });

  it('keeps both versions of a file that both sides edited', () => {
    write('docs/late.txt', 'edited here, at length');
    put('docs/late.txt', 'edited there');
    expect(once()).toMatchObject({ code: 0, out: expect.stringContaining('late') });
    expect(bothEqual()).toMatchObject({ '/docs/late.txt': 'edited there', '/docs/late.conflicted.txt': 'edited here, at length' });
  });

  it('tells how things stand without asking the server, in whichever form the places are named', () => {
    expect(at.run('status', 'A', place)).toMatchObject({ code: 0 });
    expect(at.run('conflicts', 'A', place)).toMatchObject({ code: 0, out: expect.stringContaining('late.conflicted.txt') });
    const [folder] = readdirSync(at.path('state/foldsync'));
    expect(at.run('status', '--state', at.path(`state/foldsync/${folder}`))).toMatchObject({
      code: 0,
      out: expect.stringContaining('webdav'),
    });
  });

  it('lists a place, and plans without writing anything to it', () => {
    expect(at.run('list', place)).toMatchObject({ code: 0, out: expect.stringContaining('docs') });
    write('planned', 'x');
    const before = execFileSync('find', [server.root, '-newer', at.path('A/planned')], { encoding: 'utf8' });
    expect(at.run('plan', 'A', place)).toMatchObject({ code: 0, out: expect.stringContaining('planned') });
    expect(execFileSync('find', [server.root, '-newer', at.path('A/planned')], { encoding: 'utf8' })).toBe(before);
    rmSync(at.path('A/planned'));
  });

  it('heeds the rules that only the server has, from the first look on', () => {
    const fresh = desk({ FOLDSYNC_WEBDAV_PASSWORD: LOGIN.password });
    mkdirSync(remote('ruled'));
    for (const [name, content] of [
      ['.foldsyncignore', '# big ones\n*.iso\n'],
      ['a.iso', 'x'],
      ['b.txt', 'y'],
    ] as const)
      put(`ruled/${name}`, content);
    giveTo('www-data', remote('ruled'));
    const ruled = `${place}/ruled`;
    expect(fresh.run('plan', 'A', ruled).out).not.toContain('a.iso');
    expect(fresh.run('sync', '--once', 'A', ruled)).toMatchObject({ code: 0 });
    expect(fresh.tree('A')).toEqual(['.foldsyncignore', 'b.txt']);
    fresh.write('A/c.iso', 'z');
    expect(fresh.run('sync', '--once', 'A', ruled)).toMatchObject({ code: 0 });
    expect(existsSync(remote('ruled/c.iso'))).toBe(false);
    fresh.clear();
    rmSync(remote('ruled'), { recursive: true });
  });

  it('says what to do about a wrong password, a missing one, and a missing folder', () => {
    const wrong = desk({ FOLDSYNC_WEBDAV_PASSWORD: 'wr0ng' });
    const none = desk({ FOLDSYNC_WEBDAV_PASSWORD: undefined });
    wrong.write('A/x', 'x');
    none.write('A/x', 'x');
    const refused = wrong.run('sync', '--once', 'A', place);
    expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('FOLDSYNC_WEBDAV_PASSWORD') });
    expect(refused.out + refused.err).not.toContain('wr0ng');
    expect(wrong.run('list', place)).toMatchObject({ code: 1, err: expect.stringContaining('FOLDSYNC_WEBDAV_PASSWORD') });
    expect(none.run('sync', '--once', 'A', place)).toMatchObject({ code: 1, err: expect.stringContaining('FOLDSYNC_WEBDAV_PASSWORD') });
    expect(at.run('sync', '--once', 'A', `${place}/missing`)).toMatchObject({ code: 4, err: expect.stringContaining('missing') });
    for (const each of [wrong, none]) each.clear();
  });

  it('takes a password from the place, and writes it down nowhere', () => {
    const typed = desk({ FOLDSYNC_WEBDAV_PASSWORD: undefined });
    typed.write('A/typed', 'x');
    mkdirSync(remote('typed'));
    giveTo('www-data', remote('typed'));
    const withPassword = `webdav:${server.url.replace('//', `//me:${encodeURIComponent(LOGIN.password)}@`)}/typed`;
    const ran = typed.run('sync', '--once', '--verbose', 'A', withPassword);
    expect(ran).toMatchObject({ code: 0 });
    expect(ran.out + ran.err).not.toContain('s3cret');
    // 1: found nowhere.
    expect(spawnSync('grep', ['-rqa', 's3cret', typed.path('state')]).status).toBe(1);
    expect(spawnSync('grep', ['-rqa', '127.0.0.1', typed.path('state')]).status).toBe(0);
    typed.clear();
    rmSync(remote('typed'), { recursive: true });
  });

  it('watches, by polling: goes on by itself, says that the server is gone, and catches up when it is back', async () => {
    expect(once()).toMatchObject({ code: 0 });
    const watching = at.start('sync', '--poll', '1', 'A', place);
    await watching.line(/Watching/u);
    put('polled.txt', 'from the server');
    await watching.line(/polled/u);
    await server.kill();
    write('while-away.txt', 'x');
    await expect.poll(() => watching.said(), { timeout: 20_000 }).toMatch(/can't be reached/u);
    await server.restart();
    await watching.line(/while-away/u);
    watching.signal('SIGINT');
    await watching.ended;
    bothEqual();
  });

  it('watches from when the server is there, if it is gone at the start; stopped before, it ends at once', async () => {
    await server.kill();
    write('early.txt', 'x');
    const given = at.start('sync', '--poll', '1', 'A', place);
    await expect.poll(() => given.said(), { timeout: 20_000 }).toMatch(/can't be reached[^]*Trying again until it is there/u);
    given.signal('SIGINT');
    expect((await given.ended).code).toBe(130);
    const watching = at.start('sync', '--poll', '1', 'A', place);
    await expect.poll(() => watching.said(), { timeout: 20_000 }).toMatch(/Trying again/u);
    await server.restart();
    await watching.line(/Watching/u);
    bothEqual();
    watching.signal('SIGINT');
    await watching.ended;
  });

  it('fails with what to do if the server is gone at the start', async () => {
    await server.kill();
    expect(once()).toMatchObject({ code: 1, err: expect.stringContaining("can't be reached") });
    await server.restart();
    expect(once()).toMatchObject({ code: 0 });
  });

  it('goes on where it was when the server is killed in the middle of uploads', async () => {
    const big = 'x'.repeat(3_000_000);
    for (let n = 0; n < 30; n++) write(`big/${n}`, `${n}${big}`);
    const syncing = at.start('sync', '--once', 'A', place);
    await expect.poll(() => (existsSync(remote('big')) ? readdirSync(remote('big')).length : 0), { timeout: 20_000 }).toBeGreaterThan(2);
    await server.kill();
    expect((await syncing.ended).code).toBe(1);
    for (const name of readdirSync(remote('big'))) expect(readFileSync(remote(`big/${name}`), 'utf8')).toBe(`${name}${big}`);
    await server.restart();
    expect(once()).toMatchObject({ code: 0 });
    bothEqual();
    // What Apache itself had begun is not known to be nobody's before it is old.
    expect(readdirSync(remote('.foldsync/parts')).filter((name) => !name.startsWith('.davfs'))).toEqual([]);
  });
});

describe.skipIf(!canMount())('a WebDAV server whose disk is full', () => {
  it('keeps nothing of what does not fit, takes what does, and all of it when there is space', async () => {
    const disk = mkdtempSync(join(tmpdir(), 'foldsync-disk-'));
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'none', disk]);
    const at = desk();
    const server = await startApache({ root: disk });
    try {
      at.write('A/small', 'fits');
      at.write('A/large', 'x'.repeat(6_000_000));
      const place = `webdav:${server.url}`;
      const full = at.run('sync', '--once', 'A', place);
      expect(full).toMatchObject({ code: 1, err: expect.stringContaining('large') });
      expect(treeOf(disk)).toEqual({ '/small': 'fits' });
      expect(readdirSync(join(disk, '.foldsync/parts'))).toEqual([]);
      execFileSync('mount', ['-o', 'remount,size=32m', disk]);
      expect(at.run('sync', '--once', 'A', place)).toMatchObject({ code: 0 });
      expect(Object.keys(treeOf(disk)).sort()).toEqual(['/large', '/small']);
    } finally {
      at.clear();
      await server.stop();
      execFileSync('umount', [disk]);
      rmSync(disk, { recursive: true });
    }
  });
});
