/** The example of docs/how-to/fuzz-your-provider.md, run as it stands; and that it can fail. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { memory, memoryStore } from '../../src/adapters/memory/index.js';
import { filesystem } from '../../src/adapters/filesystem/index.js';
import type { Content, Provider } from '../../src/effects/ports/provider.js';
import { type ProviderHarness, providerTier, startCoverage } from '../../src/testing/index.js';
import { onFolders } from './support.js';

const harness = (name: string, change: (provider: Provider) => Provider = (provider) => provider): ProviderHarness => ({
  name,
  traits: memory({ identity: 'path' }).traits,
  open: () => {
    const store = memoryStore({ identity: 'path' });
    const user = { ...store, remove: (path: readonly string[]) => store.remove(path, { recursive: true }), tree: store.contents };
    return Promise.resolve({ provider: change(memory(store)), user, close: () => Promise.resolve() });
  },
});

const tell = async (of: ProviderHarness, runs: number) => {
  const coverage = startCoverage();
  const [trial] = [...providerTier(of)(1)];
  const told = await trial?.tell({ seed: 1, runs, coverage });
  coverage.end();
  return told;
};

const half = (content: Content): Content => ({
  ...content,
  size: content.size >> 1,
  stream: async function* () {
    for await (const bytes of content.stream()) yield bytes.subarray(0, content.size >> 1);
  },
});

describe('fuzzing a provider', () => {
  const argv = process.argv;
  afterEach(() => {
    process.argv = argv;
    vi.restoreAllMocks();
  });

  it('is ten lines, which find nothing wrong with a store in memory', async () => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
    process.argv = [argv[0] ?? '', 'fuzz-your-provider', '0.02'];
    await import('../../examples/fuzz-your-provider.js');
    expect(log.mock.calls.flat().at(-1)).toMatch(/^[1-9]\d* stories, 0 broken$/u);
  });

  it('finds nothing wrong with a folder', async () => {
    expect(await tell(onFolders(filesystem), 8)).toMatchObject({ runs: 8, broken: null });
  });

  it('finds a provider that keeps half of what it is given', async () => {
    const careless = (provider: Provider): Provider => ({
      ...provider,
      createFile: (parent, name, content) => provider.createFile(parent, name, half(content)),
    });
    expect((await tell(harness('careless', careless), 50))?.broken?.complaint).toMatch(/I15|I17/u);
  });

  it('finds a provider whose listings leave something out', async () => {
    const forgetful = (provider: Provider): Provider => ({
      ...provider,
      list: async (folder) => {
        const listing = await provider.list(folder);
        return { ...listing, entries: listing.entries.filter(({ name }) => name !== 'c') };
      },
    });
    expect((await tell(harness('forgetful', forgetful), 50))?.broken).not.toBeNull();
  });
});
