/** A table as plain rows, to be stored: `pagedTableFrom(rowsOf(table), keyOf)` is equal to `table`, whichever implementation it was. */
import type { NodeId } from '../ids.js';
import { isDescending } from './sibling-lists.js';
import type { Reordered, TableReads, TableRows } from './table.js';

export const rowsOf = (table: TableReads): TableRows => {
  const nodes = [...table.nodes()];
  const { node: nextNode, link: nextLink } = table.nextIds();
  const reordered = reorderedFolders(table, new Set(nodes.map((node) => node.parent)));
  return { nextNode, nextLink, nodes, links: [...table.links()], reordered };
};

const reorderedFolders = (table: TableReads, parents: Iterable<NodeId>): readonly Reordered[] =>
  [...parents]
    .map((parent) => ({ parent, children: Array.from(table.children(parent), (node) => node.id) }))
    .filter(({ children }) => !isDescending(children));
