/**
 * What every `Table` keeps, as functions that throw where it does not. Run them on an implementation of your own:
 *
 *     fc.assert(fc.property(tableScripts, (script) => tableLaws.behavesAsSpecified(mine, script)));
 */
import { deepStrictEqual, strictEqual } from 'node:assert';
import { type NodeId, NO_LINK, NO_NODE, linkId, nodeId } from '../domain/ids.js';
import type { Node } from '../domain/node.js';
import { SIDES } from '../domain/side.js';
import { nodeRow } from '../domain/table/row.js';
import { rowsOf } from '../domain/table/rows.js';
import { prepareTable } from '../domain/table/paged-table.js';
import { simpleTable } from '../domain/table/simple-table.js';
import type { KeyOf, Table, TableDraft, TableReads, TableRows } from '../domain/table/table.js';
import { FULL_LINK, FULL_NODE, linkChanges, nodeChanges } from './table-fields.js';
import { lawKeys, NAMES, OIDS, runTableCommand, runTableScript, type TableScript } from './table-script.js';

/** An implementation. */
export interface TableMaker {
  readonly empty: (keyOf: KeyOf) => Table;
  readonly from: (rows: TableRows, keyOf: KeyOf) => Table;
}

/** All that can be read of a table, also for keys that are not there. Two tables are equal if this is. */
export const readAll = (table: TableReads): unknown => {
  const nodes = [...table.nodes()];
  const ids = Array.from({ length: Math.max(14, table.nextIds().node + 1) }, (_, i) => nodeId(i)).filter(
    (id) => id < 14 || table.node(id) !== undefined,
  );
  const keys = [...new Set([...NAMES, ...NAMES.map(lawKeys[1]), ...nodes.map((node) => lawKeys[node.side](node.name))])];
  return {
    nextIds: table.nextIds(),
    nodes,
    links: [...table.links()],
    node: ids.map((id) => table.node(id)),
    link: Array.from({ length: table.nextIds().link + 1 }, (_, i) => table.link(linkId(i))),
    children: ids.map((id) => Array.from(table.children(id), (node) => node.id)),
    at: ids.map((id) => keys.map((key) => table.at(id, key).map((node) => node.id))),
    byOid: SIDES.map((side) => OIDS.map((oid) => table.byOid(side, oid).map((node) => node.id))),
    byIdent: SIDES.map((side) => OIDS.map((ident) => table.byIdent(side, ident).map((node) => node.id))),
  };
};

const assertSame = (seen: TableReads, expected: TableReads): void => deepStrictEqual(readAll(seen), readAll(expected));

/** What a draft alone is asked. */
const assertSameDraft = (seen: TableDraft, expected: TableDraft): void => {
  deepStrictEqual([...seen.blockedLinks()], [...expected.blockedLinks()]);
  for (const { id } of [{ id: NO_NODE }, ...expected.nodes()]) deepStrictEqual([...seen.folders(id)], [...expected.folders(id)]);
};

/** The table's only node is found under what `asked` says where it says the same. */
const assertFound = (table: TableReads, asked: Node, row: Node): void => {
  const { side, parent, name, oid, ident } = asked;
  const key = lawKeys[side](name);
  deepStrictEqual(table.at(parent, key), row.parent === parent && lawKeys[row.side](row.name) === key ? [row] : []);
  if (oid !== null) deepStrictEqual(table.byOid(side, oid), row.side === side && row.oid === oid ? [row] : []);
  if (ident !== null) deepStrictEqual(table.byIdent(side, ident), row.side === side && row.ident === ident ? [row] : []);
};

/** The table of its rows, as they come back from where they were stored. */
const loadedAgain = (maker: TableMaker, table: Table): Table => maker.from(JSON.parse(JSON.stringify(rowsOf(table))) as TableRows, lawKeys);

export const tableLaws = {
  /** Told from `simpleTable` by nothing, at any moment of a draft. */
  behavesAsSpecified: (maker: TableMaker, script: TableScript): void => {
    let table = maker.empty(lawKeys);
    let specified = simpleTable(lawKeys);
    for (const commands of script) {
      const draft = table.edit();
      const specifiedDraft = specified.edit();
      for (const command of commands) {
        runTableCommand(draft, command);
        runTableCommand(specifiedDraft, command);
        assertSame(draft, specifiedDraft);
        assertSameDraft(draft, specifiedDraft);
      }
      table = draft.finish();
      specified = specifiedDraft.finish();
      // First what leaves everything as it lies.
      for (const { id } of [{ id: NO_NODE }, ...specified.nodes()])
        deepStrictEqual(Array.from(table.glance(id), plain), Array.from(specified.glance(id), plain));
      // Some are asked as they are, some prepared.
      if (commands.length % 2 === 1) prepareTable(table);
      assertSame(table, specified);
    }
  },

  /** A draft changes no table that was there before, whether it is finished, dropped, or one of two of the same table. */
  leavesOldTablesAlone: (maker: TableMaker, script: TableScript): void => {
    const history: { readonly table: Table; readonly seen: unknown }[] = [];
    let table = maker.empty(lawKeys);
    for (const commands of script) {
      history.push({ table, seen: readAll(table) });
      const dropped = table.edit();
      for (const command of [...commands].reverse()) runTableCommand(dropped, command);
      table = runTableScript(table, [commands]);
      for (const old of history) deepStrictEqual(readAll(old.table), old.seen);
    }
  },

  /** Loading what was saved gives an equal table, order of children and counters too, which then goes on alike. */
  loadsWhatItSaved: (maker: TableMaker, script: TableScript, later: TableScript): void => {
    const table = runTableScript(maker.empty(lawKeys), script);
    const loaded = loadedAgain(maker, table);
    assertSameDraft(loaded.edit(), table.edit());
    assertSame(loaded, table);
    deepStrictEqual(rowsOf(loaded), rowsOf(table));
    assertSame(runTableScript(loaded, later), runTableScript(table, later));
  },

  /** A row that is other by a single field is another row: it is read as it was written, and found, now and where it was stored and loaded. */
  keepsEveryField: (maker: TableMaker): void => {
    for (const change of nodeChanges) {
      const draft = maker.empty(lawKeys).edit();
      const was = draft.addNode(FULL_NODE);
      const row = { ...was, ...change };
      const before = draft.finish();
      assertFound(before, was, was);
      const edit = before.edit();
      edit.setNode(row);
      const table = edit.finish();
      for (const kept of [table, loadedAgain(maker, table)]) {
        for (const asked of [was, row]) assertFound(kept, asked, row);
        deepStrictEqual(Array.from(kept.glance(row.parent), plain), [row]);
        deepStrictEqual([...kept.edit().folders(row.parent)], row.kind === 'folder' ? [row] : []);
        deepStrictEqual(kept.node(row.id), row);
      }
    }
    for (const change of linkChanges) {
      const draft = maker.empty(lawKeys).edit();
      const row = { ...draft.addLink(FULL_LINK), ...change };
      const edit = draft.finish().edit();
      edit.setLink(row);
      const table = edit.finish();
      for (const kept of [table, loadedAgain(maker, table)]) {
        deepStrictEqual([...kept.edit().blockedLinks()], row.blocked === null ? [] : [row]);
        deepStrictEqual(kept.link(row.id), row);
      }
    }
  },

  /** How commands are spread over drafts makes no difference. */
  doesNotSeeDrafts: (maker: TableMaker, script: TableScript): void => {
    const single = script.flat().map((command) => [command]);
    const whole = runTableScript(maker.empty(lawKeys), [script.flat()]);
    assertSame(runTableScript(maker.empty(lawKeys), single), whole);
  },

  /** A draft to which nothing was written is the table itself. */
  keepsItselfWhenUnchanged: (maker: TableMaker, script: TableScript): void => {
    const table = runTableScript(maker.empty(lawKeys), script);
    const draft = table.edit();
    for (const node of table.nodes()) draft.setNode(node);
    for (const link of table.links()) draft.setLink(link);
    draft.removeNode(nodeId(table.nextIds().node));
    draft.removeLink(NO_LINK);
    strictEqual(draft.finish(), table);
  },

  /** An id is never given again, also after its row was removed. */
  givesNoIdTwice: (maker: TableMaker, script: TableScript): void => {
    const given = new Set<number>();
    const draft = maker.empty(lawKeys).edit();
    for (const command of script.flat().filter(({ _tag }) => _tag !== 'UseUpIds')) {
      const next = draft.nextIds().node;
      runTableCommand(draft, command);
      if (command._tag !== 'AddNode') strictEqual(draft.nextIds().node, next);
      else strictEqual(given.has(next), false);
      if (command._tag === 'AddNode') given.add(next);
    }
  },

  /** Every node may be moved or removed while the children of its folder are gone through: each is seen once. */
  letsChildrenGoWhileTheyAreRead: (maker: TableMaker, script: TableScript, parent: NodeId): void => {
    const table = runTableScript(maker.empty(lawKeys), script);
    const expected = Array.from(table.children(parent), (node) => node.id);
    const draft = table.edit();
    const seen: NodeId[] = [];
    for (const node of draft.children(parent)) {
      seen.push(node.id);
      if (seen.length % 2 === 0) draft.removeNode(node.id);
      else draft.setNode({ ...node, parent: nodeId(parent + 1) });
    }
    deepStrictEqual(seen, expected);
    deepStrictEqual([...draft.children(parent)], []);
  },
} as const;

/** What is read field by field, as a row. */
const plain = (node: Node): Node => nodeRow(node.id, node);
