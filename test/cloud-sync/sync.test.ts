import { describe, expect, it } from 'vitest';
import type { MemoryOptions } from '../../src/adapters/memory/index.js';
import { LOCAL, REMOTE, type Side } from '../../src/index.js';
import { bench, settle, turns } from './support.js';

const KINDS: Readonly<Record<string, Partial<MemoryOptions>>> = {
  oid: { identity: 'oid' },
  path: { identity: 'path' },
  inode: { identity: 'inode', hash: null },
};
const PAIRS = Object.keys(KINDS).flatMap((a) => Object.keys(KINDS).map((b) => [a, b] as const));

describe('CloudSync, syncing', () => {
  it.each(PAIRS)('carries files both ways between %s and %s', async (a, b) => {
    const { sync, stores } = bench({ kinds: [KINDS[a] ?? {}, KINDS[b] ?? {}] });
    stores[0].write('/here/a', 'from local');
    stores[1].write('/there/b', 'from remote');
    await settle(sync);
    expect(stores[0].tree()).toEqual({ '/here/': null, '/here/a': 'from local', '/there/': null, '/there/b': 'from remote' });
    expect(stores[1].tree()).toEqual(stores[0].tree());
    expect(sync.changeCount).toBe(0);
  });

  it.each([LOCAL, REMOTE])('carries an edit, a move and a delete made while it runs on side %s', async (side) => {
    const { sync, stores, clock } = bench();
    for (const name of ['edited', 'moved', 'deleted']) stores[side].write(`/${name}`, name);
    await sync.start({ daemon: true });
    await clock.advance(1000);
    stores[side].write('/edited', 'anew');
    stores[side].move('/moved', '/elsewhere');
    stores[side].remove('/deleted');
    await clock.advance(1000);
    expect(stores[side === LOCAL ? 1 : 0].tree()).toEqual({ '/edited': 'anew', '/elsewhere': 'moved' });
    await sync.stop();
  });

  it.each([LOCAL, REMOTE])('carries what was done on side %s between two runs', async (side) => {
    const { sync, stores } = bench();
    stores[0].write('/a', '1');
    stores[0].write('/b', '2');
    await settle(sync);
    stores[side].write('/a', 'edited');
    stores[side].remove('/b');
    await settle(sync);
    expect(stores.map((store) => store.tree())).toEqual([{ '/a': 'edited' }, { '/a': 'edited' }]);
  });

  it('goes step by step with do: nothing happens in between', async () => {
    const { sync, stores, clock } = bench();
    stores[0].write('/a', '1');
    await sync.do();
    expect(stores[1].tree()).toEqual({ '/a': '1' });
    stores[1].write('/b', '2');
    await clock.advance(5000);
    expect(stores[0].tree()).toEqual({ '/a': '1' });
    await sync.do();
    expect(stores[0].tree()).toEqual({ '/a': '1', '/b': '2' });
    await sync.stop();
  });

  it("leaves a conflict copy on the loser's side only, and lists it", async () => {
    const { sync, stores } = bench();
    stores[0].write('/f/a.txt', 'same');
    await settle(sync);
    stores[0].write('/f/a.txt', 'local');
    stores[1].write('/f/a.txt', 'remote');
    await settle(sync);
    expect(stores[0].tree()).toEqual({ '/f/': null, '/f/a.conflicted.txt': 'local', '/f/a.txt': 'remote' });
    expect(stores[1].tree()).toEqual({ '/f/': null, '/f/a.txt': 'remote' });
    expect(sync.conflicts()).toEqual([{ path: '/f/a.txt', copies: ['/f/a.conflicted.txt', null] }]);
  });

  it.each<[Side, string]>([
    [LOCAL, 'local'],
    [REMOTE, 'remote'],
  ])('lets policy say that side %s wins, and that copies go to both sides', async (winner, conflictWinner) => {
    const { sync, stores } = bench({ policy: { conflictWinner: conflictWinner as 'local' | 'remote', conflictCopies: 'both-sides' } });
    stores[0].write('/a', 'local');
    stores[1].write('/a', 'remote');
    await settle(sync);
    expect(stores[1].tree()).toEqual({ '/a': conflictWinner, '/a.conflicted': winner === LOCAL ? 'remote' : 'local' });
    expect(stores[0].tree()).toEqual(stores[1].tree());
    expect(sync.conflicts()).toEqual([{ path: '/a', copies: ['/a.conflicted', '/a.conflicted'] }]);
  });

  it('counts the entries whose content is to go over, each once', async () => {
    const { sync, stores } = bench();
    for (const name of ['a', 'b', 'c']) stores[0].write(`/${name}`, name);
    await settle(sync);
    stores[0].write('/a', '1');
    stores[1].write('/a', '2');
    stores[0].write('/b', '3');
    stores[0].move('/c', '/d');
    stores[1].setFaults(({ op }) => (op === 'replaceFile' || op === 'move' ? { _tag: 'Temporary', message: 'busy' } : null));
    stores[0].setFaults(({ op }) => (op === 'move' ? { _tag: 'Temporary', message: 'busy' } : null));
    await sync.start({ daemon: true });
    await turns();
    expect(sync.changeCount).toBe(2);
    expect(sync.busy).toBe(true);
    await sync.stop();
  });

  it('leaves alone what translate answers null for, and says so', async () => {
    const { sync, stores, told } = bench({ translate: (_to, path) => (path.endsWith('.tmp') ? null : path) });
    stores[0].write('/a', '1');
    stores[0].write('/a.tmp', '2');
    stores[1].write('/d/b.tmp', '3');
    await settle(sync);
    expect(stores[0].tree()).toEqual({ '/a': '1', '/a.tmp': '2', '/d/': null });
    expect(stores[1].tree()).toEqual({ '/a': '1', '/d/': null, '/d/b.tmp': '3' });
    expect(told.filter(({ type }) => type === 'SYNC_DISCARDED').map(({ source, path }) => [source, path])).toEqual([
      [LOCAL, '/a.tmp'],
      [REMOTE, '/d/b.tmp'],
    ]);
  });

  it('asks the translate of a subclass, and one that is put in its place later', async () => {
    const { sync, stores } = bench();
    sync.translate = () => null;
    stores[0].write('/a', '1');
    await settle(sync);
    expect(stores[1].tree()).toEqual({});
    sync.translate = (_to, path) => path;
    await settle(sync);
    expect(stores[1].tree()).toEqual({ '/a': '1' });
  });

  it('lists a side that tells of no changes again and again, every `sleep` seconds', async () => {
    const { sync, stores, clock } = bench({ sleep: [60, 5], kinds: [{}, { delivery: 'manual' }] });
    const [, remote] = sync.providers;
    Object.assign(remote, { traits: { ...remote.traits, events: 'none' } });
    await sync.start({ daemon: true });
    await clock.advance(1000);
    stores[1].write('/a', '1');
    await clock.advance(3000);
    expect(stores[0].tree()).toEqual({});
    await clock.advance(2000);
    expect(stores[0].tree()).toEqual({ '/a': '1' });
    await sync.stop();
  });
});

describe('CloudSync, aging', () => {
  it('is a fifth of the longest sleep unless told, in seconds', () => {
    expect(bench().sync.aging).toBe(0.2);
    expect(bench({ sleep: [2, 5] }).sync.aging).toBe(1);
    expect(bench({ policy: { agingMs: 1500 } }).sync.aging).toBe(1.5);
  });

  it('can be changed while it runs, and holds a deletion back for so long', async () => {
    const { sync, stores, clock } = bench();
    stores[0].write('/a', '1');
    await sync.start({ daemon: true });
    await clock.advance(1000);
    sync.aging = 10;
    await clock.advance(10);
    expect(sync.state.control.policy.agingMs).toBe(10_000);
    stores[0].remove('/a');
    await clock.advance(9000);
    expect(stores[1].tree()).toEqual({ '/a': '1' });
    await clock.advance(12_000);
    expect(stores[1].tree()).toEqual({});
    await sync.stop();
  });

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('refuses %s', (secs) => {
    const { sync } = bench();
    expect(() => (sync.aging = secs)).toThrow('number of seconds');
  });
});
