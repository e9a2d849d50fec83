/** Where a running sync answers questions: a socket in its state folder, or, where that path is too long for a socket, in the temporary folder. */
import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

/** Longest path of a socket, in bytes: 108 on Linux, 104 on macOS, with a little room. */
const MAX_SOCKET_PATH = 100;
const NAME = 'status.sock';

export const socketPath = (stateFolder: string): string => {
  const beside = join(stateFolder, NAME);
  if (Buffer.byteLength(beside) <= MAX_SOCKET_PATH) return beside;
  const hash = createHash('sha256').update(stateFolder).digest('hex').slice(0, 16);
  return join(socketFolder(), `${hash}.sock`);
};

/** One folder per user, closed to all others. */
const socketFolder = (): string => join(tmpdir(), `foldsync-${userInfo().uid}`);

/** Throws if the folder is not this user's alone: then nobody is answered there. */
export const prepareSocketFolder = (path: string): void => {
  const folder = socketFolder();
  if (!path.startsWith(`${folder}/`)) return;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const stats = lstatSync(folder);
  if (!stats.isDirectory() || stats.uid !== userInfo().uid || (stats.mode & 0o077) !== 0) throw new Error(`${folder} is not private`);
};
