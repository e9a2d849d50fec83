import type { KeptAway } from './observation.js';

/** Kept away by a decision of ours, and not by what the object is: an observation says nothing about it. */
export const decidedByUs = (kept: KeptAway | null): 'untranslatable' | 'on-demand' | null =>
  kept === 'untranslatable' || kept === 'on-demand' ? kept : null;

/** False for folders that are not looked into. */
export const isOpen = (kept: KeptAway | null): boolean => kept === null || decidedByUs(kept) !== null;
