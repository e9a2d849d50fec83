/**
 * The rules of a `.foldsyncignore` that only a server has. It syncs like any file, so from the first sync on its copy in the folder here counts;
 * until then, and where no side is a folder, it is read there.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Provider, ProviderFailure } from '../effects/ports/provider.js';
import { foldersOf, type Pair } from './checks.js';
import { IGNORE_FILE } from './ignore-files.js';
import type { Log } from './open-log.js';
import type { Remotes } from './remotes.js';

/** Longer rules are nobody's, bytes. */
const MAX_BYTES = 64 * 1024;

/** Lines, without comments. A server that can't be asked now has none: whoever asks it for more tells of that. */
export const linesOnServers = async (pair: Pair, remotes: Remotes, log: Pick<Log, 'head'>): Promise<readonly string[]> => {
  const folders = foldersOf(pair);
  if (folders.some((folder) => existsSync(join(folder, IGNORE_FILE))) || (folders.length > 0 && log.head() > 0)) return [];
  const lines = await Promise.all(remotes.flatMap((remote) => (remote === null ? [] : [linesOf(remote)])));
  return lines.flat().filter((line) => line.trim() !== '' && !line.startsWith('#'));
};

const linesOf = async (provider: Provider): Promise<readonly string[]> => {
  try {
    const { oid } = await provider.connect();
    const { entries } = await provider.list({ oid, path: [] });
    const file = entries.find(({ name, kind }) => name === IGNORE_FILE && kind === 'file');
    if (file === undefined || file.size > MAX_BYTES) return [];
    const content = await provider.read({ ...file, path: [IGNORE_FILE], kind: 'file' });
    const pieces: Uint8Array[] = [];
    for await (const bytes of content.stream()) pieces.push(bytes.slice());
    return new TextDecoder().decode(Buffer.concat(pieces)).split(/\r?\n/u);
  } catch (thrown) {
    if (!(thrown instanceof ProviderFailure)) throw thrown;
    return [];
  }
};
