/** Where the state of a pair is kept: by default one folder per pair, in the user's state folder. */
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readlinkSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import type { Sides } from '../domain/side.js';

/** Digits of the pair's hash in the folder's name: 48 bits, enough to tell pairs of one user apart. */
const HASH_DIGITS = 12;
/** Characters of each place in the folder's name. */
const MAX_NAME = 40;
/** Links in a row that are followed, as the kernel does. */
const MAX_LINKS = 40;

/** As the XDG specification has it: a relative path counts as none. */
export const stateHome = (env: NodeJS.ProcessEnv = process.env): string => {
  const xdg = env['XDG_STATE_HOME'];
  return join(xdg !== undefined && isAbsolute(xdg) ? xdg : join(homedir(), '.local', 'state'), 'foldsync');
};

/** The folder of a pair: readable, and made unique by both real paths. */
export const pairFolder = (home: string, realPaths: Sides<string>): string => {
  const hash = createHash('sha256').update(JSON.stringify(realPaths)).digest('hex').slice(0, HASH_DIGITS);
  return join(home, `${readable(realPaths[0])}--${readable(realPaths[1])}-${hash}`);
};

const readable = (path: string): string =>
  basename(path)
    .replace(/[^\p{L}\p{N}._-]+/gu, '_')
    .slice(0, MAX_NAME) || 'root';

/** True if a log was made in this folder. */
export const hasLog = (folder: string): boolean => existsSync(join(folder, 'CURRENT')) || existsSync(join(folder, 'FORMAT'));

/** The real path, also of what is not there (an unmounted drive): then as far as it can be told. */
export const realPathOf = (path: string): string => {
  let rest: string[] = [];
  let at = resolve(path);
  for (let links = 0; links < MAX_LINKS; ) {
    try {
      return join(realpathSync(at), ...rest);
    } catch {
      const target = danglingTarget(at);
      if (target !== null) {
        at = resolve(dirname(at), target);
        links++;
        continue;
      }
      const parent = dirname(at);
      if (parent === at) break;
      rest = [basename(at), ...rest];
      at = parent;
    }
  }
  return resolve(path);
};

const danglingTarget = (path: string): string | null => {
  try {
    return lstatSync(path).isSymbolicLink() ? readlinkSync(path) : null;
  } catch {
    return null;
  }
};
