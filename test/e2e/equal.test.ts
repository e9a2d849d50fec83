/** Two trees that are equal before the first sync. */
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { newFolders } from './support.js';

/** So many that listing has to wait for what is to be done (`Room.ahead`). */
const FOLDERS = 100;
const FILES = 100;

it('I4 a large pair that is equal already is met file by file, and nothing is copied', { timeout: 120_000 }, async () => {
  const { a, b, once, foldsync } = newFolders();
  for (let folder = 0; folder < FOLDERS; folder++) {
    mkdirSync(join(a, `d${folder}`), { recursive: true });
    for (let file = 0; file < FILES; file++) writeFileSync(join(a, `d${folder}`, `f${file}`), '');
  }
  cpSync(a, b, { recursive: true, preserveTimestamps: true });
  expect(await once()).toMatchObject({ code: 0 });
  const { stdout } = await foldsync('log', 'A', 'B');
  expect(stdout).not.toMatch(/could not|going to copy/u);
});
