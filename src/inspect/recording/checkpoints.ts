import type { State } from '../../domain/state/state.js';

/**
 * States on the way through a log, so that any moment is a bounded fold away. States share what they have in common, so each costs what
 * changed since the one before. Their number is bounded: when there are too many, every second one goes, and the steps get twice as long.
 */
export interface Checkpoints {
  /** To be called with every state at a multiple of `GRAIN`, in order. */
  readonly keep: (state: State) => void;
  /** A state that somebody asked for: more of its kind may follow. */
  readonly warm: (state: State) => void;
  /** The last known state at or before this event. */
  readonly before: (seq: number) => State;
}

/** Events between two checkpoints at first: folding so many takes about 10 ms. */
export const GRAIN = 1024;
/** With a million events they are 8,192 apart: 60 ms. */
const MOST = 160;
/** States near where somebody looks. */
const WARM = 32;

export const checkpoints = (first: State): Checkpoints => {
  let step = GRAIN;
  let kept: State[] = [first];
  const warm = new Map<number, State>();
  return {
    keep: (state) => {
      if (state.seq % step !== 0 || state.seq <= (kept.at(-1)?.seq ?? 0)) return;
      kept.push(state);
      if (kept.length <= MOST) return;
      step *= 2;
      kept = kept.filter(({ seq }) => seq % step === 0);
    },
    warm: (state) => {
      warm.delete(state.seq);
      warm.set(state.seq, state);
      const [oldest] = warm.keys();
      if (warm.size > WARM && oldest !== undefined) warm.delete(oldest);
    },
    before: (seq) => {
      let best = lastBefore(kept, seq);
      for (const state of warm.values()) if (state.seq <= seq && state.seq > best.seq) best = state;
      return best;
    },
  };
};

/** The last of these, by ascending number, that is not after `seq`; the first one is number 0. */
const lastBefore = (states: readonly State[], seq: number): State => {
  let [low, high] = [0, states.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((states[middle] as State).seq <= seq) low = middle;
    else high = middle - 1;
  }
  return states[low] as State;
};
