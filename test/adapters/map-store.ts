import type { KeyValueStore } from '../../src/adapters/key-value-log/index.js';

/** A user's own store: a map. */
export const mapStore = (map = new Map<string, string>()): KeyValueStore & { readonly map: Map<string, string> } => ({
  map,
  get: async (key) => map.get(key),
  put: async (key, value) => void map.set(key, value),
  delete: async (key) => void map.delete(key),
  keys: async (prefix) => [...map.keys()].filter((key) => key.startsWith(prefix)),
});
