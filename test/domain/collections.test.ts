import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMPTY_HASH_INDEX, type HashIndex, type HashIndexReads, hashIndexOf } from '../../src/domain/collections/hash-index.js';
import { hashOf } from '../../src/domain/collections/hash-of.js';
import { EMPTY_INT_SET, type IntSet, type IntSetReads } from '../../src/domain/collections/int-set.js';
import { EMPTY_INT_VECTOR, type IntVector, intVectorOf } from '../../src/domain/collections/int-vector.js';
import { emptyPackedVector, type PackedVector, packedVectorOf } from '../../src/domain/collections/packed-vector.js';
import type { RowCodec } from '../../src/domain/collections/page-shelf.js';
import { type Column, isThere, mayHold, numberAt, packPage, ROWS, textAt } from '../../src/domain/collections/packed-page.js';
import { emptyPagedVector, type PagedVector, type PagedVectorReads } from '../../src/domain/collections/paged-vector.js';

/** Small numbers meet often; the large ones are around the edges of pages, leaves and levels. */
const index = fc.oneof(
  { weight: 4, arbitrary: fc.nat(40) },
  fc.nat(5000),
  fc.constantFrom(31, 32, 1023, 1024, 2047, 2048, 32_767, 32_768, 131_071, 131_072, 1_048_575, 1_048_576),
);

/** Runs drafts one after the other; after each, every value made so far must still be equal to its model. */
const checkDrafts = <V, D, M, C>(
  start: V,
  model: M,
  drafts: readonly (readonly C[])[],
  how: {
    readonly edit: (value: V) => D;
    readonly finish: (draft: D) => V;
    readonly run: (draft: D, command: C) => void;
    /** The model is a value: this makes a new one. */
    readonly predict: (model: M, command: C) => M;
    readonly same: (seen: V | D, model: M) => void;
  },
): void => {
  const history: { readonly value: V; readonly model: M }[] = [{ value: start, model }];
  for (const commands of drafts) {
    const last = history[history.length - 1] as { readonly value: V; readonly model: M };
    const draft = how.edit(last.value);
    let expected = last.model;
    for (const command of commands) {
      how.run(draft, command);
      expected = how.predict(expected, command);
      how.same(draft, expected);
    }
    history.push({ value: how.finish(draft), model: expected });
    for (const made of history) how.same(made.value, made.model);
  }
};

const draftsOf = <C>(command: fc.Arbitrary<C>) => fc.array(fc.array(command, { maxLength: 12 }), { minLength: 1, maxLength: 5 });

describe('PagedVector', () => {
  const same = (seen: PagedVectorReads<number>, model: ReadonlyMap<number, number>): void => {
    expect([...seen.entries()]).toEqual([...model].sort(([a], [b]) => a - b));
    for (const [i, value] of model) expect(seen.get(i)).toBe(value);
    expect(seen.get(77_777)).toBeUndefined();
  };

  it('behaves like a map, and leaves the old value as it was', () => {
    const command = fc.record({ i: index, value: fc.option(fc.nat(3), { nil: undefined }) });
    fc.assert(
      fc.property(draftsOf(command), (drafts) =>
        checkDrafts<
          PagedVector<number>,
          ReturnType<PagedVector<number>['edit']>,
          ReadonlyMap<number, number>,
          { i: number; value: number | undefined }
        >(emptyPagedVector<number>(), new Map(), drafts, {
          edit: (value) => value.edit(),
          finish: (draft) => draft.finish(),
          run: (draft, { i, value }) => draft.set(i, value),
          predict: (model, { i, value }) => {
            const next = new Map(model);
            if (value === undefined) next.delete(i);
            else next.set(i, value);
            return next;
          },
          same,
        }),
      ),
    );
  });

  it('is as long as its highest index asks for, and does not shrink', () => {
    const draft = emptyPagedVector<string>().edit();
    draft.set(300, 'a');
    draft.set(300, undefined);
    expect(draft.length).toBe(301);
    expect(draft.finish().length).toBe(301);
  });

  it('is the same value when nothing was written', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(index, fc.nat()), { maxLength: 20 }), (entries) => {
        const filling = emptyPagedVector<number>().edit();
        for (const [i, value] of entries) filling.set(i, value);
        const vector = filling.finish();
        const idle = vector.edit();
        for (const [i, value] of vector.entries()) idle.set(i, value);
        idle.set(99_999, undefined);
        expect(idle.finish()).toBe(vector);
      }),
    );
  });

  it('refuses writes to a finished draft, and what is no index', () => {
    const draft = emptyPagedVector<number>().edit();
    draft.set(0, 1);
    draft.finish();
    expect(() => draft.set(0, 2)).toThrow('finished draft');
    for (const wrong of [-1, 0.5, 2 ** 31]) expect(() => emptyPagedVector<number>().edit().set(wrong, 1)).toThrow('no index');
  });
});

const setCommand = fc.record({ i: index, value: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }) });
type VectorCommand = { i: number; value: number | undefined };

const predictSet = (model: ReadonlyMap<number, number>, { i, value }: VectorCommand): ReadonlyMap<number, number> => {
  const next = new Map(model);
  if (value === undefined) next.delete(i);
  else next.set(i, value);
  return next;
};

describe('IntVector', () => {
  it('behaves like a map, and leaves the old value as it was', () => {
    fc.assert(
      fc.property(draftsOf(setCommand), (drafts) =>
        checkDrafts<IntVector, ReturnType<IntVector['edit']>, ReadonlyMap<number, number>, VectorCommand>(
          EMPTY_INT_VECTOR,
          new Map(),
          drafts,
          {
            edit: (value) => value.edit(),
            finish: (draft) => draft.finish(),
            run: (draft, { i, value }) => draft.set(i, value),
            predict: predictSet,
            same: (seen, model) => {
              expect([...seen.entries()]).toEqual([...model].sort(([a], [b]) => a - b));
              for (const [i, value] of model) expect(seen.get(i)).toBe(value);
            },
          },
        ),
      ),
    );
  });

  it('is made of an array', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(3), { maxLength: 700 }), (numbers) => {
        const expected = [...numbers.entries()].filter(([, value]) => value !== 0);
        expect([...intVectorOf(Int32Array.from(numbers)).entries()]).toEqual(expected);
      }),
    );
  });

  it('is the same value when nothing was written, and takes nothing but positive numbers', () => {
    const vector = intVectorOf(Int32Array.of(0, 7));
    const idle = vector.edit();
    idle.set(1, 7);
    idle.set(0, undefined);
    expect(idle.finish()).toBe(vector);
    for (const wrong of [0, -1, 0.5, 2 ** 31]) expect(() => vector.edit().set(1, wrong)).toThrow('positive');
    expect(() => vector.edit().set(-1, 1)).toThrow('no index');
    const finished = vector.edit();
    finished.finish();
    expect(() => finished.set(1, 8)).toThrow('finished draft');
  });
});

describe('PackedVector', () => {
  /** Rows that are new objects whenever they are unpacked. */
  interface Row {
    readonly value: number;
  }
  const valueAt = (text: string, slot: number): number => (text === '' ? 0 : ((JSON.parse(text) as number[])[slot] ?? 0));
  const codec: RowCodec<Row> = {
    pack: (rows) => (rows.every((row) => row === undefined) ? '' : JSON.stringify(rows.map((row) => row?.value ?? 0))),
    row: (text, slot) => {
      const value = valueAt(text, slot);
      return value === 0 ? undefined : { value };
    },
    same: (a, b) => a.value === b.value,
    tagOf: (row) => String(row.value),
    tag: (text, slot) => (valueAt(text, slot) === 0 ? undefined : String(valueAt(text, slot))),
    mayHold: (text, tag) => text.includes(tag),
  };
  const same = (seen: Pick<PackedVector<Row>, 'get' | 'tag' | 'tagged' | 'values'>, model: ReadonlyMap<number, number>): void => {
    expect([...seen.values()]).toEqual([...model].sort(([a], [b]) => a - b).map(([, value]) => ({ value })));
    for (const [i, value] of model) {
      expect(seen.tag(i)).toBe(String(value));
      expect([...seen.tagged(String(value))].length).toBe([...model.values()].filter((other) => other === value).length);
      expect(seen.get(i)).toEqual({ value });
    }
  };

  it.each([1, 2, 512])('behaves like a map with room for %i pages, and leaves the old value as it was', (room) => {
    fc.assert(
      fc.property(draftsOf(setCommand), (drafts) =>
        checkDrafts<PackedVector<Row>, ReturnType<PackedVector<Row>['edit']>, ReadonlyMap<number, number>, VectorCommand>(
          emptyPackedVector(codec, room),
          new Map(),
          drafts,
          {
            edit: (value) => value.edit(),
            finish: (draft) => draft.finish(),
            run: (draft, { i, value }) => draft.set(i, value === undefined ? undefined : { value }),
            predict: predictSet,
            same,
          },
        ),
      ),
    );
  });

  it('has no place before the first, between two, or after all', () => {
    for (const wrong of [-1, 0.5, 2 ** 31]) expect(() => emptyPackedVector(codec, 1).edit().set(wrong, { value: 1 })).toThrow('no index');
  });

  it('is made of its slabs, which stay the same strings where nothing was written', () => {
    const draft = emptyPackedVector(codec, 1).edit();
    for (const i of [0, 63, 64, 5000, 9000]) draft.set(i, { value: 1 });
    const vector = draft.finish();
    const slabs = new Map(vector.slabs());
    expect([...slabs.keys()]).toEqual([0, 1, 2]);
    const loaded = packedVectorOf(slabs, vector.length, codec, 1);
    expect([...loaded.values()]).toEqual([...vector.values()]);
    const change = loaded.edit();
    change.set(5000, { value: 2 });
    const changed = new Map(change.finish().slabs());
    expect([changed.get(0), changed.get(2)]).toEqual([slabs.get(0), slabs.get(2)]);
    expect(changed.get(1)).not.toBe(slabs.get(1));
    expect(new Map(loaded.slabs())).toEqual(slabs);
  });

  it('is the same value when what is there was written again, though unpacked anew', () => {
    const draft = emptyPackedVector(codec, 1).edit();
    for (const i of [0, 64, 128]) draft.set(i, { value: 1 });
    const vector = draft.finish();
    const idle = vector.edit();
    for (const i of [0, 64, 128]) idle.set(i, { value: 1 });
    expect(idle.finish()).toBe(vector);
  });
});

describe('a packed page', () => {
  const text = fc.oneof(
    {
      weight: 3,
      arbitrary: fc.constantFrom('', 'a', 'a1', 'a2', 'file', 'folder', '\u0001', '\\', '\\0041', 'a\tb', '\ud800', '\u00e9', '\u4e2d'),
    },
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.constant(null),
  );
  const number = fc.oneof(
    fc.integer({ min: -1, max: 2 }),
    fc.integer(),
    fc.maxSafeInteger(),
    fc.double({ noNaN: true }),
    fc.constantFrom(2 ** 51, -(2 ** 51), 2 ** 51 - 1, 255, 256, 65_535, 65_536),
  );
  interface Row {
    readonly a: string | null;
    readonly b: string | null;
    readonly n: number;
  }
  const columns: readonly Column<Row>[] = [{ text: ({ a }) => a }, { text: ({ b }) => b, beside: true }, { number: ({ n }) => n }];
  const row: fc.Arbitrary<Row | undefined> = fc.option(fc.record({ a: text, b: text, n: number }), { nil: undefined });
  const rows = fc.oneof(
    fc.array(row, { maxLength: ROWS }),
    // Alike, but for a few.
    fc.tuple(row, fc.array(fc.tuple(fc.nat(ROWS - 1), row), { maxLength: 20 })).map(([all, others]) => {
      const page = new Array<Row | undefined>(ROWS).fill(all);
      for (const [slot, other] of others) page[slot] = other;
      return page;
    }),
    // Beside each other the same.
    fc.array(row, { maxLength: ROWS }).map((page) => page.map((each) => each && { ...each, b: each.a })),
  );

  it('says of each row, and each field, what was packed', () => {
    fc.assert(
      fc.property(rows, (given) => {
        const page = packPage(given, columns);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: one byte
        expect(page).toMatch(/^[\0-\u00ff]*$/u);
        for (let slot = 0; slot < ROWS; slot += 1) {
          const expected = given[slot];
          expect(isThere(page, slot)).toBe(expected !== undefined);
          if (expected === undefined) continue;
          expect({ a: textAt(page, 0, slot), b: textAt(page, 1, slot), n: numberAt(page, 2, slot) + 0 }).toEqual({
            ...expected,
            n: expected.n + 0,
          });
          expect(mayHold(page, 0, (found) => found === expected.a)).toBe(true);
        }
      }),
    );
  });

  it('says once what is alike', () => {
    const page = (count: number, of: (i: number) => Row): number =>
      packPage(
        Array.from({ length: count }, (_, i) => of(i)),
        columns,
      ).length;
    const alike = page(ROWS, () => ({ a: 'folder', b: 'folder', n: 7 }));
    expect(alike).toBeLessThan(50);
    expect(page(ROWS, (i) => ({ a: 'folder', b: 'folder', n: 7 + i }))).toBe(alike + ROWS);
    expect(mayHold(packPage([{ a: 'x', b: null, n: 1 }], columns), 0, (found) => found === 'y')).toBe(false);
  });
});

type SetCommand = { readonly _tag: 'Add' | 'Delete'; readonly member: number };

describe('IntSet', () => {
  const ascending = (members: Iterable<number>): number[] => [...members].sort((a, b) => a - b);

  const same = (seen: IntSetReads, model: ReadonlySet<number>): void => {
    const members = ascending(model);
    expect([...seen]).toEqual(members);
    expect(seen.size).toBe(model.size);
    expect(seen.first()).toBe(members[0]);
    for (const member of members) {
      expect(seen.has(member)).toBe(true);
      expect(seen.has(member + 1)).toBe(model.has(member + 1));
      expect(seen.next(member + 1)).toBe(members.find((later) => later > member));
    }
    expect(seen.has(-1)).toBe(false);
    expect(seen.next(-1)).toBe(members[0]);
  };

  it('behaves like a set, and leaves the old value as it was', () => {
    const command = fc.record({ _tag: fc.constantFrom('Add' as const, 'Add' as const, 'Delete' as const), member: index });
    fc.assert(
      fc.property(draftsOf(command), (drafts) =>
        checkDrafts<IntSet, ReturnType<IntSet['edit']>, ReadonlySet<number>, SetCommand>(EMPTY_INT_SET, new Set(), drafts, {
          edit: (value) => value.edit(),
          finish: (draft) => draft.finish(),
          run: (draft, command) => (command._tag === 'Add' ? draft.add(command.member) : draft.delete(command.member)),
          predict: (model, command) => {
            const next = new Set(model);
            if (command._tag === 'Add') next.add(command.member);
            else next.delete(command.member);
            return next;
          },
          same,
        }),
      ),
    );
  });

  it('can be emptied while it is iterated over', () => {
    fc.assert(
      fc.property(fc.uniqueArray(index), (members) => {
        const draft = EMPTY_INT_SET.edit();
        for (const member of members) draft.add(member);
        const seen: number[] = [];
        for (const member of draft) {
          seen.push(member);
          draft.delete(member);
        }
        expect(seen).toEqual(ascending(members));
        expect(draft.size).toBe(0);
        expect(draft.finish()).toBe(EMPTY_INT_SET);
      }),
    );
  });

  it('is the same value when nothing was written', () => {
    fc.assert(
      fc.property(fc.uniqueArray(index), (members) => {
        const filling = EMPTY_INT_SET.edit();
        for (const member of members) filling.add(member);
        const set = filling.finish();
        const idle = set.edit();
        for (const member of members) idle.add(member);
        idle.delete(55_555);
        expect(idle.finish()).toBe(set);
      }),
    );
  });

  it('refuses writes to a finished draft, and what is no small integer', () => {
    const draft = EMPTY_INT_SET.edit();
    draft.add(1);
    draft.finish();
    expect(() => draft.add(2)).toThrow('finished draft');
    expect(() => draft.delete(1)).toThrow('finished draft');
    for (const wrong of [-1, 0.5, 2 ** 31]) expect(() => EMPTY_INT_SET.edit().add(wrong)).toThrow('no member');
  });

  it('holds the largest number that it takes', () => {
    const draft = EMPTY_INT_SET.edit();
    draft.add(3);
    draft.add(2 ** 31 - 1);
    expect([...draft.finish()]).toEqual([3, 2 ** 31 - 1]);
  });
});

type Pair = readonly [hash: number, id: number];

describe('HashIndex', () => {
  const same = (seen: HashIndexReads, model: readonly Pair[]): void => {
    expect(seen.size).toBe(model.length);
    for (const hash of new Set([...model.map(([h]) => h), 12_345])) {
      const ids = model.filter(([h]) => h === hash).map(([, id]) => id);
      expect(seen.ids(hash)).toEqual(ids.sort((a, b) => a - b));
    }
  };
  /** Few hashes, so that they meet; some with the same low bits, so that buckets split unevenly. */
  const hash = fc.oneof(
    fc.constantFrom(0, 1, -1, 0x7fffffff, -0x80000000),
    fc.nat(7).map((n) => n << 8),
    fc.integer(),
  );

  it('behaves like a multimap, and leaves the old value as it was', () => {
    const command = fc.record({ _tag: fc.constantFrom('Add' as const, 'Add' as const, 'Delete' as const), hash, id: fc.nat(5) });
    fc.assert(
      fc.property(fc.array(fc.array(command, { maxLength: 40 }), { maxLength: 4 }), (drafts) =>
        checkDrafts<HashIndex, ReturnType<HashIndex['edit']>, readonly Pair[], { _tag: 'Add' | 'Delete'; hash: number; id: number }>(
          EMPTY_HASH_INDEX,
          [],
          drafts,
          {
            edit: (value) => value.edit(),
            finish: (draft) => draft.finish(),
            run: (draft, command) => (command._tag === 'Add' ? draft.add : draft.delete).call(draft, command.hash, command.id),
            predict: (model, command) => {
              const rest = model.filter(([h, id]) => h !== command.hash || id !== command.id);
              return command._tag === 'Add' ? [...rest, [command.hash, command.id]] : rest;
            },
            same,
          },
        ),
      ),
    );
  });

  it('is the same whether pairs come at once or one by one, and goes on alike', () => {
    const hashes = fc.array(hash, { maxLength: 100 });
    fc.assert(
      fc.property(hashes, hashes, (atOnce, later) => {
        const pairs = atOnce.map((h, i): Pair => [h, i]);
        const made = hashIndexOf(atOnce, [...atOnce.keys()]);
        same(made, pairs);
        const draft = made.edit();
        later.forEach((h, i) => draft.add(h, 1000 + i));
        same(draft.finish(), [...pairs, ...later.map((h, i): Pair => [h, 1000 + i])]);
        same(made, pairs);
      }),
    );
  });

  it('finds everything after many splits', () => {
    const draft = EMPTY_HASH_INDEX.edit();
    for (let id = 0; id < 5000; id += 1) draft.add(hashOf('name', id), id);
    const full = draft.finish();
    for (let id = 0; id < 5000; id += 1) expect(full.ids(hashOf('name', id))).toContain(id);
    const emptying = full.edit();
    for (let id = 0; id < 5000; id += 1) emptying.delete(hashOf('name', id), id);
    expect(emptying.size).toBe(0);
    expect(full.size).toBe(5000);
  });

  it('is the same value when nothing was written', () => {
    const filling = EMPTY_HASH_INDEX.edit();
    filling.add(1, 1);
    const full = filling.finish();
    const idle = full.edit();
    idle.add(1, 1);
    idle.delete(1, 2);
    expect(idle.finish()).toBe(full);
  });

  it('takes a hash as signed or unsigned', () => {
    const draft = EMPTY_HASH_INDEX.edit();
    draft.add(0xffffffff, 7);
    expect(draft.finish().ids(-1)).toEqual([7]);
  });
});

describe('hashOf', () => {
  it('keeps parts apart', () => {
    expect(hashOf('ab', 'c')).not.toBe(hashOf('a', 'bc'));
    expect(hashOf('a', '')).not.toBe(hashOf('', 'a'));
    expect(hashOf(1, 2)).not.toBe(hashOf(2, 1));
    expect(hashOf(0, 0)).not.toBe(hashOf(0, 0, 0));
  });

  it('spreads numbered names of numbered folders over its low bits', () => {
    const buckets = new Array<number>(1024).fill(0);
    for (let folder = 0; folder < 64; folder += 1)
      for (let file = 0; file < 256; file += 1) {
        const low = hashOf(folder, `file-${file}.txt`) & 1023;
        buckets[low] = (buckets[low] ?? 0) + 1;
      }
    // 16 on average; a fair spread over 1,024 buckets has its fullest near 31.
    expect(Math.max(...buckets)).toBeLessThan(45);
  });
});
