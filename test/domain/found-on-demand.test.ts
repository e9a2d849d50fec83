import { describe, expect, it } from 'vitest';
import { hashOf } from '../../src/domain/collections/hash-of.js';
import { emptyPackedVector, type PackedVector, packedVectorOf } from '../../src/domain/collections/packed-vector.js';
import type { RowCodec } from '../../src/domain/collections/page-shelf.js';
import { linkId, nodeId } from '../../src/domain/ids.js';
import { blankNode, type Node } from '../../src/domain/node.js';
import { LOCAL } from '../../src/domain/side.js';
import { LazyIndex, makeAll } from '../../src/domain/table/lazy-index.js';
import { BLOCKED_TAG, linkCodec } from '../../src/domain/table/link-pages.js';
import { FOLDER_TAG, nodeCodec } from '../../src/domain/table/node-pages.js';
import { pagedTable, prepareTable } from '../../src/domain/table/paged-table.js';
import { linkRow, nodeRow } from '../../src/domain/table/row.js';
import type { KeyOf } from '../../src/domain/table/table.js';
import { FULL_LINK } from '../../src/testing/table-fields.js';

const exact: KeyOf = [(name) => name, (name) => name];
const named = (id: number, name: string, kind: Node['kind'] = 'file'): Node => nodeRow(nodeId(id), { ...blankNode(LOCAL), name, kind });
const byName = (node: Node): number => hashOf(0, node.name);

/** Rows that count how often all of them were read. */
const countedRows = (...nodes: readonly Node[]) => {
  const rows = { readings: 0, length: nodes.length, values: () => ((rows.readings += 1), nodes) };
  return rows;
};

describe('an index that is made when it is asked', () => {
  it('is made together with others from one reading of the rows, and never again', () => {
    const rows = countedRows(named(1, 'a'), named(2, 'b'));
    const [one, two, three] = [new LazyIndex(null, rows, byName), new LazyIndex(null, rows, () => null), new LazyIndex(null, rows, byName)];
    makeAll([one, two], rows);
    expect([one.isMade(), two.isMade(), three.isMade()]).toEqual([true, true, false]);
    expect(one.ids(hashOf(0, 'b'))).toEqual([2]);
    makeAll([one, two], rows);
    expect(rows.readings).toBe(1);
    const first = one.whole();
    makeAll([one, three], rows);
    expect(rows.readings).toBe(2);
    expect(one.whole()).toBe(first);
    expect(three.ids(hashOf(0, 'a'))).toEqual([1]);
    expect(rows.readings).toBe(2);
  });

  it('is done without until as many rows were read instead as there are, in a table and its drafts together', () => {
    const rows = countedRows(named(1, 'a'), named(2, 'b'), named(3, 'c'));
    const index = new LazyIndex(null, rows, byName);
    expect([index.mayLook(), index.mayLook()]).toEqual([true, true]);
    const draft = index.edit(rows);
    expect([draft.mayLook(), draft.mayLook()]).toEqual([true, false]);
    expect(draft.finish(rows).mayLook()).toBe(false);
    expect([index.mayLook(), index.mayLook()]).toEqual([true, false]);
  });

  it('is not made by what is written, and knows of it when it is made', () => {
    const [rows, later] = [countedRows(named(1, 'a')), countedRows(named(1, 'a'), named(2, 'b'))];
    const base = new LazyIndex(null, rows, byName);
    const [asked, finished] = [base.edit(later), base.edit(later)];
    for (const draft of [asked, finished]) draft.rekey(nodeId(2), null, hashOf(0, 'b'));
    expect([rows.readings, later.readings]).toEqual([0, 0]);
    // The old table makes its own meanwhile.
    expect(base.ids(hashOf(0, 'a'))).toEqual([1]);
    for (const draft of [asked, finished]) expect(draft.isMade()).toBe(false);
    expect(asked.ids(hashOf(0, 'b'))).toEqual([2]);
    expect(asked.isMade()).toBe(true);
    const table = finished.finish(later);
    expect(table.isMade()).toBe(false);
    expect(table.ids(hashOf(0, 'b'))).toEqual([2]);
    expect(base.ids(hashOf(0, 'b'))).toEqual([]);
  });

  it('is handed on as it is by a draft in which all stayed under its hash', () => {
    const rows = countedRows(named(1, 'a'));
    const base = new LazyIndex(null, rows, byName);
    const early = base.edit(rows);
    early.rekey(nodeId(1), byName(named(1, 'a')), byName(named(1, 'a')));
    expect(early.isMade()).toBe(false);
    const whole = base.whole();
    const late = base.edit(rows);
    late.rekey(nodeId(1), byName(named(1, 'a')), byName(named(1, 'a')));
    for (const draft of [early, late]) {
      expect(draft.isMade()).toBe(true);
      expect(draft.finish(rows).whole()).toBe(whole);
    }
  });
});

describe('a name', () => {
  let asked = 0;
  const counting: KeyOf = [(name) => ((asked += 1), name), (name) => name];
  /** So many files in a folder of their own, and as many that are known by oid alone. */
  const folderOf = (count: number) => {
    const draft = pagedTable(counting).edit();
    const folder = draft.addNode({ ...blankNode(LOCAL), kind: 'folder', name: 'folder' });
    for (let i = 0; i < count; i += 1) draft.addNode({ ...blankNode(LOCAL), parent: folder.id, name: `n${i}` });
    for (let i = 0; i < count; i += 1) draft.addNode({ ...blankNode(LOCAL), oid: `${i}` });
    return { table: draft.finish(), folder };
  };
  /** How many names are looked at meanwhile. */
  const looks = (act: () => void): number => {
    asked = 0;
    act();
    return asked;
  };

  it('is found without a look at the others where the table was prepared, for one look at each that lies in a folder', () => {
    const { table, folder } = folderOf(50);
    expect(looks(() => prepareTable(table))).toBe(50);
    expect(looks(() => expect(table.at(folder.id, 'n7').map(({ id }) => id)).toEqual([9]))).toBe(1);
  });

  it('is found by looking at its folder alone, once for each draft', () => {
    const { table, folder } = folderOf(50);
    const edit = table.edit();
    const small = edit.addNode({ ...blankNode(LOCAL), kind: 'folder', name: 'small' });
    for (const name of ['a', 'b', 'c']) edit.addNode({ ...blankNode(LOCAL), parent: small.id, name });
    const draft = edit.finish().edit();
    expect(looks(() => draft.at(small.id, 'a'))).toBeLessThan(10);
    expect(looks(() => draft.at(small.id, 'b'))).toBe(1);
    expect(looks(() => draft.at(folder.id, 'n1'))).toBeGreaterThanOrEqual(50);
    expect(looks(() => draft.at(folder.id, 'n2'))).toBe(1);
  });

  it('is no longer looked for in its folder once that took as long as an index would', () => {
    const { table: before, folder } = folderOf(50);
    let table = before;
    const spent = looks(() => {
      for (let i = 0; i < 50; i += 1) {
        const draft = table.edit();
        draft.at(folder.id, `n${i}`);
        draft.addLink(FULL_LINK);
        table = draft.finish();
      }
    });
    expect(spent).toBeLessThan(500);
  });
});

describe('a folder that a draft searched', () => {
  it('has all of one name once, by ascending id, also those that came later, or went and came back', () => {
    const before = pagedTable(exact).edit();
    const folder = before.addNode({ ...blankNode(LOCAL), kind: 'folder' });
    const [, late, back] = ['a', 'late', 'a', 'a'].map((name) => before.addNode({ ...blankNode(LOCAL), parent: folder.id, name }));
    if (late === undefined || back === undefined) throw new Error('unreachable');
    const draft = before.finish().edit();
    const at = (name: string) => draft.at(folder.id, name).map(({ id }) => Number(id));
    expect(at('a')).toEqual([2, 4, 5]);
    draft.setNode({ ...late, name: 'a' });
    expect([at('a'), at('late')]).toEqual([[2, 3, 4, 5], []]);
    draft.setNode({ ...back, name: 'b' });
    expect([at('a'), at('b')]).toEqual([[2, 3, 5], [4]]);
    draft.setNode(back);
    expect([at('a'), at('b')]).toEqual([[2, 3, 4, 5], []]);
  });
});

describe('rows in packed pages', () => {
  const ids = Array.from({ length: 192 }, (_, id) => id);
  /** A page of one kind, one of both, one of the other kind. */
  const isFirstKind = (id: number) => id < 64 || id === 70;
  const packed = <T>(codec: RowCodec<T>, rows: readonly T[]): PackedVector<T> => {
    const draft = emptyPackedVector(codec, 1).edit();
    for (const [id, row] of rows.entries()) draft.set(id, row);
    const vector = draft.finish();
    return packedVectorOf(vector.slabs(), vector.length, codec, 1);
  };
  let tags = 0;
  const countingTags = <T>(codec: RowCodec<T>): RowCodec<T> => ({
    ...codec,
    tag: (text, slot) => {
      tags += 1;
      return codec.tag(text, slot);
    },
  });

  it('are found by their tag, without a look at pages that hold none of it', () => {
    const nodes = ids.map((id) => named(id, `${id}`, isFirstKind(id) ? 'folder' : 'file'));
    const links = ids.map((id) => linkRow(linkId(id), isFirstKind(id) ? FULL_LINK : { ...FULL_LINK, blocked: null }));
    tags = 0;
    expect([...packed(countingTags(nodeCodec), nodes).tagged(FOLDER_TAG)]).toEqual(nodes.filter(({ id }) => isFirstKind(id)));
    expect([...packed(countingTags(linkCodec), links).tagged(BLOCKED_TAG)]).toEqual(links.filter(({ id }) => isFirstKind(id)));
    expect(tags).toBe(4 * 64);
  });
});
