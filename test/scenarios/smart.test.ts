/** Rows of the scenario table about files on demand. Titles begin with the row's id. */
import { describe, expect, it } from 'vitest';
import { memory, type MemoryOptions, memoryStore } from '../../src/adapters/memory/index.js';
import { LOCAL, type Notification, REMOTE, SmartCloudSync } from '../../src/index.js';
import { settleInTime, virtualClock } from '../cloud-sync/support.js';

const PAIRS: readonly [string, Partial<MemoryOptions>][] = [
  ['oid | oid', { identity: 'oid' }],
  ['path | oid', { identity: 'path' }],
];

const desk = (kind: Partial<MemoryOptions>, options: { readonly translate?: (side: number, path: string) => string | null } = {}) => {
  const clock = virtualClock();
  const stores = [memoryStore({ label: 'local', ...kind }), memoryStore({ label: 'remote' })] as const;
  const told: Notification[] = [];
  const sync = new SmartCloudSync([memory(stores[0]), memory(stores[1])], {
    roots: ['/', '/'],
    clock,
    handleNotification: (n) => void told.push(n),
    ...options,
  });
  const step = async (): Promise<void> => settleInTime({ sync, clock });
  /** What waits for time goes on meanwhile. */
  const timed = async <A>(promise: Promise<A>): Promise<A> => {
    let isDone = false;
    promise.then(
      () => (isDone = true),
      () => (isDone = true),
    );
    while (!isDone) await clock.advance(100);
    return promise;
  };
  const names = (): readonly string[] => Object.keys(stores[0].tree());
  const unsynced = (): readonly (string | null)[] => told.filter(({ type }) => type === 'SYNC_SMART_UNSYNCED').map(({ path }) => path);
  const idAt = (path: string): string => sync.smartInfoPath(path)?.remoteOid ?? '';
  return { clock, stores, sync, told, step, timed, names, unsynced, idAt };
};

describe.each(PAIRS)('SmartCloudSync, on %s', (_, kind) => {
  it('CS-98 deletes on REMOTE what LOCAL never had, in a folder or not', async () => {
    const { sync, stores, step, timed } = desk(kind);
    stores[1].write('/a', '1');
    stores[1].write('/d/b', '2');
    await step();
    await timed(sync.smartDeletePath(null, '/a'));
    await timed(sync.smartDeletePath(null, '/d'));
    await step();
    expect(stores[1].tree()).toEqual({});
    expect(stores[0].tree()).toEqual({});
  });

  it('CS-100 follows a folder that is renamed on REMOTE with a requested file in it', async () => {
    const { sync, stores, step, timed } = desk(kind);
    stores[1].write('/d/a', '1');
    await step();
    await timed(sync.smartSyncPath('/d/a', REMOTE));
    stores[1].move('/d', '/e');
    await step();
    expect(stores[0].tree()).toEqual({ '/e/': null, '/e/a': '1' });
    expect(stores[1].tree()).toEqual({ '/e/': null, '/e/a': '1' });
  });

  it('CS-101 renames on both sides', async () => {
    const { sync, stores, step, timed } = desk(kind);
    stores[1].write('/a', '1');
    await step();
    await timed(sync.smartSyncPath('/a', LOCAL));
    const oid = sync.smartInfoPath('/a')?.oid ?? '';
    const renamed = await timed(sync.smartRename(LOCAL, oid, '/b'));
    await step();
    expect(sync.smartInfoPath('/b')?.oid).toBe(renamed);
    expect(stores.map((store) => store.tree())).toEqual([{ '/b': '1' }, { '/b': '1' }]);
  });

  it('CS-102 renames nothing that is not known, nor onto what is on the other side alone', async () => {
    const { sync, stores, step } = desk(kind);
    stores[0].write('/mine', '1');
    stores[1].write('/taken', '2');
    await step();
    await expect(sync.smartRename(LOCAL, '/nowhere', '/x')).rejects.toMatchObject({ error: { _tag: 'NotFound' } });
    await expect(sync.smartRename(LOCAL, sync.smartInfoPath('/mine')?.oid ?? '', '/taken')).rejects.toMatchObject({
      error: { _tag: 'Exists' },
    });
  });

  it('CS-103 brings folders unasked, and no files', async () => {
    const { stores, step, names, unsynced } = desk(kind);
    stores[1].write('/d/e/f', '1');
    await step();
    expect(names()).toEqual(['/d/', '/d/e/']);
    expect(unsynced()).toEqual(['/d/e/f']);
  });

  it('CS-105 lists what is there and what is on REMOTE alone, each with what is known of it', async () => {
    const { sync, stores, step } = desk(kind);
    stores[0].write('/d/here', 'local');
    stores[1].write('/d/there', 'on remote');
    await step();
    const [here, there] = sync.smartListdirPath('/d');
    expect(here).toMatchObject({ name: 'here', path: '/d/here', isSynced: true, size: 5, otype: 'file' });
    expect([here?.oid, here?.hash, here?.mtime]).not.toContain(null);
    expect(there).toMatchObject({ name: 'there', path: '/d/there', isSynced: false, oid: null, hash: null, size: 9 });
    expect([there?.remoteOid, there?.mtime]).not.toContain(null);
  });

  it('CS-107 brings unasked what a callback wants', async () => {
    const { sync, stores, step } = desk(kind);
    sync.registerAutoSyncCallback((path) => path.endsWith('.txt'));
    stores[1].write('/a.txt', '1');
    stores[1].write('/b.bin', '2');
    await step();
    expect(stores[0].tree()).toEqual({ '/a.txt': '1' });
  });

  it('CS-108 CS-109 CS-121 tells of an entry by its path on LOCAL or its id on REMOTE, and null of none', async () => {
    const { sync, stores, step, idAt } = desk(kind);
    stores[1].write('/a', '123');
    await step();
    expect(sync.smartInfoPath('/a')).toMatchObject({ path: '/a', size: 3, isSynced: false });
    expect(sync.smartInfoOid(idAt('/a'))).toEqual(sync.smartInfoPath('/a'));
    expect([sync.smartInfoPath('/none'), sync.smartInfoOid('none')]).toEqual([null, null]);
    const id = idAt('/a');
    stores[1].remove('/a');
    await step();
    expect([sync.smartInfoPath('/a'), sync.smartInfoOid(id)]).toEqual([null, null]);
  });

  it('CS-109 is null for what is not there', () => {
    expect(desk(kind).sync.smartInfoPath('/a')).toBeNull();
  });

  it('CS-121 does not fail for what is gone on both sides', async () => {
    const { sync, stores, step } = desk(kind);
    stores[0].write('/a', '1');
    await step();
    for (const store of stores) store.remove('/a');
    await step();
    expect(sync.smartInfoPath('/a')).toBeNull();
  });

  it('CS-111 shows what LOCAL has while an edit on REMOTE is on its way', async () => {
    const { sync, stores, step, timed } = desk(kind);
    stores[1].write('/a', '1');
    await step();
    await timed(sync.smartSyncPath('/a', LOCAL));
    stores[1].write('/a', 'longer');
    stores[1].setFaults(({ op }) => (op === 'read' ? { _tag: 'Temporary', message: 'not now' } : null));
    await timed(sync.do());
    const sizes = [...sync.state.table.nodes()].filter(({ name }) => name === 'a').map(({ side, size }) => [side, size]);
    expect(sizes.sort()).toEqual([
      [LOCAL, 1],
      [REMOTE, 6],
    ]);
    expect(sync.smartListdirPath('/')).toMatchObject([{ name: 'a', size: 1, isSynced: true }]);
  });

  it('CS-112 brings a file by its id on REMOTE, and counts what is to go over', async () => {
    const { sync, stores, step, idAt, timed } = desk(kind);
    stores[1].write('/a', '1');
    await step();
    expect(await timed(sync.smartSyncOid(idAt('/a')))).toBe('/a');
    expect(stores[0].tree()).toEqual({ '/a': '1' });
    stores[1].setFaults(({ op }) => (op === 'createFile' ? { _tag: 'Temporary', message: 'not now' } : null));
    for (const name of ['x', 'y', 'z']) stores[0].write(`/${name}`, name);
    await timed(sync.do());
    expect(sync.changeCount).toBe(3);
  });

  it('CS-113 never brings what has no place on LOCAL, whatever a callback wants', async () => {
    const { sync, stores, step, told } = desk(kind, { translate: (_side, path) => (path.endsWith('.no') ? null : path) });
    sync.registerAutoSyncCallback(() => true);
    stores[1].write('/a.no', '1');
    await step();
    expect(stores[0].tree()).toEqual({});
    expect(told).toContainEqual(expect.objectContaining({ type: 'SYNC_DISCARDED', path: '/a.no' }));
    expect(sync.smartListdirPath('/')).toEqual([]);
  });

  it('CS-114 takes what is made on LOCAL to REMOTE, unasked', async () => {
    const { stores, step } = desk(kind);
    stores[0].write('/d/a', '1');
    await step();
    expect(stores[1].tree()).toEqual({ '/d/': null, '/d/a': '1' });
  });

  it('CS-115 takes an edit over before it lets a file go from LOCAL', async () => {
    const { sync, stores, step, idAt, timed } = desk(kind);
    stores[1].write('/a', '1');
    await step();
    await timed(sync.smartSyncPath('/a', LOCAL));
    stores[0].write('/a', 'edited');
    expect(await timed(sync.smartUnsyncOid(idAt('/a')))).toBe('/a');
    await step();
    expect(stores.map((store) => store.tree())).toEqual([{}, { '/a': 'edited' }]);
  });

  it('CS-116 leaves what was let go where it is when it is edited on REMOTE, and tells of that', async () => {
    const { sync, stores, step, unsynced, timed } = desk(kind);
    stores[1].write('/a', '1');
    await step();
    await timed(sync.smartSyncPath('/a', LOCAL));
    expect(await timed(sync.smartUnsyncPath('/a', LOCAL))).toBe('/a');
    const before = sync.smartInfoPath('/a');
    const told = unsynced().length;
    stores[1].write('/a', 'longer');
    await step();
    expect(stores[0].tree()).toEqual({});
    expect(unsynced().slice(told)).toEqual(['/a']);
    const [entry] = sync.smartListdirPath('/');
    expect(entry).toMatchObject({ name: 'a', size: 6, oid: null, isSynced: false, remoteOid: before?.remoteOid });
    expect(entry?.mtime).toBeGreaterThan(before?.mtime ?? Infinity);
  });

  it('CS-118 fails for what REMOTE is not known to have', async () => {
    const { sync } = desk(kind);
    await expect(sync.smartSyncPath('/none', LOCAL)).rejects.toMatchObject({ error: { _tag: 'NotFound' } });
    await expect(sync.smartSyncOid('none')).rejects.toMatchObject({ error: { _tag: 'NotFound' } });
    await expect(sync.smartUnsyncOid('none')).rejects.toMatchObject({ error: { _tag: 'NotFound' } });
  });

  it('CS-120 brings a file again whose copy vanished from LOCAL', async () => {
    const { sync, stores, timed } = desk(kind);
    stores[1].write('/a', '1');
    await sync.start({ daemon: true });
    await new Promise((resolve) => setImmediate(resolve));
    await timed(sync.smartSyncPath('/a', LOCAL));
    stores[0].silent.remove('/a');
    await timed(sync.smartSyncPath('/a', LOCAL));
    expect(stores.map((store) => store.tree())).toEqual([{ '/a': '1' }, { '/a': '1' }]);
    await sync.stop();
  });

  it('CS-123 shows a file under its new name only while its rename on LOCAL is on its way', async () => {
    const { sync, stores, step, timed } = desk(kind);
    stores[1].write('/old', '1');
    await step();
    await timed(sync.smartSyncPath('/old', LOCAL));
    stores[0].move('/old', '/new');
    stores[1].setFaults(({ op }) => (op === 'move' ? { _tag: 'Temporary', message: 'not now' } : null));
    const listed = (): readonly string[] => sync.smartListdirPath('/').map(({ name }) => name);
    await sync.start({ daemon: true });
    for (let i = 0; i < 300; i++) await new Promise((resolve) => setImmediate(resolve));
    expect(listed()).toEqual(['new']);
    await sync.stop();
  });

  it('CS-124 lets nothing go that has no place on the other side', async () => {
    const { sync, timed } = desk(kind, { translate: (_side, path) => (path.endsWith('.no') ? null : path) });
    expect(await timed(sync.smartUnsyncPath('/a.no', LOCAL))).toBeNull();
  });

  it('keeps a folder that LOCAL deletes while REMOTE has files in it that LOCAL never had', async () => {
    const { stores, step } = desk(kind);
    stores[1].write('/d/a', '1');
    await step();
    stores[0].remove('/d');
    await step();
    expect(stores.map((store) => store.tree())).toEqual([{ '/d/': null }, { '/d/': null, '/d/a': '1' }]);
  });
});
