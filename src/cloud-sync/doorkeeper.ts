import type { RelPath } from '../domain/name.js';
import type { Side } from '../domain/side.js';
import { type Provider, ProviderFailure, type RootIdentity } from '../effects/ports/provider.js';
import { type Root, rooted } from './rooted.js';

export interface Door {
  readonly side: Side;
  readonly provider: Provider;
  readonly root: Root;
  /** Asked when the provider refuses us; then it is connected once more. */
  readonly authenticate: (side: Side) => void | Promise<void>;
}

/** A provider as the engine has it. */
export interface Guarded extends Provider {
  /** Where the root of what is synced is below the provider's own. */
  readonly rootPath: () => RelPath;
}

/** A provider that asks for credentials when it is refused, and shows what is below the root that is meant. */
export const guarded = ({ side, provider, root, authenticate }: Door): Guarded => {
  const isWhole = root.oid === null && root.path?.length === 0;
  const inner: Guarded = isWhole ? { ...methodsOf(provider), rootPath: () => [] } : rooted(methodsOf(provider), root);
  const connect = async (): Promise<RootIdentity> => {
    try {
      return await inner.connect();
    } catch (thrown) {
      if (!(thrown instanceof ProviderFailure) || thrown.error._tag !== 'Unauthorized') throw thrown;
    }
    await authenticate(side);
    return inner.connect();
  };
  return {
    ...inner,
    get traits() {
      return provider.traits;
    },
    connect,
  };
};

/** A provider may be an object of a class: its methods are then not its own, and a copy would lack them. */
const methodsOf = (provider: Provider): Provider => ({
  name: provider.name,
  get traits() {
    return provider.traits;
  },
  connect: () => provider.connect(),
  disconnect: () => provider.disconnect(),
  changes$: (cursor) => provider.changes$(cursor),
  lookUp: (ref) => provider.lookUp(ref),
  list: (folder) => provider.list(folder),
  read: (expected) => provider.read(expected),
  createFile: (parent, name, content, onProgress) => provider.createFile(parent, name, content, onProgress),
  replaceFile: (expected, content, onProgress) => provider.replaceFile(expected, content, onProgress),
  makeFolder: (parent, name) => provider.makeFolder(parent, name),
  move: (expected, parent, name) => provider.move(expected, parent, name),
  discard: (expected) => provider.discard(expected),
  flush: () => provider.flush(),
  ...(provider.claim === undefined ? {} : { claim: (logId: string) => provider.claim?.(logId) }),
  ...(provider.readTrash === undefined ? {} : { readTrash: provider.readTrash.bind(provider) }),
  ...(provider.findTrash === undefined ? {} : { findTrash: provider.findTrash.bind(provider) }),
  ...(provider.marker === undefined ? {} : { marker: provider.marker }),
  ...(provider.immediate === undefined ? {} : { immediate: provider.immediate }),
});
