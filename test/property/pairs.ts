import { KINDS, PAIRS } from '../../src/testing/world/kinds.js';

/** Pairs on which every name of one side can be had on the other. */
export const SENSITIVE = PAIRS.filter((pair) => pair.every((kind) => KINDS[kind].caseSensitive && KINDS[kind].unicode === 'exact'));
