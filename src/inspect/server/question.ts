/** What is asked in an address, read with care: whoever knows the token may still ask nonsense. */
import { STRATA, type Stratum } from '../recording/strata.js';

export class BadQuestion extends Error {}

/** Longest text that is searched for, characters; a path may be longer. */
const MAX_TEXT = 8192;

/** A whole number that is not negative. */
export const numberIn = (query: URLSearchParams, name: string, otherwise?: number): number => {
  const text = query.get(name);
  if (text === null && otherwise !== undefined) return otherwise;
  if (text === null || !/^\d{1,15}$/u.test(text)) throw new BadQuestion(`${name} has to be a number`);
  return Number(text);
};

export const textIn = (query: URLSearchParams, name: string): string => {
  const text = query.get(name) ?? '';
  if (text.length > MAX_TEXT) throw new BadQuestion(`${name} is too long`);
  return text;
};

/** Null: all of them. */
export const strataIn = (query: URLSearchParams): readonly Stratum[] | null => {
  const text = query.get('strata');
  if (text === null) return null;
  const names = text.split(',').filter((name) => name !== '');
  const known = STRATA.filter((stratum) => names.includes(stratum));
  if (known.length !== names.length) throw new BadQuestion(`strata are ${STRATA.join(', ')}`);
  return known;
};
