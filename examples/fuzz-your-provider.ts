// Users on both sides of a provider, and a process that is killed: does anything get lost? Here the provider is one in memory.
import { memory, memoryStore } from 'foldsync/providers/memory';
import { fuzz, type ProviderHarness, providerTier } from 'foldsync/testing';

const mine: ProviderHarness = {
  name: 'mine',
  traits: memory({ identity: 'path' }).traits,
  open: async () => {
    const store = memoryStore({ identity: 'path' });
    const user = { ...store, remove: (path: readonly string[]) => store.remove(path, { recursive: true }), tree: store.contents };
    return { provider: memory(store), user, close: async () => {} };
  },
};

const minutes = Number(process.argv[2] ?? 1);
const report = await fuzz(providerTier(mine), { minutes, seed: 1, runs: 20, failures: 1, now: () => performance.now() });
for (const { story, complaint } of report.found) console.log(JSON.stringify(story), complaint);
console.log(`${report.runs} stories, ${report.found.length} broken`);
