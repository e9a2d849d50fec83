import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { verdictTables } from '../../scripts/verdict-tables.js';

it('docs/PLANNER.md shows the verdict tables as they are in the code', () => {
  expect(readFileSync('docs/PLANNER.md', 'utf8')).toContain(verdictTables());
});
