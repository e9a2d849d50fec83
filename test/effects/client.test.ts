import * as E from 'fp-ts/lib/Either.js';
import { describe, expect, it } from 'vitest';
import { memory, memoryDrives, memoryStore } from '../../src/adapters/memory/index.js';
import { ArgumentError } from '../../src/effects/argument-error.js';
import { clientOf, NO_CONNECTION, twinOf } from '../../src/effects/client/index.js';
import { firstValueFrom } from 'rxjs';

const users = (credentials: unknown): string | null => (credentials === 'secret' ? 'user-1' : credentials === 'other' ? 'user-2' : null);

describe('a provider as users call it', () => {
  it('PR-83 remembers credentials that it was given, also when the attempt failed', async () => {
    const store = memoryStore({ users });
    const client = clientOf(memory(store));
    await expect(client.connect()).rejects.toMatchObject({ error: { _tag: 'Unauthorized' } });
    store.setOffline(true);
    await expect(client.connect('secret')).rejects.toMatchObject({ error: { _tag: 'Disconnected' } });
    store.setOffline(false);
    await client.reconnect();
    expect([client.connected, client.connectionId]).toEqual([true, 'user-1']);
  });

  it('PR-73 is left disconnected by wrong credentials, and by those of another user', async () => {
    const client = clientOf(memory({ users }));
    await client.connect('secret');
    for (const credentials of ['wrong', 'other']) {
      await expect(client.connect(credentials)).rejects.toMatchObject({ error: { _tag: 'Unauthorized' } });
      expect(client.connected).toBe(false);
    }
    await client.connect('secret');
    expect(client.connected).toBe(true);
  });

  it('is disconnected by any call that is refused, so that somebody logs in again', async () => {
    const store = memoryStore();
    const client = clientOf(memory(store));
    await client.connect();
    expect(client.connectionId).toBe(NO_CONNECTION);
    store.setFaults(() => ({ _tag: 'Unauthorized', message: 'expired' }));
    await expect(client.existsPath('/')).rejects.toMatchObject({ error: { _tag: 'Unauthorized' } });
    expect(client.connected).toBe(false);
  });

  it('PR-74 asks for credentials until it is interrupted', async () => {
    const asked = { ...memory(), login: { use: () => undefined, authenticate: (signal: AbortSignal) => untilAborted(signal) } };
    const client = clientOf(asked);
    const asking = client.authenticate();
    client.interruptAuth();
    await expect(asking).rejects.toThrow('given up');
    expect(() => clientOf(memory()).authenticate()).toThrow(
      new ArgumentError('memory has no way to ask for credentials: give them to connect'),
    );
  });

  it('PR-66 PR-7 tells how full it is: more with each file, and nothing while it is not connected', async () => {
    const client = clientOf(memory({ quota: 1_000_000, users }));
    await client.connect('secret');
    const before = await client.getQuota();
    expect(before).toMatchObject({ limit: 1_000_000, login: 'user-1' });
    await client.create('/large', new Uint8Array(400_000));
    expect((await client.getQuota()).used).toBe(before.used + 400_000);
    await client.disconnect();
    await expect(client.getQuota()).rejects.toMatchObject({ error: { _tag: 'Disconnected' } });
  });

  it('has a root that can not be changed', async () => {
    const client = clientOf(memory());
    await client.connect();
    await client.setRoot('/root');
    await expect(client.setRoot('/elsewhere')).rejects.toThrow(new ArgumentError("the root is /root already: it can't be changed"));
    await expect(client.setRoot('/root', 'another')).rejects.toThrow(ArgumentError);
    expect(client.rootPath).toBe('/root');
  });

  it('PR-28 lets temporary errors through', async () => {
    const store = memoryStore({ faults: ({ op }) => (op === 'list' || op === 'lookUp' ? { _tag: 'Temporary', message: 'busy' } : null) });
    const client = clientOf(memory(store));
    await client.connect();
    await expect(client.existsPath('/x')).rejects.toMatchObject({ error: { _tag: 'Temporary' } });
    await expect(client.setRoot('/x')).rejects.toMatchObject({ error: { _tag: 'Temporary' } });
  });

  it('has drives that hold different trees', async () => {
    const stores = { mine: memoryStore(), shared: memoryStore({ label: 'shared' }) };
    stores.shared.write('/theirs', 'x');
    const client = clientOf(memoryDrives(stores));
    await client.connect();
    expect(await client.existsPath('/theirs')).toBe(false);
    await client.setNamespace('shared');
    expect(await client.existsPath('/theirs')).toBe(true);
  });

  it('moves its cursor with what is taken, and goes back to an earlier one', async () => {
    const store = memoryStore();
    const client = clientOf(memory(store));
    await client.connect();
    const before = await client.latestCursor();
    await client.setCurrentCursor(before);
    store.write('/a', 'x');
    const seen: unknown[] = [];
    const subscription = client.changes$().subscribe(({ hints }) => seen.push(...hints));
    await new Promise((resolve) => setImmediate(resolve));
    subscription.unsubscribe();
    expect(seen).toHaveLength(1);
    expect(client.currentCursor).not.toBe(before);
    await client.setCurrentCursor(before);
    expect((await firstValueFrom(client.changes$())).cursor).toBe(before);
  });

  it('has a twin of tasks, which never throw', async () => {
    const client = clientOf(memory());
    const twin = twinOf(client);
    expect(await twin.infoPath('/')()).toMatchObject(E.left({ _tag: 'Disconnected' }));
    await twin.connect()();
    expect(await twin.create('/a', 'text')()).toMatchObject(E.right({ path: '/a', size: 4 }));
  });
});

const untilAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error('given up')));
  });
