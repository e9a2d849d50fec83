import type { Name } from '../name.js';
import { utf8Length } from '../name.js';

/** `.conflicted` before the first dot of the name (a leading dot counts), then `.conflicted2`, `.conflicted3` ... (behaviour.md e.14). */
export const conflictName = (original: Name, n: number): Name => {
  const mark = n <= 1 ? '.conflicted' : `.conflicted${n}`;
  const name = withoutMark(original);
  const dot = name.indexOf('.');
  return dot < 0 ? name + mark : name.slice(0, dot) + mark + name.slice(dot);
};

/** Never stacked: the copy of a copy is counted on from the original name. */
const withoutMark = (name: Name): Name => name.replace(/\.conflicted\d*/u, '') || name;

export const isConflictName = (name: Name): boolean => /\.conflicted\d*/u.test(name);

/** True for a conflict name that was made of `original`. */
export const isConflictNameOf = (name: Name, original: Name): boolean =>
  name !== original && isConflictName(name) && withoutMark(name) === withoutMark(original);

/** The first conflict name that no one has; shortened where the mark would make it longer than `maxBytes`. */
export const freeConflictName = (original: Name, maxBytes: number, isTaken: (name: Name) => boolean): Name => {
  for (let n = 1; ; n++) {
    const name = shortened(original, n, maxBytes);
    if (!isTaken(name)) return name;
  }
};

const shortened = (original: Name, n: number, maxBytes: number): Name => {
  let stem = original;
  while (utf8Length(conflictName(stem, n)) > maxBytes) {
    const characters = [...stem];
    const dot = [...withoutMark(stem)].indexOf('.');
    characters.splice(dot > 1 ? dot - 1 : -1, 1);
    if (characters.length === 0) break;
    stem = characters.join('');
  }
  return conflictName(stem, n);
};
