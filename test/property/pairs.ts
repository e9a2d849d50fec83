import { KINDS, PAIRS } from '../../src/testing/world/kinds.js';

/** Pairs on which every name of one side can be had on the other: else what comes first gets the name, and order matters. */
export const SENSITIVE = PAIRS.filter((pair) => pair.every((kind) => KINDS[kind].caseSensitive && KINDS[kind].unicode === 'exact'));

/** And none that gives new revisions to what a moved folder holds, without hashes to tell that its content is as it was (H23). */
export const TELLING = SENSITIVE.filter((pair) => pair.every((kind) => KINDS[kind].identity !== 'path' || KINDS[kind].hash !== null));
