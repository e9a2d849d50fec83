/** What users did while no sync was running. */
import { lstatSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fillAwkward, look } from '../../src/testing/torture/index.js';
import { changesOf, expectInStep, namesIn, newFolders, trashOf } from './support.js';

describe('a first sync', () => {
  it('makes both sides equal, whatever names, sizes and times there are, and then leaves them alone', async () => {
    const folders = newFolders();
    fillAwkward(folders.a);
    expect((await folders.once()).code).toBe(0);
    const [here, there] = [look(folders.a), look(folders.b)];
    expect(there.size).toBe(here.size);
    for (const [path, { kind, mtimeNs }] of here) if (kind === 'file') expect([path, there.get(path)?.mtimeNs]).toEqual([path, mtimeNs]);
    await expectInStep(folders);
    const said = await folders.foldsync('sync', '--once', 'A', 'B');
    expect([said.code, said.stdout, said.stderr]).toEqual([0, 'Nothing to do.\n', '']);
  });

  it('merges two sides that hold files already: equal ones are matched, different ones kept twice', async () => {
    const folders = newFolders();
    for (const side of ['A', 'B']) {
      folders.write(`${side}/same.txt`, 'same');
      folders.write(`${side}/other.txt`, `of ${side}`);
      folders.write(`${side}/only ${side}.txt`);
    }
    const ended = await folders.once();
    expect(ended.code).toBe(0);
    expect(namesIn(folders.a)).toEqual(['only A.txt', 'only B.txt', 'other.conflicted.txt', 'other.txt', 'same.txt']);
    expect([folders.read('A/other.txt'), folders.read('A/other.conflicted.txt')]).toEqual(['of B', 'of A']);
    await expectInStep(folders);
  });
});

describe('changes made offline', () => {
  it('are carried over, from both sides', async () => {
    const folders = newFolders();
    for (const side of ['A', 'B'])
      for (const name of ['edited', 'renamed', 'moved', 'deleted']) folders.write(`${side}/of ${side}/${name}.txt`);
    folders.write('A/of A/folder/deep/file.txt');
    folders.write('B/of B/gone/deep/file.txt');
    await folders.once();
    for (const side of ['A', 'B']) {
      const at = (name: string): string => join(folders.home, side, `of ${side}`, name);
      writeFileSync(at('edited.txt'), `edited on ${side}`);
      renameSync(at('renamed.txt'), at('new name.txt'));
      mkdirSync(at('into'));
      renameSync(at('moved.txt'), at('into/moved.txt'));
      rmSync(at('deleted.txt'));
    }
    renameSync(join(folders.a, 'of A/folder'), join(folders.a, 'of B/folder'));
    rmSync(join(folders.b, 'of B/gone'), { recursive: true });
    const ended = await folders.once();
    expect(ended.code).toBe(0);
    expect(changesOf(ended).filter((change) => change.startsWith('copy'))).toEqual([]);
    expect(namesIn(join(folders.a, 'of B'))).toEqual(['edited.txt', 'folder', 'into', 'new name.txt']);
    expect(folders.read('A/of B/edited.txt')).toBe('edited on B');
    expect(folders.read('B/of A/edited.txt')).toBe('edited on A');
    expect(trashOf(folders.b)).toEqual(['A/of A/deleted.txt', 'A/of A/edited.txt']);
    await expectInStep(folders);
  });

  it('are one rename, where a folder of 5,000 files was renamed', async () => {
    const folders = newFolders();
    mkdirSync(join(folders.a, 'before'));
    for (let index = 0; index < 5000; index++) writeFileSync(join(folders.a, 'before', `${index}`), '');
    expect((await folders.once()).code).toBe(0);
    const { ino } = lstatSync(join(folders.b, 'before'));
    renameSync(join(folders.a, 'before'), join(folders.a, 'after'));
    const ended = await folders.once();
    expect([ended.code, changesOf(ended)]).toEqual([0, ['rename remote after']]);
    expect(lstatSync(join(folders.b, 'after')).ino).toBe(ino);
    expect(namesIn(join(folders.b, 'after'))).toHaveLength(5000);
    const log = await folders.foldsync('log', '--json', 'A', 'B');
    expect(log.stdout.split('\n').filter((line) => line.includes('"_tag":"Moved"'))).toHaveLength(1);
  });

  it('are carried over after any number of restarts, deletes too', async () => {
    const folders = newFolders();
    for (let index = 0; index < 5; index++) folders.write(`A/${index}`);
    for (let index = 0; index < 5; index++) {
      await folders.once();
      await folders.once();
      rmSync(join(index % 2 === 0 ? folders.a : folders.b, `${index}`));
    }
    expect((await folders.once()).code).toBe(0);
    expect([namesIn(folders.a), namesIn(folders.b)]).toEqual([[], []]);
    await expectInStep(folders);
  });

  it('are both kept on both sides, where both edited one file', async () => {
    const folders = newFolders();
    folders.write('A/report.txt');
    await folders.once();
    folders.write('A/report.txt', 'as A has it');
    folders.write('B/report.txt', 'as B has it');
    expect((await folders.once()).code).toBe(0);
    for (const side of ['A', 'B']) {
      expect(namesIn(join(folders.home, side))).toEqual(['report.conflicted.txt', 'report.txt']);
      expect(folders.read(`${side}/report.txt`)).toBe('as B has it');
      expect(folders.read(`${side}/report.conflicted.txt`)).toBe('as A has it');
    }
    await expectInStep(folders);
  });

  it('wait for a yes, where 60 % of 1,000 files were deleted', async () => {
    const folders = newFolders();
    for (let index = 0; index < 1000; index++) folders.write(`A/${index}`, '');
    await folders.once();
    for (let index = 0; index < 600; index++) rmSync(join(folders.a, `${index}`));
    const stopped = await folders.foldsync('sync', '--once', 'A', 'B');
    expect(stopped.code).toBe(4);
    expect(stopped.stderr).toContain('600 files of B');
    expect(stopped.stderr).toContain('foldsync sync --once --yes A B');
    expect(namesIn(folders.b)).toHaveLength(1000);
    expect((await folders.once('--yes')).code).toBe(0);
    expect(namesIn(folders.b)).toHaveLength(400);
    await expectInStep(folders);
  });
});
