import { describe, expect, it } from 'vitest';
import { openKeyValueLog } from '../../src/adapters/key-value-log/index.js';
import type { LogHarness, LogStage } from '../../src/testing/log-kit/index.js';
import { runLogKit } from '../../src/testing/log-kit/index.js';
import { mapStore } from './map-store.js';

const stage = (): LogStage => {
  const store = mapStore();
  const recordOf = (first: number): string => `a/batch/${String(first).padStart(16, '0')}`;
  return {
    open: () => openKeyValueLog(store, 'a/'),
    exclusive: false,
    kill: async () => undefined,
    alter: async (first, change) => {
      const text = change(store.map.get(recordOf(first)) ?? '');
      if (text === null) store.map.delete(recordOf(first));
      else store.map.set(recordOf(first), text);
    },
    cut: async (seq) => {
      for (const key of store.map.keys()) if (key.startsWith('a/batch/') && Number(key.slice(-16)) > seq) store.map.delete(key);
      // Who cuts a log lets go of what was made of the rest.
      for (const key of ['a/snapshot', 'a/tail']) store.map.delete(key);
    },
    dispose: async () => undefined,
  };
};

const harness: LogHarness = { name: 'the log in a key-value store', fresh: async () => stage() };

runLogKit(harness, { describe, it });

it('refuses a log of a newer format, and leaves it as it is', async () => {
  const store = mapStore(new Map([['a/head', '{"format":99,"id":"x"}']]));
  expect(await openKeyValueLog(store, 'a/')()).toMatchObject({ left: { _tag: 'NewerFormat', format: 99 } });
  expect(store.map.size).toBe(1);
});
