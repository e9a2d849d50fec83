import type { Sides } from '../domain/side.js';
import type { Provider } from './ports/provider.js';

/** All that effects may touch. */
export interface Env {
  readonly providers: Sides<Provider>;
  /** Bytes so far of the transfer of this action. */
  readonly onProgress: (bytes: number) => void;
  /** True once transfers are to end as soon as they can. */
  readonly isStopped: () => boolean;
}
