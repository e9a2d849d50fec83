/** Whether a provider is connected, and as whom. */
import { failure, type Provider, ProviderFailure } from '../ports/provider.js';

/** Connection id of providers without users. */
export const NO_CONNECTION = 'connection-not-needed';

export interface Connection {
  readonly isOpen: () => boolean;
  /** Null = not known yet. */
  readonly id: () => string | null;
  readonly setId: (id: string | null) => void;
  /** Oid of the provider's topmost folder; null where paths are ids. */
  readonly topOid: () => string | null;
  /** Does nothing if it is open. Fails with `Unauthorized` for another user than before. */
  readonly open: () => Promise<void>;
  readonly close: () => Promise<void>;
  /** Fails with `Disconnected` unless it is open. */
  readonly call: <A>(work: () => Promise<A>) => Promise<A>;
  /** Notices in what the work fails with that the connection is lost. */
  readonly watched: <A>(work: () => Promise<A>) => Promise<A>;
}

export const connectionOf = (provider: Provider): Connection => {
  let isOpen = false;
  let id: string | null = null;
  let topOid: string | null = null;

  const close = async (): Promise<void> => {
    isOpen = false;
    await provider.disconnect();
  };
  const watched = async <A>(work: () => Promise<A>): Promise<A> => {
    try {
      return await work();
    } catch (thrown) {
      const tag = thrown instanceof ProviderFailure ? thrown.error._tag : null;
      // Else nobody would think of logging in again.
      if (tag === 'Unauthorized') await close();
      if (tag === 'Disconnected') isOpen = false;
      throw thrown;
    }
  };
  return {
    isOpen: () => isOpen,
    id: () => id,
    setId: (to) => {
      id = to;
    },
    topOid: () => topOid,
    open: () =>
      watched(async () => {
        if (isOpen) return;
        const { oid } = await provider.connect();
        const found = provider.connectionId ?? NO_CONNECTION;
        if (id !== null && id !== found) throw failure('Unauthorized', `this is another user of ${provider.name} than before`);
        [isOpen, id, topOid] = [true, found, oid];
      }),
    close,
    call: (work) =>
      watched(() => {
        if (!isOpen) throw failure('Disconnected', `${provider.name} is not connected`);
        return work();
      }),
    watched,
  };
};
