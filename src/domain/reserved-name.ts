import { type Name, utf8Length } from './name.js';

/**
 * Names that foldsync gives, and that no user's file should have: the state folder of a root, contents being written, and files moved
 * aside while names are swapped. Every foldsync ignores every other's (DESIGN 9.10).
 */
export const STATE_FOLDER = '.foldsync';
/** Contents on their way, beside their target: `.foldsync-part-<anything>`. */
export const PART_PREFIX = '.foldsync-part-';
/** An entry moved aside in a swap: `.fs~<n>~<original>`; it carries its original name (H14), so that no crash can lose it: of a very long one, its beginning. */
const ASIDE = /^\.fs~(\d+)~(.+)$/su;

export const asideName = (n: number, original: Name, maxBytes: number): Name => {
  const characters = [...original];
  const name = (): Name => `.fs~${n}~${characters.join('')}`;
  while (utf8Length(name()) > maxBytes && characters.length > 1) characters.pop();
  return name();
};

/** The original name behind an aside name, or null if `name` is none. */
export const originalOf = (name: Name): Name | null => ASIDE.exec(name)?.[2] ?? null;

/** True if `name` was given to put `original` aside; it may be shortened. */
export const isAsideNameOf = (name: Name, original: Name, maxBytes: number): boolean => {
  const number = ASIDE.exec(name)?.[1];
  return number !== undefined && asideName(Number(number), original, maxBytes) === name;
};

/** The name that an entry has, or had before it was moved aside. */
export const nameAtHome = (name: Name): Name => originalOf(name) ?? name;

/** True for names that never sync. An aside name is not among them: it is an entry on its way home. */
export const isReserved = (name: Name): boolean => name === STATE_FOLDER || name.startsWith(PART_PREFIX);
