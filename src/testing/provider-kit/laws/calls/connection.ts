/** Connecting, roots, quota, cursors, and the helpers for paths. */
import assert from 'node:assert/strict';
import { ArgumentError } from '../../../../effects/argument-error.js';
import { clientOf } from '../../../../effects/client/index.js';
import type { ProviderLaw } from '../../harness.js';
import { bytes } from '../../content.js';
import { listen } from '../../listen.js';
import { rejection } from '../../refused.js';
import { callsLaw, fails } from './calls-law.js';

export const connectionCalls: readonly ProviderLaw[] = [
  callsLaw('PR-5 PR-83 is connected, or not, and reconnects by itself', async ({ client }) => {
    assert.equal(client.connected, true);
    assert.notEqual(client.connectionId ?? '', '');
    await client.disconnect();
    assert.equal(client.connected, false);
    await client.reconnect();
    await client.reconnect();
    assert.equal(client.connected, true);
  }),
  callsLaw('PR-6 connects as nobody else than before', async ({ client }) => {
    const { connectionId } = client;
    await client.disconnect();
    client.setConnectionId('somebody else');
    await fails(['Unauthorized'], client.reconnect());
    assert.equal(client.connected, false);
    client.setConnectionId(null);
    await client.reconnect();
    assert.equal(client.connectionId, connectionId);
  }),
  callsLaw('PR-7 answers nothing while it is not connected', async ({ client, provider }) => {
    await client.disconnect();
    await fails(['Disconnected'], client.getQuota());
    await fails(['Disconnected'], client.existsPath('/'));
    await fails(['Disconnected', 'RootMissing'], provider.list({ oid: null, path: [] }));
  }),
  callsLaw('PR-79 connects and disconnects again and again', async ({ client, provider }) => {
    const other = clientOf(provider);
    for (const each of [client, other, other, client]) {
      await each.disconnect();
      await each.connect();
    }
  }),
  callsLaw('PR-66 tells how full it is, if it can', async ({ client, provider }) => {
    assert.notEqual(client.name, '');
    const error = await rejection(client.getQuota());
    if (provider.quota === undefined || error !== null) return assert.equal(error?._tag, 'Failed');
    const { used, limit } = await client.getQuota();
    assert.ok(used >= 0 && (limit === null || limit > 0));
  }),
  callsLaw('PR-9 makes a root that is missing, with the folders above it', async ({ client }) => {
    const root = await client.setRoot('/a/root');
    assert.equal(root.path, '/a/root');
    assert.equal((await client.infoOid(root.oid ?? ''))?.path, '/a/root');
  }),
  callsLaw('PR-10 takes a root that is there, by path or by id, and stays with it', async ({ client, provider }) => {
    const oid = await client.mkdirs('/root');
    assert.deepEqual(await client.setRoot('/root/'), { path: '/root', oid });
    assert.deepEqual(await client.setRoot(null, oid), { path: '/root', oid });
    await assert.rejects(client.setRoot('/elsewhere'), ArgumentError);
    assert.equal(client.isSubpathOfRoot('/root/x'), '/x');
    const other = clientOf(provider);
    await other.connect();
    assert.deepEqual(await other.setRoot('/root', oid), { path: '/root', oid });
  }),
  callsLaw('takes no file, nothing missing and nothing misplaced as a root', async ({ client, traits }) => {
    const { oid: file } = await client.create('/file', 'x');
    const folder = await client.mkdir('/folder');
    await fails(['RootMissing'], client.setRoot('/file'));
    await fails(['RootMissing'], client.setRoot('/file/below'));
    await fails(['RootMissing'], client.setRoot(null, file));
    await fails(['RootMissing'], client.setRoot(null, traits.identity === 'oid' ? 'no-such-id' : '/missing'));
    await fails(['RootMissing'], client.setRoot('/other', folder));
    assert.deepEqual(await client.setRoot(null), { path: null, oid: null });
  }),
  callsLaw('PR-53 goes on from a cursor that it gave, once and again, and from no other', async (desk) => {
    const { client, user } = desk;
    const cursor = await client.latestCursor();
    await client.setCurrentCursor(cursor);
    assert.equal(client.currentCursor, cursor);
    for (let time = 0; cursor !== null && time < 2; time++) {
      if (time === 0) await user.write(['file'], bytes('x'));
      await client.setCurrentCursor(cursor);
      const ear = listen({ ...desk, provider: { ...desk.provider, changes$: client.changes$ } }, cursor);
      await ear.hears('the new file', ({ _tag }) => _tag !== 'Lost').finally(ear.stop);
      assert.notEqual(client.currentCursor, cursor);
    }
    if (cursor !== null) await fails(['CursorInvalid'], client.setCurrentCursor('no cursor of anybody'));
    await fails(['CursorInvalid'], client.setCurrentCursor(17 as never));
  }),
  callsLaw('PR-14 PR-72 chooses among its namespaces, or says that it has none', async ({ client, provider }) => {
    if (provider.namespaces === undefined) {
      assert.equal(await client.listNamespaces(), null);
      assert.equal(client.namespace, null);
      return fails(['NamespaceInvalid'], client.setNamespace('any'));
    }
    const last = (await client.listNamespaces())?.at(-1)?.id ?? '';
    await client.setNamespace(last);
    await client.disconnect();
    await client.reconnect();
    assert.equal(client.namespace, last);
    await fails(['NamespaceInvalid'], client.setNamespace('no such one'));
    await client.disconnect();
    await client.setNamespace('no such one');
    await fails(['NamespaceInvalid'], client.reconnect());
    await client.setNamespace('');
    await client.reconnect();
  }),
  callsLaw('has helpers for paths by its own rules', async ({ client, traits }) => {
    assert.equal(client.join('a', null, ['b', '/c/']), '/a/b/c');
    assert.equal(client.pathsMatch('/A', '/a'), !traits.caseSensitive);
  }),
];
