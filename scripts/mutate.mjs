// Which changes of the core no test notices. Stryker makes the mutants; all of them are in one bundle with the tests, which run in one warm
// process: some 10 ms for one that is noticed, where a test runner for each takes seconds (docs/CORRECTNESS.md, Mutation).
// What nobody could notice is argued in mutate/argued/; it is told apart from what survives without a reason.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { arguedMutants } from './mutate/argued.mjs';
import { bundleMutants, root } from './mutate/bundle.mjs';
import { compiler } from './mutate/compiles.mjs';
import { judges } from './mutate/judges.mjs';
import { optionsGiven } from './options.mjs';
import { ARGUED, identity, NO_CODE, printed, shown, summary } from './mutate/report.mjs';

const HELP = `npm run mutate -- [options]

  --files PLACE      a folder or a file of the core, more than once for more (default src/domain: some two hours of one core)
  --seconds 5        of tests for each mutant
  --runs 0.02        stories of each property, as a share of the usual
  --tests PLACE      which tests are asked, more than once for more
  --minutes N        so long; mutants come scattered, so that it is a sample of the whole
  --part 1/2         every second one: parts run beside each other, each with a report of its own
  --report FILE      where what survived is written (default reports/mutants.json)
  --again            only what survived in that report`;

const values = optionsGiven(HELP, {
  files: { type: 'string', multiple: true, default: ['src/domain'] },
  tests: {
    type: 'string',
    multiple: true,
    default: ['test/domain', 'test/property', 'test/effects', 'test/history', 'test/cloud-sync', 'test/scenarios'],
  },
  runs: { type: 'string', default: '0.02' },
  seconds: { type: 'string', default: '5' },
  again: { type: 'boolean', default: false },
  minutes: { type: 'string', default: 'Infinity' },
  part: { type: 'string', default: '1/1' },
  report: { type: 'string' },
});
// Read by test/property/runs.ts: some stories of each kind, instead of hundreds.
process.env['FOLDSYNC_RUNS'] ??= values.runs;

/** They look at sources or at real folders, which no mutant is in. */
const BLIND = [
  'test/domain/purity.test.ts',
  'test/effects/sweep.test.ts',
  'test/cloud-sync/example.test.ts',
  'test/cloud-sync/members.test.ts',
  'test/cloud-sync/storage.test.ts',
  'test/scenarios/cli.test.ts',
  'test/scenarios/storage.test.ts',
];
const [part, parts] = values.part.split('/').map(Number);
if (!(part >= 1 && part <= parts)) throw new Error(`--part ${values.part}: give it as 1/2 and 2/2`);
const REPORT = values.report ?? join(root, 'reports', parts === 1 ? 'mutants.json' : `mutants-${part}-of-${parts}.json`);

/** Scattered, always in the same way, so that what is known when it is stopped is true of the whole. */
const scattered = (mutants) => {
  const place = ({ id }) => Math.imul(id + 1, 0x9e3779b1) >>> 0;
  return [...mutants].sort((a, b) => place(a) - place(b));
};

/** What survived last, or null for all. */
const lastSurvivors = () => {
  if (!values.again) return null;
  const { survived } = JSON.parse(readFileSync(REPORT, 'utf8'));
  return new Set(survived.filter(({ why }) => why !== NO_CODE).map(identity));
};

const folder = mkdtempSync(join(root, 'node_modules', '.mutants-'));
try {
  const bundle = join(folder, 'bundle.mjs');
  const mutants = await bundleMutants({ where: values.files, tests: values.tests, without: BLIND, outfile: bundle });
  const again = lastSurvivors();
  const chosen = mutants.filter((mutant) => mutant.id % parts === part - 1 && (again === null || again.has(identity(mutant))));
  console.log(`${mutants.length} mutants, ${chosen.length} to judge`);
  const judge = await judges({ bundle, mutants, budgetMs: Number(values.seconds) * 1000 });
  const begin = performance.now();
  const survived = [];
  const killers = {};
  const judged = [];
  const compiles = compiler();
  const isArgued = arguedMutants();
  mkdirSync(join(root, 'reports'), { recursive: true });
  /** Written as it goes, so that a run that is stopped has told what it knows. */
  const tell = () => {
    const report = summary(judged, survived, killers);
    writeFileSync(REPORT, JSON.stringify(report, null, 1));
    return report;
  };
  for (const mutant of scattered(chosen)) {
    if (performance.now() - begin > Number(values.minutes) * 60_000) break;
    const verdict = await judge.judge(mutant);
    judged.push(mutant);
    if (verdict.killed === null) {
      const why = !compiles(mutant) ? NO_CODE : isArgued(mutant) ? ARGUED : verdict.why;
      survived.push({ ...mutant, why });
      if (why !== NO_CODE && why !== ARGUED) console.log(shown(survived.at(-1)));
    } else killers[verdict.killed] = (killers[verdict.killed] ?? 0) + 1;
    if (judged.length % 100 === 0) {
      const seconds = (performance.now() - begin) / 1000;
      console.log(`${judged.length} judged in ${seconds.toFixed(0)} s`);
      console.log(printed(tell()));
    }
  }
  await judge.end();
  console.log(printed(tell()));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
