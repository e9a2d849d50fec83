/** What users do who want to see or do something else than the engine would: they wrap a provider (docs/adr/0019). */
import { describe, expect, it } from 'vitest';
import { memory, memoryStore } from '../../src/adapters/memory/index.js';
import type { Observation } from '../../src/domain/observation.js';
import { failure } from '../../src/effects/ports/provider.js';
import { CloudSync, type Provider } from '../../src/index.js';
import { settleInTime, virtualClock } from './support.js';

/** Entries of such names are left alone: they are marked, and not left out, since what a listing lacks is gone. */
const hiding = (inner: Provider, hides: (name: string) => boolean): Provider => {
  const marked = (seen: Observation): Observation => (hides(seen.name) ? { ...seen, kept: 'ignored' } : seen);
  return {
    ...inner,
    list: async (folder) => {
      const listing = await inner.list(folder);
      return { ...listing, entries: listing.entries.map(marked) };
    },
    lookUp: async (ref) => {
      const answer = await inner.lookUp(ref);
      return answer._tag === 'Found' ? { ...answer, observation: marked(answer.observation) } : answer;
    },
  };
};

/** Creations wait until they may go on. */
const holdingBack = (inner: Provider, isHeld: () => boolean): Provider => ({
  ...inner,
  createFile: async (...args) => {
    if (isHeld()) throw failure('Temporary', 'not before the evening');
    return inner.createFile(...args);
  },
});

describe('a provider that a user wrapped', () => {
  const open = (wrap: (provider: Provider) => Provider) => {
    const clock = virtualClock();
    const stores = [memoryStore({ label: 'local' }), memoryStore({ label: 'remote' })] as const;
    const sync = new CloudSync([memory(stores[0]), wrap(memory(stores[1]))], { roots: ['/', '/'], clock });
    return { clock, stores, sync, settled: () => settleInTime({ sync, clock }) };
  };

  it('hides what it will: that is neither copied nor deleted, also when it was in step before', async () => {
    let hides = (_name: string): boolean => false;
    const { stores, sync, settled } = open((provider) => hiding(provider, (name) => hides(name)));
    stores[1].write('/d/secret', '1');
    stores[1].write('/d/open', '2');
    await settled();
    expect(stores[0].tree()).toEqual({ '/d/': null, '/d/open': '2', '/d/secret': '1' });
    hides = (name) => name.startsWith('secret');
    stores[1].write('/d/secret', 'edited');
    stores[1].write('/secrets', '3');
    stores[1].write('/d/open', '4');
    await settled();
    await sync.stop();
    expect(stores[0].tree()).toEqual({ '/d/': null, '/d/open': '4', '/d/secret': '1' });
    expect(stores[1].tree()).toEqual({ '/d/': null, '/d/open': '4', '/d/secret': 'edited', '/secrets': '3' });
  });

  it('holds back what it will: that is pending, and goes over when it may', async () => {
    let isHeld = true;
    const { clock, stores, sync } = open((provider) => holdingBack(provider, () => isHeld));
    stores[0].write('/a', '1');
    await sync.start({ daemon: true });
    await clock.advance(30_000);
    expect([stores[1].tree(), sync.changeCount]).toEqual([{}, 1]);
    isHeld = false;
    await clock.advance(300_000);
    expect([stores[1].tree(), sync.changeCount]).toEqual([{ '/a': '1' }, 0]);
    await sync.stop();
  });
});
