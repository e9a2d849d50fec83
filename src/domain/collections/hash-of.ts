/**
 * A 32-bit hash of names and numbers, for indexes in memory. It is no digest: it is easy to find two keys with one hash.
 * FNV-1a over UTF-16 code units (http://www.isthe.com/chongo/tech/comp/fnv/), then the finaliser of MurmurHash3.
 */
const OFFSET_BASIS = 0x811c9dc5;
const PRIME = 0x01000193;

/** A signed 32-bit integer. Numbers count by their low 32 bits; `('ab', 'c')` and `('a', 'bc')` differ. */
export const hashOf = (...parts: readonly (string | number)[]): number => {
  let hash = OFFSET_BASIS | 0;
  for (let p = 0; p < parts.length; p += 1) {
    const part = parts[p] as string | number;
    if (typeof part === 'string') {
      for (let i = 0; i < part.length; i += 1) hash = Math.imul(hash ^ part.charCodeAt(i), PRIME);
      hash = Math.imul(hash ^ ~part.length, PRIME);
    } else {
      hash = spread(hash ^ part);
    }
  }
  return spread(hash);
};

/** Every bit of the answer depends on every bit of `hash`. */
const spread = (hash: number): number => {
  let h = hash;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
};
