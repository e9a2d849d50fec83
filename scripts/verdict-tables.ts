/** Prints the verdict tables of src/domain/judge/verdicts.ts as Markdown: docs/PLANNER.md holds them, a test keeps them equal. */
import { ABSENCE, type Cell, COLLISION, CONTENT, LOCATION } from '../src/domain/judge/verdicts.js';

const show = (cell: Cell<string>): string => `${cell.verdict} (*${cell.reason}*)`;

const square = (title: string, table: Readonly<Record<string, Readonly<Record<string, Cell<string>>>>>): string => {
  const columns = Object.keys(Object.values(table)[0] ?? {});
  const head = `| ${title} | ${columns.join(' | ')} |\n|${'---|'.repeat(columns.length + 1)}\n`;
  return (
    head +
    Object.entries(table)
      .map(([row, cells]) => `| ${row} | ${columns.map((column) => show(cells[column] as Cell<string>)).join(' | ')} |\n`)
      .join('')
  );
};

export const verdictTables = (): string =>
  [
    square('content: LOCAL \\ REMOTE', CONTENT),
    square('location: LOCAL \\ REMOTE', LOCATION),
    `| the other half is gone, and what lives is | verdict |\n|---|---|\n${Object.entries(ABSENCE)
      .map(([survivor, cell]) => `| ${survivor} | ${show(cell)} |\n`)
      .join('')}`,
    ...(['file', 'folder'] as const).map((comer) => square(`a ${comer} comes to a place held by`, COLLISION[comer])),
  ].join('\n');
