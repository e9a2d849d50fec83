import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { memory, memoryStore } from '../../src/adapters/memory/index.js';
import { CloudSync, type Provider } from '../../src/index.js';
import { bench, settle, turns, virtualClock } from './support.js';

describe('the storage of a CloudSync', () => {
  let storage = '';
  beforeEach(async () => {
    storage = await mkdtemp(join(tmpdir(), 'foldsync-storage-'));
  });
  afterEach(() => rm(storage, { recursive: true }));

  const named = (store: ReturnType<typeof memoryStore>, connectionId: string): Provider => Object.assign(memory(store), { connectionId });

  it('keeps what is known for the next object on the same label', async () => {
    const stores = [memoryStore(), memoryStore()] as const;
    const open = (): CloudSync =>
      new CloudSync([memory(stores[0]), memory(stores[1])], { roots: ['/', '/'], storage, clock: virtualClock() });
    stores[0].write('/a', '1');
    const first = open();
    await settle(first);
    await first.stop();
    stores[1].remove('/a');
    const second = open();
    await settle(second);
    expect(stores[0].tree()).toEqual({});
    expect(second.state.seq).toBeGreaterThan(first.state.seq);
    await second.stop();
  });

  it('knows nothing in the next object if it is memory', async () => {
    const { sync, stores } = bench();
    stores[0].write('/a', '1');
    await settle(sync);
    await sync.stop();
    stores[1].remove('/a');
    await settle(new CloudSync([memory(stores[0]), memory(stores[1])], { roots: ['/', '/'], clock: virtualClock() }));
    expect(stores[1].tree()).toEqual({ '/a': '1' });
  });

  it('keeps two syncs apart by their labels, which name who is connected', async () => {
    const stores = [memoryStore(), memoryStore(), memoryStore()] as const;
    const one = new CloudSync([named(stores[0], 'a'), named(stores[1], 'b')], { roots: ['/', '/'], storage, clock: virtualClock() });
    const two = new CloudSync([named(stores[1], 'b'), named(stores[2], 'c')], { roots: ['/', '/'], storage, clock: virtualClock() });
    expect([one.storageLabel(), two.storageLabel()]).toEqual(['memory:a:/.memory:b:/', 'memory:b:/.memory:c:/']);
    stores[0].write('/x', '1');
    await Promise.all([settle(one), settle(two)]);
    await settle(two);
    expect(stores[2].tree()).toEqual({ '/x': '1' });
    await one.forget();
    expect(one.state.seq).toBe(0);
    stores[2].remove('/x');
    await settle(two);
    expect(stores[1].tree()).toEqual({});
    expect(await readdir(storage)).toHaveLength(2);
    await CloudSync.stopAll([one, two]);
  });

  it('can be told apart by a label of a subclass; with one label, other roots are refused', async () => {
    class Labelled extends CloudSync {
      override storageLabel(): string {
        return 'mine';
      }
    }
    const make = (of: typeof CloudSync): CloudSync =>
      new of([memory({ label: `${Math.trunc(++made)}` }), memory({ label: `${++made}` })], {
        roots: ['/', '/'],
        storage,
        clock: virtualClock(),
      });
    let made = 0;
    const syncs = [make(CloudSync), make(Labelled), make(CloudSync)] as const;
    await settle(syncs[0]);
    await settle(syncs[1]);
    await expect(syncs[2].run()).rejects.toMatchObject({ error: { _tag: 'OtherRoot' } });
    await CloudSync.stopAll(syncs);
  });

  it('is refused while another holds it', async () => {
    const stores = [memoryStore(), memoryStore()] as const;
    const open = (): CloudSync =>
      new CloudSync([memory(stores[0]), memory(stores[1])], { roots: ['/', '/'], storage, clock: virtualClock() });
    const first = open();
    await first.start({ daemon: true });
    const second = open();
    await expect(second.start()).rejects.toMatchObject({ error: { _tag: 'Log', error: { _tag: 'Locked' } } });
    await CloudSync.stopAll([first, second]);
  });

  it.each(['memory', 'folder'])('forgets everything (%s): what was deleted meanwhile comes back', async (kind) => {
    const { sync, stores } = bench(kind === 'folder' ? { storage } : {});
    stores[0].write('/a', '1');
    await settle(sync);
    stores[0].remove('/a');
    await sync.forget();
    expect([sync.state.seq, sync.conflicts(), sync.changeCount, sync.busy]).toEqual([0, [], 0, false]);
    expect(await sync.explain('/a')).toEqual([]);
    await settle(sync);
    expect(stores[0].tree()).toEqual({ '/a': '1' });
    await sync.stop();
  });

  it('forgets while it runs, and begins anew', async () => {
    const { sync, stores, clock } = bench();
    stores[0].write('/a', '1');
    await sync.start({ daemon: true });
    await clock.advance(1000);
    await sync.forget();
    await turns();
    expect(sync.started).toBe(true);
    stores[1].write('/b', '2');
    await clock.advance(1000);
    expect(stores[0].tree()).toEqual({ '/a': '1', '/b': '2' });
    await sync.stop();
  });
});
