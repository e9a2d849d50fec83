// Mutants that nobody could notice, with the reason for each: argued/, a file for each folder of the core, by what stood there and what stands there instead.
import { readdirSync, readFileSync } from 'node:fs';

const FOLDER = new URL('argued/', import.meta.url);
const key = ({ file, original, replacement }) => [file, original, replacement.replace(/\s+/gu, ' ')].join('\n');

/** Answers whether a mutant was argued away. One text at several places of a file counts for all of them. */
export const arguedMutants = () => {
  const all = readdirSync(FOLDER).flatMap((name) => JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')));
  const known = new Set(all.map(key));
  return (mutant) => known.has(key(mutant));
};
