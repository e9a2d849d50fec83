import { describe, expect, it } from 'vitest';
import { type Column, isThere, mayHold, numberAt, packPage, ROWS, textAt } from '../../src/domain/collections/packed-page.js';

const numbers: readonly Column<number>[] = [{ number: (value) => value }];
const texts: readonly Column<{ readonly text: string | null }>[] = [{ text: ({ text }) => text }];
const rows = <T>(of: (slot: number) => T): T[] => Array.from({ length: ROWS }, (_, slot) => of(slot));
/** Which rows there are, how many columns, and where the one of them ends. */
const HEAD = 12;

/** Characters of the column, once it was read back. */
const numbersSize = (of: (slot: number) => number): number => {
  const page = packPage(rows(of), numbers);
  expect(rows((slot) => numberAt(page, 0, slot))).toEqual(rows(of));
  return page.length - HEAD;
};
const textsSize = (of: (slot: number) => string | null): number => {
  const page = packPage(
    rows((slot) => ({ text: of(slot) })),
    texts,
  );
  const wrong = rows(of).findIndex((text, slot) => textAt(page, 0, slot) !== text);
  if (wrong >= 0) expect.fail(`the text in slot ${wrong}`);
  return page.length - HEAD;
};

describe('a packed column of numbers', () => {
  it('says one number for all in a byte for each of its own bytes', () => {
    expect([-1, 0, 254, 255, 65_534, 2 ** 51].map((value) => numbersSize(() => value))).toEqual([2, 3, 3, 4, 4, 9]);
  });

  it('says whole numbers as what they are above the lowest, up to 2^52', () => {
    expect(numbersSize((slot) => slot - 1)).toBe(2 + ROWS);
    expect(numbersSize((slot) => 1000 + slot * 4)).toBe(4 + ROWS);
    expect(numbersSize((slot) => 1000 + slot * 5)).toBe(4 + 2 * ROWS);
    expect(numbersSize(() => 2 ** 52)).toBe(2 + 7);
  });

  it('says all others as doubles', () => {
    const doubles = 1 + 8 * ROWS;
    for (const value of [0.5, -2, 2 ** 52 + 2, Infinity]) expect(numbersSize((slot) => (slot === 7 ? value : 1))).toBe(doubles);
  });
});

describe('a packed column of texts', () => {
  it('says one text for all once, however long', () => {
    expect(textsSize(() => 'abc')).toBe(5 + 3);
    expect(textsSize(() => '')).toBe(5);
    for (const length of [255, 256, 10_000, 70_000]) expect(textsSize(() => 'x'.repeat(length))).toBeLessThan(length + 10);
    const text = '\u4e2d'.repeat(14_000);
    const page = packPage([{ text }], texts);
    expect(textAt(page, 0, 0)).toBe(text);
    expect(page.length).toBeLessThan(5 * 14_000 + 30);
  });

  it('says few texts by number, and more of them one by one', () => {
    const pairOf = (n: number) => String.fromCharCode(0xc0 + n, 0xc0 + n);
    expect(textsSize((slot) => pairOf(slot % 16))).toBe(2 + ROWS + 3 + 16 + 16 * 2);
    expect(textsSize((slot) => pairOf(slot % 17))).toBe(1 + 3 + ROWS + ROWS * 2);
    expect(textsSize(pairOf)).toBe(1 + 3 + ROWS + ROWS * 2);
  });

  it('says once how all begin, and nothing for what is null', () => {
    const ends = (slot: number) => String.fromCharCode(0xc0 + slot);
    expect(textsSize((slot) => `photos of ${ends(slot)}`)).toBe(1 + 3 + ROWS + 10 + ROWS);
    expect(textsSize((slot) => `photo${'s'.repeat(slot)}`)).toBe(1 + 3 + 2 * ROWS + 5 + (63 * 64) / 2);
    expect(textsSize((slot) => (slot < 40 ? null : `photos of ${ends(slot)}`))).toBe(1 + 3 + ROWS + 10 + ROWS);
    expect(textsSize(() => null)).toBe(6);
  });

  it('holds texts of any length, few or many, in as many bytes for each end as it takes', () => {
    for (const count of [1, 2, 16, 17, ROWS])
      for (const start of ['', 'ab', '\u00e9'.repeat(300)])
        for (const [length, width] of [
          [250, 1],
          [255, 1],
          [256, 2],
          [65_535, 2],
          [65_536, 4],
          [70_000, 4],
        ] as const) {
          // All start alike, each goes on in its own way, and the first is as long as all shall be together.
          const cells = Array.from({ length: count }, (_, i) => String.fromCharCode(0xc0 + i));
          cells[0] = `\u00c0${'y'.repeat(length - count)}`;
          const size = textsSize((slot) => start + (cells[Math.min(slot, count - 1)] as string));
          const [form, ends] = count <= 16 ? [2 + ROWS, count] : [1, ROWS];
          if (count === 16 || count === ROWS) expect(size).toBe(form + 3 + ends * width + start.length + length);
        }
  });

  it('costs one character where it says what the column before says', () => {
    interface Row {
      readonly a: string;
      readonly b: string | null;
    }
    const both: readonly Column<Row>[] = [{ text: ({ a }) => a }, { text: ({ b }) => b, beside: true }];
    const size = (of: (slot: number) => Row): number => packPage(rows(of), both).length;
    const alone = size((slot) => ({ a: `name ${slot}`, b: null }));
    expect(size((slot) => ({ a: `name ${slot}`, b: `name ${slot}` }))).toBe(alone - 5);
    expect(size((slot) => ({ a: `name ${slot}`, b: slot === 5 ? null : `name ${slot}` }))).toBeGreaterThan(alone);
  });

  it('says itself what the last texts said, where it is not beside them', () => {
    const apart: readonly Column<string>[] = [{ text: (text) => text }, { number: (text) => text.length }, { text: (text) => text }];
    expect(textAt(packPage(['a', 'ab'], apart), 2, 1)).toBe('ab');
  });
});

describe('a page of columns that are too long to say where they end', () => {
  it('is not made: it would be read as other rows', () => {
    const both: readonly Column<{ readonly text: string }>[] = [{ text: ({ text }) => text }, { number: ({ text }) => text.length }];
    const pageOf = (length: number): string => packPage([{ text: 'x'.repeat(length) }], both);
    // One text for all: eight characters more. A number of three bytes: two of its widths, and those.
    const longest = 2 ** 24 - 1 - 8 - 5;
    expect(numberAt(pageOf(longest), 1, 0)).toBe(longest);
    expect(() => pageOf(longest + 1)).toThrow('more than there is room for');
  });
});

describe('a page without rows', () => {
  it('is the empty text, which holds nothing', () => {
    const page = packPage<number>(
      rows(() => undefined),
      numbers,
    );
    expect(page).toBe('');
    expect(isThere(page, 0)).toBe(false);
    expect(mayHold(page, 0, () => true)).toBe(false);
  });
});
