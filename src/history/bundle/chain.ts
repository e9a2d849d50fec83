import { textDigest } from '../digest.js';

/** What a bundle says of itself, and how its events hang together: each chunk names the one before. */
export const FORMAT = 'foldsync-bundle';
export const VERSION = 1;
/** Events in one link of the chain: damage is told to so many. */
export const CHUNK = 1000;

export const chained = (prev: string, first: number, text: string): string => textDigest(`${prev}/${first}/${text}`);
