/**
 * The specification of `Table`: plain records, changed with immer, read by looking at everything. `pagedTable` must be told from it by
 * nothing but its speed.
 */
import { castDraft, produce } from 'immer';
import { defect } from '../collections/defect.js';
import { linkId, nodeId } from '../ids.js';
import type { Link } from '../link.js';
import type { Node } from '../node.js';
import { linkRow, nodeRow } from './row.js';
import type { KeyOf, Table, TableDraft, TableReads, TableRows } from './table.js';

/** The empty table. */
export const simpleTable = (keyOf: KeyOf): Table => tableOf(EMPTY, keyOf);

/** The table whose rows these are. */
export const simpleTableFrom = (rows: TableRows, keyOf: KeyOf): Table => {
  const reordered = (rows.reordered ?? []).flatMap((folder) => [...folder.children].reverse());
  // What is named twice is placed anew.
  const order = [...rows.nodes.map((node) => node.id), ...reordered];
  return tableOf(
    {
      nodes: Object.fromEntries(rows.nodes.map((node) => [node.id, node])),
      links: Object.fromEntries(rows.links.map((link) => [link.id, link])),
      placements: Object.fromEntries(order.map((id, i) => [id, i])),
      nextPlacement: order.length,
      nextNode: rows.nextNode,
      nextLink: rows.nextLink,
    },
    keyOf,
  );
};

interface Records {
  readonly nodes: Readonly<Record<number, Node>>;
  readonly links: Readonly<Record<number, Link>>;
  /** By node: how many placements there were before that of this node. */
  readonly placements: Readonly<Record<number, number>>;
  readonly nextPlacement: number;
  readonly nextNode: number;
  readonly nextLink: number;
}

const EMPTY: Records = { nodes: {}, links: {}, placements: {}, nextPlacement: 0, nextNode: 1, nextLink: 1 };

const tableOf = (records: Records, keyOf: KeyOf): Table => {
  const reads = readsOf(() => records, keyOf);
  const table: Table = { ...reads, glance: reads.children, edit: () => draftOf(table, records, keyOf) };
  return table;
};

const draftOf = (base: Table, before: Records, keyOf: KeyOf): TableDraft => {
  let records = before;
  const reads = readsOf(() => records, keyOf);
  return {
    ...reads,
    blockedLinks: () => Array.from(reads.links()).filter((link) => link.blocked !== null),
    folders: (parent) => Array.from(reads.children(parent)).filter((node) => node.kind === 'folder'),
    addNode: (fields) => {
      const node = nodeRow(nodeId(records.nextNode), fields);
      records = produce(placed(records, node), (draft) => void (draft.nextNode += 1));
      return node;
    },
    addLink: (fields) => {
      const link = linkRow(linkId(records.nextLink), fields);
      records = produce(records, (draft) => {
        draft.links[link.id] = castDraft(link);
        draft.nextLink += 1;
      });
      return link;
    },
    setNode: (node) => {
      const old = records.nodes[node.id] ?? defect(`there is no node ${node.id} to replace`);
      records = old.parent === node.parent ? produce(records, (draft) => void (draft.nodes[node.id] = node)) : placed(records, node);
    },
    setLink: (link) => {
      if (records.links[link.id] === undefined) return defect(`there is no link ${link.id} to replace`);
      records = produce(records, (draft) => void (draft.links[link.id] = castDraft(link)));
    },
    removeNode: (id) => {
      records = produce(records, (draft) => {
        delete draft.nodes[id];
        delete draft.placements[id];
      });
    },
    removeLink: (id) => {
      records = produce(records, (draft) => void delete draft.links[id]);
    },
    finish: () => (records === before ? base : tableOf(records, keyOf)),
  };
};

/** With the node set, and before all other children of its parent. */
const placed = (records: Records, node: Node): Records =>
  produce(records, (draft) => {
    draft.nodes[node.id] = node;
    draft.placements[node.id] = draft.nextPlacement;
    draft.nextPlacement += 1;
  });

const readsOf = (now: () => Records, keyOf: KeyOf): TableReads => {
  /** Keys of a record that are whole numbers come in ascending order (ECMAScript, OrdinaryOwnPropertyKeys). */
  const nodes = (): readonly Node[] => Object.values(now().nodes);
  const placement = (node: Node): number => now().placements[node.id] ?? defect(`node ${node.id} was never placed`);
  return {
    node: (id) => now().nodes[id],
    link: (id) => now().links[id],
    children: (parent) =>
      nodes()
        .filter((node) => node.parent === parent)
        .sort((a, b) => placement(b) - placement(a)),
    at: (parent, key) => nodes().filter((node) => node.parent === parent && keyOf[node.side](node.name) === key),
    byOid: (side, oid) => nodes().filter((node) => node.side === side && node.oid === oid),
    byIdent: (side, ident) => nodes().filter((node) => node.side === side && node.ident === ident),
    nodes,
    links: () => Object.values(now().links),
    nextIds: () => ({ node: now().nextNode, link: now().nextLink }),
  };
};
