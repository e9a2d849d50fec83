/** Rows of the scenario table about sides that are away. Titles begin with the rows' ids. */
import { describe, expect, it } from 'vitest';
import { memory, memoryStore } from '../../src/adapters/memory/index.js';
import { CloudSync, type Notification, REMOTE } from '../../src/index.js';
import { virtualClock } from '../cloud-sync/support.js';
import { OID, PAIRS, seat } from './desk.js';

/** A store of one user. */
const USER = { users: (given: unknown) => (given === 'secret' ? 'me' : null) };

describe.each(PAIRS)('a side that is away, LOCAL of %s', (_, kind) => {
  /** In step and running; then REMOTE is away, and its credentials are gone. */
  const away = async () => {
    const s = seat(kind, { ...OID, ...USER });
    const { login } = s.sync.providers[REMOTE];
    login?.use('secret');
    s.stores[0].write('/a', '1');
    await s.sync.start({ daemon: true });
    await s.clock.advance(2000);
    expect([s.files(1), s.sync.inBackoff]).toEqual([{ '/a': '1' }, 0]);
    login?.use(null);
    s.stores[1].setOffline(true);
    s.stores[0].write('/b', '2');
    await s.clock.advance(5000);
    return { ...s, login };
  };

  it('CS-59 has the sync back off while it is offline and there are no credentials, and go on once these are back', async () => {
    const { sync, stores, clock, files, login } = await away();
    expect([sync.inBackoff > 0, files(1)]).toEqual([true, { '/a': '1' }]);
    stores[1].setOffline(false);
    await clock.advance(30_000);
    expect([sync.inBackoff > 0, files(1)]).toEqual([true, { '/a': '1' }]);
    login?.use('secret');
    await clock.advance(120_000);
    expect([sync.inBackoff, files(1), sync.busy]).toEqual([0, { '/a': '1', '/b': '2' }, false]);
    await sync.stop();
  });

  it('CS-60 has the sync back off for as long as it is offline, with what is to go over pending', async () => {
    const { sync, clock, files } = await away();
    for (let minute = 0; minute < 5; minute++) {
      await clock.advance(60_000);
      expect([sync.inBackoff > 0, sync.changeCount, files(1)]).toEqual([true, 1, { '/a': '1' }]);
    }
    await sync.stop();
  });

  it('CS-84 is told of once, as the side that it is, when it can not be connected again', async () => {
    const { sync, clock, told } = await away();
    await clock.advance(60_000);
    expect(told.filter(({ type }) => type === 'DISCONNECTED_ERROR')).toEqual([
      expect.objectContaining({ type: 'DISCONNECTED_ERROR', source: REMOTE, path: null }),
    ]);
    await sync.stop();
  });

  it('CS-44 is connected again by itself', async () => {
    const { sync, stores, clock, files } = seat(kind);
    await sync.start({ daemon: true });
    await clock.advance(500);
    stores[1].setOffline(true);
    stores[0].write('/a', '1');
    await clock.advance(500);
    expect(files(1)).toEqual({});
    stores[1].setOffline(false);
    await clock.advance(5000);
    expect(files(1)).toEqual({ '/a': '1' });
    await sync.stop();
  });
});

describe('a side that is away from the start', () => {
  it('is why a run is out of time, and said so', async () => {
    const { sync, stores, clock } = seat();
    stores[1].setOffline(true);
    const run = expect(sync.run({ until: () => !sync.busy, timeout: 3 })).rejects.toMatchObject({
      message: 'CloudSync did not get there within 3 s: offline',
      cause: { error: { _tag: 'Provider', side: REMOTE } },
    });
    await clock.advance(3000);
    await run;
  });

  it('is warned of once if it refuses the login, which no notification tells', async () => {
    const warned: string[] = [];
    const listener = ({ name, message }: Error): void => void (name === 'FoldsyncWarning' && warned.push(message));
    process.on('warning', listener);
    const { sync, clock, told } = seat(OID, { ...OID, ...USER });
    await sync.start({ daemon: true });
    await clock.advance(20_000);
    await sync.stop();
    process.off('warning', listener);
    expect(told).toEqual([]);
    expect(warned.filter((text) => text.includes('refuses'))).toEqual([
      'remote refuses the login (the credentials are missing or wrong): give it other credentials, by authenticate or by the provider',
    ]);
  });

  it('CS-87 needs its connection id alone; with credentials it is connected, and its root made', async () => {
    const insensitive = { ...OID, caseSensitive: false };
    const clock = virtualClock();
    const stores = [memoryStore({ label: 'local', ...insensitive }), memoryStore({ label: 'remote', ...insensitive, ...USER })] as const;
    const remote = Object.assign(memory(stores[1]), { connectionId: 'me' });
    const told: Notification[] = [];
    stores[1].setOffline(true);
    const sync = new CloudSync([memory(stores[0]), remote], {
      ...{ roots: ['/local', '/remote'], storage: 'memory', clock },
      handleNotification: (n) => void told.push(n),
    });
    expect(sync.storageLabel()).toBe('memory:connection-not-needed:/local.memory:me:/remote');
    await sync.start({ daemon: true });
    await clock.advance(10_000);
    expect(told).toEqual([expect.objectContaining({ type: 'DISCONNECTED_ERROR', source: REMOTE })]);
    expect([sync.started, stores[1].tree()]).toEqual([true, {}]);
    stores[1].setOffline(false);
    await clock.advance(10_000);
    expect(stores[1].tree()).toEqual({});
    remote.login?.use('secret');
    await clock.advance(10_000);
    expect([stores[1].tree(), sync.inBackoff]).toEqual([{ '/remote/': null }, 0]);
    await sync.stop();
  });
});
