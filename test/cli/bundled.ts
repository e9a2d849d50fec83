/** The built command: made anew if a source is newer, once, whatever test asks first. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const COMMAND = join(ROOT, 'dist/bin/foldsync.mjs');
/** What V8 keeps of it: shared by all tests, so that each need not compile it. */
export const CACHE = join(ROOT, 'node_modules/.cache');
const LOCK = join(ROOT, 'dist/.bundling');

export const bundled = (): string => {
  mkdirSync(join(ROOT, 'dist'), { recursive: true });
  while (!lock()) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
  try {
    if (!isFresh()) bundle();
    return COMMAND;
  } finally {
    rmdirSync(LOCK);
  }
};

const lock = (): boolean => {
  try {
    mkdirSync(LOCK);
    return true;
  } catch {
    // Left over by a test that was killed.
    const stats = statSync(LOCK, { throwIfNoEntry: false });
    if (stats !== undefined && Date.now() - stats.mtimeMs > 60_000) rmdirSync(LOCK);
    return false;
  }
};

const isFresh = (): boolean => {
  const built = statSync(COMMAND, { throwIfNoEntry: false });
  return built !== undefined && newest(join(ROOT, 'src')) < built.mtimeMs && newest(join(ROOT, 'scripts')) < built.mtimeMs;
};

const newest = (folder: string): number =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).reduce(
    (last, name) => Math.max(last, statSync(join(folder, name)).mtimeMs),
    0,
  );

const bundle = (): void => {
  const result = spawnSync(process.execPath, [join(ROOT, 'scripts/bundle.mjs')], { cwd: ROOT, encoding: 'utf8' });
  if (result.status !== 0) throw new Error(`the command can't be built:\n${result.stderr}`);
};
