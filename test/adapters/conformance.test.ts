/** Every provider that ships runs the conformance kit. */
import { describe, it } from 'vitest';
import { memory, type MemoryOptions, memoryStore } from '../../src/adapters/memory/index.js';
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
