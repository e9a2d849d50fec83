/** Several memory stores behind one login: what a service with drives looks like. */
import { failure, type Namespaces, type Provider } from '../../effects/ports/provider.js';
import { memory } from './provider.js';
import type { MemoryStore } from './store.js';

/** The first one is the default. @example `memoryDrives({ mine: memoryStore(), shared: memoryStore() })` */
export const memoryDrives = (stores: Readonly<Record<string, MemoryStore>>): Provider => {
  const drives = new Map(Object.entries(stores).map(([id, store]) => [id, memory(store)]));
  const first = [...drives.values()][0];
  if (first === undefined) throw new Error('a service without any drive');
  let chosen: string | null = null;
  let connected = false;
  const drive = (): Provider => {
    const found = chosen === null ? first : drives.get(chosen);
    if (found === undefined) throw failure('NamespaceInvalid', `there is no drive ${chosen}`);
    return found;
  };
  const namespaces: Namespaces = {
    list: async () => [...drives.keys()].map((id) => ({ id, name: id })),
    current: () => chosen,
    select: async (id) => {
      if (!connected) {
        chosen = id;
        return;
      }
      if (id !== null && !drives.has(id)) throw failure('NamespaceInvalid', `there is no drive ${id}`);
      await drive().disconnect();
      chosen = id;
      await drive().connect();
    },
  };
  return {
    name: 'memory',
    get traits() {
      return drive().traits;
    },
    get connectionId() {
      return drive().connectionId ?? null;
    },
    connect: async () => {
      const root = await drive().connect();
      connected = true;
      return root;
    },
    disconnect: async () => {
      connected = false;
      for (const each of drives.values()) await each.disconnect();
    },
    changes$: (cursor) => drive().changes$(cursor),
    lookUp: async (ref) => drive().lookUp(ref),
    list: async (folder) => drive().list(folder),
    read: async (expected) => drive().read(expected),
    createFile: async (parent, name, content, onProgress) => drive().createFile(parent, name, content, onProgress),
    replaceFile: async (expected, content, onProgress) => drive().replaceFile(expected, content, onProgress),
    makeFolder: async (parent, name) => drive().makeFolder(parent, name),
    move: async (expected, parent, name) => drive().move(expected, parent, name),
    discard: async (expected) => drive().discard(expected),
    readTrash: async (trash) => {
      const content = await drive().readTrash?.(trash);
      if (content === undefined) throw failure('NotFound', 'this drive has no trash');
      return content;
    },
    flush: async () => drive().flush(),
    namespaces,
  };
};
