import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LinkId, type NodeId, nodeId } from '../../src/domain/ids.js';
import { simpleTable, simpleTableFrom } from '../../src/domain/table/simple-table.js';
import type { KeyOf, Table, TableDraft, TableReads, TableRows } from '../../src/domain/table/table.js';
import { heardTable } from '../../src/history/heard.js';
import { type PastTables, pastTables } from '../../src/inspect/recording/past-tables.js';
import { readAll, type TableMaker, tableLaws } from '../../src/testing/table-laws.js';
import { lawKeys, runTableCommand, tableScripts } from '../../src/testing/table-script.js';

/** What changes while a draft is written, as a recording hears it. */
const heard = (draft: TableDraft) => {
  const changes = { nodes: new Set<NodeId>(), links: new Set<LinkId>(), placed: [] as [NodeId, NodeId][] };
  const ear = {
    link: () => undefined,
    nodeRow: (id: NodeId) => changes.nodes.add(id),
    linkRow: (id: LinkId) => changes.links.add(id),
    placed: (parent: NodeId, id: NodeId) => changes.placed.push([parent, id]),
    folderMoved: () => undefined,
  };
  return { changes, draft: heardTable(draft, ear) };
};

const pushAll = (tables: PastTables, table: TableReads): void => {
  const nodes = [...table.nodes()];
  const parents = [...new Set(nodes.map(({ parent }) => parent))];
  const placed = parents.flatMap((parent) => Array.from(table.children(parent), ({ id }) => [parent, id] as const).reverse());
  tables.push(table, { nodes: nodes.map(({ id }) => id), links: Array.from(table.links(), ({ id }) => id), placed });
};

/** What lies over a table of the past is a table as any other. */
const layered: TableMaker = {
  empty: (keyOf) => pastTables().after(0, keyOf),
  from: (rows: TableRows, keyOf: KeyOf) => {
    const tables = pastTables();
    pushAll(tables, simpleTableFrom(rows, keyOf));
    return tables.after(1, keyOf);
  },
};

describe('changes over a table of the past', () => {
  it('behave as specified, also in the middle of a draft', () => {
    fc.assert(fc.property(tableScripts, (script) => tableLaws.behavesAsSpecified(layered, script)));
  });

  it('leave old tables as they were', () => {
    fc.assert(fc.property(tableScripts, (script) => tableLaws.leavesOldTablesAlone(layered, script)));
  });

  it('load what was saved, in the same order', () => {
    fc.assert(fc.property(tableScripts, tableScripts, (script, later) => tableLaws.loadsWhatItSaved(layered, script, later)));
  });

  it('are made by any field', () => {
    tableLaws.keepsEveryField(layered);
  });

  it('do not depend on how they are spread over drafts', () => {
    fc.assert(fc.property(tableScripts, (script) => tableLaws.doesNotSeeDrafts(layered, script)));
  });

  it('are none where nothing was written', () => {
    fc.assert(fc.property(tableScripts, (script) => tableLaws.keepsItselfWhenUnchanged(layered, script)));
  });

  it('give no id twice', () => {
    fc.assert(fc.property(tableScripts, (script) => tableLaws.givesNoIdTwice(layered, script)));
  });

  it('let children go while they are read', () => {
    fc.assert(
      fc.property(tableScripts, fc.nat(6).map(nodeId), (script, parent) =>
        tableLaws.letsChildrenGoWhileTheyAreRead(layered, script, parent),
      ),
    );
  });
});

describe('tables of the past', () => {
  it('are each as the table was after that stretch', () => {
    fc.assert(
      fc.property(tableScripts, (script) => {
        const tables = pastTables();
        const seen = [readAll(simpleTable(lawKeys))];
        let table: Table = simpleTable(lawKeys);
        for (const commands of script) {
          const { draft, changes } = heard(table.edit());
          for (const command of commands) runTableCommand(draft, command);
          table = draft.finish();
          tables.push(table, changes);
          seen.push(readAll(table));
        }
        seen.forEach((expected, stretches) => expect(readAll(tables.after(stretches, lawKeys))).toEqual(expected));
      }),
    );
  });
});
