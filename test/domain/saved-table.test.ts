import { describe, expect, it } from 'vitest';
import { LOCAL } from '../../src/domain/side.js';
import { NO_LINK, NO_NODE, nodeId } from '../../src/domain/ids.js';
import type { Base } from '../../src/domain/link.js';
import { blankNode } from '../../src/domain/node.js';
import { nodeRow } from '../../src/domain/table/row.js';
import { loadTable, pagedTable, pagedTableFrom, saveTable } from '../../src/domain/table/paged-table.js';
import type { KeyOf, Table } from '../../src/domain/table/table.js';
import { FULL_LINK } from '../../src/testing/table-fields.js';

const keys: KeyOf = [(name) => name, (name) => name];
const idsIn = (table: Table, parent: number) => Array.from(table.children(nodeId(parent)), ({ id }) => id);
/** A node lies in the folder of this id. */
const lying = (id: number, parent: number) => nodeRow(nodeId(id), { ...blankNode(LOCAL), parent: nodeId(parent), name: `${id}` });

describe('a saved table', () => {
  it('knows who lies where, also of ids far apart', () => {
    const nodes = [lying(1, 0), lying(2, 1), lying(65_535, 1), lying(65_536, 1), lying(65_537, 65_536), lying(140_000, 65_536)];
    const table = loadTable(saveTable(pagedTableFrom({ nextNode: 140_001, nextLink: 1, nodes, links: [] }, keys)), keys);
    expect(idsIn(table, 0)).toEqual([1]);
    expect(idsIn(table, 1)).toEqual([65_536, 65_535, 2]);
    expect(idsIn(table, 65_536)).toEqual([140_000, 65_537]);
  });

  it('says who lies where in few characters, however they are mixed', () => {
    const parentsText = (parentOf: (id: number) => number): string => {
      const nodes = Array.from({ length: 2000 }, (_, i) => lying(i + 1, i === 0 ? 0 : parentOf(i + 1)));
      const { slabs } = saveTable(pagedTableFrom({ nextNode: 2001, nextLink: 1, nodes, links: [] }, keys));
      return slabs.get('parents/0') ?? '';
    };
    expect(parentsText(() => 1).length).toBeLessThan(20);
    expect(parentsText((id) => 1 + (id % 2)).length).toBeLessThan(2 * 2000 + 20);
  });

  it('says once what both sides of a base say alike', () => {
    const lengthWith = (names: Base['names']): number => {
      const draft = pagedTable(keys).edit();
      draft.addLink({ ...FULL_LINK, base: { parents: [NO_LINK, NO_LINK], names, revisions: names, stamps: names, hashes: names } });
      return saveTable(draft.finish()).slabs.get('link/0')?.length ?? 0;
    };
    const text = 'x'.repeat(1000);
    expect(lengthWith([text, text])).toBeLessThan(lengthWith([text, '']) + 100);
  });

  it('says who lies where as the last time, where only rows changed', () => {
    const draft = pagedTable(keys).edit();
    const node = draft.addNode(blankNode(LOCAL));
    const table = draft.finish();
    const { reordered } = saveTable(table);
    const edit = table.edit();
    edit.setNode({ ...node, name: 'b' });
    expect(saveTable(edit.finish()).reordered).toBe(reordered);
  });

  it('is not read past a node that its folder lists and no page holds', () => {
    const draft = pagedTable(keys).edit();
    draft.addNode(blankNode(LOCAL));
    const saved = saveTable(draft.finish());
    const slabs = new Map([...saved.slabs].filter(([name]) => name !== 'node/0'));
    const table = loadTable({ ...saved, slabs }, keys);
    expect(() => [...table.children(NO_NODE)]).toThrow('node 1 is listed in 0, and is not there');
    expect(() => [...table.glance(NO_NODE)]).toThrow('node 1 is listed in 0, and is not there');
  });
});
