/** Which rows of a page there are: the first column of its text. */
import { packNumbers, unpackNumbers } from '../collections/text-columns.js';

export const packSlots = (slots: readonly number[]): string => `${slots.length} ${packNumbers(slots)}`;

export const unpackSlots = (head: string): number[] => {
  const space = head.indexOf(' ');
  return unpackNumbers(head.slice(space + 1), Number(head.slice(0, space)));
};

/** The rows that there are, and where. */
export const present = <T>(rows: readonly (T | undefined)[]): { readonly slots: readonly number[]; readonly there: readonly T[] } => {
  const slots: number[] = [];
  const there: T[] = [];
  for (let i = 0; i < rows.length; i += 1) {
    const row = rows[i];
    if (row === undefined) continue;
    slots.push(i);
    there.push(row);
  }
  return { slots, there };
};

/** What is null or a small number, as a number. */
export const NONE = -1;

export const packFlag = (flag: boolean | null): number => (flag === null ? NONE : Number(flag));
export const unpackFlag = (flag: number): boolean | null => (flag === NONE ? null : flag === 1);
