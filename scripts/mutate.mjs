// Which changes of the core no test notices. Stryker makes the mutants; all of them are in one bundle with the tests, which run in one warm
// process: some 50 ms a mutant, where a test runner for each takes seconds.
//   npm run mutate -- --files src/domain/judge          a part alone
//   npm run mutate -- --again                           only what survived when it ran last
//   npm run mutate -- --seconds 30 --runs 0.2 --tests test/effects     each mutant for longer, under more tests
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bundleMutants, root } from './mutate/bundle.mjs';
import { judges } from './mutate/judges.mjs';
import { compiler } from './mutate/compiles.mjs';
import { identity, NO_CODE, printed, summary } from './mutate/report.mjs';

const { values } = parseArgs({
  options: {
    files: { type: 'string', default: 'src/domain' },
    tests: { type: 'string', multiple: true, default: ['test/domain', 'test/property', 'test/effects', 'test/history'] },
    runs: { type: 'string', default: '0.02' },
    seconds: { type: 'string', default: '5' },
    again: { type: 'boolean', default: false },
  },
});
// Read by test/property/runs.ts: some stories of each kind, instead of hundreds.
process.env['FOLDSYNC_RUNS'] ??= values.runs;

/** They look at sources or at real folders, which no mutant is in. */
const BLIND = ['test/domain/purity.test.ts', 'test/effects/sweep.test.ts'];
const REPORT = join(root, 'reports', 'mutants.json');

/** A prime, larger than there are mutants of a thing: going on by it reaches each once. */
const STRIDE = 104_729;

/** What survived last, or null for all. */
const lastSurvivors = () => {
  if (!values.again) return null;
  const { survived } = JSON.parse(readFileSync(REPORT, 'utf8'));
  return new Set(survived.map(identity));
};

const folder = mkdtempSync(join(root, 'node_modules', '.mutants-'));
try {
  const bundle = join(folder, 'bundle.mjs');
  const mutants = await bundleMutants({ where: values.files, tests: values.tests, without: BLIND, outfile: bundle });
  const again = lastSurvivors();
  const chosen = mutants.filter((mutant) => again === null || again.has(identity(mutant)));
  console.log(`${mutants.length} mutants, ${chosen.length} to judge`);
  const judge = await judges({ bundle, mutants, budgetMs: Number(values.seconds) * 1000 });
  const begin = performance.now();
  const survived = [];
  const killers = {};
  // Scattered, so that what is known half-way is true of the whole.
  const inOrder = chosen.map((_, i) => chosen[(i * STRIDE) % chosen.length]);
  mkdirSync(join(root, 'reports'), { recursive: true });
  for (const [done, mutant] of inOrder.entries()) {
    const verdict = await judge.judge(mutant);
    if (verdict.killed === null) survived.push({ ...mutant, why: verdict.why });
    else killers[verdict.killed] = (killers[verdict.killed] ?? 0) + 1;
    if ((done + 1) % 100 === 0) {
      const seconds = (performance.now() - begin) / 1000;
      console.log(`${done + 1} judged in ${seconds.toFixed(0)} s, ${survived.length} survived; at ${mutant.file}`);
      writeFileSync(join(root, 'reports', 'so-far.json'), JSON.stringify(summary(inOrder.slice(0, done + 1), survived, killers)));
    }
  }
  await judge.end();
  const compiles = compiler();
  const report = summary(
    mutants,
    survived.map((mutant) => (compiles(mutant) ? mutant : { ...mutant, why: NO_CODE })),
    killers,
  );
  writeFileSync(REPORT, JSON.stringify(report, null, 1));
  console.log(printed(report));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
