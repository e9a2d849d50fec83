/**
 * A page of rows as one text that is read in place: a column for each field, so that what is alike is said once, and a single field of a
 * single row costs some character codes, not the unpacking of a page. No character is above U+00FF, so that engines keep it at one byte a character.
 *
 *     which rows there are (8) | columns (1) | where each ends (3 each) | the columns, by slot of the page
 *
 *     numbers   width | width of the lowest | the lowest, and one | what each is above it (width each); width 8: doubles, and nothing else
 *     texts     form | of few: how many, which each has (1 each) | width | length of prefix (2) | where each cell ends (width each) | prefix | cells
 *
 * Slots without a row hold what the row before them holds: nobody reads that.
 */
import { defect } from './defect.js';

/** Rows of a page: more share what is alike, and cost more to pack anew when some of them changed. */
export const ROWS = 64;

/** What is stored of a row. `beside`: it often says the same as the column before. */
export type Column<T> = { readonly number: (row: T) => number } | { readonly text: (row: T) => string | null; readonly beside?: boolean };

/** The empty text if there are no rows. */
export const packPage = <T>(rows: readonly (T | undefined)[], columns: readonly Column<T>[]): string => {
  const filled = fill(rows);
  if (filled === null) return '';
  const parts: string[] = [];
  const head: number[] = [];
  for (let byte = 0; byte < ROWS; byte += 8) {
    let bits = 0;
    for (let i = 0; i < 8; i += 1) if (rows[byte + i] !== undefined) bits |= 1 << i;
    head.push(bits);
  }
  head.push(columns.length);
  let end = 0;
  let last: readonly (string | null)[] | null = null;
  for (const column of columns) {
    let part: string;
    if ('number' in column) part = packNumbers(filled.map(column.number));
    else {
      const values = filled.map(column.text);
      part = packTexts(values, column.beside === true ? last : null);
      last = values;
    }
    end += part.length;
    if (end >= LONGEST) return defect('rows of a page say more than there is room for');
    put(head, end, END_WIDTH);
    parts.push(part);
  }
  return [String.fromCharCode(...head), ...parts].join('');
};

export const isThere = (page: string, slot: number): boolean => page !== '' && ((page.charCodeAt(slot >> 3) >> (slot & 7)) & 1) === 1;

export const numberAt = (page: string, column: number, slot: number): number => {
  const at = startOf(page, column);
  const width = page.charCodeAt(at);
  if (width === DOUBLE) return doubleAt(page, at + 1 + slot * DOUBLE);
  const lowestWidth = page.charCodeAt(at + 1);
  return get(page, at + 2, lowestWidth) - 1 + get(page, at + 2 + lowestWidth + slot * width, width);
};

export const textAt = (page: string, column: number, slot: number): string | null => {
  let at = startOf(page, column);
  const code = page.charCodeAt(at);
  if (code === BESIDE) return textAt(page, column - 1, slot);
  const form = code & ~ESCAPED;
  at += 1;
  let [cell, count] = form === EACH ? [slot, ROWS] : [0, 1];
  if (form === FEW) {
    count = page.charCodeAt(at);
    cell = page.charCodeAt(at + 1 + slot);
    at += 1 + ROWS;
  }
  const width = page.charCodeAt(at);
  const ends = at + 3;
  const prefix = ends + count * width;
  const cells = prefix + get(page, at + 1, 2);
  const start = cell === 0 ? 0 : get(page, ends + (cell - 1) * width, width);
  const end = get(page, ends + cell * width, width);
  if (end === start + 1 && page.charCodeAt(cells + start) === NULL_CODE) return null;
  const text =
    cells === prefix ? page.slice(cells + start, cells + end) : page.slice(prefix, cells) + page.slice(cells + start, cells + end);
  return (code & ESCAPED) === 0 ? text : unescaped(text);
};

/** False: no row of the page has such a text there. */
export const mayHold = (page: string, column: number, accepts: (text: string | null) => boolean): boolean =>
  page !== '' && ((page.charCodeAt(startOf(page, column)) & ~ESCAPED) !== ONE || accepts(textAt(page, column, 0)));

const END_WIDTH = 3;
/** Columns end before this, 16 MB: beyond it, rows would be read as something that nobody said, and files be lost by that. */
const LONGEST = 256 ** END_WIDTH;
const HEAD = ROWS / 8;
const startOf = (page: string, column: number): number => {
  const body = HEAD + 1 + page.charCodeAt(HEAD) * END_WIDTH;
  return column === 0 ? body : body + get(page, HEAD + 1 + (column - 1) * END_WIDTH, END_WIDTH);
};

/** A value for every slot; null if there is none. */
const fill = <T>(rows: readonly (T | undefined)[]): readonly T[] | null => {
  let last = rows.find((row) => row !== undefined);
  if (last === undefined) return null;
  const filled = new Array<T>(ROWS);
  for (let i = 0; i < ROWS; i += 1) filled[i] = last = rows[i] ?? last;
  return filled;
};

const put = (into: number[], value: number, width: number): void => {
  let rest = value;
  for (let i = 0; i < width; i += 1) {
    into.push(rest % 256);
    rest = Math.floor(rest / 256);
  }
};

const get = (page: string, at: number, width: number): number => {
  let value = 0;
  for (let i = width - 1; i >= 0; i -= 1) value = value * 256 + page.charCodeAt(at + i);
  return value;
};

const DOUBLE = 8;
/** Whole numbers from -1 up to this are stored as what they are above the lowest. */
const EXACT = 2 ** 52;

const packNumbers = (values: readonly number[]): string => {
  let [lowest, highest] = [Infinity, -Infinity];
  let areWhole = true;
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i] as number;
    areWhole &&= Number.isInteger(value);
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
  }
  const codes: number[] = [];
  if (!areWhole || lowest < -1 || highest > EXACT) {
    codes.push(DOUBLE);
    for (let i = 0; i < values.length; i += 1) putDouble(codes, values[i] as number);
    return String.fromCharCode(...codes);
  }
  const width = bytesOf(highest - lowest);
  const lowestWidth = bytesOf(lowest + 1);
  codes.push(width, lowestWidth);
  put(codes, lowest + 1, lowestWidth);
  if (width > 0) for (let i = 0; i < values.length; i += 1) put(codes, (values[i] as number) - lowest, width);
  return String.fromCharCode(...codes);
};

const bytesOf = (value: number): number => {
  let bytes = 0;
  for (let rest = value; rest > 0; rest = Math.floor(rest / 256)) bytes += 1;
  return bytes;
};

const scratch = new Float64Array(1);
const scratchBytes = new Uint8Array(scratch.buffer);
const putDouble = (into: number[], value: number): void => {
  scratch[0] = value;
  for (let i = 0; i < DOUBLE; i += 1) into.push(scratchBytes[i] as number);
};
const doubleAt = (page: string, at: number): number => {
  for (let i = 0; i < DOUBLE; i += 1) scratchBytes[i] = page.charCodeAt(at + i);
  return scratch[0] as number;
};

/** Forms of a column of texts: as the column before; one for all; each its own; few, by number. Added: characters are escaped. */
const BESIDE = 0;
const ONE = 1;
const EACH = 2;
const FEW = 3;
const ESCAPED = 4;
/** Texts that are told by number. */
const MOST_FEW = 16;
const MAX_PREFIX = 10_000;
const NULL_CODE = 1;
const NULL_CELL = String.fromCharCode(NULL_CODE);
/** Characters that have a meaning here, or would make the text take two bytes for each. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: names may hold any of them
const SPECIAL = /[\u0000-\u001f\\\u0100-\uffff]/;

const packTexts = (values: readonly (string | null)[], beside: readonly (string | null)[] | null): string => {
  if (beside !== null && values.every((value, i) => value === beside[i])) return String.fromCharCode(BESIDE);
  if (isAllNull(values)) return ALL_NULL;
  const few = fewOf(values);
  const cells = few ?? values;
  const prefix = commonPrefix(cells);
  const isSpecial = SPECIAL.test(cells.join(''));
  const [escape, flag] = isSpecial ? [escaped, ESCAPED] : [(text: string) => text, 0];
  const texts = cells.map((value) => (value === null ? NULL_CELL : escape(value.slice(prefix.length))));
  const shared = escape(prefix);
  const length = texts.reduce((sum, text) => sum + text.length, 0);
  const width = length < 256 ? 1 : length < 65_536 ? 2 : 4;
  const codes: number[] = [(few === null ? EACH : few.length === 1 ? ONE : FEW) + flag];
  if (few !== null && few.length > 1) codes.push(few.length, ...values.map((value) => few.indexOf(value)));
  codes.push(width);
  put(codes, shared.length, 2);
  let end = 0;
  for (const text of texts) {
    end += text.length;
    put(codes, end, width);
  }
  return [String.fromCharCode(...codes), shared, ...texts].join('');
};

/** What most columns of most pages hold. */
const isAllNull = (values: readonly (string | null)[]): boolean => {
  for (let i = 0; i < values.length; i += 1) if (values[i] !== null) return false;
  return true;
};
/** One for all, ends of one byte, no prefix, the end of the one cell, the cell. */
const ALL_NULL = String.fromCharCode(ONE, 1, 0, 0, 1, NULL_CODE);

/** The different values, if there are few. */
const fewOf = (values: readonly (string | null)[]): readonly (string | null)[] | null => {
  const few: (string | null)[] = [];
  for (const value of values) {
    if (few.includes(value)) continue;
    if (few.length === MOST_FEW) return null;
    few.push(value);
  }
  return few;
};

const commonPrefix = (values: readonly (string | null)[]): string => {
  let prefix: string | null = null;
  for (const value of values) {
    if (value === null) continue;
    prefix ??= value.slice(0, MAX_PREFIX);
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
