import type { Side } from '../domain/side.js';
import { failure, type Provider, ProviderFailure, type RootIdentity } from '../effects/ports/provider.js';

export interface Door {
  readonly side: Side;
  readonly provider: Provider;
  /** The oid that the root must have; null = any. */
  readonly rootOid: string | null;
  /** Asked when the provider refuses us; then it is connected once more. */
  readonly authenticate: (side: Side) => void | Promise<void>;
}

/** A provider that asks for credentials when it is refused, and lets in only to the root that is meant. All else goes through. */
export const guarded = ({ side, provider, rootOid, authenticate }: Door): Provider => {
  const connect = async (): Promise<RootIdentity> => {
    try {
      return await provider.connect();
    } catch (thrown) {
      if (!(thrown instanceof ProviderFailure) || thrown.error._tag !== 'Unauthorized') throw thrown;
    }
    await authenticate(side);
    return provider.connect();
  };
  return {
    name: provider.name,
    get traits() {
      return provider.traits;
    },
    connect: async () => {
      const root = await connect();
      if (rootOid !== null && root.oid !== rootOid)
        throw failure('RootMissing', `the root is ${root.oid ?? 'without an id'}, not ${rootOid}`);
      return root;
    },
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
    ...(provider.readTrash === undefined ? {} : { readTrash: provider.readTrash }),
    ...(provider.marker === undefined ? {} : { marker: provider.marker }),
    ...(provider.immediate === undefined ? {} : { immediate: provider.immediate }),
  };
};
