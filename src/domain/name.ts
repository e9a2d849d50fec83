import type { Traits } from './traits.js';

/** The leaf name of an entry, as its provider spells it. Parsed: never empty, `.`, `..`, and without `/` or NUL. */
export type Name = string;

/** Names from a root down to an entry; the empty array is the root itself. */
export type RelPath = readonly Name[];

/** Why a name can't be stored on a side. */
export type NameRefusal = 'unsafe-name' | 'name-too-long' | 'name-has-forbidden-character';

/** True if `name` can be joined to a folder's path without leaving that folder. Every provider's names pass here (hostile input). */
export const isSafeName = (name: string): boolean =>
  name !== '' && name !== '.' && name !== '..' && !name.includes('/') && !name.includes('\0');

/** The form under which two names are one name on a side with these traits. Idempotent; locale-independent. */
export const nameKey = (traits: NameRules, name: Name): string => {
  const composed = traits.unicode === 'nfc' ? name.normalize('NFC') : name;
  return traits.caseSensitive ? composed : composed.toLowerCase();
};

export type NameRules = Pick<Traits, 'caseSensitive' | 'unicode' | 'forbiddenCharacters' | 'maxNameBytes'>;

/** Why a side with these rules can't store `name`, or null if it can. */
export const refusalOf = (rules: NameRules, name: Name): NameRefusal | null => {
  if (!isSafeName(name)) return 'unsafe-name';
  if (utf8Length(name) > rules.maxNameBytes) return 'name-too-long';
  for (const character of rules.forbiddenCharacters) if (name.includes(character)) return 'name-has-forbidden-character';
  return null;
};

/** Bytes of `text` in UTF-8; a lone surrogate counts 3, as its replacement character does. */
export const utf8Length = (text: string): number => {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
};

/** A path for people: `/` alone is the root. */
export const showPath = (path: RelPath): string => `/${path.join('/')}`;

/** Names of a path as people write it; empty parts are dropped. Does not check safety: see `isSafeName`. */
export const parsePath = (text: string): RelPath => text.split('/').filter((name) => name !== '');
