import {
  appendFileSync,
  chmodSync,
  closeSync,
  existsSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeSync,
} from 'node:fs';
import { describe, expect, it } from 'vitest';
import { recoveredName } from '../../../src/adapters/filesystem/place.js';
import { portableSystem } from '../../../src/adapters/filesystem/portable.js';
import type { System } from '../../../src/adapters/filesystem/system.js';
import { failure, type Replaced } from '../../../src/effects/ports/provider.js';
import { outcome, ref, remoteContent, systems, temporaryFolder, worldOn, type World } from './support.js';

/** `system`, on which someone else does something right before the nth rename of any kind. */
const racing = (system: System, races: Readonly<Record<number, () => void>>): System => {
  let count = 0;
  const before = <A extends readonly unknown[]>(call: ((...args: A) => void) | null) =>
    call === null
      ? null
      : (...args: A): void => {
          races[count++]?.();
          call(...args);
        };
  return { ...system, renameNoReplace: before(system.renameNoReplace), exchange: before(system.exchange) };
};

type Replace = (world: World, path: string, content: string, executable?: boolean) => Promise<Replaced>;

/** Replaces in both ways that the port has. */
const ways: readonly (readonly [string, Replace])[] = [
  [
    'replaceFile',
    (world, path, content, executable = false) => world.provider.replaceFile(world.expected(path), remoteContent(content, { executable })),
  ],
  [
    'immediate',
    async (world, path, content, executable = false) => {
      const expected = world.expected(path);
      const from = await worldOn(portableSystem);
      from.write('source', content);
      chmodSync(from.absolute('source'), executable ? 0o755 : 0o644);
      return world.provider.immediate.replaceFile(expected, from.provider.immediate.source(from.expected('source')));
    },
  ],
];
const systemsAndWays = systems.flatMap(([name, system]) => ways.map(([way, replace]) => [`${name}, by ${way}`, system, replace] as const));

describe.each(systemsAndWays)('replacing %s', (_name, system, replace) => {
  it('puts the new content in place and the old in the trash', async () => {
    const world = await worldOn(system);
    world.write('a/file', 'old');
    const { seen, trash } = await replace(world, 'a/file', 'new');
    expect(world.read('a/file')).toBe('new');
    expect(seen).toEqual(world.observe('a/file'));
    expect(world.read(trash?.ref ?? '')).toBe('old');
    expect([world.trashed(), world.parts(), world.tree()]).toEqual([['old'], [], ['a/', 'a/file']]);
    expect(statSync(world.absolute('.foldsync')).mode & 0o777).toBe(0o700);
    expect(statSync(world.absolute('.foldsync/trash')).mode & 0o777).toBe(0o700);
  });

  it('does not even touch the old file where there can be no trash: it would look edited', async () => {
    const world = await worldOn(system);
    world.write('a/file', 'old');
    world.write('.foldsync/trash', 'in the way');
    const before = world.observe('a/file');
    expect(await outcome(() => replace(world, 'a/file', 'new'))).not.toBe('ok');
    expect([world.read('a/file'), world.parts()]).toEqual(['old', []]);
    expect(world.observe('a/file')).toEqual(before);
  });

  it('keeps who may read it, and takes the executable bit from the content', async () => {
    const world = await worldOn(system);
    world.write('file', 'old');
    chmodSync(world.absolute('file'), 0o640);
    expect((await replace(world, 'file', 'new', true)).seen.executable).toBe(true);
    expect(statSync(world.absolute('file')).mode & 0o777).toBe(0o750);
    await replace(world, 'file', 'newer', false);
    expect(statSync(world.absolute('file')).mode & 0o777).toBe(0o640);
  });

  it('puts back a version that was saved in the last moment', async () => {
    const root = temporaryFolder();
    const world = await worldOn(racing(system, { 0: () => appendFileSync(`${root}/file`, ' and newer') }), root);
    world.write('file', 'old');
    const tag = await outcome(() => replace(world, 'file', 'ours'));
    if (system.renameNoReplace === null) return;
    expect(tag).toBe('Modified');
    expect([world.read('file'), world.parts(), world.trashed()]).toEqual(['old and newer', [], []]);
  });

  it('keeps what is written through a file opened before the replacement, in the trash', async () => {
    const world = await worldOn(system);
    world.write('file', 'old');
    const descriptor = openSync(world.absolute('file'), 'a');
    await replace(world, 'file', 'new');
    writeSync(descriptor, ' and late');
    closeSync(descriptor);
    expect([world.read('file'), world.trashed()]).toEqual(['new', ['old and late']]);
  });

  it('replaces a file whose name has 255 bytes', async () => {
    const world = await worldOn(system);
    const name = 'n'.repeat(255);
    world.write(name, 'old');
    await replace(world, name, 'new');
    expect([world.read(name), world.trashed()]).toEqual(['new', ['old']]);
  });

  it('refuses a trash that is a link to elsewhere', async () => {
    const world = await worldOn(system);
    const outside = temporaryFolder();
    world.write('file', 'old');
    symlinkSync(outside, world.absolute('.foldsync'));
    expect(await outcome(() => replace(world, 'file', 'new'))).toBe('Denied');
    expect(await outcome(() => world.provider.discard(world.expected('file')))).toBe('Denied');
    expect([world.read('file'), readdirSync(outside), world.parts()]).toEqual(['old', [], []]);
  });
});

describe.each(systems)('replacing %s', (_name, system) => {
  it.each(['a/file', '.foldsync/root', '.foldsync/trash/../root', '.foldsync/trash/0-000000000000/../../../a/file', '../file'])(
    'reads nothing but its own trash as thrown away: not %s',
    async (ref) => {
      const world = await worldOn(system);
      world.write('a/file', 'secret');
      world.write('.foldsync/root', 'secret');
      expect(await outcome(() => world.provider.readTrash?.({ ref }))).toBe('NotFound');
    },
  );

  it.each([
    ['changed', (file: string) => appendFileSync(file, '!'), 'Modified'],
    ['removed', (file: string) => rmSync(file), 'NotFound'],
    ['made a folder', (file: string) => (rmSync(file), mkdirSync(file)), 'Moved'],
    ['made a link', (file: string) => (rmSync(file), symlinkSync('x', file)), 'Moved'],
  ] as const)('does nothing if the file was %s before, or while content was coming', async (_what, change, tag) => {
    for (const during of [false, true]) {
      const world = await worldOn(system);
      world.write('file', 'old');
      const expected = world.expected('file');
      if (!during) change(world.absolute('file'));
      const content = remoteContent('new', {
        verify: async () => {
          if (during) change(world.absolute('file'));
        },
      });
      expect(await outcome(() => world.provider.replaceFile(expected, content))).toBe(tag);
      expect([world.parts(), world.trashed()]).toEqual([[], []]);
    }
  });

  it('leaves the old file whole when the content fails', async () => {
    const world = await worldOn(system);
    world.write('file', 'old');
    const content = remoteContent('new', { verify: () => Promise.reject(failure('Modified', 'changed')) });
    expect(await outcome(() => world.provider.replaceFile(world.expected('file'), content))).toBe('Modified');
    expect([world.read('file'), world.parts(), world.trashed()]).toEqual(['old', [], []]);
  });

  it('does nothing at once either, if the file or the source is not what was expected', async () => {
    const [from, to] = [await worldOn(system), await worldOn(system)];
    from.write('file', 'new');
    to.write('file', 'old');
    const expected = to.expected('file');
    const source = from.provider.immediate.source(from.expected('file'));
    appendFileSync(to.absolute('file'), '!');
    expect(await outcome(() => to.provider.immediate.replaceFile(expected, source))).toBe('Modified');
    appendFileSync(from.absolute('file'), '!');
    expect(await outcome(() => to.provider.immediate.replaceFile(to.expected('file'), source))).toBe('Modified');
    rmSync(to.absolute('file'));
    expect(await outcome(() => to.provider.immediate.replaceFile(expected, source))).toBe('NotFound');
    expect([to.tree(), to.parts(), to.trashed()]).toEqual([[], [], []]);
  });

  it('does not follow a folder that moved away while content was coming', async () => {
    const world = await worldOn(system);
    world.write('folder/file', 'old');
    const content = remoteContent('new', {
      verify: async () => {
        renameSync(world.absolute('folder'), world.absolute('moved'));
        mkdirSync(world.absolute('folder'));
      },
    });
    expect(await outcome(() => world.provider.replaceFile(world.expected('folder/file'), content))).toBe('Moved');
    expect([world.read('moved/file'), world.tree(), world.parts()]).toEqual(['old', ['folder/', 'moved/', 'moved/file'], []]);
  });
});

const exchanging = systems.filter(([, system]) => system.exchange !== null);
const exchangingWays = exchanging.flatMap(([name, system]) =>
  ways.map(([way, replace]) => [`${name}, by ${way}`, system, replace] as const),
);
describe.each(exchangingWays)('races of an exchange %s', (_name, system, replace) => {
  it('loses neither of two versions saved while it was going back', async () => {
    const root = temporaryFolder();
    const save = (content: string) => () => {
      appendFileSync(`${root}/saving`, content);
      renameSync(`${root}/saving`, `${root}/file`);
    };
    const world = await worldOn(racing(system, { 0: save('second'), 1: save('third') }), root);
    world.write('file', 'first');
    expect(await outcome(() => replace(world, 'file', 'ours'))).toBe('Moved');
    // The third was saved over ours, which stood where the second was.
    expect([world.read('file'), world.trashed(), world.parts()]).toEqual(['third', ['second'], []]);
  });

  it('puts back what it displaced if ours was removed meanwhile', async () => {
    const root = temporaryFolder();
    const world = await worldOn(racing(system, { 0: () => appendFileSync(`${root}/file`, '!'), 1: () => rmSync(`${root}/file`) }), root);
    world.write('file', 'old');
    expect(await outcome(() => replace(world, 'file', 'ours'))).toBe('Modified');
    expect([world.read('file'), world.parts()]).toEqual(['old!', []]);
  });
});

it.each(exchanging)(
  'keeps what it displaced under the temporary name if the disk fails at everything from then on, %s',
  async (_name, system) => {
    const root = temporaryFolder();
    let exchanges = 0;
    const broken = (): never => {
      throw Object.assign(new Error('EIO'), { code: 'EIO' });
    };
    const failing: System = {
      ...system,
      renameNoReplace: broken,
      exchange: (a, b) => (exchanges++ === 0 ? system.exchange?.(a, b) : broken()),
    };
    const world = await worldOn(failing, root);
    world.write('file', 'old');
    expect(await outcome(() => world.provider.replaceFile(world.expected('file'), remoteContent('new')))).toBe('Corrupt');
    expect(world.parts().map(world.read)).toEqual(['old']);
  },
);

const renaming = systems.filter(([, system]) => system.renameNoReplace !== null);
describe.each(renaming)('races of a delete %s', (_name, system) => {
  it('puts back a file that was changed in the last moment', async () => {
    const root = temporaryFolder();
    const world = await worldOn(racing(system, { 0: () => appendFileSync(`${root}/file`, '!') }), root);
    world.write('file', 'old');
    expect(await outcome(() => world.provider.discard(world.expected('file')))).toBe('Modified');
    expect([world.read('file'), world.trashed(), readdirSync(`${root}/.foldsync/trash`)]).toEqual(['old!', [], []]);
  });

  it('puts it beside its place if that was taken again', async () => {
    const root = temporaryFolder();
    const world: Awaited<ReturnType<typeof worldOn>> = await worldOn(
      racing(system, { 0: () => appendFileSync(`${root}/file.txt`, '!'), 1: () => world.write('file.txt', 'third') }),
      root,
    );
    world.write('file.txt', 'old');
    expect(await outcome(() => world.provider.discard(world.expected('file.txt')))).toBe('Modified');
    expect([world.read('file.txt'), world.read('file.recovered.txt')]).toEqual(['third', 'old!']);
  });

  it('moves back what turned out to be another file', async () => {
    const root = temporaryFolder();
    const world = await worldOn(racing(system, { 0: () => appendFileSync(`${root}/file`, '!') }), root);
    world.write('file', 'old');
    expect(await outcome(() => world.provider.move(world.expected('file'), ref('/'), 'new'))).toBe('Modified');
    expect([world.tree(), world.read('file')]).toEqual([['file'], 'old!']);
  });
});

describe.each(systems)('moving and deleting %s', (_name, system) => {
  it('moves a file, keeping what it is', async () => {
    const world = await worldOn(system);
    world.write('a/file', 'x');
    world.write('b/other', 'y');
    const before = world.observe('a/file');
    const observation = await world.provider.move(world.expected('a/file'), ref('b'), 'new');
    expect(observation).toEqual(world.observe('b/new'));
    expect(observation).toMatchObject({ ident: before.ident, revision: before.revision, name: 'new' });
    expect(world.tree()).toEqual(['a/', 'b/', 'b/new', 'b/other']);
  });

  it('moves a folder with all in it, and finds everything at its new path', async () => {
    const world = await worldOn(system);
    world.write('a/b/file', 'x');
    await world.provider.list(ref('a/b'));
    await world.provider.move(world.expected('a'), ref('/'), 'c');
    expect(world.tree()).toEqual(['c/', 'c/b/', 'c/b/file']);
    expect(world.provider.immediate.lookUp(ref('a/b'))).toEqual({ _tag: 'Missing', depth: 0 });
    expect(world.observe('c/b/file').size).toBe(1);
  });

  it('never replaces: neither files nor folders, empty ones included', async () => {
    const world = await worldOn(system);
    world.write('file', '1');
    world.write('other', '2');
    world.write('folder/x', '3');
    mkdirSync(world.absolute('empty'));
    const before = world.tree();
    for (const [from, to] of [
      ['file', 'other'],
      ['file', 'empty'],
      ['file', 'folder'],
      ['folder', 'empty'],
      ['folder', 'file'],
      ['empty', 'folder'],
    ] as const)
      expect([from, to, await outcome(() => world.provider.move(world.expected(from), ref('/'), to))]).toEqual([from, to, 'Exists']);
    expect([world.tree(), world.read('other')]).toEqual([before, '2']);
  });

  it('does not take a hard link of another spelling for a rename', async () => {
    const world = await worldOn(system);
    world.write('name', 'x');
    linkSync(world.absolute('name'), world.absolute('NAME'));
    expect(await outcome(() => world.provider.move(world.expected('name'), ref('/'), 'NAME'))).toBe('Exists');
    expect(world.tree()).toEqual(['NAME', 'name']);
  });

  it('moves no file that was touched since it was seen, if its stamp is expected: the move itself would hide that', async () => {
    const world = await worldOn(system);
    world.write('file', 'one');
    const seen = await world.provider.lookUp(ref('file'));
    const stamp = seen._tag === 'Found' ? seen.observation.stamp : null;
    const expected = { ...world.expected('file'), stamp };
    const { atime, mtime } = statSync(world.absolute('file'));
    // The same size and time, as `touch -r` leaves it: only its ctime tells.
    do utimesSync(world.absolute('file'), atime, mtime);
    while ((await world.provider.lookUp(ref('file')).then((now) => (now._tag === 'Found' ? now.observation.stamp : null))) === stamp);
    expect(await outcome(() => world.provider.move(expected, ref('/'), 'new'))).toBe('Modified');
    expect(world.tree()).toEqual(['file']);
    expect(await outcome(() => world.provider.move({ ...expected, stamp: null, revision: null }, ref('/'), 'new'))).toBe('ok');
    expect(world.tree()).toEqual(['new']);
  });

  it('changes the case of a name', async () => {
    const world = await worldOn(system);
    world.write('name', 'x');
    await world.provider.move(world.expected('name'), ref('/'), 'NAME');
    expect(world.tree()).toEqual(['NAME']);
  });

  it('says why a move is not possible', async () => {
    const world = await worldOn(system);
    world.write('a/b/file', 'x');
    world.write('other', 'y');
    const expected = world.expected('a/b/file');
    const move = (parent: string, name: string) => outcome(() => world.provider.move(expected, ref(parent), name));
    expect(await move('missing', 'x')).toBe('NoParent');
    expect(await move('/', 'n'.repeat(256))).toBe('NameRefused');
    expect(await move('/', '.foldsync')).toBe('NameRefused');
    expect(await outcome(() => world.provider.move(world.expected('a'), ref('a/b'), 'a'))).toBe('NoParent');
    expect(await outcome(() => world.provider.move({ ...expected, ident: world.observe('other').ident }, ref('/'), 'x'))).toBe('Moved');
    world.write('a/b/file', 'changed');
    expect(await move('/', 'x')).toBe('Modified');
    rmSync(world.absolute('a'), { recursive: true });
    expect(await move('/', 'x')).toBe('NotFound');
  });

  it('deletes a file into the trash, where it can be found again', async () => {
    const world = await worldOn(system);
    const name = 'n'.repeat(255);
    world.write(`a/${name}`, 'x');
    const trash = await world.provider.discard(world.expected(`a/${name}`));
    expect(trash === null ? null : world.read(trash.ref)).toBe('x');
    expect(world.tree()).toEqual(['a/']);
  });

  it('deletes folders only when there is nothing at all in them', async () => {
    const world = await worldOn(system);
    mkdirSync(world.absolute('empty'));
    world.write('part/.foldsync-part-1');
    world.write('full/x');
    expect(await world.provider.discard(world.expected('empty'))).toBeNull();
    expect(await outcome(() => world.provider.discard(world.expected('part')))).toBe('NotEmpty');
    expect(await outcome(() => world.provider.discard(world.expected('full')))).toBe('NotEmpty');
    expect(await outcome(() => world.provider.discard({ ...world.expected('full'), path: [] }))).toBe('Denied');
    expect(world.tree()).toEqual(['full/', 'full/x', 'part/', 'part/.foldsync-part-1']);
  });

  it('deletes nothing that is not what was expected', async () => {
    const world = await worldOn(system);
    world.write('file', 'x');
    const expected = world.expected('file');
    world.write('file', 'changed');
    expect(await outcome(() => world.provider.discard(expected))).toBe('Modified');
    rmSync(world.absolute('file'));
    expect(await outcome(() => world.provider.discard(expected))).toBe('NotFound');
    mkdirSync(world.absolute('file'));
    expect(await outcome(() => world.provider.discard(expected))).toBe('Moved');
    expect(world.tree()).toEqual(['file/']);
  });

  it('makes everything durable without complaint', async () => {
    const world = await worldOn(system);
    world.write('file', 'x');
    await world.provider.flush();
    await world.provider.flush();
  });
});

it('does not remove a version that is saved while a file moves by its links', async () => {
  const root = temporaryFolder();
  let isSaved = false;
  const statAt: System['statAt'] = (folder, name) => {
    if (name === 'new' && existsSync(`${root}/new`) && !isSaved) {
      isSaved = true;
      appendFileSync(`${root}/saving`, 'newer');
      renameSync(`${root}/saving`, `${root}/file`);
    }
    return portableSystem.statAt(folder, name);
  };
  const world = await worldOn({ ...portableSystem, statAt }, root);
  world.write('file', 'old');
  await world.provider.move(world.expected('file'), ref('/'), 'new');
  expect([world.read('new'), world.read('file')]).toEqual(['old', 'newer']);
});

describe('names beside a taken one', () => {
  it('keeps the extension and never grows too long', () => {
    expect([recoveredName('a.txt', 1), recoveredName('a.txt', 2), recoveredName('.hidden', 1), recoveredName('plain', 3)]).toEqual([
      'a.recovered.txt',
      'a.recovered-2.txt',
      '.hidden.recovered',
      'plain.recovered-3',
    ]);
    const long = recoveredName(`${'ä'.repeat(125)}.txt`, 1);
    expect(Buffer.byteLength(long)).toBeLessThanOrEqual(255);
    expect(long.endsWith('.recovered.txt')).toBe(true);
  });
});

describe('what a killed process threw away', () => {
  it('is found by its name and size, if there is only one of them', async () => {
    const world = await worldOn(systems[0]?.[1] as (typeof systems)[number][1]);
    const find = (name: string, size: number, sinceMs = 0) => world.provider.findTrash?.(name, size, sinceMs);
    world.write('a/file', 'old');
    await world.provider.discard(world.expected('a/file'));
    const found = await find('file', 3);
    expect(world.read(found?.ref ?? '')).toBe('old');
    expect([await find('file', 4), await find('other', 3), await find('../file', 3), await find('file', 3, Date.now() + 120_000)]).toEqual([
      null,
      null,
      null,
      null,
    ]);
    world.write('b/file', 'two');
    await world.provider.discard(world.expected('b/file'));
    expect(await find('file', 3)).toBe(null);
  });
});
