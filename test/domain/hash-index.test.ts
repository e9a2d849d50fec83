import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMPTY_HASH_INDEX, type HashIndex, type HashIndexReads, hashIndexOf } from '../../src/domain/collections/hash-index.js';
import { hashOf } from '../../src/domain/collections/hash-of.js';

type Pair = readonly [hash: number, id: number];

/** Few hashes for many ids, some of which differ in their high bits alone. */
const hash = fc.oneof(
  fc.constantFrom(0, 1, -1, 8, 256, 2 ** 31 - 1, -(2 ** 31)),
  fc.nat(300).map((n) => hashOf('n', n)),
);

const oneByOne = (pairs: readonly Pair[]): HashIndex => {
  const draft = EMPTY_HASH_INDEX.edit();
  for (const [h, id] of pairs) draft.add(h, id);
  return draft.finish();
};

const expectSame = (index: HashIndexReads, model: readonly Pair[]): void => {
  expect(index.size).toBe(model.length);
  const idsOf = new Map<number, number[]>([[4711, []]]);
  for (const [h, id] of model) idsOf.set(h, [...(idsOf.get(h) ?? []), id]);
  for (const [h, ids] of idsOf) expect(index.ids(h)).toEqual(ids.sort((a, b) => a - b));
};

describe('a hash index', () => {
  it('is the same value, to the last bucket, whether its pairs came at once or one by one', () => {
    for (const count of [0, 1, 7, 8, 9, 16, 17, 64, 65, 100, 1000]) {
      const pairs = Array.from({ length: count }, (_, id): Pair => [hashOf('name', id % 90), id]);
      expect(
        hashIndexOf(
          pairs.map(([h]) => h),
          pairs.map(([, id]) => id),
        ),
      ).toEqual(oneByOne(pairs));
    }
  });

  it('says of every hash what a list of pairs says, and no fork of it sees another', () => {
    const pairs = fc.uniqueArray(fc.tuple(hash, fc.nat(60)), { maxLength: 120, selector: ([h, id]) => `${h} ${id}` });
    fc.assert(
      fc.property(pairs, pairs, fc.nat(3), (first, others, nth) => {
        const index = oneByOne(first);
        const [fewer, more] = [index.edit(), index.edit()];
        const rest = first.filter((_, i) => i % 4 !== nth);
        for (const [i, [h, id]] of first.entries()) if (i % 4 === nth) fewer.delete(h, id);
        for (const [h, id] of others) more.add(h, id);
        const both = [...first, ...others.filter(([h, id]) => !first.some(([a, b]) => a === h && b === id))];
        for (const [draft, model] of [[fewer, rest] as const, [more, both] as const]) {
          expectSame(draft, model);
          expectSame(draft.finish(), model);
        }
        expectSame(index, first);
      }),
      { numRuns: 60 },
    );
  });
});
