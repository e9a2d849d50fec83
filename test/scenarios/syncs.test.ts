/** Rows of the scenario table about whole syncs: several at once, roots, life, storage, counts. Titles begin with the rows' ids. */
import { describe, expect, it } from 'vitest';
import { pathOf } from '../../src/domain/evolve/nodes.js';
import { isAlive } from '../../src/domain/node.js';
import { memory, memoryStore } from '../../src/adapters/memory/index.js';
import { CloudSync, LOCAL, memoryStorage, REMOTE } from '../../src/index.js';
import { turns, virtualClock } from '../cloud-sync/support.js';
import { OID, PAIRS, seat, timed } from './desk.js';

/** Names of what is known of LOCAL, sorted; the root's is empty. */
const entriesOf = ({ sync }: ReturnType<typeof seat>): readonly string[] =>
  [...sync.state.table.nodes()].flatMap((node) => (node.side === LOCAL && isAlive(node) ? [node.name] : [])).sort();

describe.each(PAIRS)('several syncs at once, LOCAL of %s', (_, kind) => {
  it('CS-1 a file that is moved from the folder of one sync to that of another goes there, and is deleted here', async () => {
    const home = memoryStore({ label: 'home', ...kind });
    const on = virtualClock();
    const [a, b] = [seat(home, OID, { on, roots: ['/local1', '/remote'] }), seat(home, OID, { on, roots: ['/local2', '/remote'] })];
    home.write('/local1/stuff1', '1');
    home.mkdir('/local2');
    await a.step();
    await b.step();
    home.move('/local1/stuff1', '/local2/stuff1');
    await a.step();
    await b.step();
    await a.step();
    expect([a.files(1), b.files(1)]).toEqual([{}, { '/remote/stuff1': '1' }]);
    expect(home.tree()['/local2/stuff1']).toBe('1');
    expect([entriesOf(a), entriesOf(b)]).toEqual([[''], ['', 'stuff1']]);
  });

  it('CS-2 four computers delete, rename and edit in one shared folder: all come to rest', async () => {
    const remote = memoryStore({ label: 'shared' });
    const on = virtualClock();
    const seats = Array.from({ length: 4 }, (_x, i) =>
      seat({ label: `computer ${i}`, ...kind }, remote, { on, policy: { maxDeletePercent: 100 } }),
    );
    for (let i = 0; i < 20; i++) remote.write(`/d/f${i}`, `${i}`);
    for (const each of seats) await each.step();
    const [one, two, three] = seats.map(({ stores }) => stores[0]);
    one?.remove('/d', { recursive: true });
    two?.move('/d', '/e');
    three?.write('/d/f3', 'edited');
    await timed(
      on,
      Promise.all(seats.map(({ sync }) => sync.do())).then(() => undefined),
    );
    for (let round = 0; round < 3; round++) for (const each of seats) await each.step();
    expect(seats.map(({ sync }) => sync.changeCount)).toEqual([0, 0, 0, 0]);
    for (const { stores } of seats) expect(stores[0].tree()).toEqual(remote.tree());
    expect(Object.values(remote.tree())).toContain('edited');
  });

  it('CS-4 a file that two computers rename differently has the same names on both, and is in no conflict', async () => {
    const remote = memoryStore({ label: 'shared' });
    const on = virtualClock();
    const seats = [seat({ label: 'one', ...kind }, remote, { on }), seat({ label: 'two', ...kind }, remote, { on })] as const;
    remote.write('/f', '1');
    remote.write('/g', '2');
    for (const each of seats) await each.step();
    seats[0].stores[0].move('/f', '/name-a');
    seats[1].stores[0].move('/f', '/name-b');
    for (let round = 0; round < 3; round++) for (const each of seats) await each.step();
    const [one, two] = seats.map(({ files }) => files(0));
    expect(one).toEqual(two);
    expect(
      Object.keys(one ?? {})
        .filter((name) => name !== '/g')
        .every((name) => ['/name-a', '/name-b'].includes(name)),
    ).toBe(true);
    expect(Object.values(one ?? {}).sort()).toEqual(['1', '2']);
  });

  it('CS-5 a file of each of two computers comes to the other through one shared folder', async () => {
    const remote = memoryStore({ label: 'shared' });
    const on = virtualClock();
    const [a, b] = [seat({ label: 'a', ...kind }, remote, { on }), seat({ label: 'b', ...kind }, remote, { on })];
    a.stores[0].write('/a', '1');
    b.stores[0].write('/b', '2');
    await a.step();
    expect([remote.tree(), entriesOf(a)]).toEqual([{ '/a': '1' }, ['', 'a']]);
    await b.step();
    expect(b.files(0)).toEqual({ '/a': '1', '/b': '2' });
    expect([remote.tree(), entriesOf(b)]).toEqual([b.files(0), ['', 'a', 'b']]);
    await a.step();
    expect(a.files(0)).toEqual({ '/a': '1', '/b': '2' });
  });
});

describe.each(PAIRS)('roots, LOCAL of %s', (_, kind) => {
  const open = () => seat(kind, OID, { roots: ['/local', '/remote'] });
  const begun = async () => {
    const s = open();
    s.stores[0].write('/local/d/a', '1');
    s.stores[0].mkdir('/out');
    await s.step();
    s.stores[1].mkdir('/out');
    return s;
  };

  it('CS-7 a file that is renamed out of the root on LOCAL, and within it on REMOTE, stays where each went', async () => {
    const { stores, step, files } = await begun();
    stores[0].move('/local/d/a', '/out/a');
    stores[1].move('/remote/d/a', '/remote/d/b');
    await step();
    expect([files(0), files(1)]).toEqual([{ '/local/d/b': '1', '/out/a': '1' }, { '/remote/d/b': '1' }]);
  });

  it('CS-8 a file that is renamed out of the root on REMOTE, and within it on LOCAL, stays where each went', async () => {
    const { stores, step, files } = await begun();
    stores[1].move('/remote/d/a', '/out/a');
    stores[0].move('/local/d/a', '/local/d/b');
    await step();
    expect([files(0), files(1)]).toEqual([{ '/local/d/b': '1' }, { '/out/a': '1', '/remote/d/b': '1' }]);
  });

  it('CS-9 a file that is renamed out of both roots is in neither', async () => {
    const { stores, step, files } = await begun();
    stores[0].move('/local/d/a', '/out/a');
    stores[1].move('/remote/d/a', '/out/b');
    await step();
    expect([files(0), files(1)]).toEqual([{ '/out/a': '1' }, { '/out/b': '1' }]);
  });

  it('CS-15 CS-16 a file that is moved out of the root is deleted on the other side, and comes back with it', async () => {
    const { stores, step, files } = await begun();
    stores[1].move('/remote/d/a', '/out/a');
    await step();
    expect(files(0)).toEqual({});
    stores[1].move('/out/a', '/remote/d/a');
    await step();
    expect(files(0)).toEqual({ '/local/d/a': '1' });
  });

  it('CS-16 a file that is moved back into the root is there again', async () => {
    const { stores, step, files } = await begun();
    stores[1].move('/remote/d/a', '/out/a');
    await step();
    stores[1].move('/out/a', '/remote/d/b');
    await step();
    expect(files(0)).toEqual({ '/local/d/b': '1' });
  });

  it('CS-17 a folder that is moved out of the root goes on the other side, and comes back with what it holds', async () => {
    const { stores, step } = await begun();
    stores[1].move('/remote/d', '/out/d');
    await step();
    expect(stores[0].exists('/local/d')).toBe(false);
    stores[1].move('/out/d', '/remote/d');
    await step();
    expect(stores[0].tree()['/local/d/a']).toBe('1');
  });

  it('CS-19 a folder that is moved out, renamed there, and moved back has that name', async () => {
    const { stores, step } = await begun();
    stores[0].move('/local/d', '/out/d');
    await step();
    stores[0].move('/out/d', '/out/e');
    stores[0].move('/out/e', '/local/e');
    await step();
    expect(stores[1].tree()['/remote/e/a']).toBe('1');
  });

  it('CS-20 CS-129 a folder that was made outside and is moved in comes with what it holds', async () => {
    const { stores, step, sync, clock } = await begun();
    await sync.start({ daemon: true });
    await clock.advance(500);
    stores[1].write('/out/new/b', '2');
    await clock.advance(500);
    stores[1].move('/out/new', '/remote/new');
    await clock.advance(1000);
    expect(stores[0].tree()['/local/new/b']).toBe('2');
    await sync.stop(false);
    await step();
  });

  it('CS-129 files that are renamed into the roots sync', async () => {
    const { stores, step, files } = await begun();
    stores[0].write('/out/x', '2');
    stores[0].move('/out/x', '/local/x');
    await step();
    expect(files(1)['/remote/x']).toBe('2');
  });

  it('CS-75 a file that is on REMOTE and has lost its place there is deleted on LOCAL', async () => {
    const { stores, step, files } = await begun();
    stores[1].moveOut('/remote/d/a');
    await step();
    expect(files(0)).toEqual({});
  });

  it('CS-94 a root that is not there is made, with the folders of a file deep inside', async () => {
    const { stores, step, files } = open();
    stores[0].silent.mkdir('/local/a/b');
    stores[0].write('/local/a/b/c', '1');
    await step();
    expect(files(1)).toEqual({ '/remote/a/b/c': '1' });
  });

  it.each(['CS-95', 'CS-96'])(
    '%s a root that is missing is told of and waited for, ever longer; then what is pending syncs',
    async (id) => {
      const byOid = id === 'CS-96';
      const options = byOid
        ? {
            rootOids: [null, 'o2'] as const,
            translate: (to: number, path: string) => path.replace(to === 0 ? '/late' : '', to === 0 ? '' : '/late'),
          }
        : { roots: ['/', '/late'] as const };
      const { stores, sync, clock, told, files } = seat(kind, OID, { ...(byOid ? { roots: undefined as never } : {}), ...options });
      if (!byOid) stores[1].write('/late', 'in the way');
      stores[0].write('/a', '1');
      await sync.start({ daemon: true });
      await clock.advance(5000);
      expect(told.map(({ type }) => type)).toEqual(['ROOT_MISSING_ERROR']);
      expect(sync.inBackoff).toBeGreaterThan(50 * sync.minBackoff);
      if (!byOid) stores[1].remove('/late');
      stores[1].mkdir('/late');
      await clock.advance(3000);
      expect(files(1)).toEqual({ '/late/a': '1' });
      await sync.stop();
    },
  );

  it('CS-127 what is made outside of the roots is nothing', async () => {
    const { stores, step, sync } = await begun();
    const before = [...sync.state.table.nodes()].length;
    stores[0].write('/out/x', '1');
    stores[1].write('/out/y', '2');
    await step();
    expect([...sync.state.table.nodes()]).toHaveLength(before);
  });

  it('EV-12 a root that is new is made', async () => {
    const { stores, step } = seat(kind, OID, { roots: ['/new/home', '/'] });
    await step();
    expect(stores[0].tree()).toEqual({ '/new/': null, '/new/home/': null });
  });

  it('EV-12 a root that is no folder, or not the one of its id, is missing', async () => {
    for (const options of [
      { roots: ['/f', '/'] },
      { roots: ['/', '/'], rootOids: [null, 'o77'] },
      { roots: ['/', '/'], rootOids: [null, 'o2'] },
    ] as const) {
      const { stores, sync, clock, told } = seat(kind, OID, options);
      for (const store of stores) store.write('/f', 'a file');
      await sync.start({ daemon: true });
      await clock.advance(500);
      expect(told.map(({ type }) => type)).toEqual(['ROOT_MISSING_ERROR']);
      await sync.stop();
    }
  });

  it.each<[string, 0 | 1]>([
    ['EV-14', REMOTE],
    ['EV-15', LOCAL],
    ['EV-15', REMOTE],
  ])('%s a root that is moved on side %s while the sync runs is told of, and deletes nothing', async (_id, side) => {
    const { stores, sync, clock, told, files } = await begun();
    await sync.stop(false);
    await sync.start({ daemon: true });
    await clock.advance(500);
    stores[side].move(side === LOCAL ? '/local' : '/remote', '/moved');
    await clock.advance(5000);
    expect(told.filter(({ type }) => type === 'ROOT_MISSING_ERROR')).toHaveLength(1);
    expect(sync.inBackoff).toBeGreaterThan(0);
    expect([files(0), files(1)]).toEqual([
      { [side === LOCAL ? '/moved/d/a' : '/local/d/a']: '1' },
      { [side === REMOTE ? '/moved/d/a' : '/remote/d/a']: '1' },
    ]);
    await sync.stop();
  });
});

describe('the life of a sync', () => {
  it('CS-10 RN-6 a stop waits for the transfer that is under way, and nothing fails', async () => {
    const { sync, stores, clock, files } = seat();
    let isRead: () => void = () => undefined;
    stores[0].write('/a', '1');
    stores[1].setGate((call, when) =>
      call.op === 'createFile' && when === 'before' ? new Promise((resolve) => (isRead = resolve)) : Promise.resolve(),
    );
    await sync.start({ daemon: true });
    await clock.advance(10);
    await sync.stop(false, false);
    expect([sync.started, files(1)]).toEqual([true, {}]);
    isRead();
    expect(await sync.wait()).toBe(true);
    expect([sync.stopped, files(1)]).toEqual([true, { '/a': '1' }]);
  });

  it('RN-6 a stop that does not wait returns while a step is under way', async () => {
    const { sync } = seat();
    await sync.start({ daemon: true });
    await sync.stop(true, false);
    expect(sync.stopped).toBe(true);
    expect(await sync.wait()).toBe(true);
  });

  it('CS-12 CS-13 CS-14 four syncs are stopped one by one, without waiting, and all at once', async () => {
    const on = virtualClock();
    const syncs = Array.from({ length: 4 }, () => seat(OID, OID, { on }).sync);
    for (const sync of syncs) await sync.start({ daemon: true });
    const [one, two, ...rest] = syncs as [CloudSync, CloudSync, ...CloudSync[]];
    await one.stop();
    expect([one.started, one.stopped]).toEqual([false, true]);
    await two.stop(true, false);
    expect(two.stopped).toBe(true);
    expect(await two.wait()).toBe(true);
    await CloudSync.stopAll(rest);
    expect(rest.map(({ started, stopped }) => [started, stopped])).toEqual([
      [false, true],
      [false, true],
    ]);
  });

  it('CS-13 a stop that does not wait is waited for later', async () => {
    const { sync } = seat();
    await sync.start({ daemon: true });
    await sync.stop(true, false);
    expect(await sync.wait()).toBe(true);
  });

  it('CS-14 all of several are stopped', async () => {
    const syncs = [seat().sync, seat().sync];
    for (const sync of syncs) await sync.start({ daemon: true });
    await CloudSync.stopAll(syncs);
    expect(syncs.every(({ stopped, started }) => stopped && !started)).toBe(true);
  });

  it('RN-1 a run that is out of time is an error, and did something', async () => {
    const { sync, stores, clock, files } = seat();
    stores[0].write('/a', '1');
    const run = expect(sync.run({ timeout: 1 })).rejects.toThrow('did not get there within 1 s');
    await clock.advance(1000);
    await run;
    expect(files(1)).toEqual({ '/a': '1' });
  });

  it('RN-3 RN-5 a sync that was stopped, but not for ever, starts again; one that runs, or was stopped for ever, does not', async () => {
    const { sync } = seat();
    await sync.start({ daemon: true });
    await expect(sync.start()).rejects.toThrow('running already');
    await sync.stop(false);
    expect(sync.stopped).toBe(true);
    await sync.start({ daemon: true, until: () => true });
    await turns();
    await sync.wait();
    await sync.stop();
    await expect(sync.start()).rejects.toThrow('stopped for ever');
  });

  it('RN-5 what was stopped for ever stays stopped', async () => {
    const { sync } = seat();
    await sync.stop();
    await expect(sync.run()).rejects.toThrow('stopped for ever');
  });

  it('RN-7 waking one that does not run does nothing; one that sleeps for 10 s does its next step at once, and a stop ends it within 2 s', async () => {
    const { sync, clock } = seat();
    sync.wake();
    let steps = 0;
    const run = sync.run({
      until: () => {
        steps++;
        return false;
      },
      sleep: 10,
    });
    await clock.advance(5000);
    const before = steps;
    await clock.advance(4000);
    expect(steps).toBe(before);
    const startMs = clock.nowMs();
    sync.wake();
    await turns();
    expect([steps, clock.nowMs()]).toEqual([before + 1, startMs]);
    const slept = sync.interruptableSleep(10);
    sync.wake();
    await slept;
    const sleeping = sync.interruptableSleep(10);
    let hasEnded = false;
    const ended = Promise.all([run, sleeping, sync.stop()]).then(() => (hasEnded = true));
    for (let ms = 0; ms < 2000 && !hasEnded; ms += 100) await clock.advance(100);
    expect([hasEnded, sync.started, sync.stopped]).toEqual([true, false, true]);
    await ended;
  });

  it('EV-9 EV-10 a provider serves one sync, until that is done, and has to say who is connected', async () => {
    const [a, b] = [memory(memoryStore()), memory(memoryStore({ label: 'b' }))];
    const first = new CloudSync([a, b], { roots: ['/', '/'] });
    expect(() => new CloudSync([a, memory()], { roots: ['/', '/'] })).toThrow('this provider serves another sync: make one for each');
    await first.done();
    expect(new CloudSync([a, b], { roots: ['/', '/'] }).started).toBe(false);
    const stranger = memory(memoryStore({ users: () => 'me' }));
    expect(() => new CloudSync([stranger, memory()], { roots: ['/', '/'], storage: memoryStorage() })).toThrow(
      'memory does not say who is connected',
    );
  });

  it.each(['EV-1', 'EV-13'])('%s what is made is known, and makes the sync busy', async () => {
    const { sync, stores, clock } = seat();
    await sync.start({ daemon: true });
    await clock.advance(500);
    expect(sync.busy).toBe(false);
    stores[1].setOffline(true);
    stores[0].write('/d/a', '1');
    await clock.advance(300);
    expect(sync.busy).toBe(true);
    const { table } = sync.state;
    const known = [...table.nodes()].find(({ name, side }) => name === 'a' && side === LOCAL);
    expect(table.byOid(LOCAL, known?.oid ?? '')).toEqual([known]);
    expect(known && pathOf(table, known.id)).toEqual(['d', 'a']);
    await sync.stop();
  });

  it('EV-2 EV-3 what happens after a stop is found by the next step', async () => {
    const { sync, stores, step, files } = seat();
    await step();
    await sync.stop(false);
    stores[0].write('/a', '1');
    await turns();
    expect(files(1)).toEqual({});
    await step();
    expect(files(1)).toEqual({ '/a': '1' });
  });

  it('EV-3 a step after a stop drains what there is', async () => {
    const { stores, step, files } = seat();
    stores[0].write('/a', '1');
    await step();
    expect(files(1)).toEqual({ '/a': '1' });
  });

  it.each(PAIRS)('EV-17 a cursor that is refused has the sync back off, and that side listed whole (LOCAL of %s)', async (_, kind) => {
    const { sync, stores, clock, files } = seat(kind);
    const asked: string[] = [];
    await sync.start({ daemon: true });
    await clock.advance(500);
    // Nobody tells of it.
    stores[0].silent.write('/a', '1');
    stores[0].setFaults(({ op }) => (op === 'lookUp' ? { _tag: 'CursorInvalid', message: 'gone' } : null));
    stores[0].setGate(async ({ op, path }, when) => void (when === 'before' && asked.push(`${op} /${path.join('/')}`)));
    stores[0].write('/b', '2');
    await clock.advance(205);
    expect([sync.inBackoff > 0, sync.busy, files(1)]).toEqual([true, true, {}]);
    stores[0].setFaults(() => null);
    await clock.advance(5000);
    expect(asked).toContain('list /');
    expect([files(1), sync.inBackoff]).toEqual([{ '/a': '1', '/b': '2' }, 0]);
    await sync.stop();
  });
});

describe.each(PAIRS)('calls of providers are counted, LOCAL of %s', (_, kind) => {
  /** The bytes of a read come by the same call; a flush asks nothing of a server. */
  const NO_CALLS: ReadonlySet<string> = new Set(['stream', 'flush']);
  const counted = (s: ReturnType<typeof seat>) => {
    const calls = [0, 0];
    for (const side of [LOCAL, REMOTE] as const)
      s.stores[side].setGate(async ({ op }, when) => {
        if (when === 'before' && !NO_CALLS.has(op)) calls[side] = (calls[side] ?? 0) + 1;
      });
    return calls;
  };

  it('CS-48 a folder with 20 files costs about the same at once and in two steps', async () => {
    const [once, twice] = [seat(kind), seat(kind)];
    const fill = (s: typeof once): void => {
      for (let i = 0; i < 20; i++) s.stores[0].write(`/d/f${i}`, `${i}`);
    };
    const counts = [counted(once), counted(twice)];
    fill(once);
    await once.step();
    twice.stores[0].mkdir('/d');
    await twice.step();
    fill(twice);
    await twice.step();
    for (const side of [LOCAL, REMOTE]) expect(Math.abs((counts[0]?.[side] ?? 0) - (counts[1]?.[side] ?? 0))).toBeLessThan(23);
    expect(Object.keys(once.files(1))).toHaveLength(20);
  });

  it('CS-51 ten rounds over one name cost fewer than 20 calls of REMOTE', async () => {
    const s = seat(kind);
    s.stores[0].write('/f', '0');
    await s.step();
    const calls = counted(s);
    for (let i = 1; i <= 10; i++) {
      s.stores[0].write('/tmp', `${i}`);
      s.stores[0].move('/tmp', '/f', { replace: true });
    }
    await s.step();
    expect(calls[REMOTE]).toBeLessThan(20);
    expect(s.files(1)).toEqual({ '/f': '10' });
  });

  it('CS-85 36 creations with 12 conflicts cost at most 12 calls a file', async () => {
    const s = seat(kind);
    for (let i = 0; i < 36; i++) s.stores[0].write(`/f${i}`, `${i}`);
    for (let i = 0; i < 12; i++) s.stores[1].write(`/f${i}`, `other ${i}`);
    const calls = counted(s);
    await s.step();
    expect((calls[0] ?? 0) + (calls[1] ?? 0)).toBeLessThan(36 * 12);
    expect(s.sync.conflicts()).toHaveLength(12);
  });

  it('EV-18 what is told of costs no call by itself, and one look, however often it is told', async () => {
    const s = seat(kind);
    await s.sync.start({ daemon: true });
    await s.clock.advance(1000);
    const calls = counted(s);
    for (let i = 0; i < 5; i++) s.stores[0].write('/a', `${i}`);
    await turns();
    expect(calls).toEqual([0, 0]);
    const looks: string[] = [];
    s.stores[0].setGate(async ({ op }, when) => void (when === 'before' && op === 'lookUp' && looks.push(op)));
    await s.clock.advance(205);
    expect(looks).toHaveLength(1);
    await s.sync.stop();
  });

  describe('a file that was lost on LOCAL without a word, and edited on REMOTE without one', () => {
    const lost = async () => {
      const s = seat(kind);
      for (let i = 0; i < 26; i++) s.stores[0].write(`/d/f${i}`, `${i}`);
      s.stores[0].write('/top', '1');
      await s.sync.start({ daemon: true });
      await s.clock.advance(5000);
      expect(s.files(1)).toEqual(s.files(0));
      s.stores[0].silent.remove('/top');
      s.stores[1].silent.write('/top', 'so it is no deletion');
      await s.clock.advance(60_000);
      expect(s.files(0)['/top']).toBeUndefined();
      return { ...s, calls: counted(s) };
    };

    it.each<[string, string, (sync: CloudSync) => Promise<void>]>([
      ['CS-88', 'a walk of one folder', (sync) => sync.walk(REMOTE, '/', false)],
      ['CS-88', 'a walk of one folder of either side', (sync) => sync.walk(undefined, undefined, false)],
      ['CS-89', 'a walk of everything', (sync) => sync.walk()],
      ['CS-90', 'a walk of REMOTE', (sync) => sync.walk(REMOTE)],
    ])('%s comes back by %s, with at most 7 calls of REMOTE', async (_id, _how, walk) => {
      const { sync, clock, files, calls } = await lost();
      await walk(sync);
      await clock.advance(3000);
      expect(files(0)['/top']).toBe('so it is no deletion');
      expect(files(1)).toEqual(files(0));
      expect(calls[REMOTE]).toBeLessThanOrEqual(7);
      await sync.stop();
    });

    it('CS-92 comes back by forget, and so does one that was lost alone', async () => {
      const { sync, stores, clock, files } = await lost();
      stores[0].silent.remove('/d/f3');
      await sync.forget();
      await clock.advance(3000);
      expect([files(0)['/top'], files(0)['/d/f3']]).toEqual(['so it is no deletion', '3']);
      expect(files(1)).toEqual(files(0));
      await sync.stop();
    });
  });

  it('CS-93 walk takes a root only with its side', async () => {
    await expect(seat(kind).sync.walk(undefined, '/a')).rejects.toThrow('walk needs a side for its root');
  });

  it('SY-74 content that is to go over is counted, deletions are not', async () => {
    const s = seat(kind, OID, { translate: (_to, path) => (path.endsWith('.no') ? null : path) });
    s.stores[0].write('/gone', '1');
    await s.step();
    s.stores[0].remove('/gone');
    s.stores[0].write('/new', '2');
    s.stores[0].write('/a.no', '3');
    s.stores[1].setFaults(({ op }) => (op === 'createFile' || op === 'discard' ? { _tag: 'Temporary', message: 'no' } : null));
    await s.step();
    expect(s.sync.changeCount).toBe(1);
  });
});

describe.each(PAIRS)('nested syncs, LOCAL of %s', (_, kind) => {
  const nested = () => {
    const home = memoryStore({ label: 'home', ...kind });
    const on = virtualClock();
    let hides = true;
    const outer = seat(home, OID, { on, roots: ['/outer', '/far'] });
    outer.sync.translate = (to, path) => {
      if (to === REMOTE)
        return hides && /^\/outer\/inner(\/|$)/u.test(path) ? null : path.replace('/inner.conflict', '/inner').replace('/outer', '/far');
      const here = path.replace('/far', '/outer');
      return here.replace(/^\/outer\/inner(?=\/|$)/u, hides ? '/outer/inner.conflict' : '/outer/inner');
    };
    const inner = seat(home, OID, { on, roots: ['/outer/inner', '/deep'] });
    return { home, on, outer, inner, setHides: (value: boolean) => void (hides = value) };
  };

  it('CS-130 each file goes over by the sync that it is for', async () => {
    const { home, outer, inner } = nested();
    home.write('/outer/a', '1');
    home.write('/outer/inner/b', '2');
    await outer.step();
    await inner.step();
    await outer.step();
    expect([outer.files(1), inner.files(1)]).toEqual([{ '/far/a': '1' }, { '/deep/b': '2' }]);
  });

  it('CS-131 a folder of REMOTE that collides with the inner one goes where translate sends it', async () => {
    const { home, outer, inner } = nested();
    home.write('/outer/inner/b', '2');
    outer.stores[1].write('/far/inner/c', '3');
    await inner.step();
    await outer.step();
    await outer.step();
    expect(outer.files(0)).toEqual({ '/outer/inner.conflict/c': '3', '/outer/inner/b': '2' });
    expect(outer.files(1)).toEqual({ '/far/inner/c': '3' });
  });

  it.each(['CS-133', 'CS-134'])('%s what was synced before the inner sync was there is deleted on no side', async () => {
    const { home, outer, inner, setHides } = nested();
    setHides(false);
    home.write('/outer/inner/b', '2');
    await outer.step();
    await outer.sync.stop(false);
    outer.sync.translate = (to, path) => {
      if (path.includes('/inner')) return null;
      return to === REMOTE ? path.replace('/outer', '/far') : path.replace('/far', '/outer');
    };
    await inner.step();
    inner.stores[1].write('/deep/b', 'edited there');
    inner.stores[1].write('/deep/c', '3');
    outer.stores[1].write('/far/inner/d', '4');
    await inner.step();
    await outer.step();
    inner.stores[1].remove('/deep/b');
    await inner.step();
    await outer.step();
    expect(outer.files(1)).toEqual({ '/far/inner/b': '2', '/far/inner/d': '4' });
    expect(inner.files(1)).toEqual({ '/deep/c': '3' });
    expect(outer.files(0)).toEqual({ '/outer/inner/c': '3' });
  });
});
