/**
 * Columns of values as text: what is alike is said once, so that a page of rows takes a fraction of what it takes as objects, in memory
 * and on disk. No character is above U+00FF, so that engines keep it at one byte a character.
 *
 *     =value                      all alike
 *     ~                           as in the column beside it
 *     +7                          7, 8, 9 ...
 *     d5 TAB TAB + TAB -3         whole numbers: the first, then differences (none = 0, + = 1)
 *     t prefix TAB one TAB two    texts after what all begin with; an empty cell is as the one before
 *     e, n                        as t, with characters escaped; as t, of numbers
 */
const CELL = '\t';
/** Between columns; it is in none. */
export const COLUMN = '\n';
const NULL_CELL = '\u0001';
const BARE_PREFIX = '\u0002';
/** Characters that have a meaning here, or would make the text take two bytes for each. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: names may hold any of them
const SPECIAL = /[\u0000-\u001f\\\u0100-\uffff]/;
/** Whole numbers whose differences are exact. */
const EXACT = 2 ** 51;

/** `beside`: a column that often says the same. */
export const packTexts = (values: readonly (string | null)[], beside?: readonly (string | null)[]): string => {
  if (beside !== undefined && values.every((value, i) => value === beside[i])) return '~';
  const first = values[0] ?? null;
  if (values.every((value) => value === first)) return `=${first === null ? NULL_CELL : escaped(first)}`;
  const prefix = commonPrefix(values);
  const isSpecial = SPECIAL.test(values.join(''));
  const cells: string[] = [];
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i] as string | null;
    if (i > 0 && value === values[i - 1]) cells.push('');
    else if (value === null) cells.push(NULL_CELL);
    else if (value.length === prefix.length) cells.push(BARE_PREFIX);
    else cells.push(isSpecial ? escaped(value.slice(prefix.length)) : value.slice(prefix.length));
  }
  return `${isSpecial ? 'e' : 't'}${escaped(prefix)}${CELL}${cells.join(CELL)}`;
};

/** The `count` values of a column that `packTexts` made. */
export const unpackTexts = (column: string, count: number, beside?: readonly (string | null)[]): (string | null)[] => {
  switch (column[0]) {
    case '~':
      return (beside ?? []).slice();
    case '=':
      return new Array<string | null>(count).fill(column[1] === NULL_CELL ? null : unescaped(column.slice(1)));
    default:
      return unpackCells(column, count);
  }
};

const unpackCells = (column: string, count: number): (string | null)[] => {
  const isSpecial = column[0] === 'e';
  const cells = column.split(CELL);
  const prefix = unescaped((cells[0] as string).slice(1));
  const values: (string | null)[] = cells;
  let last: string | null = null;
  for (let i = 0; i < count; i += 1) {
    const cell = cells[i + 1] as string;
    if (cell === NULL_CELL) last = null;
    else if (cell === BARE_PREFIX) last = prefix;
    else if (cell !== '') last = prefix + (isSpecial ? unescaped(cell) : cell);
    values[i] = last;
  }
  values.length = count;
  return values;
};

export const packNumbers = (values: readonly number[]): string => {
  const first = values[0] ?? 0;
  if (values.every((value) => value === first)) return `=${first}`;
  if (!values.every((value) => Number.isInteger(value) && Math.abs(value) < EXACT)) return `n${packTexts(values.map(String))}`;
  if (values.every((value, i) => value === first + i)) return `+${first}`;
  const cells = values.map((value, i) => {
    const by = value - (i === 0 ? 0 : (values[i - 1] as number));
    return i > 0 && by === 0 ? '' : i > 0 && by === 1 ? '+' : String(by);
  });
  return `d${cells.join(CELL)}`;
};

/** The `count` values of a column that `packNumbers` made. */
export const unpackNumbers = (column: string, count: number): number[] => {
  const rest = column.slice(1);
  switch (column[0]) {
    case '=':
      return new Array<number>(count).fill(Number(rest));
    case '+':
      return Array.from({ length: count }, (_, i) => Number(rest) + i);
    case 'n':
      return unpackTexts(rest, count).map(Number);
    default: {
      let last = 0;
      return rest.split(CELL).map((cell) => {
        last += cell === '' ? 0 : cell === '+' ? 1 : Number(cell);
        return last;
      });
    }
  }
};

const commonPrefix = (values: readonly (string | null)[]): string => {
  let prefix: string | null = null;
  for (const value of values) {
    if (value === null) continue;
    if (prefix === null) prefix = value;
    let length = 0;
    const end: number = Math.min(prefix.length, value.length);
    while (length < end && prefix.charCodeAt(length) === value.charCodeAt(length)) length += 1;
    if (length < prefix.length) prefix = prefix.slice(0, length);
  }
  return prefix ?? '';
};

const escaped = (text: string): string => (SPECIAL.test(text) ? text.replace(ALL_SPECIAL, escapeOne) : text);
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above
const ALL_SPECIAL = /[\u0000-\u001f\\\u0100-\uffff]/g;
const escapeOne = (character: string): string => `\\${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

const unescaped = (text: string): string =>
  text.includes('\\') ? text.replace(/\\([0-9a-f]{4})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))) : text;
