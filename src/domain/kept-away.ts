/**
 * Why an entry stays on its own side (DESIGN 9.5).
 * `unreadable`: could not be listed or read.
 */
export const KEPT_AWAY = {
  ignored: null,
  symlink: null,
  special: null,
  'not-utf8': null,
  'unsafe-name': null,
  unreadable: null,
  'other-device': null,
  untranslatable: null,
  'on-demand': null,
};
type KeptAway = keyof typeof KEPT_AWAY;

/** Kept away by a decision of ours, and not by what the object is: an observation says nothing about it. */
export const decidedByUs = (kept: KeptAway | null): 'untranslatable' | 'on-demand' | null =>
  kept === 'untranslatable' || kept === 'on-demand' ? kept : null;

/** False for folders that are not looked into. */
export const isOpen = (kept: KeptAway | null): boolean => kept === null || decidedByUs(kept) !== null;
