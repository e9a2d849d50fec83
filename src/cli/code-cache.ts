/**
 * What V8 made of the command in earlier runs, kept in the user's cache folder: compiling is a third of what a short command takes. It is code,
 * so it is read only where nobody but the user could have written it; and whatever is wrong with it, the command runs as if there were none.
 */
import {
  constants,
  closeSync,
  fstatSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

export interface KeptCode {
  /** In how many runs it came to be: each adds what was compiled in it. */
  readonly runs: number;
  readonly data: Buffer;
}

/** Before the data: a sha256 of all that follows it, since V8 runs what a bad disk made of its data; then the runs, in the first of 8 bytes. */
const DIGEST_BYTES = 32;
/** V8 copies data that does not begin at a multiple of 8. */
const HEAD_BYTES = DIGEST_BYTES + 8;
/** Versions that nobody runs any more go after so long, milliseconds: a month. */
const MAX_AGE_MS = 30 * 24 * 3600 * 1000;

/** As the XDG specification has it: a relative path counts as none. */
export const cacheFolder = (env: NodeJS.ProcessEnv = process.env): readonly string[] => {
  const xdg = env['XDG_CACHE_HOME'];
  const base = xdg !== undefined && isAbsolute(xdg) ? [xdg] : [join(homedir(), '.cache')];
  return [...base, join(base[0] as string, 'foldsync')];
};

/** Null if there is none, or it may be another's. */
export const readCode = (folders: readonly string[], name: string): KeptCode | null =>
  quietly(() => {
    if (!folders.every(isOurFolder)) return null;
    const file = openSync(join(folders.at(-1) as string, name), constants.O_RDONLY | constants.O_NOFOLLOW);
    try {
      const stats = fstatSync(file);
      if (!stats.isFile() || !isOurs(stats) || stats.size <= HEAD_BYTES) return null;
      const bytes = readFileSync(file);
      if (!digestOf(bytes.subarray(DIGEST_BYTES)).equals(bytes.subarray(0, DIGEST_BYTES))) return null;
      return { runs: bytes[DIGEST_BYTES] as number, data: bytes.subarray(HEAD_BYTES) };
    } finally {
      closeSync(file);
    }
  });

/** The file is there as a whole, or not at all, also after a crash of the system. */
export const keepCode = (folders: readonly string[], name: string, { runs, data }: KeptCode): void => {
  quietly(() => {
    for (const folder of folders) if (!isOurFolder(folder)) mkdirSync(folder, { mode: 0o700 });
    if (!folders.every(isOurFolder)) return null;
    const folder = folders.at(-1) as string;
    if (runs === 1) dropOld(folder);
    const part = join(folder, `${name}.${process.pid}`);
    const file = openSync(part, 'wx', 0o600);
    try {
      const bytes = Buffer.concat([Buffer.alloc(HEAD_BYTES), data]);
      bytes[DIGEST_BYTES] = runs;
      digestOf(bytes.subarray(DIGEST_BYTES)).copy(bytes);
      writeSync(file, bytes);
      fsyncSync(file);
      renameSync(part, join(folder, name));
    } catch {
      rmSync(part, { force: true });
    } finally {
      closeSync(file);
    }
    return null;
  });
};

const digestOf = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest();

const isOurFolder = (path: string): boolean => {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  return stats?.isDirectory() === true && isOurs(stats);
};

/** Nobody else may write there. Where there are no users to tell apart, nothing is ours. */
const isOurs = ({ uid, mode }: { readonly uid: number; readonly mode: number }): boolean =>
  uid === process.getuid?.() && (mode & (constants.S_IWGRP | constants.S_IWOTH)) === 0;

const dropOld = (folder: string): void => {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (Date.now() - lstatSync(path).mtimeMs > MAX_AGE_MS) rmSync(path);
  }
};

const quietly = <A>(work: () => A | null): A | null => {
  try {
    return work();
  } catch {
    return null;
  }
};
