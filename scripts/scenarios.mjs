// Prints what became of each row of the scenario table (test/scenarios/rows.json): `npm run scenarios`. A row passes if a test whose title has its
// id, or one that the row names, passed, and none failed. Exits with 1 if a row fails, or is accounted for nowhere.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const { tests, rows } = JSON.parse(readFileSync(join(root, 'test/scenarios/rows.json'), 'utf8'));
const folder = mkdtempSync(join(tmpdir(), 'foldsync-scenarios-'));
const output = join(folder, 'results.json');
spawnSync('npx', ['vitest', 'run', ...tests, '--reporter=json', `--outputFile=${output}`], {
  cwd: root,
  stdio: ['ignore', 'ignore', 'inherit'],
});
const results = JSON.parse(readFileSync(output, 'utf8')).testResults.flatMap((file) => file.assertionResults);
rmSync(folder, { recursive: true });

/** @returns {{ verdict: 'pass' | 'not applicable' | 'deferred' | 'FAIL' | 'MISSING', detail: string }} */
const verdictOf = ({ id, provedBy, notApplicable, deferred }) => {
  const own = new RegExp(`(^|[^A-Z0-9-])${id}(?![0-9])`);
  const found = results.filter(({ fullName }) => own.test(fullName) || (provedBy !== undefined && fullName.includes(provedBy)));
  const ran = found.filter(({ status }) => status === 'passed' || status === 'failed');
  const failed = ran.filter(({ status }) => status === 'failed');
  if (failed.length > 0) return { verdict: 'FAIL', detail: failed.map(({ fullName }) => fullName).join('; ') };
  if (ran.length > 0) return { verdict: 'pass', detail: `${ran.length} ${ran.length === 1 ? 'test' : 'tests'}` };
  if (notApplicable !== undefined) return { verdict: 'not applicable', detail: notApplicable };
  if (deferred !== undefined) return { verdict: 'deferred', detail: deferred };
  return { verdict: 'MISSING', detail: '' };
};

const counts = {};
for (const row of rows) {
  const { verdict, detail } = verdictOf(row);
  counts[verdict] = (counts[verdict] ?? 0) + 1;
  console.log(`${row.id.padEnd(7)} ${verdict.padEnd(15)} ${detail}`);
}
console.log(
  `\n${rows.length} rows: ${Object.entries(counts)
    .map(([verdict, n]) => `${n} ${verdict}`)
    .join(', ')}`,
);
process.exitCode = counts.FAIL === undefined && counts.MISSING === undefined ? 0 : 1;
