/** Rows of the scenario table about single entries: conflicts, names, errors, damage, priorities, notifications. Titles begin with the rows' ids. */
import { rm } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { merge, Subject } from 'rxjs';
import { type Call, type Fault, memory, memoryStore } from '../../src/adapters/memory/index.js';
import { conflictFile } from '../../src/cloud-sync/conflict-file.js';
import { freeConflictName } from '../../src/domain/judge/conflict-name.js';
import { CloudSync, type ConflictFile, LOCAL, ProviderFailure, REMOTE, type ResolveConflict } from '../../src/index.js';
import type { Changes, Provider, Ref } from '../../src/effects/ports/provider.js';
import { virtualClock } from '../cloud-sync/support.js';
import { OID, PAIRS, seat } from './desk.js';

/** Fails the first so many calls of this kind. */
const failing = (op: Call['op'], tag: ProviderFailure['error']['_tag'], times = Infinity) => {
  let left = times;
  return (call: Call): Fault | null => (call.op === op && left-- > 0 ? { _tag: tag, message: `${tag} ${op}` } : null);
};

describe.each(PAIRS)('conflicts, LOCAL of %s', (_, kind) => {
  const disputed = async (resolveConflict: ResolveConflict, prepare: (s: ReturnType<typeof seat>) => void = () => undefined) => {
    const s = seat(kind, OID, { resolveConflict });
    s.stores[0].write('/a', 'local');
    s.stores[1].write('/a', 'of remote');
    prepare(s);
    await s.step();
    await s.step();
    return s;
  };

  it.each<[string, 0 | 1, boolean]>([
    ['SY-27', LOCAL, true],
    ['SY-28', LOCAL, false],
    ['SY-29', REMOTE, true],
    ['SY-30', REMOTE, false],
  ])('%s a resolver that picks side %s, keep %s', async (_id, side, keep) => {
    const { files } = await disputed((...both) => ({ winner: both[side] as ConflictFile, keep }));
    const content = side === LOCAL ? 'local' : 'of remote';
    expect([files(0)['/a'], files(1)['/a']]).toEqual([content, content]);
    const copies = [...Object.keys(files(0)), ...Object.keys(files(1))].filter((path) => path.includes('conflicted'));
    expect(copies).toEqual(keep ? ['/a.conflicted'] : []);
  });

  it('CS-26 a resolver that merges is asked again for the next conflict of the file', async () => {
    const { stores, step, files } = await disputed(async (local) => ({ winner: `${await local.text()} merged`, keep: false }));
    expect([files(0), files(1)]).toEqual([{ '/a': 'local merged' }, { '/a': 'local merged' }]);
    stores[0].write('/a', 'second');
    stores[1].write('/a', 'of remote too');
    await step();
    await step();
    expect([files(0), files(1)]).toEqual([{ '/a': 'second merged' }, { '/a': 'second merged' }]);
  });

  it.each(['CS-65', 'CS-66'])('%s a temporary error of a resolver changes nothing; any other leaves it to policy', async () => {
    let asked = 0;
    const { files } = await disputed(() => {
      if (asked++ === 0) throw new ProviderFailure({ _tag: 'Temporary', message: 'not now' });
      throw new Error('no idea');
    });
    expect(asked).toBe(2);
    expect([files(0), files(1)]).toEqual([{ '/a': 'of remote', '/a.conflicted': 'local' }, { '/a': 'of remote' }]);
  });

  it.each<[string, 'local' | 'remote' | 'merge', readonly (0 | 1)[]]>([
    ['CS-67', 'local', []],
    ['CS-68', 'local', [0]],
    ['CS-69', 'remote', []],
    ['CS-70', 'remote', [1]],
    ['CS-71', 'merge', []],
    ['CS-72', 'merge', [0, 1]],
  ])('%s renamed and edited differently on both sides, %s picked, sides %j locked once: both agree', async (_id, pick, locked) => {
    const s = seat(kind, OID, {
      resolveConflict: (local, remote) => ({ winner: pick === 'merge' ? 'merged' : pick === 'local' ? local : remote, keep: false }),
    });
    s.stores[0].write('/a', '1');
    await s.step();
    s.stores[0].write('/a', 'local');
    s.stores[0].move('/a', '/l');
    s.stores[1].write('/a', 'of remote');
    s.stores[1].move('/a', '/r');
    for (const side of locked) s.stores[side].setFaults(failing('replaceFile', 'Temporary', 1));
    await s.step();
    await s.step();
    expect(s.files(0)).toEqual(s.files(1));
    // Renamed and edited at once it is one file only where files have ids; else each name is a file that was made.
    const names = Object.keys(s.files(0));
    expect(names.every((path) => path === '/l' || path === '/r')).toBe(true);
    expect(names).toHaveLength(kind.identity === 'oid' ? 1 : 2);
  });

  it.each(['CS-76', 'CS-77'])('%s a resolver that compares with syncHash finds the side that was really edited', async () => {
    const body = (text: string): string => text.split('|')[1] ?? '';
    const bodies = new Map<string, string>();
    const s = seat(kind, OID, {
      resolveConflict: async (local, remote) => ({
        winner: bodies.get(local.syncHash ?? '') === body(await local.text()) ? remote : local,
        keep: false,
      }),
    });
    s.stores[0].write('/a', 'head|body');
    await s.step();
    const known = [...s.sync.state.table.nodes()].find(({ name }) => name === 'a');
    bodies.set(known?.hash ?? '', 'body');
    s.stores[0].write('/a', 'another head|body');
    s.stores[1].write('/a', 'head|edited');
    await s.step();
    await s.step();
    expect([s.files(0), s.files(1)]).toEqual([{ '/a': 'head|edited' }, { '/a': 'head|edited' }]);
  });

  it('CS-30 a folder against a file keeps the name, whatever goes first', async () => {
    const s = seat(kind, OID, { prioritize: (_side, path) => (path.endsWith('inner') ? -10 : 0) });
    s.stores[0].write('/f', 'old');
    await s.step();
    for (const store of s.stores) store.remove('/f');
    s.stores[0].write('/f', 'file');
    s.stores[1].write('/f/inner', 'in');
    await s.step();
    await s.step();
    expect([s.files(0), s.files(1)]).toEqual([{ '/f.conflicted': 'file', '/f/inner': 'in' }, { '/f/inner': 'in' }]);
  });
});

describe('a conflict file', () => {
  const source = (text: string) => ({
    ...{ side: LOCAL, path: ['a'], size: text.length, hash: 'h', baseHash: null, baseRevision: null },
    open: async () => ({
      ...{ revision: 'r', size: text.length, mtimeMs: 0, executable: null, localPath: null, verify: async () => undefined },
      stream: async function* () {
        yield new TextEncoder().encode(text);
      },
    }),
  });

  it.each(['RF-1', 'RF-2'])('%s has a length, reads and seeks as a file, and reads the same again', async () => {
    const file = conflictFile(source('hello'), (path) => path);
    expect(file.size).toBe(5);
    const some = async (n?: number): Promise<string> => Buffer.from(await file.read(n)).toString();
    expect([await some(2), file.tell(), await some(), await some()]).toEqual(['he', 2, 'llo', '']);
    file.seek(0);
    expect(await some()).toBe('hello');
    await file.close();
  });

  it('RF-4 tells the error of the system where its temporary folder is missing', async () => {
    const missing = '/tmp/foldsync-no-such-folder';
    await rm(missing, { recursive: true, force: true });
    await expect(conflictFile(source('x'), (path) => path, missing).bytes()).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('SY-3 has a copy whose name carries the mark before the first dot, and a number where that is taken', () => {
    const taken = new Set<string>();
    const next = (): string => {
      const name = freeConflictName('to()a.doc.zip', 255, (each) => taken.has(each));
      taken.add(name);
      return name;
    };
    expect([next(), next()]).toEqual(['to()a.conflicted.doc.zip', 'to()a.conflicted2.doc.zip']);
  });
});

describe.each(PAIRS)('what goes wrong with an entry, LOCAL of %s', (_, kind) => {
  const types = (s: ReturnType<typeof seat>) => s.told.map(({ type }) => type);

  it.each<[string, 'create' | 'mkdir' | 'rename']>([
    ['CS-81', 'create'],
    ['CS-82', 'mkdir'],
    ['CS-83', 'rename'],
    ['SY-48', 'create'],
  ])('%s a name that REMOTE forbids is told of, on %s, and not tried again', async (_id, how) => {
    const s = seat(kind, { ...OID, forbiddenCharacters: ':' });
    s.stores[0].write('/a', '1');
    await s.step();
    if (how === 'create') s.stores[0].write('/b:c', '2');
    if (how === 'mkdir') s.stores[0].mkdir('/b:c');
    if (how === 'rename') s.stores[0].move('/a', '/b:c');
    await s.step();
    expect(s.told).toContainEqual(expect.objectContaining({ type: 'FILE_NAME_ERROR', source: REMOTE, path: '/b:c' }));
    expect(s.stores[1].exists('/b:c')).toBe(false);
  });

  it('SY-76 a name that is refused when a file is replaced leaves the old content', async () => {
    const s = seat(kind);
    s.stores[0].write('/a', '1');
    await s.step();
    s.stores[0].write('/a', '2');
    s.stores[1].setFaults(failing('replaceFile', 'NameRefused'));
    await s.step();
    expect([s.files(1), types(s).includes('FILE_NAME_ERROR')]).toEqual([{ '/a': '1' }, true]);
  });

  it.each(['CS-57', 'SY-75'])('%s a creation that never works is given up for now, and holds nothing up', async (id) => {
    const s = seat(kind);
    s.stores[0].write('/a', '1');
    s.stores[0].write('/b', '2');
    s.stores[1].setFaults((call) =>
      call.op === 'createFile' && call.path.at(-1) === 'a' ? { _tag: id === 'CS-57' ? 'NoParent' : 'Exists', message: 'so it says' } : null,
    );
    await s.step();
    expect(s.files(1)).toEqual({ '/b': '2' });
    s.stores[1].setFaults(() => null);
    await s.clock.advance(120_000);
    await s.step();
    expect(s.files(1)).toEqual({ '/a': '1', '/b': '2' });
  });

  it('CS-58 a folder that can be found by its id alone is made once', async () => {
    const s = seat(kind);
    s.stores[0].mkdir('/d');
    await s.step();
    let made = 0;
    s.stores[1].setFaults((call) => {
      if (call.op === 'makeFolder') made++;
      return call.op === 'lookUp' && call.oid === null ? { _tag: 'NotFound', message: 'no such path' } : null;
    });
    s.stores[0].write('/d/a', '1');
    await s.step();
    expect([s.files(1), made]).toEqual([{ '/d/a': '1' }, 0]);
  });

  it('CS-56 a full side is told of once, and what does not fit stays pending', async () => {
    const s = seat(kind, { ...OID, quota: 1024 });
    s.stores[0].write('/a', 'x'.repeat(1025));
    await s.step();
    expect([types(s).filter((type) => type === 'OUT_OF_SPACE_ERROR').length, s.files(1), s.sync.changeCount]).toEqual([1, {}, 1]);
    expect(s.sync.inBackoff).toBeGreaterThan(0);
  });

  it('SY-19 a file of which no hash is known is carried over by its bytes', async () => {
    const s = seat({ ...kind, hash: null }, { ...OID, hash: null });
    s.stores[0].write('/a', '1');
    await s.step();
    expect([s.files(1), s.sync.changeCount]).toEqual([{ '/a': '1' }, 0]);
    s.stores[0].remove('/a');
    await s.step();
    expect([s.files(1), s.sync.changeCount]).toEqual([{}, 0]);
  });

  it.each(['CS-55', 'SY-6', 'SY-7', 'SY-8'])(
    '%s a new file that REMOTE rejects as damaged is told of, stays, and goes over with new content',
    async () => {
      const s = seat(kind);
      s.stores[0].write('/a', 'damaged');
      s.stores[1].setFaults(failing('createFile', 'Corrupt'));
      await s.step();
      expect([types(s).filter((type) => type === 'SYNC_CORRUPT_IGNORED').length, s.files(1)]).toEqual([1, {}]);
      s.stores[0].move('/a', '/b');
      await s.step();
      expect(s.files(1)).toEqual({});
      s.stores[1].setFaults(() => null);
      s.stores[0].write('/b', 'good');
      await s.step();
      expect(s.files(1)).toEqual({ '/b': 'good' });
    },
  );

  it.each(['SY-9', 'SY-11'])('%s an edit that REMOTE rejects as damaged is told of, and the good content put back', async () => {
    const s = seat(kind);
    s.stores[0].write('/a', 'good');
    await s.step();
    s.stores[0].write('/a', 'damaged');
    s.stores[1].setFaults(failing('replaceFile', 'Corrupt'));
    await s.step();
    await s.step();
    expect(types(s)).toContain('SYNC_CORRUPT_IGNORED');
    expect([s.files(0), s.files(1)]).toEqual([{ '/a': 'good' }, { '/a': 'good' }]);
    s.stores[1].setFaults(() => null);
    s.stores[0].write('/a', 'good again');
    s.stores[0].move('/a', '/b');
    await s.step();
    expect(s.files(1)).toEqual({ '/b': 'good again' });
  });

  it.each(['SY-12', 'SY-15'])('%s a file that can not be read on REMOTE is told of; an edit of one is undone', async (id) => {
    const s = seat(kind);
    if (id === 'SY-15') {
      s.stores[1].write('/a', 'good');
      await s.step();
    }
    s.stores[1].write('/a', 'damaged');
    s.stores[1].setFaults(failing('read', 'Corrupt'));
    await s.step();
    await s.step();
    expect(types(s)).toContain('SYNC_CORRUPT_IGNORED');
    expect(s.files(0)).toEqual(id === 'SY-15' ? { '/a': 'good' } : {});
    expect(s.files(1)).toEqual({ '/a': id === 'SY-15' ? 'good' : 'damaged' });
  });
});

describe.each(PAIRS)('a side that is never quiet, LOCAL of %s', (_, kind) => {
  it('SY-62 a file that is touched by each look at it is deleted with its folder all the same, and nothing goes on for ever', async () => {
    const clock = virtualClock();
    const stores = [memoryStore({ label: 'local', ...kind }), memoryStore({ label: 'remote' })] as const;
    const restless$ = new Subject<Changes>();
    const local = memory(stores[0]);
    let looks = 0;
    const touch = ({ oid, path }: Ref): void =>
      restless$.next({
        hints: [{ _tag: 'Touched', ...(kind.identity === 'path' ? { oid: null, path } : { oid, path: null }) }],
        cursor: null,
      });
    const touchy: Provider = {
      ...local,
      changes$: (cursor) => merge(local.changes$(cursor), restless$),
      lookUp: async (ref) => {
        const answer = await local.lookUp(ref);
        if (answer._tag === 'Found' && answer.observation.kind === 'file') {
          looks++;
          touch({ oid: answer.observation.oid, path: ref.path });
        }
        return answer;
      },
    };
    const sync = new CloudSync([touchy, memory(stores[1])], { roots: ['/', '/'], clock });
    stores[0].write('/d/a', '1');
    await sync.start({ daemon: true });
    await clock.advance(5000);
    touch({ oid: [...sync.state.table.nodes()].find(({ name, side }) => name === 'a' && side === LOCAL)?.oid ?? null, path: ['d', 'a'] });
    await clock.advance(5000);
    expect([stores[1].tree(), looks > 10]).toEqual([{ '/d/': null, '/d/a': '1' }, true]);
    stores[1].remove('/d', { recursive: true });
    await clock.advance(1000);
    expect([stores[0].tree(), stores[1].tree(), sync.busy]).toEqual([{}, {}, false]);
    const before = looks;
    await clock.advance(60_000);
    expect([looks, [...sync.state.table.links()].length]).toEqual([before, 1]);
    await sync.stop();
  });
});

describe.each(PAIRS)('order and rest, LOCAL of %s', (_, kind) => {
  it.each<[string, 0 | 1]>([
    ['CS-61', LOCAL],
    ['CS-62', REMOTE],
  ])(
    '%s what has priority on side %s goes over at once, though it came last; the other rests for as long as aging says',
    async (_id, side) => {
      const s = seat(kind, OID, { prioritize: (_on, path) => (path === '/urgent' ? -1 : 0) });
      s.sync.aging = 4;
      const made: string[] = [];
      for (const store of s.stores)
        store.setGate(async (call, when) => {
          if (call.op === 'createFile' && when === 'after') made.push(call.path.join('/'));
        });
      await s.sync.start({ daemon: true });
      await s.clock.advance(10_000);
      const away = side === LOCAL ? REMOTE : LOCAL;
      s.stores[away].write('/other', '0');
      s.stores[side].write('/urgent', '1');
      await s.clock.advance(1000);
      expect([made, s.files(away)['/urgent'], s.files(side)['/other']]).toEqual([['urgent'], '1', undefined]);
      await s.clock.advance(9000);
      expect(s.files(0)).toEqual({ '/other': '0', '/urgent': '1' });
      expect(s.files(1)).toEqual(s.files(0));
      await s.sync.stop();
    },
  );

  it('goes first with what has priority, last with what has it above 0', async () => {
    const made: string[] = [];
    const s = seat(kind, OID, { prioritize: (_on, path) => (path === '/urgent' ? -1 : path === '/late' ? 1 : 0) });
    for (const store of s.stores)
      store.setGate(async (call, when) => {
        if (call.op === 'createFile' && when === 'before') made.push(call.path.join('/'));
      });
    s.stores[0].write('/late', '0');
    for (let i = 0; i < 40; i++) s.stores[1].write(`/f${i}`, `${i}`);
    s.stores[0].write('/urgent', '1');
    await s.step();
    expect([made[0], made.at(-1), made.length]).toEqual(['urgent', 'late', 42]);
  });

  it('SY-43 a deletion rests for as long as aging says', async () => {
    const s = seat(kind);
    s.sync.aging = 2;
    s.stores[0].write('/a', '1');
    await s.sync.start({ daemon: true });
    await s.clock.advance(3000);
    s.stores[0].remove('/a');
    await s.clock.advance(1000);
    expect(s.files(1)).toEqual({ '/a': '1' });
    await s.clock.advance(6000);
    expect(s.files(1)).toEqual({});
    await s.sync.stop();
  });
});
