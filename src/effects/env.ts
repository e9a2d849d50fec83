import type { Sides } from '../domain/side.js';
import type { Provider } from './ports/provider.js';
import type { ConflictResolver } from './ports/resolver.js';

/** All that effects may touch. */
export interface Env {
  readonly providers: Sides<Provider>;
  /** Decides conflicts; undefined: policy does. */
  readonly resolver?: ConflictResolver | undefined;
  /** Bytes so far of the transfer of this action. */
  readonly onProgress: (bytes: number) => void;
  /** Aborted once all is to end as soon as it can: transfers at their next piece, and who waits for a person. */
  readonly stopped: AbortSignal;
}
