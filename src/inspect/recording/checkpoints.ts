import type { State } from '../../domain/state/state.js';

/**
 * States on the way through a log, so that any moment is a bounded fold away. States share what they have in common, so each costs what
 * changed since the one before. Their number and what they cost are bounded: when it is too much, every second one goes, and the steps
 * get twice as long.
 */
export interface Checkpoints {
  /** To be called with every state at a multiple of `GRAIN`, in order, and how many links became other since the one before. */
  readonly keep: (state: State, touched: number) => void;
  /** A state that somebody asked for: more of its kind may follow. */
  readonly warm: (state: State) => void;
  /** The last known state at or before this event. */
  readonly before: (seq: number) => State;
}

/** Events between two checkpoints at first: folding so many takes about 20 ms. */
export const GRAIN = 1024;
const MOST = 160;
/** What checkpoints may cost together, bytes, as estimated below. */
const BUDGET = 768 * 1024 * 1024;
/** States near where somebody looks. */
const WARM = 12;

/** A changed link copies pages of two nodes and a link, 64 rows each, which it mostly shares with others that changed. */
const BYTES_PER_LINK = 12 * 1024;
/** Of a row that is packed (docs/adr/0009). */
const BYTES_PER_ROW = 121;

interface Kept {
  readonly state: State;
  /** Bytes that it does not share with the one before. */
  readonly cost: number;
}

export const checkpoints = (first: State): Checkpoints => {
  let step = GRAIN;
  let kept: Kept[] = [{ state: first, cost: 0 }];
  /** Links that became other since the last one that was kept. */
  let since = 0;
  const warm = new Map<number, State>();
  const isTooMuch = (): boolean => kept.length > MOST || kept.reduce((sum, { cost }) => sum + cost, 0) > BUDGET;
  return {
    keep: (state, touched) => {
      since += touched;
      if (state.seq % step !== 0 || state.seq <= (kept.at(-1)?.state.seq ?? 0)) return;
      kept.push({ state, cost: costOf(state, since * BYTES_PER_LINK) });
      since = 0;
      while (kept.length > 2 && isTooMuch()) {
        step *= 2;
        kept = thinned(kept, step);
      }
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

/** No state costs more than all of its rows. */
const costOf = ({ table }: State, bytes: number): number => {
  const { node, link } = table.nextIds();
  return Math.min(bytes, (node + link) * BYTES_PER_ROW);
};

/** Those at a multiple of `step`; what goes is paid for by the one that follows. */
const thinned = (kept: readonly Kept[], step: number): Kept[] => {
  const left: Kept[] = [];
  let owed = 0;
  for (const { state, cost } of kept) {
    owed += cost;
    if (state.seq % step !== 0) continue;
    left.push({ state, cost: costOf(state, owed) });
    owed = 0;
  }
  return left;
};

/** The last of these, by ascending number, that is not after `seq`; the first one is number 0. */
const lastBefore = (kept: readonly Kept[], seq: number): State => {
  let [low, high] = [0, kept.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((kept[middle] as Kept).state.seq <= seq) low = middle;
    else high = middle - 1;
  }
  return (kept[low] as Kept).state;
};
