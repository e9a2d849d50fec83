import { deflateRawSync, inflateRawSync } from 'node:zlib';

/**
 * Values by index, most of them packed: a log of a million events is a tenth of its size, and any stretch of it can be had at once.
 * What was pushed never changes.
 */
export interface Reel<T> {
  readonly length: () => number;
  readonly push: (value: T) => void;
  /** Those from index `from` to before `to`. */
  readonly slice: (from: number, to: number) => readonly T[];
  /** Whether the JSON of a stretch has `text` in it, in any case: one that has not is not unpacked any further. */
  readonly mayHold: (stretch: number, text: string) => boolean;
  /** Values in a stretch. */
  readonly stretch: number;
}

/** Values packed together: to read one of them takes about a millisecond. */
const STRETCH = 1024;
/** Stretches that are kept unpacked: a page of lines, and where a hand scrubs. */
const UNPACKED = 16;

export const reel = <T>(): Reel<T> => {
  const packed: Buffer[] = [];
  const unpacked = new Map<number, readonly T[]>();
  let tail: T[] = [];

  const textOf = (index: number): string =>
    index < packed.length ? inflateRawSync(packed[index] as Buffer).toString('utf8') : JSON.stringify(tail);

  const valuesOf = (index: number): readonly T[] => {
    if (index >= packed.length) return tail;
    const values = unpacked.get(index) ?? (JSON.parse(textOf(index)) as T[]);
    unpacked.delete(index);
    unpacked.set(index, values);
    const [oldest] = unpacked.keys();
    if (unpacked.size > UNPACKED && oldest !== undefined) unpacked.delete(oldest);
    return values;
  };

  return {
    stretch: STRETCH,
    length: () => packed.length * STRETCH + tail.length,
    push: (value) => {
      tail.push(value);
      if (tail.length < STRETCH) return;
      packed.push(deflateRawSync(JSON.stringify(tail), { level: 1 }));
      tail = [];
    },
    slice: (from, to) => {
      const end = Math.min(to, packed.length * STRETCH + tail.length);
      const found: T[] = [];
      for (let at = Math.max(0, from); at < end; ) {
        const index = Math.floor(at / STRETCH);
        const values = valuesOf(index);
        const last = Math.min(end, (index + 1) * STRETCH);
        for (; at < last; at++) found.push(values[at - index * STRETCH] as T);
      }
      return found;
    },
    mayHold: (index, text) => textOf(index).toLowerCase().includes(JSON.stringify(text.toLowerCase()).slice(1, -1)),
  };
};
