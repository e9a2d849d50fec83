/** Trees to sync. Contents are deterministic, and differ from file to file. */
import { closeSync, mkdirSync, openSync, renameSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER_FILES = 100;

/** `count` files of `bytes` in folders of 100. */
export const manyFiles = (root, count, bytes) => {
  for (let folder = 0; folder * FOLDER_FILES < count; folder++) {
    mkdirSync(join(root, `d${folder}`), { recursive: true });
    for (let n = folder * FOLDER_FILES; n < Math.min(count, (folder + 1) * FOLDER_FILES); n++)
      writeFileSync(fileAt(root, n), content(n, bytes));
  }
};

export const fileAt = (root, n) => join(root, `d${Math.floor(n / FOLDER_FILES)}`, `f${n % FOLDER_FILES}.txt`);

export const content = (n, bytes) => Buffer.alloc(bytes, `${n} ${'x'.repeat(20)}\n`);

/** One folder of `count` files of `bytes`. */
export const oneFolder = (root, name, count, bytes) => {
  mkdirSync(join(root, name), { recursive: true });
  for (let n = 0; n < count; n++) writeFileSync(join(root, name, `f${n}.txt`), content(n, bytes));
};

export const bigFile = (root, bytes) => {
  const step = Buffer.alloc(16 * 1024 * 1024);
  const file = openSync(join(root, 'big.bin'), 'w');
  for (let at = 0; at < bytes; at += step.length) {
    step.fill(`${at}`);
    writeSync(file, step);
  }
  closeSync(file);
};

/** Other contents for `count` files from number `from` on, other in each run. */
export const editFiles = (root, run, from, count) => {
  for (let n = from; n < from + count; n++) writeFileSync(fileAt(root, n), content(n + 1_000_000 * (run + 1), 1100 + run));
};

export const renameFolder = (root, from, to) => renameSync(join(root, from), join(root, to));
