import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashOf } from '../../src/domain/collections/hash-of.js';
import { LOCAL, REMOTE } from '../../src/domain/side.js';
import { NO_NODE, nodeId } from '../../src/domain/ids.js';
import { blankNode } from '../../src/domain/node.js';
import { loadTable, pagedTable, pagedTableFrom, saveTable } from '../../src/domain/table/paged-table.js';
import { rowsOf } from '../../src/domain/table/rows.js';
import type { Table } from '../../src/domain/table/table.js';
import { simpleTable, simpleTableFrom } from '../../src/domain/table/simple-table.js';
import { FULL_LINK, FULL_NODE } from '../../src/testing/table-fields.js';
import { readAll, type TableMaker, tableLaws } from '../../src/testing/table-laws.js';
import { lawKeys, runTableScript, tableScripts } from '../../src/testing/table-script.js';

const paged: TableMaker = { empty: pagedTable, from: pagedTableFrom };
/** Room for one page of each kind: whatever is read or written, something else is packed for it. */
const cramped: TableMaker = { empty: (keyOf) => pagedTable(keyOf, 1), from: (rows, keyOf) => pagedTableFrom(rows, keyOf, 1) };
/** Every table that is loaded was saved before. */
const reload = (table: Table): Table => {
  const { slabs, ...rest } = saveTable(table);
  return loadTable({ ...(JSON.parse(JSON.stringify(rest)) as typeof rest), slabs: new Map(slabs) }, lawKeys, 1);
};
const reloaded: TableMaker = { empty: (keyOf) => reload(pagedTable(keyOf)), from: (rows) => reload(pagedTableFrom(rows, lawKeys)) };
const simple: TableMaker = { empty: simpleTable, from: simpleTableFrom };

describe.each([
  ['pagedTable', paged],
  ['pagedTable with room for one page', cramped],
  ['pagedTable, saved and loaded', reloaded],
  ['simpleTable', simple],
] as const)('%s', (_name, maker) => {
  it('behaves as specified, also in the middle of a draft', () => {
    fc.assert(fc.property(tableScripts, (script) => tableLaws.behavesAsSpecified(maker, script)));
  });

  it('leaves old tables as they were', () => {
    fc.assert(fc.property(tableScripts, (script) => tableLaws.leavesOldTablesAlone(maker, script)));
  });

  it('loads what it saved, in the same order', () => {
    fc.assert(fc.property(tableScripts, tableScripts, (script, later) => tableLaws.loadsWhatItSaved(maker, script, later)));
  });

  it('keeps every field of a row', () => {
    tableLaws.keepsEveryField(maker);
  });

  it('does not see where drafts end', () => {
    fc.assert(fc.property(tableScripts, (script) => tableLaws.doesNotSeeDrafts(maker, script)));
  });

  it('is the same value when nothing was written', () => {
    fc.assert(fc.property(tableScripts, (script) => tableLaws.keepsItselfWhenUnchanged(maker, script)));
  });

  it('gives no id twice', () => {
    fc.assert(fc.property(tableScripts, (script) => tableLaws.givesNoIdTwice(maker, script)));
  });

  it('lets children be moved and removed while they are read', () => {
    fc.assert(
      fc.property(tableScripts, fc.nat(6).map(nodeId), (script, parent) => tableLaws.letsChildrenGoWhileTheyAreRead(maker, script, parent)),
    );
  });

  it('refuses to replace what is not there', () => {
    const draft = maker.empty(lawKeys).edit();
    const node = draft.addNode(blankNode(LOCAL));
    draft.removeNode(node.id);
    expect(() => draft.setNode(node)).toThrow('there is no node 1');
    const link = draft.addLink(FULL_LINK);
    draft.removeLink(link.id);
    expect(() => draft.setLink(link)).toThrow('there is no link 1');
  });

  it('finds two nodes at one place, and by the key of their own side', () => {
    const draft = maker.empty(lawKeys).edit();
    const folder = draft.addNode({ ...blankNode(REMOTE), kind: 'folder' });
    const upper = draft.addNode({ ...blankNode(REMOTE), parent: folder.id, name: 'A' });
    const lower = draft.addNode({ ...blankNode(REMOTE), parent: folder.id, name: 'a' });
    expect(draft.at(folder.id, 'a')).toEqual([upper, lower]);
    expect(draft.at(folder.id, 'A')).toEqual([]);
    expect(draft.at(NO_NODE, '')).toEqual([folder]);
  });

  it('puts what was placed last first, and leaves in place what was only renamed', () => {
    const draft = maker.empty(lawKeys).edit();
    const [first, second, third] = ['x', 'y', 'z'].map((name) => draft.addNode({ ...blankNode(LOCAL), name }));
    if (first === undefined || second === undefined || third === undefined) throw new Error('unreachable');
    draft.setNode({ ...second, name: 'w' });
    draft.setNode({ ...first, parent: third.id });
    draft.setNode({ ...first, parent: NO_NODE });
    for (const name of ['p', 'q']) draft.addNode({ ...blankNode(LOCAL), name, parent: second.id });
    const table = draft.finish();
    const childrenIn = (of: Table) => Array.from(of.children(NO_NODE), (node) => node.id);
    expect(childrenIn(table)).toEqual([first.id, third.id, second.id]);
    // Others come by descending id, and are not named.
    expect(rowsOf(table).reordered).toEqual([{ parent: NO_NODE, children: [first.id, third.id, second.id] }]);
    expect(childrenIn(maker.from(rowsOf(table), lawKeys))).toEqual([first.id, third.id, second.id]);
  });
});

it('a table saved by one implementation is loaded by the other', () => {
  fc.assert(
    fc.property(tableScripts, (script) => {
      const rows = rowsOf(runTableScript(pagedTable(lawKeys), script));
      expect(readAll(simpleTableFrom(rows, lawKeys))).toEqual(readAll(pagedTableFrom(rows, lawKeys)));
    }),
  );
});

describe('a saved table', () => {
  it('is loaded as it was, and goes on alike', () => {
    fc.assert(
      fc.property(tableScripts, tableScripts, fc.boolean(), (script, later, before) => {
        const table = runTableScript(pagedTable(lawKeys), script);
        expect([...reload(table).edit().blockedLinks()]).toEqual([...table.edit().blockedLinks()]);
        if (before) expect(readAll(reload(table))).toEqual(readAll(table));
        expect(readAll(runTableScript(reload(table), later))).toEqual(readAll(runTableScript(table, later)));
        expect(rowsOf(reload(table))).toEqual(rowsOf(table));
      }),
    );
  });

  it('has the very same slabs where nothing changed, also after it was loaded', () => {
    fc.assert(
      fc.property(tableScripts, (script) => {
        const table = runTableScript(pagedTable(lawKeys), script);
        const { slabs } = saveTable(table);
        expect(saveTable(table).slabs).toEqual(slabs);
        expect(saveTable(reload(table)).slabs).toEqual(slabs);
      }),
    );
  });

  it('is text of one byte a character, whatever the names', () => {
    fc.assert(
      fc.property(tableScripts, (script) => {
        const { slabs } = saveTable(runTableScript(pagedTable(lawKeys), script));
        // biome-ignore lint/suspicious/noControlCharactersInRegex: one byte
        for (const slab of slabs.values()) expect(slab).toMatch(/^[\0-\u00ff]*$/u);
      }),
    );
  });

  it('says the order of children only where it is another than that of their ids', () => {
    const draft = pagedTable(lawKeys).edit();
    const folder = draft.addNode({ ...blankNode(LOCAL), kind: 'folder' });
    const [first] = ['x', 'y', 'z'].map((name) => draft.addNode({ ...blankNode(LOCAL), parent: folder.id, name }));
    const table = draft.finish();
    expect(saveTable(table).reordered).toEqual([]);
    if (first === undefined) throw new Error('unreachable');
    const change = table.edit();
    change.setNode({ ...first, parent: NO_NODE });
    change.setNode(first);
    expect(saveTable(change.finish()).reordered).toEqual([[folder.id, [2, 4, 3]]]);
  });

  it('reads no more than what is asked for', () => {
    const draft = pagedTable(lawKeys).edit();
    for (let i = 0; i < 5000; i += 1) draft.addNode({ ...blankNode(LOCAL), name: `n${i}`, parent: nodeId(i === 0 ? 0 : 1), ident: `${i}` });
    const { slabs, ...rest } = saveTable(draft.finish());
    const broken = new Map(
      [...slabs].map(([name, slab]) => [name, name === 'node/0' ? slab.slice(0, slab.indexOf('\n') + 1) + '?'.repeat(slab.length) : slab]),
    );
    const table = loadTable({ ...rest, slabs: broken }, lawKeys);
    expect(table.node(nodeId(4500))?.name).toBe('n4499');
    expect([...table.edit().folders(nodeId(4500))]).toEqual([]);
    expect(table.node(nodeId(1))?.name).not.toBe('n0');
  });
});

/** Two names with one hash below `parent`; there is a pair among any 200,000 names, all but certainly. */
const collidingNames = (parent: number): readonly [string, string] => {
  const seen = new Map<number, string>();
  for (let i = 0; ; i += 1) {
    const name = `name-${i}`;
    const twin = seen.get(hashOf(parent, name));
    if (twin !== undefined) return [twin, name];
    seen.set(hashOf(parent, name), name);
  }
};

describe('pagedTable', () => {
  it('tells names, oids and identities apart that have one hash', () => {
    const [name, twin] = collidingNames(REMOTE);
    const draft = pagedTable(lawKeys).edit();
    const folder = draft.addNode({ ...blankNode(REMOTE), kind: 'folder' });
    expect(folder.id).toBe(REMOTE);
    const one = draft.addNode({ ...blankNode(REMOTE), parent: folder.id, name, oid: name, ident: name });
    const two = draft.addNode({ ...blankNode(REMOTE), parent: folder.id, name: twin, oid: twin, ident: twin });
    const table = draft.finish();
    for (const read of [table, table.edit()]) {
      expect([read.at(folder.id, name), read.at(folder.id, twin)]).toEqual([[one], [two]]);
      expect([read.byOid(REMOTE, name), read.byOid(REMOTE, twin)]).toEqual([[one], [two]]);
      expect([read.byIdent(REMOTE, name), read.byIdent(REMOTE, twin)]).toEqual([[one], [two]]);
    }
  });

  it('takes a row that says what is there already for no write', () => {
    const draft = pagedTable(lawKeys).edit();
    const [node, link] = [draft.addNode(FULL_NODE), draft.addLink(FULL_LINK)];
    const table = reload(draft.finish());
    const again = table.edit();
    again.setNode(structuredClone(node));
    again.setLink(structuredClone(link));
    expect(again.finish()).toBe(table);
  });

  it('refuses rows that say of a folder what its children do not', () => {
    const draft = pagedTable(lawKeys).edit();
    const [first, second] = ['x', 'y'].map((name) => draft.addNode({ ...blankNode(LOCAL), name }));
    if (first === undefined || second === undefined) throw new Error('unreachable');
    const rows = { ...rowsOf(draft.finish()), reordered: [{ parent: second.id, children: [first.id] }] };
    expect(() => pagedTableFrom(rows, lawKeys)).toThrow('rows place node 1 in 2, where it is not');
  });

  it('goes on as specified across pages', () => {
    const filled = (maker: TableMaker) => {
      const draft = maker.empty(lawKeys).edit();
      for (let i = 0; i < 300; i += 1)
        draft.addNode({ ...blankNode(LOCAL), name: `n${i % 150}`, parent: nodeId(i % 7), oid: `${i % 100}` });
      return rowsOf(draft.finish());
    };
    const rows = filled(paged);
    expect(rows).toEqual(filled(simple));
    expect(rowsOf(pagedTableFrom(rows, lawKeys))).toEqual(rows);
    const table = pagedTableFrom(rows, lawKeys);
    expect(table.byOid(LOCAL, '42').map((node) => node.id)).toEqual([43, 143, 243]);
    expect(table.at(nodeId(2), 'n2').map((node) => node.id)).toEqual([3]);
  });
});
