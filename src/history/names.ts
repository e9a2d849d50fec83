import { utf8Length } from '../domain/name.js';
import { PART_PREFIX, STATE_FOLDER } from '../domain/reserved-name.js';

/** A keyed hash: text in, hexadecimal digits out, at least 32. The key is in it, so that this module needs no cryptography. */
export type KeyedHash = (text: string) => string;

export interface NameFacts {
  readonly names: Iterable<string>;
  /** Characters that some side forbids. */
  readonly forbidden: string;
  /** Names whose order some verdict may have rested on, smaller first. */
  readonly ordered: readonly (readonly [string, string])[];
  /** Limits of the sides, UTF-8 bytes. */
  readonly limits: readonly number[];
}

export interface Pseudonyms {
  readonly nameOf: (name: string) => string;
  /** A limit under which just those pseudonyms fit whose names fitted. */
  readonly limitOf: (maxNameBytes: number) => number;
  /** How many of `ordered` could not be kept in order: they differ by case, or by a kept word, in the middle. */
  readonly unordered: number;
}

/**
 * Keyed pseudonyms for names, word by word: punctuation, spaces and illegal characters stay, and so do the words that the planner or a
 * reader needs (conflict marks, common extensions, device names, our own reserved names). Names that fold to one name under case or NFC
 * rules get pseudonyms that do; names that are one only under one of them, likewise.
 */
export const pseudonymsOf = (facts: NameFacts, key: KeyedHash): Pseudonyms => {
  const split = splitter(facts.forbidden);
  const ordered = facts.ordered.flatMap(([a, b]) => firstDifference(split(a), split(b)));
  const demoted = new Set(ordered.flat().map(foldOf));
  const isKept = (parts: readonly string[], i: number): boolean => isKeptWord(parts, i, demoted);
  const classes = new Map<string, Set<string>>();
  const names = new Set(facts.names);
  for (const name of names)
    for (const word of wordsOf(split, isKept, name)) for (const form of [word, word.normalize('NFC')]) addTo(classes, foldOf(form), form);
  const coder = coderOf(classes, demoted, key);
  const nameOf = (name: string): string => {
    const [head, rest] = prefixOf(name);
    if (rest === '') return head;
    const parts = split(rest);
    return head + parts.map((part, i) => (i % 2 === 0 || part === '' || isKept(parts, i) ? part : coder.codeOf(part))).join('');
  };
  const limits = new Map<number, number>();
  // From the smallest up: what is made longer for one limit is in no name that fits it, nor in one that fits a smaller one.
  for (const limit of [...new Set(facts.limits)].sort((x, y) => x - y)) {
    const fitted = fitLimit(names, nameOf, limit);
    limits.set(limit, fitted);
    const taken = new Set(
      [...names].filter((name) => utf8Length(name) <= limit).flatMap((name) => wordsOf(split, isKept, name).map(foldOf)),
    );
    for (const name of names) {
      const missing = fitted + 1 - utf8Length(nameOf(name));
      const own = wordsOf(split, isKept, name).filter((word) => !taken.has(foldOf(word)));
      if (utf8Length(name) > limit && missing > 0 && own.length > 0) coder.lengthen(longest(own), missing);
    }
  }
  return {
    nameOf,
    limitOf: (limit) => limits.get(limit) ?? limit,
    unordered: facts.ordered.filter(([a, b]) => !(nameOf(a) < nameOf(b))).length,
  };
};

/** Two names are told apart here first: by words at one place, if they are. */
const firstDifference = (a: readonly string[], b: readonly string[]): readonly (readonly [string, string])[] => {
  const i = a.findIndex((part, at) => part !== b[at]);
  const [x, y] = [a[i], b[i]];
  const bothStay = isKeptWord(a, i, NONE) && isKeptWord(b, i, NONE);
  return i % 2 === 1 && x && y && !bothStay ? [[x, y]] : [];
};

/** The longest name that fits, as a pseudonym; the limit itself where that is enough. */
const fitLimit = (names: Iterable<string>, nameOf: (name: string) => string, limit: number): number => {
  let fitted = limit;
  for (const name of names) if (utf8Length(name) <= limit) fitted = Math.max(fitted, utf8Length(nameOf(name)));
  return fitted;
};

const longest = (words: readonly string[]): string => words.reduce((a, b) => (b.length > a.length ? b : a), '');

const foldOf = (word: string): string => word.normalize('NFC').toLowerCase();

const addTo = (classes: Map<string, Set<string>>, fold: string, word: string): void => {
  const members = classes.get(fold);
  if (members === undefined) classes.set(fold, new Set([word]));
  else members.add(word);
};

/** Names of ours, whole or in front: kept. Then what is left to be hidden. */
const prefixOf = (name: string): readonly [string, string] => {
  if (name === STATE_FOLDER || name === `${STATE_FOLDER}ignore`) return [name, ''];
  if (name.startsWith(PART_PREFIX)) return [PART_PREFIX, name.slice(PART_PREFIX.length)];
  const aside = /^\.fs~\d+~(?=.)/su.exec(name)?.[0];
  if (aside === undefined) return ['', name];
  const [head, rest] = prefixOf(name.slice(aside.length));
  return [aside + head, rest];
};

/**
 * Punctuation that no file system takes for a part of a word, what Windows forbids, what a side forbids; with the marks that combine with it,
 * and what they compose to. Parts come in turns: punctuation (even), words (odd), each maybe empty.
 */
const splitter = (forbidden: string): ((name: string) => readonly string[]) => {
  const extra = [...forbidden]
    .filter((c) => /^[!-~]$/u.test(c) && !/[0-9A-Za-z]/u.test(c))
    .map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
  const punctuation = new RegExp(`((?:[\\u0000-\\u002e<=>:"|?*\\\\/\\u226e\\u226f\\u2260${extra.join('')}]\\p{M}*)+)`, 'u');
  return (name) => ['', ...name.split(punctuation)];
};

/** The words of a name that are to be hidden. */
const wordsOf = (
  split: (name: string) => readonly string[],
  isKept: (parts: readonly string[], i: number) => boolean,
  name: string,
): readonly string[] => {
  const parts = split(prefixOf(name)[1]);
  return parts.filter((part, i) => i % 2 === 1 && part !== '' && !isKept(parts, i));
};

const EXTENSIONS = new Set(
  (
    '7z aac ai apk avi bak bin bmp c cfg conf cpp crdownload cs css csv dat db dll dmg doc docm docx dwg eml epub exe flac gif go gz h heic htm html ico ics ini ipynb ' +
    'iso jar java jpeg jpg js json jsx key ldf lnk lock log m4a md mdf mkv mov mp3 mp4 mpg msg msi numbers odp ods odt ogg old orig pages part pdf php png ppt pptx ps1 ' +
    'psd pst py rar raw rb rs rtf sh sql sqlite svg swp tar tex tif tiff tmp toml torrent ts tsx ttf txt vcf wav webm webp wma wmv woff xls xlsb xlsm xlsx xml yaml yml zip'
  ).split(' '),
);

const DEVICE = /^(?:con|prn|aux|nul|com[1-9]|lpt[1-9])$/u;

const NONE: ReadonlySet<string> = new Set();

const isKeptWord = (parts: readonly string[], i: number, demoted: ReadonlySet<string>): boolean => {
  if (isMark(parts, i)) return true;
  const fold = foldOf(parts[i] ?? '');
  if (demoted.has(fold)) return false;
  // What is all of a name is a name, whatever else it may be.
  const isAll = parts.every((part, at) => at % 2 === 0 || at === i || part === '' || isMark(parts, at));
  const before = parts[i - 1] ?? '';
  return (before.endsWith('.') && !isAll && EXTENSIONS.has(fold)) || (i === 1 && before === '' && DEVICE.test(fold));
};

const isMark = (parts: readonly string[], i: number): boolean =>
  (parts[i - 1] ?? '').endsWith('.') && /^conflicted\d*$/u.test(parts[i] ?? '');

/** Letters of a pseudonym, at least: so that a hundred thousand words rarely meet. */
const LETTERS = 6;
/** Longer words get pseudonyms as long as they are, rounded up to this. */
const LENGTH_CLASS = 8;

interface Coder {
  readonly codeOf: (word: string) => string;
  /** Makes the pseudonym of a word, and of all that fold to it, this much longer. */
  readonly lengthen: (word: string, by: number) => void;
}

const coderOf = (classes: ReadonlyMap<string, ReadonlySet<string>>, ordered: ReadonlySet<string>, key: KeyedHash): Coder => {
  const stems = stemsOf([...classes.keys()].sort(), ordered, key);
  const longer = new Map<string, number>();
  const cases = new Map<string, readonly string[]>();
  const variants = new Map<string, readonly string[]>();
  for (const [fold, members] of classes) {
    cases.set(fold, [...new Set([...members].map((word) => word.normalize('NFC')))].sort());
    variants.set(
      fold,
      [...new Set([...members].filter((word) => word.normalize('NFC') !== word).map((word) => word.toLowerCase()))].sort(),
    );
  }
  return {
    lengthen: (word, by) => void longer.set(foldOf(word), (longer.get(foldOf(word)) ?? 0) + by),
    codeOf: (word) => {
      const fold = foldOf(word);
      const stem = stems.get(fold) ?? lettersOf(key, fold, 0, LETTERS);
      const bytes = Math.max(0, ...[...(classes.get(fold) ?? [word])].map(utf8Length));
      const length = (bytes <= LETTERS ? LETTERS : Math.ceil(bytes / LENGTH_CLASS) * LENGTH_CLASS) + (longer.get(fold) ?? 0);
      const letters = stem + lettersOf(key, `${fold}\u0000`, 0, length - stem.length);
      return cased(letters, word.normalize('NFC'), cases.get(fold) ?? []) + accents(word, variants.get(fold) ?? []);
    },
  };
};

/** The first letters of each class: all different, and in order where order matters. */
const stemsOf = (folds: readonly string[], ordered: ReadonlySet<string>, key: KeyedHash): ReadonlyMap<string, string> => {
  const used = new Set<string>();
  const stems = new Map<string, string>();
  for (const fold of folds) {
    let salt = 0;
    let stem = lettersOf(key, fold, salt, LETTERS);
    while (used.has(stem)) stem = lettersOf(key, fold, ++salt, LETTERS);
    used.add(stem);
    stems.set(fold, stem);
  }
  const inOrder = folds.filter((fold) => ordered.has(fold));
  const sorted = inOrder.map((fold) => stems.get(fold) ?? '').sort();
  inOrder.forEach((fold, i) => stems.set(fold, sorted[i] ?? ''));
  return stems;
};

const lettersOf = (key: KeyedHash, text: string, salt: number, count: number): string => {
  let letters = '';
  for (let block = 0; letters.length < count; block++) {
    const hex = key(`name/${salt}/${block}/${text}`);
    for (let at = 0; at + 2 <= hex.length; at += 2) letters += String.fromCharCode(A + (Number.parseInt(hex.slice(at, at + 2), 16) % 26));
  }
  return letters.slice(0, count);
};

const A = 'a'.charCodeAt(0);

/** Spellings of one word under case rules stay as many, in their order: upper case sorts before lower. A lone one keeps its first letter's case. */
const cased = (letters: string, form: string, forms: readonly string[]): string => {
  const at = forms.indexOf(form);
  if (forms.length < 2 || at < 0)
    return form.charAt(0) === form.charAt(0).toLowerCase() ? letters : letters.charAt(0).toUpperCase() + letters.slice(1);
  const bits = Math.ceil(Math.log2(forms.length));
  const number = at + 2 ** bits - forms.length;
  return [...letters].map((letter, i) => (i < bits && ((number >> (bits - 1 - i)) & 1) === 0 ? letter.toUpperCase() : letter)).join('');
};

/** Words that composition changes carry letters that it changes; composed ones the same letters, composed. */
const accents = (word: string, variants: readonly string[]): string => {
  const composed = word.normalize('NFC');
  if (variants.length === 0 && composed.normalize('NFD') === composed) return '';
  const count = Math.max(1, Math.ceil(Math.log2(variants.length + 1)));
  const number = composed === word ? 0 : variants.indexOf(word.toLowerCase()) + 1;
  return Array.from({ length: count }, (_, i) => ((number >> i) & 1 ? 'e\u0301' : '\u00e9')).join('');
};
