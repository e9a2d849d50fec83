/** The contract of resolvers (behaviour.md e.14). */
import { describe, expect, it } from 'vitest';
import type { MemoryOptions } from '../../src/adapters/memory/index.js';
import { type ConflictFile, LOCAL, mergeText, ProviderFailure, REMOTE, type ResolveConflict } from '../../src/index.js';
import { type Bench, bench, settle, settleInTime } from './support.js';

const KINDS: readonly [string, readonly [Partial<MemoryOptions>, Partial<MemoryOptions>]][] = [
  ['oid | oid', [{}, {}]],
  ['path | oid', [{ identity: 'path' }, {}]],
  [
    'inode | path without hashes',
    [
      { identity: 'inode', hash: null },
      { identity: 'path', hash: null },
    ],
  ],
];

/** Both sides edited, or created, one file. */
const disputed = async (
  how: 'edited' | 'created',
  resolveConflict: ResolveConflict,
  kinds: Bench['stores'] extends never ? never : readonly [Partial<MemoryOptions>, Partial<MemoryOptions>] = [{}, {}],
): Promise<Bench> => {
  const bed = bench({ resolveConflict, kinds });
  if (how === 'edited') {
    bed.stores[0].write('/d/a.txt', 'base');
    await settleInTime(bed);
  }
  bed.stores[0].write('/d/a.txt', 'of local');
  bed.stores[1].write('/d/a.txt', 'of remote!');
  await settleInTime(bed);
  return bed;
};
const trees = ({ stores }: Bench) => stores.map((store) => Object.fromEntries(Object.entries(store.tree()).filter(([, v]) => v !== null)));

describe.each(KINDS)('a resolver, on %s', (_, kinds) => {
  describe.each(['edited', 'created'] as const)('where both %s', (how) => {
    const sides = [LOCAL, REMOTE] as const;
    const content = { [LOCAL]: 'of local', [REMOTE]: 'of remote!' };

    it.each(sides)('lets side %s win, and the other go', async (side) => {
      const bed = await disputed(how, (...files) => ({ winner: files[side] as ConflictFile, keep: false }), kinds);
      expect(trees(bed)).toEqual([{ '/d/a.txt': content[side] }, { '/d/a.txt': content[side] }]);
    });

    it.each(sides)('lets side %s win, and keeps the other where it was', async (side) => {
      const bed = await disputed(how, (...files) => ({ winner: files[side] as ConflictFile, keep: true }), kinds);
      const lost = side === LOCAL ? REMOTE : LOCAL;
      expect(trees(bed)[side]).toEqual({ '/d/a.txt': content[side] });
      expect(trees(bed)[lost]).toEqual({ '/d/a.txt': content[side], '/d/a.conflicted.txt': content[lost] });
    });

    it('puts what it made of both on both sides', async () => {
      const merge: ResolveConflict = async (a, b) => ({ winner: `${await a.text()} and ${await b.text()}`, keep: false });
      const bed = await disputed(how, merge, kinds);
      expect(trees(bed)).toEqual([{ '/d/a.txt': 'of local and of remote!' }, { '/d/a.txt': 'of local and of remote!' }]);
    });

    it('puts what it made of both on both sides, and keeps both', async () => {
      const bed = await disputed(how, () => ({ winner: new TextEncoder().encode('merged'), keep: true }), kinds);
      expect(trees(bed)).toEqual([
        { '/d/a.txt': 'merged', '/d/a.conflicted.txt': 'of local' },
        { '/d/a.txt': 'merged', '/d/a.conflicted2.txt': 'of remote!' },
      ]);
    });

    it.each<[string, () => unknown]>([
      ['null', () => null],
      ['nothing', () => undefined],
      ['no pair', () => ({ winner: 7 })],
      ['a winner that is no content', () => ({ winner: { read: 1 }, keep: true })],
      [
        'an exception',
        () => {
          throw new Error('no idea');
        },
      ],
    ])('that answers %s leaves it to policy', async (_answer, resolve) => {
      const bed = await disputed(how, resolve as ResolveConflict, kinds);
      expect(trees(bed)).toEqual([{ '/d/a.txt': 'of remote!', '/d/a.conflicted.txt': 'of local' }, { '/d/a.txt': 'of remote!' }]);
    });
  });
});

describe('a resolver', () => {
  it('is asked again, later, after a temporary error, and nothing is changed meanwhile', async () => {
    let asked = 0;
    const bed = bench({
      resolveConflict: (local) => {
        if (++asked < 3) throw new ProviderFailure({ _tag: 'Temporary', message: 'not now' });
        return { winner: local, keep: false };
      },
    });
    bed.stores[0].write('/a', '1');
    bed.stores[1].write('/a', '22');
    await bed.sync.start({ daemon: true });
    await bed.clock.advance(50);
    expect(trees(bed)).toEqual([{ '/a': '1' }, { '/a': '22' }]);
    await bed.clock.advance(5000);
    expect([asked, trees(bed)]).toEqual([3, [{ '/a': '1' }, { '/a': '1' }]]);
    await bed.sync.stop();
  });

  it('resolves one file again and again', async () => {
    const bed = bench({ resolveConflict: async (local) => ({ winner: `${await local.text()}+merged`, keep: false }) });
    const { stores } = bed;
    for (const round of ['1', '2', '3']) {
      stores[0].write('/a', `l${round}`);
      stores[1].write('/a', `remote${round}`);
      await settleInTime(bed);
      expect(stores.map((store) => store.tree())).toEqual([{ '/a': `l${round}+merged` }, { '/a': `l${round}+merged` }]);
    }
  });

  it('reads as from a file, as often as it likes, and knows what the files are', async () => {
    const seen: unknown[] = [];
    await disputed('edited', async (local, remote, base) => {
      seen.push([local.side, remote.side, local.path, remote.path, local.size, base]);
      const text = async (n?: number): Promise<string> => Buffer.from(await local.read(n)).toString();
      seen.push([await text(2), local.tell(), await text(), local.tell(), await text()]);
      local.seek(3);
      seen.push([await text(), local.hash !== local.syncHash]);
      await local.close();
      seen.push([await text(2), await remote.text()]);
      const pieces: string[] = [];
      for await (const piece of remote.stream()) pieces.push(Buffer.from(piece).toString());
      seen.push(pieces.join(''));
      return null;
    });
    expect(seen).toEqual([
      [LOCAL, REMOTE, '/d/a.txt', '/d/a.txt', 8, null],
      ['of', 2, ' local', 8, ''],
      ['local', true],
      ['of', 'of remote!'],
      'of remote!',
    ]);
  });

  it('is not asked where contents turn out to be equal, nor for a folder against a file', async () => {
    let asked = 0;
    const { sync, stores } = bench({ resolveConflict: () => (asked++, null) });
    stores[0].write('/a', 'same');
    stores[1].write('/a', 'same');
    stores[0].write('/b', 'file');
    stores[1].write('/b/f', 'in a folder');
    await settle(sync);
    expect(asked).toBe(0);
    expect(stores[0].tree()).toEqual({ '/a': 'same', '/b.conflicted': 'file', '/b/': null, '/b/f': 'in a folder' });
  });

  it('may be put in place while the sync runs', async () => {
    const { sync, stores, clock } = bench();
    await sync.start({ daemon: true });
    sync.resolveConflict = (local) => ({ winner: local, keep: false });
    stores[0].write('/a', '1');
    stores[1].write('/a', '22');
    await clock.advance(2000);
    expect(stores.map((store) => store.tree())).toEqual([{ '/a': '1' }, { '/a': '1' }]);
    await sync.stop();
  });

  it('gives way to an edit that is made while it thinks', async () => {
    const bed = bench({
      resolveConflict: async (local) => {
        if ((await local.text()) === 'l1') bed.stores[0].write('/a', 'l2');
        return { winner: `${await local.text()} merged`, keep: false };
      },
    });
    bed.stores[0].write('/a', 'l1');
    bed.stores[1].write('/a', 'remote');
    await settleInTime(bed);
    expect(bed.stores.map((store) => store.tree())).toEqual([{ '/a': 'l2 merged' }, { '/a': 'l2 merged' }]);
  });
});

describe('merging text', () => {
  const lines = (...edits: readonly string[]): string =>
    ['one', 'two', 'three', 'four', 'five'].map((line, i) => edits[i] || line).join('\n');
  const edited = async (ours: string, theirs: string, keepBases = 1000): Promise<Bench> => {
    const bed = bench({ resolveConflict: mergeText(), keepBases });
    bed.stores[0].write('/a.md', lines());
    await settleInTime(bed);
    bed.stores[0].write('/a.md', ours);
    bed.stores[1].write('/a.md', theirs);
    await settleInTime(bed);
    return bed;
  };

  it('takes the changed lines of both sides, and goes on from there', async () => {
    const bed = await edited(lines('ONE'), lines('', '', '', '', 'FIVE!'));
    expect(trees(bed)).toEqual([{ '/a.md': lines('ONE', '', '', '', 'FIVE!') }, { '/a.md': lines('ONE', '', '', '', 'FIVE!') }]);
    bed.stores[0].write('/a.md', lines('ONE', 'TWO', '', '', 'FIVE!'));
    bed.stores[1].write('/a.md', lines('ONE', '', '', 'FOUR?', 'FIVE!'));
    await settleInTime(bed);
    expect(trees(bed)[1]).toEqual({ '/a.md': lines('ONE', 'TWO', '', 'FOUR?', 'FIVE!') });
  });

  it.each<[string, string, string, number]>([
    ['changed one line', lines('ours'), lines('theirs!'), 1000],
    ['are no text', `${lines('1')}\0`, lines('', '', '', '', '55555'), 1000],
    ['have no base', lines('1'), lines('', '', '', '', '55555'), 0],
  ])('leaves files to policy where they %s', async (_, ours, theirs, keepBases) => {
    expect(trees(await edited(ours, theirs, keepBases))).toEqual([{ '/a.md': theirs, '/a.conflicted.md': ours }, { '/a.md': theirs }]);
  });

  it('refuses a limit that is none', () => {
    expect(() => mergeText({ maxBytes: 0 })).toThrow('maxBytes is a number of bytes above 0, not 0');
  });
});
