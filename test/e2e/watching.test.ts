/** What users do while it watches. Carried over within a second on an idle machine; here it may take longer. */
import { chmodSync, chownSync, existsSync, lstatSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { differences, look } from '../../src/testing/torture/index.js';
import { expectInStep, NOBODY, namesIn, newFolders, until } from './support.js';

it('carries over edits, renames, moves and deletes of both sides', async () => {
  const folders = newFolders();
  for (const name of ['edited', 'renamed', 'moved', 'deleted']) folders.write(`A/${name}`);
  const watching = await folders.watch();
  const inA = (path: string): string => join(folders.a, path);
  const inB = (path: string): string => join(folders.b, path);
  const has = (path: string, content: string): boolean => existsSync(path) && folders.read(path.slice(folders.home.length)) === content;

  writeFileSync(inB('edited'), 'on B');
  await until(() => has(inA('edited'), 'on B'));
  writeFileSync(inA('edited'), 'on A');
  await until(() => has(inB('edited'), 'on A'));
  const { ino } = lstatSync(inB('renamed'));
  renameSync(inA('renamed'), inA('new name'));
  await until(() => existsSync(inB('new name')));
  expect([lstatSync(inB('new name')).ino, existsSync(inB('renamed'))]).toEqual([ino, false]);
  mkdirSync(inB('folder'));
  renameSync(inB('moved'), inB('folder/moved'));
  await until(() => existsSync(inA('folder/moved')) && !existsSync(inA('moved')));
  rmSync(inA('deleted'));
  await until(() => !existsSync(inB('deleted')));
  writeFileSync(inB('.save'), 'saved by rename');
  renameSync(inB('.save'), inB('edited'));
  await until(() => has(inA('edited'), 'saved by rename') && !existsSync(inA('.save')));
  rmSync(inA('folder'), { recursive: true });
  await until(() => !existsSync(inB('folder')));

  watching.kill('SIGINT');
  expect((await watching.ended).code).toBe(130);
  expect(namesIn(folders.a)).toEqual(['edited', 'new name']);
  await expectInStep(folders);
});

it('carries over a file that could not be read, once it can be', async () => {
  const folders = newFolders();
  folders.write('A/first');
  const user = process.getuid?.() === 0 ? NOBODY : undefined;
  if (user !== undefined) for (const path of [folders.home, folders.a, folders.b, join(folders.a, 'first')]) chownSync(path, user, user);
  const watching = await folders.watch(user);
  folders.write('A/locked');
  chmodSync(join(folders.a, 'locked'), 0);
  await until(() => watching.said().includes('"Denied"'));
  chmodSync(join(folders.a, 'locked'), 0o644);
  await until(() => existsSync(join(folders.b, 'locked')));
});

it('follows a burst of 2,000 files in 100 new folders, and their removal', async () => {
  const folders = newFolders();
  folders.write('A/first');
  await folders.watch();
  for (let folder = 0; folder < 100; folder++) for (let index = 0; index < 20; index++) folders.write(`A/burst/${folder}/${index}`);
  const isEqual = (): boolean => differences(look(folders.a, false), look(folders.b, false)).length === 0;
  await until(isEqual, 30_000);
  renameSync(join(folders.b, 'burst'), join(folders.b, 'renamed'));
  await until(() => existsSync(join(folders.a, 'renamed')) && isEqual());
});
