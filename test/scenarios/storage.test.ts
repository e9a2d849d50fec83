/** Rows of the scenario table about what is kept, on each storage that there is. Titles begin with the rows' ids. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as E from 'fp-ts/lib/Either.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { filesystem } from '../../src/adapters/filesystem/index.js';
import { memoryStore } from '../../src/adapters/memory/index.js';
import { CloudSync, folderStorage, type KeyValueStore, keyValueStorage, memoryStorage, type Storage } from '../../src/index.js';
import type { OpenLog } from '../../src/cloud-sync/storage.js';
import { mapStore } from '../adapters/map-store.js';
import { OID, seat } from './desk.js';

let folder = '';
let values: Map<string, string>;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'foldsync-storage-rows-'));
  values = new Map();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const MEMORY = (): Storage => memoryStorage();
const PERSISTENT = (): Storage => folderStorage(folder);
const OWN = (): Storage => keyValueStorage(mapStore(values) satisfies KeyValueStore);

const eventsOf = async (log: OpenLog): Promise<unknown[]> => {
  const events: unknown[] = [];
  for await (const batch of log.read()) events.push(...batch.events);
  return events;
};
const append = async (log: OpenLog, ...events: string[]): Promise<void> => {
  expect(await log.append({ first: log.head() + 1, atMs: 1, events }, { sync: true })()).toEqual(E.right(undefined));
};
/** Everything that is known of each entry, but for when it was looked at last. */
const entries = (sync: CloudSync): readonly unknown[] =>
  [...sync.state.table.links()].map((link) => [
    link.base,
    ...link.halves.map((half) => {
      const { touched: _, ...node } = { touched: 0, ...sync.state.table.node(half) };
      return node;
    }),
  ]);

describe.each<[string, string, () => Storage]>([
  ['SG-1', 'memory', MEMORY],
  ['SG-4', 'a folder', PERSISTENT],
  ['SG-4', "a user's own store", OWN],
])('%s in %s', (id, _, open) => {
  it(`${id} what was written, added to, and cleared, and cleared again, is gone, and beside it nothing is`, async () => {
    const storage = open();
    const [log, other] = [await storage.open('label'), await storage.open('other')];
    await append(log, 'a');
    await append(log, 'b', 'c');
    await append(other, 'x');
    const notes = storage.notes('label');
    await notes.put('n', '1');
    await notes.put('n', '2');
    expect([await eventsOf(log), log.head(), await notes.get('n')]).toEqual([['a', 'b', 'c'], 3, '2']);
    for (let time = 0; time < 2; time++) {
      expect(await log.clear()()).toEqual(E.right(undefined));
      await notes.clear();
      expect([await eventsOf(log), log.head(), await notes.get('n')]).toEqual([[], 0, null]);
    }
    expect(await eventsOf(other)).toEqual(['x']);
    for (const each of [log, other]) await each.close()();
  });
});

describe.each<[string, string, string, () => Storage]>([
  ['SG-2', 'SG-3', 'memory', MEMORY],
  ['SG-5', 'SG-6', 'a folder', PERSISTENT],
  ['SG-5', 'SG-6', "a user's own store", OWN],
])('%s %s in %s', (grouped, closed, _, open) => {
  it(`${grouped} what is read back is what was written under that label, in order, also by the next who opens it`, async () => {
    for (const pass of [1, 2]) {
      const storage = pass === 1 || open === MEMORY ? (shared ??= open()) : open();
      for (const label of ['one', 'two']) {
        const log = await storage.open(label);
        if (pass === 1) await append(log, `${label} a`);
        if (pass === 1) await append(log, `${label} b`);
        expect(await eventsOf(log)).toEqual([`${label} a`, `${label} b`]);
        await log.close()();
      }
    }
    shared = null;
  });

  it(`${closed} what was closed is let go of, and can be closed again`, async () => {
    const log = await open().open('label');
    await append(log, 'a');
    for (let time = 0; time < 2; time++) expect(await log.close()()).toEqual(E.right(undefined));
    rmSync(folder, { recursive: true });
    expect(await log.close()()).toEqual(E.right(undefined));
  });
});

/** Memory outlives no `Storage`: it is the one that both passes use. */
let shared: Storage | null = null;

describe.each<[string, string, () => Storage]>([
  ['CS-31', 'memory', MEMORY],
  ['CS-32', 'a folder', PERSISTENT],
  ['CS-32', "a user's own store", OWN],
])('%s in %s', (id, _, open) => {
  it(`${id} ST-15 ST-17 ST-18 what is known is known to the next sync, entry for entry; forget leaves nothing`, async () => {
    const storage = open();
    const first = seat(OID, OID, { storage });
    first.stores[0].write('/d/a', '1');
    first.stores[1].write('/b', '2');
    first.stores[0].write('/both', 'local');
    first.stores[1].write('/both', 'remote');
    await first.step();
    first.stores[0].move('/d/a', '/c');
    first.stores[0].write('/d/a', '3');
    await first.step();
    await first.sync.stop();
    expect([entries(first.sync).length, first.sync.conflicts().length]).toEqual([7, 1]);
    const second = seat(first.stores[0], first.stores[1], { storage });
    await second.step();
    expect(entries(second.sync)).toEqual(entries(first.sync));
    expect(second.sync.changeCount).toBe(first.sync.changeCount);
    expect(second.sync.state.control.sides.map(({ cursor }) => cursor)).toEqual(first.sync.state.control.sides.map(({ cursor }) => cursor));
    await second.sync.forget();
    await second.sync.stop(false);
    await second.sync.forget();
    expect([...second.sync.state.table.nodes()]).toEqual([]);
    const log = await storage.open(second.sync.storageLabel());
    expect([log.head(), await eventsOf(log)]).toEqual([0, []]);
    await log.close()();
    await second.sync.stop();
  });

  it(`${id} the cursors that are kept go on with what is seen`, async () => {
    const storage = open();
    const { sync, stores, clock } = seat(OID, OID, { storage });
    const cursors = (of: CloudSync): readonly (string | null)[] => of.state.control.sides.map(({ cursor }) => cursor);
    /** What is on a disk takes real time. */
    const reach = (is: () => boolean): Promise<void> =>
      expect
        .poll(
          async () => {
            await clock.advance(100);
            return is();
          },
          { timeout: 20_000, interval: 5 },
        )
        .toBe(true);
    await sync.start({ daemon: true });
    await reach(() => !cursors(sync).includes(null) && !sync.busy);
    const before = cursors(sync);
    stores[0].write('/a', '1');
    await reach(() => cursors(sync).every((cursor, side) => cursor !== before[side]) && !sync.busy);
    const after = cursors(sync);
    await sync.stop();
    const next = seat(stores[0], stores[1], { storage });
    await next.sync.start({ daemon: true });
    expect(cursors(next.sync)).toEqual(after);
    await next.sync.stop();
  });

  it(`CS-125 CS-126 (${id}) forget leaves what others keep, and needs no side to be there`, async () => {
    const storage = open();
    const remote = memoryStore({ label: 'cloud' });
    const a = seat({ label: 'a' }, remote, { storage, roots: ['/', '/one'] });
    const b = seat({ label: 'b' }, remote, { storage, roots: ['/', '/two'] });
    a.stores[0].write('/a', '1');
    b.stores[0].write('/b', '2');
    for (const each of [a, b]) await each.step();
    for (const each of [a, b]) await each.sync.stop();
    remote.setOffline(true);
    const again = seat(a.stores[0], remote, { storage, roots: ['/', '/one'] });
    await again.sync.forget();
    for (const [sync, isThere] of [
      [again.sync, false],
      [b.sync, true],
    ] as const) {
      const log = await storage.open(sync.storageLabel());
      expect(log.head() > 0).toBe(isThere);
      await log.close()();
    }
  });

  it(`CS-46 (${id}) what happened while nothing ran is found by the next sync on the storage`, async () => {
    const storage = open();
    const first = seat(OID, OID, { storage });
    await first.step();
    await first.sync.stop();
    first.stores[0].silent.write('/a', '1');
    const second = seat(first.stores[0], first.stores[1], { storage });
    await second.step();
    expect(second.files(1)).toEqual({ '/a': '1' });
    await second.sync.stop();
  });
});

describe('real folders', () => {
  it('CS-32 what is known of them is known to the next sync on a folder for storage, and forgotten with all files of it', async () => {
    for (const name of ['A', 'B']) mkdirSync(join(folder, name));
    const storage = join(folder, 'state');
    const open = (): CloudSync =>
      new CloudSync([filesystem({ root: join(folder, 'A') }), filesystem({ root: join(folder, 'B') })], { roots: ['/', '/'], storage });
    writeFileSync(join(folder, 'A/a'), '1');
    mkdirSync(join(folder, 'B/d'));
    writeFileSync(join(folder, 'B/d/b'), '2');
    const first = open();
    await first.run({ until: () => !first.busy, timeout: 20 });
    await first.stop();
    expect([readFileSync(join(folder, 'B/a'), 'utf8'), readFileSync(join(folder, 'A/d/b'), 'utf8')]).toEqual(['1', '2']);
    const second = open();
    await second.run({ until: () => !second.busy, timeout: 20 });
    expect(entries(second)).toEqual(entries(first));
    await second.stop(false);
    await second.forget();
    rmSync(join(folder, 'A/a'));
    await second.run({ until: () => !second.busy, timeout: 20 });
    await second.stop();
    // It was forgotten that both had it: it is no deletion.
    expect(readdirSync(join(folder, 'A')).sort()).toEqual(['.foldsync', 'a', 'd']);
  });
});
