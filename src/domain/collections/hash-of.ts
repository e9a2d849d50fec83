/**
 * A 32-bit hash of names and numbers, for indexes in memory. It is no digest: it is easy to find two keys with one hash.
 * FNV-1a over UTF-16 code units (http://www.isthe.com/chongo/tech/comp/fnv/), then the finaliser of MurmurHash3.
 */
const OFFSET_BASIS = 0x811c9dc5;
const PRIME = 0x01000193;

/** A signed 32-bit integer. Numbers count by their low 32 bits; `('ab', 'c')` and `('a', 'bc')` differ. */
export const hashOf = (first: string | number, second: string | number, third?: string | number): number => {
  const hash = mixed(mixed(OFFSET_BASIS | 0, first), second);
  return spread(third === undefined ? hash : mixed(hash, third));
};

const mixed = (before: number, part: string | number): number => {
  if (typeof part === 'number') return spread(before ^ part);
  let hash = before;
  for (let i = 0; i < part.length; i += 1) hash = Math.imul(hash ^ part.charCodeAt(i), PRIME);
  return Math.imul(hash ^ ~part.length, PRIME);
};

/** Every bit of the answer depends on every bit of `hash`. */
const spread = (hash: number): number => {
  let h = hash;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
};
