/** The library example of the README, run on two folders as it stands. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';

describe('examples/two-folders.ts', () => {
  const argv = process.argv;
  afterEach(() => {
    process.argv = argv;
    vi.restoreAllMocks();
  });

  it('keeps two folders in step, and says what it did', async () => {
    const home = await mkdtemp(join(tmpdir(), 'foldsync-example-'));
    const [left, right, storage] = await Promise.all(['A-', 'B-', 'state-'].map((name) => mkdtemp(join(home, name))));
    if (left === undefined || right === undefined || storage === undefined) throw new Error('no folders');
    await writeFile(join(left, 'a.txt'), 'from A');
    await writeFile(join(right, 'b.txt'), 'from B');
    await writeFile(join(left, 'both.txt'), 'of A');
    await writeFile(join(right, 'both.txt'), 'of B, longer');
    const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
    process.argv = [argv[0] ?? '', 'two-folders', left, right, storage];
    await import('../../examples/two-folders.js');
    expect((await readdir(left)).filter((name) => name !== '.foldsync').sort()).toEqual([
      'a.txt',
      'b.txt',
      'both.conflicted.txt',
      'both.txt',
    ]);
    expect((await readdir(right)).filter((name) => name !== '.foldsync').sort()).toEqual(['a.txt', 'b.txt', 'both.txt']);
    expect(await readFile(join(left, 'both.txt'), 'utf8')).toBe('of B, longer');
    expect(await readFile(join(left, 'both.conflicted.txt'), 'utf8')).toBe('of A');
    expect(log.mock.calls).toContainEqual(['FilesCreated']);
    expect(log.mock.calls).toContainEqual([expect.objectContaining({ type: 'STOPPED' })]);
    expect(log.mock.calls).toContainEqual(['both sides edited', { path: '/both.txt', copies: ['/both.conflicted.txt', null] }]);
    await rm(home, { recursive: true });
  });
});
