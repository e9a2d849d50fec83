/** Whether a folder tells `a` from `A`, found out without writing into it. */
import { lstatSync, opendirSync } from 'node:fs';

/** Entries looked at: some name with a letter is among them, or it stays a guess. */
const MAX_LOOKED_AT = 64;

/** Null if it can't be told: the folder is missing, or holds no name with a letter. */
export const probeCaseSensitive = (root: string): boolean | null => {
  try {
    const folder = opendirSync(root);
    try {
      for (let count = 0, entry = folder.readSync(); entry !== null && count < MAX_LOOKED_AT; count += 1, entry = folder.readSync()) {
        const swapped = swapCase(entry.name);
        if (swapped === entry.name) continue;
        const itself = lstatSync(`${root}/${entry.name}`, { bigint: true, throwIfNoEntry: false });
        const other = lstatSync(`${root}/${swapped}`, { bigint: true, throwIfNoEntry: false });
        // Two hard links may be one file under both spellings: that tells nothing.
        if (itself === undefined || (!itself.isDirectory() && itself.nlink > 1n)) continue;
        return other?.ino !== itself.ino;
      }
      return null;
    } finally {
      folder.closeSync();
    }
  } catch {
    return null;
  }
};

/** What the platform's usual filesystem does. */
export const usualCaseSensitivity = process.platform !== 'darwin' && process.platform !== 'win32';

const swapCase = (name: string): string =>
  name.replace(/[a-z]/gi, (letter) => (letter < 'a' ? letter.toLowerCase() : letter.toUpperCase()));
