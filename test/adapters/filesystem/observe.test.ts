import { execFileSync } from 'node:child_process';
import { chmodSync, linkSync, lstatSync, lutimesSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { factsOfStats } from '../../../src/adapters/filesystem/facts.js';
import { filesystemOn } from '../../../src/adapters/filesystem/filesystem.js';
import type { System } from '../../../src/adapters/filesystem/system.js';
import { outcome, ref, systems, temporaryFolder, worldOn } from './support.js';

/** Root may read everything: as root, act as somebody else for a while. */
const asNobody = async (work: () => Promise<void>): Promise<void> => {
  if (process.getuid?.() !== 0) return work();
  process.seteuid?.(65534);
  try {
    await work();
  } finally {
    process.seteuid?.(0);
  }
};

describe.each(systems)('observing a folder %s', (_name, system) => {
  it('lists files, folders, and what can never sync, but no names of its own', async () => {
    const world = await worldOn(system);
    world.write('file', 'abc');
    world.write('folder/inner');
    world.write('.foldsync/root.json');
    world.write('.foldsync-part-1');
    world.write('.fs~1~aside');
    symlinkSync('file', world.absolute('link'));
    execFileSync('mkfifo', [world.absolute('pipe')]);
    const listing = await world.provider.list(ref('/'));
    expect(listing.complete).toBe(true);
    expect(listing.entries.map(({ name, kind, kept, size }) => [name, kind, kept, size]).sort()).toEqual([
      ['.fs~1~aside', 'file', null, 0],
      ['file', 'file', null, 3],
      ['folder', 'folder', null, 0],
      ['link', 'other', 'symlink', 0],
      ['pipe', 'other', 'special', 0],
    ]);
    expect(world.provider.immediate.list(ref('/'))).toEqual(listing);
  });

  it('lists a socket as special', async () => {
    const world = await worldOn(system);
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(world.absolute('socket'), resolve));
    expect(world.observe('socket')).toMatchObject({ kind: 'other', kept: 'special' });
    await new Promise((resolve) => server.close(resolve));
  });

  it('sees the same facts as Node, before 1970 and beyond 4 GiB too', async () => {
    const world = await worldOn(system);
    world.write('file', 'abc');
    lutimesSync(world.absolute('file'), -1.25, -1.25);
    execFileSync('truncate', ['-s', '5G', world.absolute('file')]);
    execFileSync('touch', ['-d', '1969-12-31T23:59:58.750000001Z', world.absolute('file')]);
    const folder = { descriptor: null, path: world.root };
    expect(system.statAt(folder, 'file')).toEqual(factsOfStats(lstatSync(world.absolute('file'), { bigint: true })));
    expect(system.statAt(folder, 'file')?.modified).toEqual({ seconds: -2, nanoseconds: 750_000_001 });
    expect(world.observe('file').size).toBe(5 * 1024 ** 3);
    expect(system.statAt(folder, 'nothing')).toBeNull();
  });

  it('keeps the identity of a file through a rename, and gives another to its replacement', async () => {
    const world = await worldOn(system);
    world.write('a', '1');
    const before = world.observe('a');
    renameSync(world.absolute('a'), world.absolute('b'));
    expect(world.observe('b')).toMatchObject({ ident: before.ident, revision: before.revision });
    world.write('a', '1');
    expect(world.observe('a').ident).not.toBe(before.ident);
  });

  it('gives no identity to a file with several names', async () => {
    const world = await worldOn(system);
    world.write('a', '1');
    linkSync(world.absolute('a'), world.absolute('b'));
    expect(world.observe('a').ident).toBeNull();
  });

  it('counts the executable bit as part of the revision', async () => {
    const world = await worldOn(system);
    world.write('tool', '#!');
    const before = world.observe('tool');
    chmodSync(world.absolute('tool'), 0o755);
    const after = world.observe('tool');
    expect([before.executable, after.executable]).toEqual([false, true]);
    expect(after.revision).not.toBe(before.revision);
    expect(after.stamp).not.toBe(before.stamp);
  });

  it('shows names that are not UTF-8 under a name that stands for them, and finds them by it', async () => {
    const world = await worldOn(system);
    writeFileSync(Buffer.concat([Buffer.from(`${world.root}/x`), Buffer.from([0xff])]), '');
    writeFileSync(Buffer.concat([Buffer.from(`${world.root}/x`), Buffer.from([0xfe])]), '');
    world.write('honest \uFFFD');
    const entries = (await world.provider.list(ref('/'))).entries;
    expect(entries.map(({ name, kind, kept }) => [name, kind, kept]).sort()).toEqual([
      ['honest \uFFFD', 'file', null],
      ['x\uFFFD~78fe', 'other', 'not-utf8'],
      ['x\uFFFD~78ff', 'other', 'not-utf8'],
    ]);
    expect(world.observe('x\uFFFD~78ff')).toMatchObject({ kind: 'other', kept: 'not-utf8' });
    expect(world.provider.immediate.lookUp(ref('x\uFFFD~78fd'))).toEqual({ _tag: 'Missing', depth: 0 });
  });

  it('says how much of a missing path is there, and that a link is no folder', async () => {
    const world = await worldOn(system);
    world.write('a/b/file');
    symlinkSync('a', world.absolute('link'));
    const depthOf = (path: string): number | null => {
      const found = world.provider.immediate.lookUp(ref(path));
      return found._tag === 'Missing' ? found.depth : Number.NaN;
    };
    expect(
      ['x', 'x/y/z', 'a/x', 'a/b/x/y', 'a/b/file/x', 'link/b', `a/${'n'.repeat(300)}`, '.foldsync/x', 'a/.foldsync-part-1'].map(depthOf),
    ).toEqual([0, 0, 1, 2, 2, 0, 1, 0, 1]);
    expect(world.observe('a/b')).toMatchObject({ kind: 'folder', name: 'b' });
    expect(world.observe('/')).toMatchObject({ kind: 'folder', name: '' });
  });

  it('leaves a folder of thousands to the call that lets others run between', async () => {
    const world = await worldOn(system);
    for (let n = 0; n <= 4000; n++) world.write(`many/${n}`);
    expect(world.provider.immediate.list(ref('many'))).toBeNull();
    expect((await world.provider.list(ref('many'))).entries).toHaveLength(4001);
  });

  it('sees at once when a folder was swapped for another', async () => {
    const world = await worldOn(system);
    world.write('a/one');
    world.write('b/two');
    expect(world.provider.immediate.list(ref('a'))?.entries.map(({ name }) => name)).toEqual(['one']);
    renameSync(world.absolute('a'), world.absolute('c'));
    renameSync(world.absolute('b'), world.absolute('a'));
    expect(world.provider.immediate.list(ref('a'))?.entries.map(({ name }) => name)).toEqual(['two']);
    expect(world.provider.immediate.lookUp(ref('b/two'))).toEqual({ _tag: 'Missing', depth: 0 });
  });

  it('refuses unsafe names in any place', async () => {
    const world = await worldOn(system);
    world.write('a/secret', 'x');
    const hostile = ['..', '.', '', 'a/secret', '/etc/passwd', 'a\0b', '\ud800'];
    for (const name of hostile) {
      const place = { oid: null, path: [name] };
      const expected = { ...place, kind: 'file', revision: null, ident: null, parentOid: null } as const;
      const refusals = [
        await outcome(() => world.provider.lookUp(place)),
        await outcome(() => world.provider.list(place)),
        await outcome(() => world.provider.read(expected)),
        await outcome(() => world.provider.discard(expected)),
        await outcome(() => world.provider.makeFolder(ref('/'), name)),
        await outcome(() => world.provider.makeFolder(place, 'x')),
        await outcome(() => world.provider.move(world.expected('a/secret'), ref('/'), name)),
        await outcome(() => world.provider.move(expected, ref('/'), 'x')),
      ];
      expect(new Set(refusals)).toEqual(new Set(['NameRefused']));
    }
    expect(world.tree()).toEqual(['a/', 'a/secret']);
  });

  it('fails to list what is missing, a file, a link, or its own folder', async () => {
    const world = await worldOn(system);
    world.write('file');
    world.write('.foldsync/trash/x');
    mkdirSync(world.absolute('folder'));
    symlinkSync('folder', world.absolute('link'));
    for (const path of ['missing', 'file', 'link', '.foldsync', '.foldsync/trash'])
      expect([path, await outcome(() => world.provider.list(ref(path)))]).toEqual([path, 'NotFound']);
  });

  it('never says that something is absent when the root is', async () => {
    const root = temporaryFolder();
    const world = await worldOn(system, root);
    world.write('a/file');
    const expected = world.expected('a/file');
    renameSync(root, `${root}-away`);
    const calls = () => [
      outcome(() => world.provider.lookUp(ref('a/file'))),
      outcome(() => world.provider.lookUp(ref('x'))),
      outcome(() => world.provider.list(ref('/'))),
      outcome(() => world.provider.list(ref('a'))),
      outcome(() => world.provider.read(expected)),
      outcome(() => world.provider.discard(expected)),
      outcome(() => world.provider.makeFolder(ref('/'), 'new')),
      outcome(() => world.provider.flush()),
    ];
    expect(new Set(await Promise.all(calls()))).toEqual(new Set(['RootMissing']));
    mkdirSync(root);
    expect(new Set(await Promise.all(calls()))).toEqual(new Set(['RootMissing']));
    rmSync(root, { recursive: true });
    renameSync(`${root}-away`, root);
    expect(await outcome(() => world.provider.lookUp(ref('a/file')))).toBe('ok');
  });

  it('does not say so either when the root goes away in the middle of a look', async () => {
    const root = temporaryFolder();
    const statAt: System['statAt'] = (folder, name) => {
      if (name === 'x') renameSync(root, `${root}/../${basename(root)}-away`);
      return system.statAt(folder, name);
    };
    const world = await worldOn({ ...system, statAt }, root);
    expect(await outcome(() => world.provider.immediate.lookUp(ref('x')))).toBe('RootMissing');
    renameSync(`${root}-away`, root);
  });

  it('connects to a folder only, and tells one root from another', async () => {
    const root = temporaryFolder();
    writeFileSync(`${root}/file`, '');
    const connect = (path: string) => filesystemOn(system, { root: path }).connect();
    expect(await outcome(() => connect(`${root}/missing`))).toBe('RootMissing');
    expect(await outcome(() => connect(`${root}/file`))).toBe('RootMissing');
    expect(await connect(root)).toEqual(await connect(root));
    expect(await connect(root)).not.toEqual(await connect(temporaryFolder()));
    expect(await outcome(() => filesystemOn(system, { root }).lookUp(ref('file')))).toBe('Disconnected');
  });

  it('fails with Denied where it may not read', async () => {
    const world = await worldOn(system);
    world.write('locked/file', 'x');
    world.write('file', 'x');
    const expected = world.expected('file');
    for (const [path, mode] of [
      ['', 0o755],
      ['locked', 0o300],
      ['file', 0o200],
    ] as const)
      chmodSync(world.absolute(path), mode);
    const now = world.expected('file');
    await asNobody(async () => {
      expect(await outcome(() => world.provider.immediate.list(ref('locked')))).toBe('Denied');
      expect(await outcome(() => world.provider.list(ref('locked')))).toBe('Denied');
      expect(await outcome(() => world.provider.read({ ...expected, revision: now.revision }))).toBe('Denied');
      expect(await outcome(() => world.provider.lookUp(ref('locked/file')))).toBe('Denied');
      expect(await outcome(() => world.provider.makeFolder(ref('/'), 'new'))).toBe('Denied');
    });
    chmodSync(world.absolute('locked'), 0o700);
  });

  it('finds out about upper and lower case without writing', async () => {
    const world = await worldOn(system);
    world.write('Name');
    expect(world.provider.traits.caseSensitive).toBe(true);
    expect(world.tree()).toEqual(['Name']);
  });
});
