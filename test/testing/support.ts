import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isReserved } from '../../src/domain/reserved-name.js';
import type { filesystem } from '../../src/adapters/filesystem/index.js';
import type { ProviderHarness } from '../../src/testing/provider-kit/index.js';

const at = (root: string, path: readonly string[]): string => join(root, ...path);

/** What a user sees while a sync works beside: nothing of what it has on its way, which is gone again in a moment. */
const treeBelow = async (root: string, path: readonly string[] = []): Promise<Record<string, Uint8Array | null>> => {
  const found: Record<string, Uint8Array | null> = {};
  for (const entry of await readdir(at(root, path), { withFileTypes: true })) {
    if (isReserved(entry.name)) continue;
    const names = [...path, entry.name];
    if (entry.isDirectory()) Object.assign(found, { [`/${names.join('/')}/`]: null }, await treeBelow(root, names));
    else found[`/${names.join('/')}`] = await readFile(at(root, names));
  }
  return found;
};

/** Folders of the machine, each in a place of its own. */
export const onFolders = (make: typeof filesystem): ProviderHarness => ({
  name: 'a folder',
  traits: make({ root: tmpdir() }).traits,
  open: async () => {
    const root = await mkdtemp(join(tmpdir(), 'foldsync-fuzz-'));
    return {
      provider: make({ root }),
      user: {
        write: (path, content) => writeFile(at(root, path), content),
        mkdir: async (path) => void (await mkdir(at(root, path))),
        move: (from, to) => rename(at(root, from), at(root, to)),
        remove: (path) => rm(at(root, path), { recursive: true }),
        read: (path) => readFile(at(root, path)),
        tree: () => treeBelow(root),
      },
      close: () => rm(root, { recursive: true, force: true }),
    };
  },
});
