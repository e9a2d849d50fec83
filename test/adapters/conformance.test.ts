/** Every provider that ships runs the conformance kit. */
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'vitest';
import { filesystem } from '../../src/adapters/filesystem/index.js';
import { memory, memoryDrives, type MemoryOptions, memoryStore } from '../../src/adapters/memory/index.js';
import type { Provider } from '../../src/effects/ports/provider.js';
import { type ProviderHarness, runProviderKit } from '../../src/testing/provider-kit/index.js';

const overMemory = (name: string, options: Partial<MemoryOptions>): ProviderHarness => ({
  name: `memory, ${name}`,
  traits: memory(options).traits,
  open: async () => {
    const store = memoryStore(options);
    const user = { ...store, remove: (path: readonly string[]) => store.remove(path, { recursive: true }), tree: store.contents };
    return { provider: memory(store), user, close: async () => {} };
  },
});

const kinds: Readonly<Record<string, Partial<MemoryOptions>>> = {
  'oids, case-sensitive': { identity: 'oid' },
  'oids, case-insensitive': { identity: 'oid', caseSensitive: false, hash: 'sha256', maxNameBytes: 200 },
  'oids, composed names': { identity: 'oid', unicode: 'nfc', forbiddenCharacters: '#~' },
  'paths, case-sensitive': { identity: 'path', conditional: false },
  'paths, case-insensitive': { identity: 'path', caseSensitive: false, hash: null },
  'inodes, case-sensitive': { identity: 'inode', hash: null, executableBit: true },
};

for (const [name, options] of Object.entries(kinds)) runProviderKit(overMemory(name, options), { describe, it });

const overDrives: ProviderHarness = {
  ...overMemory('drives', {}),
  open: async () => {
    const stores = { mine: memoryStore(), shared: memoryStore({ label: 'shared' }) };
    const user = {
      ...stores.mine,
      remove: (path: readonly string[]) => stores.mine.remove(path, { recursive: true }),
      tree: stores.mine.contents,
    };
    return { provider: memoryDrives(stores), user, close: async () => {} };
  },
};
runProviderKit({ ...overDrives, runs: 20 }, { describe, it });

const absolute = (root: string, path: readonly string[]): string => join(root, ...path);

/** The root's contents as a user of the machine sees them. */
const treeBelow = async (root: string, path: readonly string[] = []): Promise<Record<string, Uint8Array | null>> => {
  const entries = await readdir(absolute(root, path), { withFileTypes: true });
  const trees = entries.map(async (entry): Promise<Record<string, Uint8Array | null>> => {
    const at = [...path, entry.name];
    if (!entry.isDirectory()) return { [`/${at.join('/')}`]: await readFile(absolute(root, at)) };
    return { [`/${at.join('/')}/`]: null, ...(await treeBelow(root, at)) };
  });
  return Object.assign({}, ...(await Promise.all(trees)));
};

const overFolder: ProviderHarness = {
  name: 'filesystem',
  traits: filesystem({ root: tmpdir() }).traits,
  runs: 30,
  open: async () => {
    const root = await mkdtemp(join(tmpdir(), 'foldsync-conformance-'));
    return {
      provider: filesystem({ root }),
      user: {
        write: (path, content) => writeFile(absolute(root, path), content),
        mkdir: (path) => mkdir(absolute(root, path)),
        move: (from, to) => rename(absolute(root, from), absolute(root, to)),
        remove: (path) => rm(absolute(root, path), { recursive: true }),
        read: (path) => readFile(absolute(root, path)),
        tree: () => treeBelow(root),
      },
      close: () => rm(root, { recursive: true }),
    };
  },
};

/** The synchronous twins must keep the same laws: here they answer for their asynchronous ones. */
const byTwins = (provider: Provider): Provider => {
  const { immediate } = provider;
  if (immediate === undefined) return provider;
  return {
    ...provider,
    lookUp: async (ref) => immediate.lookUp(ref),
    list: async (folder) => immediate.list(folder) ?? provider.list(folder),
    makeFolder: async (parent, name) => immediate.makeFolder(parent, name),
    move: async (expected, parent, name) => immediate.move(expected, parent, name),
    discard: async (expected) => immediate.discard(expected),
  };
};

const overTwins: ProviderHarness = {
  ...overFolder,
  name: 'filesystem, by its synchronous twins',
  open: async () => {
    const place = await overFolder.open();
    return { ...place, provider: byTwins(place.provider) };
  },
};

for (const harness of [overFolder, overTwins]) runProviderKit(harness, { describe, it });
