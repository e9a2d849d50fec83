/**
 * What every `Table` keeps, as functions that throw where it does not. Run them on an implementation of your own:
 *
 *     fc.assert(fc.property(tableScripts, (script) => tableLaws.behavesAsSpecified(mine, script)));
 */
import { deepStrictEqual, strictEqual } from 'node:assert';
import fc from 'fast-check';
import { NEVER, type LinkId, type NodeId, NO_LINK, NO_NODE, linkId, nodeId, seq } from '../domain/ids.js';
import type { Link } from '../domain/link.js';
import { type Node, blankNode } from '../domain/node.js';
import { SIDES, type Sides } from '../domain/side.js';
import { nodeRow } from '../domain/table/row.js';
import { rowsOf } from '../domain/table/rows.js';
import { prepareTable } from '../domain/table/paged-table.js';
import { simpleTable } from '../domain/table/simple-table.js';
import type { KeyOf, Table, TableDraft, TableReads, TableRows } from '../domain/table/table.js';
import { FULL_LINK, FULL_NODE, linkChanges, nodeChanges } from './table-fields.js';

/** An implementation. */
export interface TableMaker {
  readonly empty: (keyOf: KeyOf) => Table;
  readonly from: (rows: TableRows, keyOf: KeyOf) => Table;
}

/** One write to a draft. Rows are named by numbers that wrap around the ids given so far, so that every command fits every table. */
export type TableCommand =
  | { readonly _tag: 'AddNode'; readonly parent: number; readonly fields: NodeFields }
  | { readonly _tag: 'ChangeNode'; readonly node: number; readonly fields: Partial<NodeFields> }
  | { readonly _tag: 'MoveNode'; readonly node: number; readonly parent: number }
  | { readonly _tag: 'RemoveNode'; readonly node: number }
  | { readonly _tag: 'AddLink'; readonly halves: Sides<number> }
  | { readonly _tag: 'ChangeLink'; readonly link: number; readonly halves: Sides<number>; readonly blocked: boolean }
  | { readonly _tag: 'RemoveLink'; readonly link: number }
  /** Nodes and links that come and go: what follows lies in another page. */
  | { readonly _tag: 'UseUpIds' };

export type NodeFields = Pick<Node, 'side' | 'name' | 'kind' | 'oid' | 'ident' | 'size' | 'mtimeMs' | 'gone'>;

/** Drafts, one after the other. */
export type TableScript = readonly (readonly TableCommand[])[];

/** Names that differ in case only are one place on the side that ignores case. */
const NAMES = ['a', 'A', 'b', 'ä', 'a\u0308', '', 'a\tb\n', '\ud800\\'] as const;
const OIDS = ['1', '2', 'a'] as const;

/** The keys of these laws: LOCAL tells cases apart, REMOTE does not. */
export const lawKeys: KeyOf = [(name) => name, (name) => name.normalize('NFC').toLowerCase()];

export const nodeFields: fc.Arbitrary<NodeFields> = fc.record({
  side: fc.constantFrom(...SIDES),
  name: fc.constantFrom(...NAMES),
  kind: fc.constantFrom('file', 'folder'),
  oid: fc.option(fc.constantFrom(...OIDS)),
  ident: fc.option(fc.constantFrom(...OIDS)),
  size: fc.nat(),
  mtimeMs: fc.oneof(fc.nat(), fc.constantFrom(0.5, -1, 2 ** 53 + 2, 1763845200123.4567)),
  gone: fc.constantFrom(NEVER, NEVER, seq(9)),
});

/**
 * 0 is "none", and ids past the last one are parents that are not there (yet). Mostly small, so that nodes meet at one place; negative ones
 * count from the newest.
 */
const pick = fc.oneof({ weight: 3, arbitrary: fc.nat(2) }, fc.nat(12), fc.integer({ min: -4, max: -1 }));
const halves = fc.tuple(pick, pick);

export const tableCommand: fc.Arbitrary<TableCommand> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ _tag: fc.constant('AddNode' as const), parent: pick, fields: nodeFields }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      _tag: fc.constant('ChangeNode' as const),
      node: pick,
      fields: nodeFields.chain((fields) =>
        fc.subarray(Object.entries(fields)).map((kept) => Object.fromEntries(kept) as Partial<NodeFields>),
      ),
    }),
  },
  { weight: 3, arbitrary: fc.record({ _tag: fc.constant('MoveNode' as const), node: pick, parent: pick }) },
  { weight: 2, arbitrary: fc.record({ _tag: fc.constant('RemoveNode' as const), node: pick }) },
  { weight: 2, arbitrary: fc.record({ _tag: fc.constant('AddLink' as const), halves }) },
  { weight: 1, arbitrary: fc.record({ _tag: fc.constant('ChangeLink' as const), link: pick, halves, blocked: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ _tag: fc.constant('RemoveLink' as const), link: pick }) },
  { weight: 1, arbitrary: fc.constant({ _tag: 'UseUpIds' as const }) },
);

/** Ids that `UseUpIds` takes: two of them fill more than a page. */
const USED_UP = 40;

export const tableScripts: fc.Arbitrary<TableScript> = fc.array(fc.array(tableCommand, { maxLength: 15 }), { minLength: 1, maxLength: 4 });

/** Writes one command to a draft. */
export const runTableCommand = (draft: TableDraft, command: TableCommand): void => {
  const { node: nextNode, link: nextLink } = draft.nextIds();
  const wrap = (n: number, next: number): number => (n < 0 ? Math.max(0, next + n) : n % next);
  const node = (n: number): NodeId => nodeId(wrap(n, nextNode));
  const link = (n: number): LinkId => linkId(wrap(n, nextLink));
  const parent = (n: number): NodeId => (n < 0 ? node(n) : nodeId(n));
  const change = (n: number, fields: Partial<Node>): void => {
    const row = draft.node(node(n));
    if (row !== undefined) draft.setNode({ ...row, ...fields });
  };
  switch (command._tag) {
    case 'AddNode':
      draft.addNode({ ...blankNode(command.fields.side), ...command.fields, parent: parent(command.parent) });
      return;
    case 'ChangeNode':
      return change(command.node, command.fields);
    case 'MoveNode':
      return change(command.node, { parent: parent(command.parent) });
    case 'RemoveNode':
      return draft.removeNode(node(command.node));
    case 'AddLink':
      draft.addLink(blankLink([node(command.halves[0]), node(command.halves[1])]));
      return;
    case 'ChangeLink': {
      const row = draft.link(link(command.link));
      const blocked = command.blocked ? { reason: 'r', message: 'm', since: seq(1) } : null;
      if (row !== undefined) draft.setLink({ ...row, halves: [node(command.halves[0]), node(command.halves[1])], blocked });
      return;
    }
    case 'RemoveLink':
      return draft.removeLink(link(command.link));
    case 'UseUpIds':
      for (let i = 0; i < USED_UP; i += 1) {
        draft.removeNode(draft.addNode(blankNode(SIDES[0])).id);
        draft.removeLink(draft.addLink(blankLink([NO_NODE, NO_NODE])).id);
      }
      return;
  }
};

const blankLink = (pair: Sides<NodeId>): Omit<Link, 'id'> => ({
  halves: pair,
  base: null,
  doubt: null,
  given: null,
  compared: null,
  blocked: null,
  placed: null,
  resolved: null,
  demand: null,
});

/** The table after all drafts of a script. */
export const runTableScript = (start: Table, script: TableScript): Table =>
  script.reduce((table, commands) => {
    const draft = table.edit();
    for (const command of commands) runTableCommand(draft, command);
    return draft.finish();
  }, start);

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
