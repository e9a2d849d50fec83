import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  closeSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { describe, expect, it } from 'vitest';
import { failure, SMALL_FILE_BYTES, type Content, type Expected } from '../../../src/effects/ports/provider.js';
import { hasNative, outcome, ref, remoteContent, systems, temporaryFolder, worldOn, type World } from './support.js';

/** Copies in both ways that the port has. */
const ways: readonly (readonly [string, (from: World, path: string, to: World, parent: string, name: string) => Promise<unknown>])[] = [
  [
    'read and createFile',
    async (from, path, to, parent, name) => to.provider.createFile(ref(parent), name, await from.provider.read(from.expected(path))),
  ],
  [
    'immediate',
    async (from, path, to, parent, name) =>
      to.provider.immediate.createFile(ref(parent), name, from.provider.immediate.source(from.expected(path))),
  ],
];

describe.each(systems)('creating %s', (systemName, system) => {
  const native = systemName !== 'without FFI';

  describe.each(ways)('by %s', (_way, copy) => {
    it('copies content, time and executable bit, and answers what is there', async () => {
      const [from, to] = [await worldOn(system), await worldOn(system)];
      from.write('tool', 'content');
      chmodSync(from.absolute('tool'), 0o750);
      execFileSync('touch', ['-d', '2001-02-03T04:05:06.123456789Z', from.absolute('tool')]);
      const observation = await copy(from, 'tool', to, '/', 'copy');
      expect(to.read('copy')).toBe('content');
      expect(observation).toEqual(to.observe('copy'));
      expect(observation).toMatchObject({ executable: true, size: 7, kind: 'file' });
      expect(to.tree()).toEqual(['copy']);
      const { mtimeNs, mode } = statSync(to.absolute('copy'), { bigint: true });
      expect(mode & 0o777n).toBe(0o750n);
      if (native) expect(mtimeNs).toBe(statSync(from.absolute('tool'), { bigint: true }).mtimeNs);
      else expect(mtimeNs / 1_000_000n).toBe(statSync(from.absolute('tool'), { bigint: true }).mtimeNs / 1_000_000n);
    });

    it.each([0, 1, SMALL_FILE_BYTES - 1, SMALL_FILE_BYTES])('copies %i bytes', async (size) => {
      const [from, to] = [await worldOn(system), await worldOn(system)];
      writeFileSync(from.absolute('file'), Buffer.alloc(size, 'abcdefg'));
      await copy(from, 'file', to, '/', 'file');
      expect(readFileSync(to.absolute('file')).equals(readFileSync(from.absolute('file')))).toBe(true);
    });

    it('keeps a private file private', async () => {
      const [from, to] = [await worldOn(system), await worldOn(system)];
      from.write('key', 'x');
      chmodSync(from.absolute('key'), 0o600);
      await copy(from, 'key', to, '/', 'key');
      expect(statSync(to.absolute('key')).mode & 0o777).toBe(0o600);
    });

    it('never replaces what is there', async () => {
      const [from, to] = [await worldOn(system), await worldOn(system)];
      from.write('file', 'new');
      to.write('file', 'old');
      mkdirSync(to.absolute('folder'));
      symlinkSync('nowhere', to.absolute('link'));
      for (const name of ['file', 'folder', 'link']) expect(await outcome(() => copy(from, 'file', to, '/', name))).toBe('Exists');
      expect([to.read('file'), to.tree(), to.parts()]).toEqual(['old', ['file', 'folder/', 'link'], []]);
    });

    it('takes names of 255 bytes, and refuses longer ones', async () => {
      const [from, to] = [await worldOn(system), await worldOn(system)];
      const name = 'ä'.repeat(127) + 'x';
      from.write(name, 'long');
      await copy(from, name, to, '/', name);
      expect(to.read(name)).toBe('long');
      expect(await outcome(() => copy(from, name, to, '/', `${name}y`))).toBe('NameRefused');
      expect(to.parts()).toEqual([]);
    });

    it('fails with NoParent where the folder is missing, a file, or a link', async () => {
      const [from, to] = [await worldOn(system), await worldOn(system)];
      const outside = temporaryFolder();
      from.write('file', 'x');
      to.write('plain', '');
      symlinkSync(outside, to.absolute('link'));
      mkdirSync(`${outside}/below`);
      for (const parent of ['missing', 'plain', 'link', 'link/below', '.foldsync'])
        expect([parent, await outcome(() => copy(from, 'file', to, parent, 'file'))]).toEqual([parent, 'NoParent']);
      expect(readdirSync(outside)).toEqual(['below']);
    });

    it('does not follow a folder that was swapped for a link a moment ago', async () => {
      const [from, to] = [await worldOn(system), await worldOn(system)];
      const outside = temporaryFolder();
      from.write('file', 'x');
      mkdirSync(to.absolute('folder'));
      await copy(from, 'file', to, 'folder', 'first');
      renameSync(to.absolute('folder'), to.absolute('aside'));
      symlinkSync(outside, to.absolute('folder'));
      expect(await outcome(() => copy(from, 'file', to, 'folder', 'second'))).toBe('NoParent');
      expect(readdirSync(outside)).toEqual([]);
      expect(to.tree()).toEqual(['aside/', 'aside/first', 'folder']);
    });

    it('reads nothing through a link, whether it is the file or above it', async () => {
      const [from, to] = [await worldOn(system), await worldOn(system)];
      const outside = temporaryFolder();
      writeFileSync(`${outside}/file`, 'secret');
      from.write('folder/file', 'public');
      const expected: Expected = { ...from.expected('folder/file'), ident: null, revision: null };
      const attempts: (() => unknown)[] = [];
      const source = from.provider.immediate.source(expected);
      const content = await from.provider.read(expected);
      attempts.push(() => to.provider.immediate.createFile(ref('/'), 'a', source));
      attempts.push(() => to.provider.createFile(ref('/'), 'b', content));
      attempts.push(() => from.provider.read(expected));
      renameSync(from.absolute('folder'), from.absolute('aside'));
      symlinkSync(outside, from.absolute('folder'));
      for (const attempt of attempts) expect(await outcome(attempt)).toBe('NotFound');
      renameSync(from.absolute('folder'), from.absolute('link'));
      renameSync(from.absolute('aside'), from.absolute('folder'));
      renameSync(from.absolute('folder/file'), from.absolute('folder/aside'));
      symlinkSync(`${outside}/file`, from.absolute('folder/file'));
      for (const attempt of attempts) expect(await outcome(attempt)).toMatch(/NotFound|Moved/);
      expect(to.tree()).toEqual([]);
    });

    it('fails with Modified, and leaves nothing, when the source is not what was expected', async () => {
      const [from, to] = [await worldOn(system), await worldOn(system)];
      from.write('file', 'one');
      const expected = from.expected('file');
      const content = await from.provider.read(expected);
      const source = from.provider.immediate.source(expected);
      appendFileSync(from.absolute('file'), 'two');
      expect(await outcome(() => to.provider.createFile(ref('/'), 'a', content))).toBe('Modified');
      expect(await outcome(() => to.provider.immediate.createFile(ref('/'), 'b', source))).toBe('Modified');
      expect(await outcome(() => from.provider.read(expected))).toBe('Modified');
      expect([to.tree(), to.parts()]).toEqual([[], []]);
    });
  });

  it('copies a large file, shows progress, and lets others run meanwhile', async () => {
    const [from, to] = [await worldOn(system), await worldOn(system)];
    writeFileSync(from.absolute('large'), Buffer.alloc(40 * 1024 * 1024 + 7, 'abc'));
    const progress: number[] = [];
    let turns = 0;
    const counter = setInterval(() => (turns += 1), 0);
    await to.provider.createFile(ref('/'), 'large', await from.provider.read(from.expected('large')), (bytes) => progress.push(bytes));
    clearInterval(counter);
    expect(readFileSync(to.absolute('large')).equals(readFileSync(from.absolute('large')))).toBe(true);
    expect(progress.at(-1)).toBe(40 * 1024 * 1024 + 7);
    expect(progress.length).toBeGreaterThan(2);
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
    expect(turns).toBeGreaterThan(0);
  });

  it('streams content that is no local file, with its time', async () => {
    const world = await worldOn(system);
    const observation = await world.provider.createFile(ref('/'), 'file', remoteContent('streamed', { executable: true }));
    expect(world.read('file')).toBe('streamed');
    expect(observation).toEqual(world.observe('file'));
    expect(observation).toMatchObject({ executable: true, mtimeMs: 1_600_000_000_123 });
  });

  it('leaves nothing when the content fails, is cut short, or can not be verified', async () => {
    const world = await worldOn(system);
    const broken: readonly (readonly [string, Content])[] = [
      [
        'Disconnected',
        remoteContent('x', {
          stream: async function* () {
            yield Buffer.from('x');
            throw failure('Disconnected', 'gone');
          },
        }),
      ],
      ['Corrupt', remoteContent('x', { size: 2 })],
      ['Modified', remoteContent('x', { verify: () => Promise.reject(failure('Modified', 'changed')) })],
    ];
    for (const [tag, content] of broken) expect(await outcome(() => world.provider.createFile(ref('/'), 'file', content))).toBe(tag);
    expect([world.tree(), world.parts()]).toEqual([[], []]);
  });

  it('does not place a file whose folder moved away while it was coming', async () => {
    const world = await worldOn(system);
    mkdirSync(world.absolute('folder'));
    const content = remoteContent('x', {
      verify: async () => {
        renameSync(world.absolute('folder'), world.absolute('moved'));
        mkdirSync(world.absolute('folder'));
      },
    });
    expect(await outcome(() => world.provider.createFile(ref('folder'), 'file', content))).toBe('NoParent');
    expect([world.tree(), world.parts()]).toEqual([['folder/', 'moved/'], []]);
  });

  it('sees a change of the source that left its length alone, also half way through', async () => {
    const [from, to] = [await worldOn(system), await worldOn(system)];
    from.write('file', 'one');
    const source = from.provider.immediate.source(from.expected('file'));
    from.write('file', 'two');
    expect(await outcome(() => to.provider.immediate.createFile(ref('/'), 'a', source))).toBe('Modified');
    writeFileSync(from.absolute('large'), Buffer.alloc(20 * 1024 * 1024));
    // Written long ago: then any write shows in its time.
    utimesSync(from.absolute('large'), 1e9, 1e9);
    const content = remoteContent('', { localPath: from.absolute('large'), size: 20 * 1024 * 1024 });
    let isChanged = false;
    const change = (): void => {
      if (!isChanged) writeSync(openedForWriting, 'x', 0);
      isChanged = true;
    };
    const openedForWriting = openSync(from.absolute('large'), 'r+');
    expect(await outcome(() => to.provider.createFile(ref('/'), 'b', content, change))).toBe('Modified');
    closeSync(openedForWriting);
    expect([to.tree(), to.parts()]).toEqual([[], []]);
  });

  it('copies a file that another adapter names by path, but follows no link there either', async () => {
    const world = await worldOn(system);
    const folder = temporaryFolder();
    writeFileSync(`${folder}/file`, 'by path');
    symlinkSync('file', `${folder}/link`);
    const local = (name: string, size: number) =>
      world.provider.createFile(ref('/'), name, remoteContent('', { localPath: `${folder}/${name}`, size }));
    await local('file', 7);
    expect(world.read('file')).toBe('by path');
    expect(await outcome(() => local('link', 7))).toBe('NotFound');
    expect(
      await outcome(() => world.provider.immediate.createFile(ref('/'), 'x', { absolutePath: `${folder}/file`, revision: '', size: 6 })),
    ).toBe('Modified');
    expect(
      await outcome(() => world.provider.immediate.createFile(ref('/'), 'x', { absolutePath: `${folder}/file`, revision: '', size: 8 })),
    ).toBe('Modified');
    expect([world.tree(), world.parts()]).toEqual([['file'], []]);
  });

  it('never places over what appears while content is coming', async () => {
    const world = await worldOn(system);
    const content = remoteContent('ours', { verify: async () => world.write('file', 'theirs') });
    expect(await outcome(() => world.provider.createFile(ref('/'), 'file', content))).toBe('Exists');
    expect([world.read('file'), world.parts()]).toEqual(['theirs', []]);
  });

  it('waits until a file that was written just now can be told from its next version', async () => {
    const world = await worldOn(system);
    world.write('file', 'one');
    const now = Date.now() / 1000;
    utimesSync(world.absolute('file'), now, now);
    await world.provider.read(world.expected('file'));
    expect(Date.now() / 1000 - now).toBeGreaterThanOrEqual(0.01);
  });

  it('streams a file with bounded chunks and closes it', async () => {
    const world = await worldOn(system);
    writeFileSync(world.absolute('file'), Buffer.alloc(3_000_000, 'x'));
    const content = await world.provider.read(world.expected('file'));
    let bytes = 0;
    for await (const chunk of content.stream()) {
      expect(chunk.length).toBeLessThanOrEqual(1024 * 1024);
      bytes += chunk.length;
    }
    await content.verify();
    expect(bytes).toBe(3_000_000);
    world.write('file', 'other');
    expect(await outcome(() => content.verify())).toBe('Modified');
  });

  it('makes folders, and says Exists or NoParent', async () => {
    const world = await worldOn(system);
    expect(await world.provider.makeFolder(ref('/'), 'a')).toEqual(world.observe('a'));
    expect(await outcome(() => world.provider.makeFolder(ref('/'), 'a'))).toBe('Exists');
    expect(await outcome(() => world.provider.makeFolder(ref('b'), 'a'))).toBe('NoParent');
    for (const name of ['.foldsync', '.foldsync-part-x'])
      expect(await outcome(() => world.provider.makeFolder(ref('/'), name))).toBe('NameRefused');
    expect(world.tree()).toEqual(['a/']);
  });

  it('leaves no descriptor open', async () => {
    const [from, to] = [await worldOn(system), await worldOn(system)];
    const settle = () => new Promise((resolve) => setTimeout(resolve, 0));
    const count = () => readdirSync('/proc/self/fd').length;
    from.write('a/b/file', 'x');
    await settle();
    const before = count();
    for (let round = 0; round < 50; round += 1) {
      const name = `f${round}`;
      await to.provider.createFile(ref('/'), name, await from.provider.read(from.expected('a/b/file')));
      await outcome(() => to.provider.createFile(ref('/'), name, remoteContent('x')));
      await to.provider.replaceFile(to.expected(name), remoteContent('y'));
      await to.provider.discard(to.expected(name));
      await outcome(() => to.provider.list(ref('a/b/file')));
    }
    await settle();
    expect(count()).toBe(before);
  });
});

it('has FFI here, so that both ways are tested', () => expect(hasNative).toBe(true));
it('looks like a plain file afterwards', async () => {
  const [, system] = systems[0] ?? [];
  if (system === undefined) throw new Error('no system');
  const world = await worldOn(system);
  await world.provider.createFile(ref('/'), 'file', remoteContent('x'));
  expect(lstatSync(world.absolute('file')).nlink).toBe(1);
});
