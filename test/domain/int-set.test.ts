import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMPTY_INT_SET, type IntSet, type IntSetDraft, type IntSetReads } from '../../src/domain/collections/int-set.js';

/** Three neighbours on each level: when the middle one goes, the last one must still be found from the first. */
const STARTS = [0, 10, 15, 20, 25].flatMap((bits) => [1, 2].map((n) => n * 2 ** bits)).concat(0, 2 ** 30);
const OFFSETS = [0, 1, 31, 32, 64, 1023];
const UNIVERSE = [...new Set(STARTS.flatMap((start) => OFFSETS.map((offset) => start + offset)))].sort((a, b) => a - b);
const PROBES = [...UNIVERSE, ...UNIVERSE.map((member) => member + 1), ...STARTS.map((start) => start + 992)];

const expectSame = (set: IntSetReads, model: ReadonlySet<number>): void => {
  const members = [...model].sort((a, b) => a - b);
  expect([...set]).toEqual(members);
  expect([set.size, set.first()]).toEqual([members.length, members[0]]);
  for (const probe of PROBES) {
    if (set.has(probe) !== model.has(probe)) expect.fail(`has(${probe})`);
    if (set.next(probe) !== members.find((member) => member >= probe)) expect.fail(`next(${probe})`);
  }
};

/** What is written at once: some members, or all from some start on that have some offset. */
const part = fc.oneof(
  fc.subarray(UNIVERSE),
  fc
    .tuple(fc.subarray(STARTS), fc.subarray(OFFSETS, { minLength: 1 }))
    .map(([starts, offsets]) => starts.flatMap((start) => offsets.map((offset) => start + offset))),
);
const edit = fc.record({ adds: fc.boolean(), members: part });

describe('a set of ids', () => {
  it('says of every number what a plain set says, and whether a write made a difference; no fork of it sees another', () => {
    const write = (draft: IntSetDraft, model: Set<number>, { adds, members }: { adds: boolean; members: readonly number[] }): void => {
      for (const member of members)
        if (adds) {
          expect(draft.add(member)).toBe(!model.has(member));
          model.add(member);
        } else expect(draft.delete(member)).toBe(model.delete(member));
    };
    fc.assert(
      fc.property(part, fc.array(edit, { maxLength: 3 }), fc.array(edit, { maxLength: 3 }), (members, some, others) => {
        const filling = EMPTY_INT_SET.edit();
        const before = new Set<number>();
        write(filling, before, { adds: true, members });
        const set = filling.finish();
        const forks = [some, others].map((edits) => ({ edits, draft: set.edit(), model: new Set(before) }));
        for (const { edits, draft, model } of forks) for (const each of edits) write(draft, model, each);
        for (const { draft, model } of forks) expectSame(draft, model);
        for (const { draft, model } of forks) expectSame(draft.finish(), model);
        expectSame(set, before);
      }),
      { numRuns: 60 },
    );
  });

  it('holds no number below zero, however high it reaches', () => {
    const draft = EMPTY_INT_SET.edit();
    const holdsNone = (set: IntSet): boolean =>
      [-1, -(2 ** 30), -(2 ** 31)].every((number) => !set.has(number) && set.next(number) === set.first());
    for (const start of [...STARTS].sort((a, b) => a - b)) {
      draft.add(start);
      draft.add(start + 1023);
    }
    draft.add(2 ** 31 - 1);
    expect(holdsNone(EMPTY_INT_SET)).toBe(true);
    expect(holdsNone(draft.finish())).toBe(true);
  });

  it('can be emptied, and filled again, in one draft', () => {
    const filling = EMPTY_INT_SET.edit();
    for (const member of UNIVERSE) filling.add(member);
    const full = filling.finish();
    const draft = full.edit();
    for (const member of UNIVERSE) draft.delete(member);
    expectSame(draft, new Set());
    draft.add(40);
    expectSame(draft.finish(), new Set([40]));
    expectSame(full, new Set(UNIVERSE));
  });
});
