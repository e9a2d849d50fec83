/** How the two places are called in what is printed: as they were typed, unless that is long. */
import type { Sides } from '../domain/side.js';
import { shown } from './render/words.js';

/** Longest name of a place in a line, in characters. */
const MAX_LABEL = 32;

export const labelsOf = (typed: Sides<string>): Sides<string> => {
  const trimmed = [shown(trim(typed[0])), shown(trim(typed[1]))] as const;
  if (trimmed.every((text) => text.length <= MAX_LABEL)) return trimmed;
  const parts = trimmed.map((text) => text.split('/').filter((part) => part !== ''));
  for (let count = 1; count <= Math.max(parts[0]?.length ?? 0, parts[1]?.length ?? 0); count++) {
    const [a, b] = parts.map((all) => (count < all.length ? `…/${all.slice(-count).join('/')}` : all.join('/')));
    if (a !== undefined && b !== undefined && a !== b) return [short(a), short(b)];
  }
  return trimmed;
};

const trim = (text: string): string => (text.length > 1 ? text.replace(/\/+$/u, '') || '/' : text);

const short = (text: string): string => (text.startsWith('…/') && !text.slice(2).includes('/') ? text.slice(2) : text);
