import type { LinkId } from '../../domain/ids.js';

/** Which links became other when, by stretches of the log: what was not touched in between is as it was. */
export interface Touched {
  /** That event may have made something of this link other. */
  readonly add: (seq: number, link: LinkId) => void;
  /** All that may have become other after event `from`, up to event `to`, and perhaps a few more; ascending. */
  readonly between: (from: number, to: number) => readonly LinkId[];
}

/** @param length events in a stretch */
export const touchedLinks = (length: number): Touched => {
  const stretchOf = (seq: number): number => Math.floor((seq - 1) / length);
  const past: Uint32Array[] = [];
  let current = new Set<LinkId>();
  const within = (stretch: number): readonly LinkId[] => Array.from(past[stretch] ?? (stretch === past.length ? current : [])) as LinkId[];
  return {
    add: (seq, link) => {
      for (const stretch = stretchOf(seq); past.length < stretch; current = new Set()) past.push(Uint32Array.from(current));
      current.add(link);
    },
    between: (from, to) => {
      const found = new Set<LinkId>();
      for (let stretch = stretchOf(from + 1); stretch <= stretchOf(to); stretch++) for (const link of within(stretch)) found.add(link);
      return [...found].sort((a, b) => a - b);
    },
  };
};
