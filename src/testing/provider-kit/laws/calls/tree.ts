/** Folders and names: making, moving, deleting, listing, walking. */
import assert from 'node:assert/strict';
import type { ProviderClient } from '../../../../effects/client/index.js';
import { bytes } from '../../content.js';
import type { ProviderLaw } from '../../harness.js';
import { callsLaw, fails, GHOST_PATHS, ghosts, NOT_FOUND, TAKEN, withOids } from './calls-law.js';

const names = async (client: ProviderClient, path: string): Promise<readonly string[]> =>
  (await client.listdirPath(path)).map(({ name }) => name).sort();

const walked = async (client: ProviderClient, path: string, recursive?: boolean): Promise<readonly string[]> => {
  const found: string[] = [];
  for await (const info of client.walk(path, recursive)) found.push(info.path);
  return found;
};

const PUNCTUATION = Array.from({ length: 0x7f - 0x20 }, (_, i) => String.fromCharCode(0x20 + i))
  .filter((c) => !/[\w<>:"/\\|?*]/u.test(c))
  .join('');

export const treeCalls: readonly ProviderLaw[] = [
  callsLaw('PR-15 renames a file', async ({ client }) => {
    const { oid } = await client.create('/old', 'x');
    const moved = await client.rename(oid, '/new');
    assert.deepEqual([await client.existsPath('/old'), await client.existsPath('/new')], [false, true]);
    assert.equal(client.oidIsPath, moved !== oid);
    assert.equal(await client.rename(moved, '/new'), moved);
  }),
  callsLaw('PR-16 renames a folder with all in it', async ({ client }) => {
    const folder = await client.mkdir('/a');
    const inner = await client.mkdirs('/a/b');
    const { oid } = await client.create('/a/b/file', 'x');
    await client.rename(folder, '/c');
    assert.deepEqual(await walked(client, '/c'), ['/c/b', '/c/b/file']);
    for (const id of [folder, inner, oid]) assert.equal(await client.existsOid(id), !client.oidIsPath);
    if (!client.oidIsPath) assert.equal((await client.infoOid(oid))?.path, '/c/b/file');
  }),
  callsLaw('PR-64 renames by case alone', async ({ client, traits }) => {
    const { oid } = await client.create('/name', 'x');
    const moved = await client.rename(oid, '/NAME');
    assert.equal((await client.infoOid(moved))?.path, '/NAME');
    assert.equal((await client.infoPath('/NAME'))?.name, 'NAME');
    assert.equal((await client.infoPath('/name'))?.name, traits.caseSensitive ? undefined : 'NAME');
  }),
  callsLaw('PR-18 PR-41 makes a folder once', async ({ client }) => {
    const oid = await client.mkdir('/folder');
    assert.equal(await client.mkdir('/folder'), oid);
    assert.equal((await client.infoOid(oid))?.kind, 'folder');
    await fails(TAKEN, client.create('/folder', 'x'));
    await client.create('/folder/file', 'x');
  }),
  callsLaw('PR-19 removes a tree, and a file, and what is gone already', async ({ client }) => {
    const oid = await client.mkdirs('/a/b');
    await client.create('/a/b/file', 'x');
    await client.create('/a/file', 'x');
    const top = (await client.infoPath('/a'))?.oid ?? '';
    await client.rmtree(top);
    await client.rmtree(top);
    await client.rmtree(oid);
    assert.equal(await client.existsPath('/a'), false);
    const file = await client.create('/file', 'x');
    await client.rmtree(file.oid);
    assert.equal(await client.existsPath('/file'), false);
  }),
  callsLaw(
    'PR-61 deletes by an id that is no more without touching what has its path',
    async ({ client }) => {
      const { oid } = await client.create('/file', 'old');
      await client.delete(oid);
      const again = await client.create('/file', 'new');
      assert.notEqual(again.oid, oid);
      await client.delete(oid);
      assert.equal(await client.existsOid(again.oid), true);
    },
    withOids,
  ),
  callsLaw('PR-20 fails to walk what is not there', async ({ client, traits }) => {
    await fails(NOT_FOUND, walked(client, '/missing'));
    const bad = client.walkOid(traits.identity === 'oid' ? 'no-such-id' : '/missing');
    await fails(
      NOT_FOUND,
      (async () => {
        for await (const info of bad) void info;
      })(),
    );
  }),
  callsLaw('walks everything below the start, parents first, and one level if asked', async ({ client }) => {
    await client.mkdirs('/a/b');
    await client.create('/a/b/deep', 'x');
    await client.create('/top', 'x');
    const all = await walked(client, '/');
    assert.deepEqual([...all].sort(), ['/a', '/a/b', '/a/b/deep', '/top']);
    for (const path of all) assert.ok(client.dirname(path) === '/' || all.indexOf(client.dirname(path)) < all.indexOf(path));
    assert.deepEqual([...(await walked(client, '/', false))].sort(), ['/a', '/top']);
  }),
  callsLaw('PR-8 knows its topmost folder', async ({ client }) => {
    const top = await client.infoPath('/');
    assert.deepEqual([top?.kind, top?.path], ['folder', '/']);
    assert.deepEqual((await client.infoOid(top?.oid ?? ''))?.path, '/');
  }),
  callsLaw('PR-29 PR-30 PR-62 says of what is gone that it is not there', async (desk) => {
    const { client } = desk;
    const { oid } = await client.create('/here', 'x');
    assert.equal(await client.existsOid(oid), true);
    const gone = await ghosts(desk);
    for (const path of GHOST_PATHS) assert.deepEqual([await client.existsPath(path), await client.infoPath(path)], [false, null]);
    for (const id of Object.values(gone)) assert.deepEqual([await client.existsOid(id), await client.infoOid(id)], [false, null]);
  }),
  callsLaw('PR-32 PR-35 PR-36 makes and moves nothing into what is gone', async (desk) => {
    const { client } = desk;
    await ghosts(desk);
    const { oid } = await client.create('/file', 'x');
    for (const path of GHOST_PATHS)
      for (const deep of [`${path}/x`, `${path}/x/y`]) {
        await fails(NOT_FOUND, client.create(deep, 'x'));
        await fails(NOT_FOUND, client.mkdir(deep));
        await fails(NOT_FOUND, client.rename(oid, deep));
      }
  }),
  callsLaw('PR-37 PR-24 deletes what is gone silently', async (desk) => {
    for (const oid of Object.values(await ghosts(desk))) await desk.client.delete(oid);
  }),
  callsLaw('PR-40 PR-45 PR-52 makes and moves nothing onto or below a file', async ({ client }) => {
    await client.create('/file', 'x');
    const { oid } = await client.create('/mover', 'x');
    const folder = await client.mkdir('/folder');
    for (const path of ['/file/x', '/file/x/y']) {
      for (const id of [oid, folder]) await fails(TAKEN, client.rename(id, path));
      await fails(TAKEN, client.mkdir(path));
      await fails(TAKEN, client.create(path, 'x'));
    }
    await fails(TAKEN, client.mkdir('/file'));
    await fails(TAKEN, client.create('/file', 'x'));
  }),
  callsLaw('PR-44 deletes no folder that holds something', async ({ client }) => {
    const folder = await client.mkdir('/folder');
    await client.create('/folder/file', 'x');
    await fails(TAKEN, client.delete(folder));
  }),
  callsLaw('PR-48 PR-49 replaces nothing by a rename but an empty folder, by a folder', async ({ client }) => {
    const { oid: file } = await client.create('/file', 'x');
    await client.create('/other', 'x');
    const folder = await client.mkdir('/folder');
    await client.create('/folder/inner', 'x');
    await client.mkdir('/full');
    await client.create('/full/inner', 'x');
    await client.mkdir('/empty');
    for (const path of ['/other', '/full', '/empty']) await fails(TAKEN, client.rename(file, path));
    for (const path of ['/other', '/full']) await fails(TAKEN, client.rename(folder, path));
    await client.rename(folder, '/empty');
    assert.deepEqual(await names(client, '/empty'), ['inner']);
    assert.equal(await client.existsPath('/folder'), false);
  }),
  callsLaw('PR-50 PR-51 renames to places that became free', async (desk) => {
    const { client } = desk;
    await ghosts(desk);
    const { oid: file } = await client.create('/file', 'x');
    const folder = await client.mkdir('/folder');
    const moved = await client.rename(file, '/gone folder');
    await client.rename(folder, '/file');
    await client.rename(moved, '/folder');
    assert.deepEqual(await names(client, '/'), ['file', 'folder']);
  }),
  callsLaw('PR-54 fails to list what is not there, and lists nothing in an empty folder', async ({ client }) => {
    await fails(NOT_FOUND, client.listdirPath('/missing'));
    assert.deepEqual(await client.listdir(await client.mkdir('/empty')), []);
  }),
  callsLaw('PR-55 lists children once, anew each time', async ({ client, user }) => {
    await client.mkdirs('/folder/sub/deep');
    for (const name of ['a', 'b']) await client.create(`/folder/${name}`, 'abc');
    const listed = await client.listdirPath('/folder');
    assert.deepEqual(listed.map(({ path, kind, size }) => [path, kind, size]).sort(), [
      ['/folder/a', 'file', 3],
      ['/folder/b', 'file', 3],
      ['/folder/sub', 'folder', 0],
    ]);
    for (const { oid, path } of listed) assert.equal((await client.infoOid(oid))?.path, path);
    await user.write(['folder', 'late'], bytes('x'));
    assert.deepEqual(await names(client, '/folder'), ['a', 'b', 'late', 'sub']);
  }),
  callsLaw(
    'PR-57 lists folders of five and of six children whole: a full page, and one more, where pages are set to five',
    async ({ client }) => {
      for (const size of [5, 6]) {
        await client.mkdir(`/${size}`);
        const made = Array.from({ length: size }, (_, i) => `child ${i}`);
        for (const name of made) await client.create(`/${size}/${name}`, 'x');
        assert.deepEqual(await names(client, `/${size}`), made);
      }
    },
  ),
  callsLaw('PR-82 makes, renames and deletes files directly in its root', async ({ client }) => {
    await client.setRoot('/root');
    const { oid } = await client.create('/root/a', 'x');
    const moved = await client.rename(oid, '/root/b');
    assert.deepEqual(await names(client, '/root'), ['b']);
    await client.delete(moved);
    assert.deepEqual(await names(client, '/root'), []);
  }),
  callsLaw('SY-61 takes a path with either separator for the same place', async ({ client }) => {
    await client.mkdirs('/local/sub');
    const { oid, path } = await client.create('/local\\sub/file', 'x');
    assert.equal(path, '/local/sub/file');
    for (const text of ['/local/sub\\file', '\\local\\sub/file']) {
      assert.equal((await client.infoPath(text))?.oid, oid);
      assert.equal(await client.rename(oid, text), oid);
    }
    assert.deepEqual(await walked(client, '/'), ['/local', '/local/sub', '/local/sub/file']);
  }),
  callsLaw('PR-69 takes names of all punctuation', async ({ client, traits }) => {
    const name = `a${[...PUNCTUATION].filter((c) => !traits.forbiddenCharacters.includes(c)).join('')}b`;
    const { oid } = await client.create(`/${name}`, 'x');
    const moved = await client.rename(oid, `/${name} 2`);
    assert.equal((await client.infoPath(`/${name} 2`))?.name, `${name} 2`);
    await client.mkdir(`/${name}`);
    await client.rename(moved, `/${name}/${name}`);
    assert.deepEqual(await names(client, `/${name}`), [name]);
  }),
  callsLaw('PR-88 PR-89 gives ids that mean the same elsewhere, and none for what is gone', async (desk) => {
    const { client } = desk;
    const folder = await client.mkdir('/Folder');
    for (const oid of [(await client.infoPath('/'))?.oid ?? '', folder])
      assert.equal(await client.localizeOid((await client.globalizeOid(oid)) ?? ''), oid);
    assert.equal((await client.infoOid(folder))?.name, 'Folder');
    const gone = await ghosts(desk);
    assert.deepEqual([await client.globalizeOid(gone.folder), await client.localizeOid(gone.folder)], [null, null]);
  }),
];
