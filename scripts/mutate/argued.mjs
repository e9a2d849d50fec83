// Mutants that nobody could notice, with the reason for each: argued.json, by file, what stood there, and what stands there instead.
import { readFileSync } from 'node:fs';

const ARGUED = new URL('argued.json', import.meta.url);
const key = ({ file, original, replacement }) => [file, original, replacement.replace(/\s+/gu, ' ')].join('\n');

/** Answers whether a mutant was argued away. One text at several places of a file counts for all of them. */
export const arguedMutants = () => {
  const known = new Set(JSON.parse(readFileSync(ARGUED, 'utf8')).map(key));
  return (mutant) => known.has(key(mutant));
};
