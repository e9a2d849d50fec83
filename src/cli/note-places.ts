/** A note beside the log of which places it is about: for people, and for commands that are given the state folder alone. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Pair } from './checks.js';

export const PLACES_FILE = 'places.json';

/** Once their roots were found to be those of the log, or a person said so: not of places that were named by mistake. */
export const notePlaces = ({ stateFolder, realPaths }: Pair): void => {
  const file = join(stateFolder, PLACES_FILE);
  const text = `${JSON.stringify({ places: realPaths })}\n`;
  if (readIfThere(file) === text) return;
  try {
    writeFileSync(file, text, { mode: 0o600 });
  } catch {
    // Names for people only: without them the sides are called by their order. Whether the log can be written is told by the log.
  }
};

const readIfThere = (file: string): string | null => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
};
