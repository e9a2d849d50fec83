import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMPTY_INT_VECTOR, intVectorOf } from '../../src/domain/collections/int-vector.js';
import { emptyPagedVector } from '../../src/domain/collections/paged-vector.js';

/** Around the edges of pages, groups and directories of both kinds, and numbers that differ in the bits of one level alone. */
const INDEXES = [0, 1, 31, 32, 255, 256, 511, 512, 2047, 2048, 2049, 16_383, 16_384, 16_640, 65_536, 131_071, 131_072, 4_194_304];
type Write = readonly [index: number, value: number | undefined];
const writes = fc.array(fc.tuple(fc.constantFrom(...INDEXES), fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined })), {
  maxLength: 20,
});

interface Reads {
  readonly get: (index: number) => number | undefined;
  readonly entries: () => Iterable<readonly [number, number]>;
}
interface Vector extends Reads {
  readonly edit: () => Reads & { readonly set: (index: number, value: number | undefined) => void; readonly finish: () => Vector };
}

const expectSame = (vector: Reads, model: ReadonlyMap<number, number>): void => {
  expect([...vector.entries()]).toEqual([...model].sort(([a], [b]) => a - b));
  expect(INDEXES.map((index) => vector.get(index))).toEqual(INDEXES.map((index) => model.get(index)));
};

describe.each<[name: string, empty: () => Vector]>([
  ['numbers', () => EMPTY_INT_VECTOR],
  ['anything', () => emptyPagedVector<number>()],
])('a vector of %s', (_, empty) => {
  it('says of every index what a map says, and no fork of it sees another', () => {
    const write = (draft: ReturnType<Vector['edit']>, model: Map<number, number>, all: readonly Write[]): void => {
      for (const [index, value] of all) {
        draft.set(index, value);
        if (value === undefined) model.delete(index);
        else model.set(index, value);
      }
    };
    fc.assert(
      fc.property(writes, writes, writes, (first, some, others) => {
        const filling = empty().edit();
        const before = new Map<number, number>();
        write(filling, before, first);
        expectSame(filling, before);
        const vector = filling.finish();
        const forks = [some, others].map((all) => ({ all, draft: vector.edit(), model: new Map(before) }));
        for (const { all, draft, model } of forks) write(draft, model, all);
        for (const { draft, model } of forks) expectSame(draft, model);
        for (const { draft, model } of forks) expectSame(draft.finish(), model);
        expectSame(vector, before);
      }),
      { numRuns: 60 },
    );
  });

  it('has no place before the first, between two, or after all', () => {
    for (const wrong of [-1, 0.5, 2 ** 31]) expect(() => empty().edit().set(wrong, 1)).toThrow('no index');
  });
});

describe('a vector that is made of an array', () => {
  it('says what the array said, of any length, and goes on as any other', () => {
    for (const length of [0, 1, 255, 256, 257, 700, 16_384, 16_385]) {
      const numbers = Array.from({ length }, (_, i) => (i % 7 === 3 ? 0 : i + 1));
      const expected = [...numbers.entries()].filter(([, value]) => value !== 0);
      const vector = intVectorOf(Int32Array.from(numbers));
      expect([...vector.entries()]).toEqual(expected);
      const draft = vector.edit();
      for (let i = 0; i < length; i += 100) draft.set(i, undefined);
      draft.set(length + 300, 9);
      expect([...draft.finish().entries()]).toEqual([...expected.filter(([i]) => i % 100 !== 0), [length + 300, 9]]);
      expect([...vector.entries()]).toEqual(expected);
    }
  });
});

describe('the length of a vector', () => {
  it('is one more than the highest index that was ever set', () => {
    const lengthAfter = (...indexes: readonly number[]): readonly number[] => {
      const draft = emptyPagedVector<number>().edit();
      return indexes.map((index) => {
        draft.set(index, 1);
        return draft.length;
      });
    };
    expect(lengthAfter(0, 1, 2, 7, 3, 31, 32, 5)).toEqual([1, 2, 3, 8, 8, 32, 33, 33]);
  });
});
