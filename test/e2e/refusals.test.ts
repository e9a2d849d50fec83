/** What must be refused, with which exit code, and that nothing is touched then. */
import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run } from '../../src/testing/torture/index.js';
import { command, expectInStep, type Folders, NOBODY, namesIn, newFolders } from './support.js';

const settled = async (): Promise<Folders> => {
  const folders = newFolders();
  for (const name of ['one', 'two', 'three']) folders.write(`A/${name}`);
  expect((await folders.once()).code).toBe(0);
  return folders;
};
const say = (folders: Folders, ...more: string[]) => folders.foldsync('sync', '--once', ...more, 'A', 'B');
const stateOf = (folders: Folders): string => {
  const home = join(folders.home, 'state', 'foldsync');
  return join(home, readdirSync(home)[0] ?? '');
};

describe('a root', () => {
  it('that is missing deletes nothing: exit 4, and goes on when it is back', async () => {
    const folders = await settled();
    renameSync(folders.b, join(folders.home, 'elsewhere'));
    const ended = await say(folders);
    expect([ended.code, namesIn(folders.a).length]).toEqual([4, 3]);
    expect(ended.stderr).toMatch(/missing.*\n.*mounted.*\n.*--yes/u);
    renameSync(join(folders.home, 'elsewhere'), folders.b);
    await expectInStep(folders);
  });

  it('that was replaced deletes nothing: exit 4, and merges with --yes', async () => {
    const folders = await settled();
    rmSync(folders.b, { recursive: true });
    mkdirSync(folders.b);
    const ended = await say(folders);
    expect([ended.code, namesIn(folders.a).length, namesIn(folders.b).length]).toEqual([4, 3, 0]);
    expect(ended.stderr).toContain('foldsync sync --once --yes A B');
    expect((await folders.once('--yes')).code).toBe(0);
    expect(namesIn(folders.b)).toHaveLength(3);
    await expectInStep(folders);
  });

  it('that goes away while it watches deletes nothing', async () => {
    const folders = await settled();
    const watching = await folders.watch();
    renameSync(folders.b, join(folders.home, 'elsewhere'));
    const ended = await watching.ended;
    expect([ended.code, namesIn(folders.a).length]).toEqual([4, 3]);
    renameSync(join(folders.home, 'elsewhere'), folders.b);
    await expectInStep(folders);
  });
});

describe.runIf(process.getuid?.() === 0)('with the help of root', () => {
  const mounted = async (path: string, options: string, use: () => Promise<void>): Promise<void> => {
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'none', path], { stdio: 'ignore' });
    } catch {
      console.warn('skipped: root may not mount here');
      return;
    }
    try {
      await use();
    } finally {
      execFileSync('umount', ['-l', path]);
    }
  };

  it('a root that is unmounted, or mounted over, deletes nothing', async () => {
    const folders = await settled();
    await mounted(folders.b, 'size=1m', async () => {
      const ended = await say(folders);
      expect([ended.code, namesIn(folders.a).length]).toEqual([4, 3]);
    });
    await expectInStep(folders);
  });

  it('a full disk fails with a message, leaves nothing half, and goes on when there is room', async () => {
    const folders = newFolders();
    folders.write('A/small');
    folders.write('A/large', 'x'.repeat(3_000_000));
    folders.write('A/other', 'y'.repeat(200_000));
    await mounted(folders.b, 'size=2m', async () => {
      const ended = await say(folders);
      expect([ended.code, ended.stderr]).toEqual([1, expect.stringMatching(/large.*(full|space)/isu)]);
      expect(namesIn(folders.b)).toEqual(['other', 'small']);
      execFileSync('mount', ['-o', 'remount,size=20m', folders.b]);
      await expectInStepAfter(folders);
    });
  });

  it('a root that is read-only is refused', async () => {
    const folders = newFolders();
    folders.write('A/one');
    await mounted(folders.b, 'ro', async () => {
      const ended = await say(folders);
      expect([ended.code, ended.stderr]).toEqual([1, expect.stringContaining("can't be written to")]);
    });
  });

  it('a disk that is mounted in a folder is told of as that, and what was there is not taken for gone', async () => {
    const folders = newFolders();
    folders.write('A/inner/one');
    expect((await folders.once()).code).toBe(0);
    await mounted(join(folders.a, 'inner'), 'size=1m', async () => {
      const ended = await say(folders);
      expect([ended.code, ended.stderr]).toEqual([3, expect.stringMatching(/inner\/ on A: .*another disk is mounted there/u)]);
      expect(namesIn(join(folders.b, 'inner'))).toEqual(['one']);
    });
    await expectInStep(folders);
  });

  it('a root without permissions is refused', async () => {
    const folders = newFolders();
    if ((statSync(command).mode & 0o004) === 0) return;
    folders.write('A/one');
    chmodSync(folders.home, 0o755);
    mkdirSync(join(folders.home, 'state'));
    for (const path of [folders.a, join(folders.home, 'state')]) chownSync(path, NOBODY, NOBODY);
    const asNobody = { ...folders.options, user: NOBODY };
    const readOnly = await run(['sync', '--once', 'A', 'B'], asNobody);
    expect([readOnly.code, readOnly.stderr]).toEqual([1, expect.stringContaining("can't be written to")]);
    chmodSync(folders.b, 0o700);
    const unreadable = await run(['sync', '--once', 'A', 'B'], asNobody);
    expect([unreadable.code, unreadable.stderr]).toEqual([1, expect.stringContaining("can't be read")]);
  });
});

const expectInStepAfter = async (folders: Folders): Promise<void> => {
  expect((await folders.once()).code).toBe(0);
  await expectInStep(folders);
};

describe('the state', () => {
  it('in use by another process is refused for sync, and answered for status', async () => {
    const folders = await settled();
    const watching = await folders.watch();
    const ended = await say(folders);
    expect([ended.code, ended.stderr]).toEqual([1, expect.stringContaining(`process ${watching.pid}`)]);
    const status = await folders.foldsync('status', 'A', 'B');
    expect([status.code, status.stdout]).toEqual([0, expect.stringContaining(`${watching.pid}`)]);
  });

  it('of a newer version is refused, untouched', async () => {
    const folders = await settled();
    const format = join(stateOf(folders), 'FORMAT');
    writeFileSync(format, '99\n');
    const before = readdirSync(stateOf(folders)).map((name) => [name, statSync(join(stateOf(folders), name)).mtimeMs]);
    const ended = await say(folders);
    expect([ended.code, ended.stderr]).toEqual([1, expect.stringMatching(/newer/u)]);
    expect(readdirSync(stateOf(folders)).map((name) => [name, statSync(join(stateOf(folders), name)).mtimeMs])).toEqual(before);
  });

  it('that is broken is refused, with a way out that loses nothing', async () => {
    const folders = await settled();
    const state = stateOf(folders);
    for (const path of readdirSync(state, { recursive: true }).map(String)) {
      if (/\.(log|ldb)$|MANIFEST/u.test(path)) writeFileSync(join(state, path), 'this is no log');
    }
    const ended = await say(folders);
    expect([ended.code, ended.stderr]).toEqual([1, expect.stringContaining(`move ${state} away`)]);
    renameSync(state, `${state}.broken`);
    expect((await folders.once()).code).toBe(0);
    expect(namesIn(folders.a)).toHaveLength(3);
    await expectInStep(folders);
  });

  it('that is an old copy merges: nothing is deleted, and nothing overwritten', async () => {
    const folders = await settled();
    const state = stateOf(folders);
    cpSync(state, `${state}.old`, { recursive: true });
    folders.write('A/four');
    rmSync(join(folders.a, 'one'));
    await folders.once();
    rmSync(state, { recursive: true });
    renameSync(`${state}.old`, state);
    rmSync(join(folders.a, 'two'));
    expect((await folders.once()).code).toBe(0);
    expect(namesIn(folders.a)).toEqual(['four', 'three', 'two']);
    await expectInStep(folders);
  });
});

describe('wrong usage', () => {
  it.each<readonly [string, readonly string[], RegExp]>([
    ['no command', [], /Usage|foldsync/u],
    ['an unknown command', ['snyc'], /unknown command/u],
    ['an unknown option', ['sync', '--onec', 'A', 'B'], /unknown option.*--once/isu],
    ['one folder', ['sync', 'A'], /missing required argument/u],
    ['a folder that is not there', ['sync', 'A', 'none'], /no folder none.*mkdir/su],
    ['the same folder twice', ['sync', 'A', './A'], /the same folder/u],
    ['one inside the other', ['sync', 'A', 'A/inside'], /lies inside/u],
    ['a file', ['sync', 'A', 'file'], /is a file/u],
    ['a state inside a synced folder', ['sync', '--state', 'A/state', 'A', 'B'], /lies inside/u],
    ['a share that is none', ['sync', '--max-delete', '200', 'A', 'B'], /0 to 100/u],
    ['a winner that is none', ['sync', '--conflict', 'me', 'A', 'B'], /remote, local, newer, larger/u],
  ])('%s: exit 2, and a message', async (_, args, message) => {
    const folders = newFolders();
    folders.write('A/inside/file');
    folders.write('file');
    const ended = await folders.foldsync(...args);
    expect([ended.code, ended.stderr]).toEqual([2, expect.stringMatching(message)]);
    expect(existsSync(join(folders.home, 'state'))).toBe(false);
  });
});
