/** Roots below the provider's own: by path, by oid, made or found (behaviour.md c.3). */
import { describe, expect, it } from 'vitest';
import type { MemoryOptions } from '../../src/adapters/memory/index.js';
import { ArgumentError, LOCAL, REMOTE } from '../../src/index.js';
import { bench, settle, settleInTime } from './support.js';

const KINDS: readonly [string, Partial<MemoryOptions>][] = [
  ['oid', { identity: 'oid' }],
  ['path', { identity: 'path' }],
  ['inode', { identity: 'inode', hash: null }],
];

describe.each(KINDS)('a root below a provider of kind %s', (_, kind) => {
  const open = (roots: [string, string] = ['/home/me', '/far/away']) => bench({ kinds: [kind, {}], roots });

  it('is made, with the folders above it, where it is not there', async () => {
    const bed = open();
    bed.stores[0].write('/home/me/a', '1');
    bed.stores[0].write('/home/other', 'outside');
    await settle(bed.sync);
    expect(bed.stores[1].tree()).toEqual({ '/far/': null, '/far/away/': null, '/far/away/a': '1' });
  });

  it('shows nothing of what is outside, and takes what moves out as gone, what moves in as new', async () => {
    const bed = open();
    bed.stores[0].write('/home/me/d/a', '1');
    await bed.sync.start({ daemon: true });
    await bed.clock.advance(1000);
    bed.stores[0].write('/home/other/b', '2');
    await bed.clock.advance(1000);
    const nodes = (): number => [...bed.sync.state.table.nodes()].filter((node) => node.side === LOCAL && node.gone === 0).length;
    expect(nodes()).toBe(3);
    bed.stores[0].move('/home/me/d', '/home/gone');
    bed.stores[0].move('/home/other', '/home/me/come');
    await bed.clock.advance(2000);
    expect(bed.stores[1].tree()).toEqual({ '/far/': null, '/far/away/': null, '/far/away/come/': null, '/far/away/come/b': '2' });
    await bed.sync.stop();
  });

  it.each(['removed', 'renamed'])('that is %s is a missing root, and deletes nothing', async (how) => {
    const bed = open();
    bed.stores[0].write('/home/me/a', '1');
    await bed.sync.start({ daemon: true });
    await bed.clock.advance(1000);
    if (how === 'removed') bed.stores[0].remove('/home/me', { recursive: true });
    else bed.stores[0].move('/home/me', '/home/you');
    await bed.clock.advance(5000);
    expect(bed.types()).toContain('ROOT_MISSING_ERROR');
    expect(bed.stores[1].tree()['/far/away/a']).toBe('1');
    expect(bed.stores[0].exists('/home/me')).toBe(false);
    await bed.sync.stop();
  });

  it('is where paths of notifications, hooks and walk begin', async () => {
    const bed = open();
    const asked: string[] = [];
    bed.sync.translate = (side, path) => {
      asked.push(`${side} ${path}`);
      return path.endsWith('.tmp') ? null : side === REMOTE ? path.replace('/home/me', '/far/away') : path.replace('/far/away', '/home/me');
    };
    bed.stores[0].write('/home/me/a.tmp', '1');
    await settle(bed.sync);
    expect(asked).toContain('1 /home/me/a.tmp');
    expect(bed.told.find(({ type }) => type === 'SYNC_DISCARDED')?.path).toBe('/home/me/a.tmp');
    await expect(bed.sync.walk(LOCAL, '/elsewhere')).rejects.toThrow(ArgumentError);
    expect(bed.sync.storageLabel()).toBe('memory:connection-not-needed:/home/me.memory:connection-not-needed:/far/away');
  });
});

describe('a root', () => {
  it('by its oid is that folder, wherever it is', async () => {
    const other = bench({
      rootOids: ['o3', null],
      roots: undefined as never,
      translate: (to, path) => (to === REMOTE ? path.slice(7) : `/deep/x${path}`),
    });
    other.stores[0].write('/deep/x/a', '1');
    await settle(other.sync);
    expect(other.stores[1].tree()).toEqual({ '/a': '1' });
    other.stores[1].write('/b', '2');
    await settleInTime(other);
    expect(other.stores[0].tree()['/deep/x/b']).toBe('2');
  });

  it('that is a file, or another than the path says, is missing', async () => {
    for (const options of [
      { roots: ['/f', '/'] },
      { roots: ['/', '/'], rootOids: ['o2', null] },
      { roots: ['/f', '/'], rootOids: ['o1', null] },
    ] as const) {
      const bed = bench(options);
      bed.stores[0].write('/f', 'a file');
      await bed.sync.start({ daemon: true });
      await bed.clock.advance(1000);
      expect(bed.types()).toEqual(['ROOT_MISSING_ERROR']);
      await bed.sync.stop();
    }
  });

  it('that can not be made is missing; that can not be made now is tried again', async () => {
    for (const [tag, types] of [
      ['Denied', 'ROOT_MISSING_ERROR'],
      ['Temporary', 'TEMPORARY_ERROR'],
    ] as const) {
      const bed = bench({ roots: ['/', '/new'] });
      bed.stores[0].write('/a', '1');
      bed.stores[1].setFaults(({ op }) => (op === 'makeFolder' ? { _tag: tag, message: 'no' } : null));
      await bed.sync.start({ daemon: true });
      await bed.clock.advance(1000);
      expect(bed.types()).toEqual([types]);
      bed.stores[1].setFaults(() => null);
      await bed.clock.advance(2000);
      expect(bed.stores[1].tree()).toEqual({ '/new/': null, '/new/a': '1' });
      await bed.sync.stop();
    }
  });
});
