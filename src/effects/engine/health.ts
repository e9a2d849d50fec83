import { SIDES, sideName, type Sides } from '../../domain/side.js';
import type { State } from '../../domain/state/state.js';
import { type Provider, toProviderError } from '../ports/provider.js';
import { EngineFailure } from './failure.js';
import type { Input } from './ingest.js';

export interface Health {
  /** Tries lost sides again whose time has come. What becomes of it is an input. */
  readonly tend: (state: State, nowMs: number) => void;
}

/** A side that was lost is connected again, later and later. It counts as back only if its root is still the same one. */
export const createHealth = (providers: Sides<Provider>, push: (inputs: readonly Input[]) => void): Health => {
  const trying: [boolean, boolean] = [false, false];
  const regain = async (side: 0 | 1, identity: string): Promise<Input> => {
    try {
      const root = await providers[side].connect();
      if (root.identity === identity) return { _tag: 'Told', event: { _tag: 'SideRegained', side } };
      const message = `the ${sideName(side)} root is another one than before`;
      return { _tag: 'Told', event: { _tag: 'SideLost', side, error: { _tag: 'RootMissing', message } } };
    } catch (thrown) {
      return { _tag: 'Told', event: { _tag: 'SideLost', side, error: toProviderError(thrown) } };
    }
  };
  return {
    tend: (state, nowMs) => {
      for (const side of SIDES) {
        const { health } = state.control.sides[side];
        if (health._tag === 'Up' || health.retryAtMs > nowMs || trying[side]) continue;
        trying[side] = true;
        void regain(side, state.control.roots[side].identity).then((input) => {
          trying[side] = false;
          push([input]);
        });
      }
    },
  };
};

/** A missing root stops the sync: what would be seen of it is no absence (I8). */
export const rootFailure = (state: State): EngineFailure | null => {
  for (const side of SIDES) {
    const { health } = state.control.sides[side];
    if (health._tag === 'Down' && health.error._tag === 'RootMissing')
      return new EngineFailure({ _tag: 'Provider', side, error: health.error });
  }
  return null;
};
