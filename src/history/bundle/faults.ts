import type { BundleCaps } from './bundle.js';

/** What is looked at before anything is believed: values as a parser gives them. */

/** How deep brackets nest, at least up to `enough` + 1: told by looking at characters, before any parser sees them. */
export const depthOf = (text: string, enough: number): number => {
  let depth = 0;
  let deepest = 0;
  let quoted = false;
  for (let i = 0; i < text.length && deepest <= enough; i++) {
    const c = text.charCodeAt(i);
    if (quoted) {
      if (c === BACKSLASH) i++;
      else if (c === QUOTE) quoted = false;
    } else if (c === QUOTE) quoted = true;
    else if (c === OPEN_SQUARE || c === OPEN_CURLY) deepest = Math.max(deepest, ++depth);
    else if (c === CLOSE_SQUARE || c === CLOSE_CURLY) depth--;
  }
  return deepest;
};

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_SQUARE = 0x5b;
const CLOSE_SQUARE = 0x5d;
const OPEN_CURLY = 0x7b;
const CLOSE_CURLY = 0x7d;

/** Fields that hold numbers of nodes, links and events. */
const COUNTERS = new Set([
  'node',
  'link',
  'from',
  'into',
  'parent',
  'source',
  'with',
  'action',
  'nodes',
  'absent',
  'side',
  'deletes',
  'files',
  'depth',
  'undoes',
  'row',
]);
const NAMES = new Set(['name', 'names', 'path']);
/** Largest number that a counter can be: they are kept in 31 bits. */
const MAX_COUNTER = 2 ** 31 - 1;

/** What no event of ours could hold, in words; null if all is well. */
export const faultIn = (value: unknown, caps: BundleCaps, field = ''): string | null => {
  if (typeof value === 'string') {
    const limit = NAMES.has(field) ? caps.nameLength : caps.textLength;
    return value.length > limit ? `has a text of ${value.length} characters: at most ${limit} are read` : null;
  }
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) return 'has a number that is none';
    return COUNTERS.has(field) && !(Number.isInteger(value) && value >= 0 && value <= MAX_COUNTER) ? `has ${value} as its ${field}` : null;
  }
  if (Array.isArray(value)) return firstFault(value.length, (i) => faultIn(value[i], caps, field));
  if (typeof value !== 'object' || value === null) return null;
  const fields = Object.entries(value);
  return firstFault(fields.length, (i) => {
    const [key, inner] = fields[i] ?? ['', null];
    return key === '__proto__' ? 'has a field that no event has' : faultIn(inner, caps, key);
  });
};

const firstFault = (count: number, check: (i: number) => string | null): string | null => {
  for (let i = 0; i < count; i++) {
    const fault = check(i);
    if (fault !== null) return fault;
  }
  return null;
};
