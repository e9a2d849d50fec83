import { hashOf } from '../domain/collections/hash-of.js';

/** A fingerprint of a text, 64 bits: it finds accidents and careless edits, not forgers. */
export const textDigest = (text: string): string =>
  [hashOf('1', text), hashOf(text, '2')].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('');
