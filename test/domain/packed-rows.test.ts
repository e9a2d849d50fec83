import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  emptyPackedVector,
  type PackedVector,
  type PackedVectorReads,
  packedVectorOf,
} from '../../src/domain/collections/packed-vector.js';
import type { RowCodec } from '../../src/domain/collections/page-shelf.js';

interface Row {
  readonly id: number;
  readonly value: number;
}
/** What was asked of the codec. */
let packs = 0;
let unpacked: number[] = [];

const valueAt = (text: string, slot: number): number => (text === '' ? 0 : ((JSON.parse(text) as number[])[slot] ?? 0));
/** Rows that are new objects whenever they are unpacked, and know from where. */
const codec: RowCodec<Row> = {
  pack: (rows) => {
    packs += 1;
    return rows.every((row) => row === undefined) ? '' : JSON.stringify(rows.map((row) => row?.value ?? 0));
  },
  row: (text, slot, id) => {
    const value = valueAt(text, slot);
    if (value === 0) return undefined;
    unpacked.push(id);
    return { id, value };
  },
  same: (a, b) => a.value === b.value,
  tagOf: (row) => String(row.value),
  tag: (text, slot) => (valueAt(text, slot) === 0 ? undefined : String(valueAt(text, slot))),
  mayHold: (text, tag) => text.includes(tag),
};
beforeEach(() => {
  packs = 0;
  unpacked = [];
});

/** Around the edges of pages, of their halves, and of groups. */
const INDEXES = [0, 1, 31, 32, 33, 63, 64, 96, 128, 4031, 4032, 4064, 4095, 4096, 4160, 8191, 8192];
type Write = readonly [index: number, value: number | undefined];

describe('a vector of packed rows', () => {
  const expectSame = (rows: PackedVectorReads<Row>, model: ReadonlyMap<number, number>): void => {
    const expected = [...model].sort(([a], [b]) => a - b).map(([id, value]) => ({ id, value }));
    expect([...rows.values()]).toEqual(expected);
    for (const tag of ['1', '2']) expect([...rows.tagged(tag)]).toEqual(expected.filter(({ value }) => String(value) === tag));
    expect(INDEXES.map((id) => [rows.tag(id), rows.get(id)])).toEqual(
      INDEXES.map((id) => {
        const value = model.get(id);
        return value === undefined ? [undefined, undefined] : [String(value), { id, value }];
      }),
    );
  };
  const expectVector = (rows: PackedVector<Row>, model: ReadonlyMap<number, number>): void => {
    expect(INDEXES.map((id) => rows.glance(id)?.value)).toEqual(INDEXES.map((id) => model.get(id)));
    expectSame(rows, model);
  };

  it.each([1, 3, 100])('says of every index what a map says, and no fork sees another, with room for %i pages', (room) => {
    const index = fc.oneof(fc.constantFrom(...INDEXES.slice(0, 9)), fc.constantFrom(...INDEXES));
    const writes = fc.array(fc.tuple(index, fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined })), { maxLength: 16 });
    fc.assert(
      fc.property(writes, writes, writes, fc.boolean(), (first, some, others, isLoaded) => {
        const write = (draft: ReturnType<PackedVector<Row>['edit']>, model: Map<number, number>, all: readonly Write[]): number => {
          let length = draft.length;
          for (const [id, value] of all) {
            if (value !== undefined || model.has(id)) length = Math.max(length, id + 1);
            draft.set(id, value === undefined ? undefined : { id, value });
            if (draft.length !== length) expect.fail(`a length of ${draft.length} instead of ${length}`);
            if (value === undefined) model.delete(id);
            else model.set(id, value);
          }
          return length;
        };
        const filling = emptyPackedVector(codec, room).edit();
        const before = new Map<number, number>();
        const length = write(filling, before, first);
        const filled = filling.finish();
        const vector = isLoaded ? packedVectorOf(filled.slabs(), filled.length, codec, room) : filled;
        const forks = [some, others].map((all) => ({ draft: vector.edit(), all, model: new Map(before) }));
        const lengths = forks.map(({ draft, model, all }) => write(draft, model, all));
        for (const { draft, model } of forks) expectSame(draft, model);
        for (const [i, { draft, model }] of forks.entries()) {
          const made = draft.finish();
          expect(made.length).toBe(lengths[i]);
          expectVector(made, model);
          expectVector(packedVectorOf(made.slabs(), made.length, codec, room), model);
          expectVector(made, model);
        }
        expect(vector.length).toBe(length);
        expectVector(vector, before);
      }),
      { numRuns: 30 },
    );
  });

  it('refuses writes to a finished draft', () => {
    const draft = emptyPackedVector(codec).edit();
    draft.set(1, { id: 1, value: 1 });
    draft.finish();
    expect(() => draft.set(1, { id: 1, value: 2 })).toThrow('finished draft');
  });

  it('is the same value when a row was cleared that is not there, or written as it is', () => {
    const draft = emptyPackedVector(codec).edit();
    for (const id of [0, 64]) draft.set(id, { id, value: 1 });
    const vector = draft.finish();
    const idle = vector.edit();
    for (const id of [1, 63, 128, 5000]) idle.set(id, undefined);
    idle.set(64, { id: 64, value: 1 });
    expect(idle.finish()).toBe(vector);
  });

  it('packs no more than the pages that were written, and those once', () => {
    const draft = emptyPackedVector(codec).edit();
    for (const id of [0, 64, 128, 5000]) draft.set(id, { id, value: 1 });
    const vector = draft.finish();
    const slabs = new Map(vector.slabs());
    expect(packs).toBe(4);
    const edit = vector.edit();
    edit.set(64, { id: 64, value: 2 });
    for (const id of [0, 64, 128, 5000]) edit.set(id, { id, value: id === 64 ? 2 : 1 });
    const changed = edit.finish();
    expect(new Map(changed.slabs()).get(1)).toBe(slabs.get(1));
    expect([...changed.slabs()].length).toBe(2);
    expect(packs).toBe(5);
  });
});

describe('the pages that keep rows as objects', () => {
  /** Five pages of rows, all of them packed. */
  const packed = (room: number): PackedVector<Row> => {
    const draft = emptyPackedVector(codec).edit();
    for (let id = 0; id < 320; id += 1) if (id !== 319) draft.set(id, { id, value: 1 });
    const loaded = packedVectorOf(draft.finish().slabs(), 320, codec, room);
    packs = 0;
    return loaded;
  };
  /** Which rows need not be unpacked to read all of them; that itself keeps none. */
  const kept = (rows: PackedVectorReads<Row>): readonly number[] => {
    unpacked = [];
    const ids = Array.from(rows.values(), ({ id }) => id);
    return ids.filter((id) => !unpacked.includes(id));
  };
  const reading = (rows: PackedVectorReads<Row>, ...ids: readonly number[]): void => {
    for (const id of ids) expect(rows.get(id)?.id).toBe(id);
  };
  const writing = (rows: PackedVector<Row>, ...ids: readonly number[]): PackedVector<Row> => {
    const draft = rows.edit();
    for (const id of ids) draft.set(id, { id, value: 2 });
    return draft.finish();
  };
  /** A row of each page. */
  const [A, B, C, D, E] = [0, 64, 128, 192, 256];

  it('are as many as there is room for', () => {
    const rows = packed(2);
    reading(rows, A, B, A + 1);
    expect(kept(rows)).toEqual([A, A + 1, B]);
    reading(rows, C);
    expect(kept(rows)).toEqual([B, C]);
    reading(rows, A);
    expect(kept(rows)).toEqual([A, C]);
    reading(rows, D, E, A, B, E, D);
    expect(kept(rows).length).toBe(2);
    expect(packs).toBe(0);
  });

  it('hand out the same object, also to who glances, or reads all', () => {
    const rows = packed(1);
    const row = rows.get(5);
    expect([rows.get(5), rows.glance(5), [...rows.values()][5]].map((each) => each === row)).toEqual([true, true, true]);
  });

  it('are not left for others by who glances, reads all, or asks for what is not there', () => {
    const rows = packed(1);
    reading(rows, A);
    rows.glance(B);
    expect([...rows.values()].length).toBe(319);
    expect([...rows.tagged('1')].length).toBe(319);
    expect(rows.get(319)).toBeUndefined();
    expect(kept(rows)).toEqual([A]);
  });

  it('are those that were read since the clock passed', () => {
    const rows = packed(3);
    reading(rows, A, B, C, D);
    expect(kept(rows)).toEqual([B, C, D]);
    reading(rows, B, E);
    expect(kept(rows)).toEqual([B, D, E]);
    reading(rows, A);
    expect(kept(rows)).toEqual([A, D, E]);
  });

  it('go on with a draft that writes to them, and not with the old value', () => {
    const rows = packed(3);
    reading(rows, A, B, B + 1, C);
    const changed = writing(rows, B);
    expect(kept(changed)).toEqual([A, B, B + 1, C]);
    expect(kept(rows)).toEqual([A, C]);
    // The old page takes a place like any other when it is read again.
    reading(rows, B);
    expect(kept(rows)).toEqual([B, C]);
    expect(kept(changed)).toEqual([B, B + 1, C]);
  });

  it('go on also in the first place, and count as read when they were written', () => {
    const rows = packed(3);
    reading(rows, A, B, C, D, D + 1);
    expect(kept(writing(rows, D))).toEqual([B, C, D, D + 1]);
    const others = packed(3);
    reading(others, A, B, B + 1, C, D);
    const changed = writing(others, B);
    reading(changed, E);
    expect(kept(changed)).toEqual([B, B + 1, D, E]);
  });

  it('are not packed anew to make room for others where four rows or fewer were written, in whichever half', () => {
    for (const slots of [[0], [32], [0, 31, 32, 63], [1, 2, 3, 4], [40, 41, 42, 43]]) {
      const rows = packed(1);
      reading(rows, 0, 20, 32, 50);
      const changed = writing(rows, ...slots);
      reading(changed, B);
      expect(packs).toBe(0);
      expect(kept(changed)).toEqual([...slots, B]);
      expect(Array.from(changed.values(), ({ value }) => value)).toEqual(
        Array.from(rows.values(), ({ id }) => (slots.includes(id) ? 2 : 1)),
      );
    }
  });

  it('are packed when they leave with more that was written, or for the first time', () => {
    for (const slots of [
      [0, 1, 2, 3, 4],
      [0, 1, 31, 32, 62, 63],
      [59, 60, 61, 62, 63],
    ]) {
      const changed = writing(packed(1), ...slots);
      reading(changed, B);
      expect(packs).toBe(1);
      expect(kept(changed)).toEqual([B]);
      expect(Array.from(changed.values(), ({ value }) => value).filter((value) => value === 2).length).toBe(slots.length);
    }
    packs = 0;
    const added = writing(emptyPackedVector(codec, 1), A, B);
    expect(packs).toBe(1);
    expect(kept(added)).toEqual([B]);
  });

  it('do not show rows that were cleared in a page that is packed yet', () => {
    const rows = packed(1);
    const draft = rows.edit();
    draft.set(7, undefined);
    const cleared = draft.finish();
    for (const _ of [0, 1]) {
      expect([cleared.get(7), cleared.glance(7), cleared.tag(7)]).toEqual([undefined, undefined, undefined]);
      expect([...cleared.values()].length).toBe(318);
      reading(cleared, B);
    }
    expect(rows.get(7)).toEqual({ id: 7, value: 1 });
  });
});
