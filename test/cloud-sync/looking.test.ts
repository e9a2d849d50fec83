import { describe, expect, it } from 'vitest';
import { type Event, LOCAL, REMOTE, type State } from '../../src/index.js';
import { bench, settle, turns } from './support.js';

describe('looking into a CloudSync', () => {
  it('streams events and states, over several runs', async () => {
    const { sync, stores } = bench();
    const events: Event[] = [];
    const states: State[] = [];
    sync.events$.subscribe((event) => events.push(event));
    sync.state$.subscribe((state) => states.push(state));
    stores[0].write('/a', '1');
    await settle(sync);
    await settle(sync);
    expect(events.filter(({ _tag }) => _tag === 'SessionStarted')).toHaveLength(2);
    expect(events.map(({ _tag }) => _tag)).toContain('FilesCreated');
    expect(sync.state.seq).toBe(events.length);
    expect(states.at(-1)).toBe(sync.state);
  });

  it('shows in its plan what is under way and what comes next', async () => {
    const { sync, stores } = bench();
    expect(sync.plan()).toEqual([]);
    stores[1].setGate(async ({ op }, moment) => {
      if (op === 'makeFolder' && moment === 'before') await new Promise<void>((resolve) => (goOn = resolve));
    });
    let goOn = (): void => undefined;
    stores[0].write('/d/a', '1');
    await sync.start({ daemon: true });
    await turns();
    expect(sync.plan()).toEqual([{ status: 'in-flight', action: 'MakeFolder', side: REMOTE, path: '/d', from: '/d', reason: null }]);
    goOn();
    await turns();
    expect(sync.plan()).toEqual([]);
    await sync.stop();
  });

  it('shows what waits for room as next, with its reason', async () => {
    const { sync, stores } = bench();
    stores[1].setGate(async ({ op }, moment) => {
      if (op === 'createFile' && moment === 'before') await new Promise<void>((resolve) => held.push(resolve));
    });
    const held: (() => void)[] = [];
    for (let i = 0; i < 40; i++) stores[0].write(`/f${i}`, `${i}`);
    await sync.start({ daemon: true });
    await turns();
    const plan = sync.plan();
    expect(new Set(plan.map(({ path }) => path)).size).toBe(40);
    const next = plan.filter(({ status }) => status === 'next');
    expect(next.length).toBeGreaterThan(0);
    for (const each of next) expect(each).toMatchObject({ action: 'CreateFiles', side: REMOTE, reason: 'created', from: each.path });
    stores[1].setGate(null);
    for (const goOn of held) goOn();
    await turns();
    expect(sync.plan()).toEqual([]);
    await sync.stop();
  });

  it('explains what became of a path, in the words of then', async () => {
    const { sync, stores } = bench();
    stores[0].write('/d/a', '1');
    stores[0].write('/d/other', '2');
    await settle(sync);
    stores[0].write('/d/a', 'local');
    stores[1].write('/d/a', 'remote');
    await settle(sync);
    stores[1].remove('/d/a');
    await settle(sync);
    const story = (await sync.explain('/d/a')).map(({ text }) => text);
    const chapters = [
      'seen on the local side as a, 1 byte',
      'copying it to the remote side, as a (created)',
      'done',
      'seen on the remote side as a, 6 bytes',
      'moving it on the local side, to the name a.conflicted (conflict)',
      'copying it to the local side, as a (created)',
      "its folder's listing on the remote side lacks it",
      'deleting it on the local side (deleted-there)',
    ];
    let from = 0;
    for (const chapter of chapters) {
      const at = story.indexOf(chapter, from);
      expect([chapter, at >= from, story]).toEqual([chapter, true, story]);
      from = at + 1;
    }
    expect(story.filter((text) => text.includes('other'))).toEqual([]);
    expect(await sync.explain('/never')).toEqual([]);
    const numbers = (await sync.explain('/d/a')).map(({ seq }) => seq);
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
  });

  it('explains while it runs', async () => {
    const { sync, stores, clock } = bench();
    stores[0].write('/a', '1');
    await sync.start({ daemon: true });
    await clock.advance(1000);
    expect((await sync.explain('/a')).map(({ text }) => text)).toEqual(
      expect.arrayContaining(['copying it to the remote side, as a (created)', 'done']),
    );
    await sync.stop();
  });

  it('stops mass deletion at a gate, says so, and goes on when it is approved', async () => {
    const { sync, stores, told, clock } = bench();
    for (let i = 0; i < 40; i++) stores[0].write(`/f${i}`, `${i}`);
    await sync.start({ daemon: true });
    await clock.advance(1000);
    expect(() => sync.approve(REMOTE)).toThrow('no gate is raised');
    for (let i = 0; i < 30; i++) stores[0].remove(`/f${i}`);
    await clock.advance(5000);
    expect(Object.keys(stores[1].tree())).toHaveLength(40);
    expect(told.at(-1)).toEqual({ source: REMOTE, type: 'GATE_RAISED', path: null, message: '30 of 40 files would be deleted' });
    expect(sync.busy).toBe(false);
    sync.approve(REMOTE);
    await clock.advance(5000);
    expect(Object.keys(stores[1].tree())).toHaveLength(10);
    await sync.stop();
  });

  it.each<[string, (sync: ReturnType<typeof bench>['sync']) => Promise<void> | void]>([
    ['walk()', (sync) => sync.walk()],
    ['walk(side)', (sync) => sync.walk(LOCAL)],
    ['walk(side, root)', (sync) => sync.walk(LOCAL, '/d')],
    ['walk(side, root, false)', (sync) => sync.walk(LOCAL, '/d/e', false)],
    ['setNeedWalk(side)', (sync) => sync.setNeedWalk(LOCAL)],
  ])('finds with %s what no hint told', async (_name, look) => {
    const { sync, stores, clock } = bench();
    stores[0].mkdir('/d/e');
    await sync.start({ daemon: true });
    await clock.advance(1000);
    stores[0].silent.write('/d/e/a', '1');
    await clock.advance(5000);
    expect(stores[1].exists('/d/e/a')).toBe(false);
    await look(sync);
    await clock.advance(1000);
    expect(stores[1].exists('/d/e/a')).toBe(true);
    await sync.stop();
  });

  it('looks on the next start where it was asked to look before', async () => {
    const { sync } = bench();
    await settle(sync);
    await sync.walk(LOCAL);
    expect(sync.busy).toBe(true);
    sync.setNeedWalk(LOCAL, false);
    expect(sync.busy).toBe(false);
    sync.setNeedWalk(REMOTE);
    await settle(sync);
    expect(sync.busy).toBe(false);
  });
});
