// Mutants that nobody could notice, with the reason for each: argued/, a file for each file of the core, by what stood there and what stands there instead.
import { existsSync, readFileSync } from 'node:fs';

const FOLDER = new URL('argued/', import.meta.url);
const key = ({ original, replacement }) => [original, replacement.replace(/\s+/gu, ' ')].join('\n');

const arguedIn = (file) => {
  const argued = new URL(file.replace(/^src\/domain\//u, '').replace(/\.ts$/u, '.json'), FOLDER);
  return new Set(existsSync(argued) ? JSON.parse(readFileSync(argued, 'utf8')).map(key) : []);
};

/** Answers whether a mutant was argued away. One text at several places of a file counts for all of them. */
export const arguedMutants = () => {
  const known = new Map();
  return (mutant) => {
    if (!known.has(mutant.file)) known.set(mutant.file, arguedIn(mutant.file));
    return known.get(mutant.file).has(key(mutant));
  };
};
